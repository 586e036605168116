"""What became of the secrets of a text that a model has rewritten: whether each still stands where it stood.

Refuses to know what is done about it. A place is what stands before a secret in its statement, and what its
value is joined to: indentation, a type or another name for it do not make another place of it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pt_lsp.documents.clean_text import REPLACEMENT
from pt_lsp.privacy.placeholders import LIKENESS

Fault = Literal["missing", "moved", "altered", "invented"]

_WORD = re.compile(r"\w+")
_NO_SHAPE = re.compile(r"[\w\s.:?]+")
_JOINED_BEFORE = re.compile(r"""(?<=["'`])[^"'`\n]{0,80}$|[^\s=:"'`]{0,80}$""")
_JOINED = re.compile(r"[^\s\"'`,;)\]}<>]{0,80}")
_ASSIGNMENTS = frozenset({"=", '="'})
_MOST_LINES_BEFORE = 5
_MOST_BEFORE = 500
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class _Place:
    words: tuple[str, ...]
    shape: str
    """The brackets, quotes and operators before the secret."""
    joined: tuple[str, ...]
    """What stands before it in its quotes, and what its value goes on with."""

    def goes_on_from(self, old: "_Place") -> bool:
        """Whether it is the same place, though names or types were added, or one assigned to was renamed."""
        if (self.shape, self.joined) != (old.shape, old.joined):
            return False
        words = iter(self.words)
        return self.shape in _ASSIGNMENTS or all(word in words for word in old.words)


def faults(
    old: str, new: str, secrets: Mapping[str, str], read_document: Callable[[], str]
) -> frozenset[Fault]:
    """What is wrong with `new`, which takes the place of `old` and has its secrets restored.

    `secrets` are those of the prompt, by placeholder. What the document itself holds that reads like a
    placeholder is its own text.
    """
    found: set[Fault] = set()
    lost = [each for each in secrets.values() if each in old and each not in new and not _is_likeness(each)]
    likenesses = {match[0] for match in LIKENESS.finditer(new)}
    if likenesses:
        document = read_document()
        likenesses = {each for each in likenesses if each not in document}
    numbers = {_number(name) for name in secrets}
    if likenesses:
        is_altered = lost or any(_number(each) in numbers for each in likenesses)
        found.add("altered" if is_altered else "invented")
    if len(lost) > len(likenesses):
        found.add("missing")
    if any(_has_moved(old, new, each) for each in set(secrets.values()) if not _is_likeness(each)):
        found.add("moved")
    return frozenset(found)


def brings_nothing_in(text: str, secrets: Collection[str], read_document: Callable[[], str]) -> bool:
    """Whether all secrets and placeholders in `text`, and all damage, are in the document that it is for."""
    found = [match[0] for match in LIKENESS.finditer(text)]
    found += [each for each in (REPLACEMENT, *secrets) if each in text]
    if not found:
        return True
    document = read_document()
    return all(each in document for each in found)


def _is_likeness(secret: str) -> bool:
    return LIKENESS.fullmatch(secret) is not None


def _number(likeness: str) -> int:
    digits = re.search(r"\d+$", likeness)
    return int(digits[0][:18]) if digits else 0


def _has_moved(old: str, new: str, secret: str) -> bool:
    """Whether it stands where it did not stand before, or more often."""
    if secret not in new:
        return False
    before, after = list(_places(old, secret)), list(_places(new, secret))
    if len(after) > len(before):
        return True
    known = set(before)
    compared = list(known)[:_MOST_COMPARED]
    return any(
        place not in known and not any(map(place.goes_on_from, compared))
        for place in list(dict.fromkeys(after))
    )


def _places(text: str, secret: str) -> Iterator[_Place]:
    start = text.find(secret)
    while start >= 0:
        end = start + len(secret)
        before = _statement_before(text, start)
        shape = _NO_SHAPE.sub("", before).replace("'", '"').replace("`", '"')
        joined = tuple(
            match[0] for match in (_JOINED_BEFORE.search(before), _JOINED.match(text, end)) if match
        )
        yield _Place(tuple(_WORD.findall(before)), shape, joined)
        start = text.find(secret, end)


def _statement_before(text: str, offset: int) -> str:
    """What stands before it on its line, on those before where there is no word, and what calls all that."""
    least = max(0, offset - _MOST_BEFORE)
    start = max(text.rfind("\n", 0, offset) + 1, least)
    opener = _open_call(text, least, start)
    head = "" if opener is None else text[max(text.rfind("\n", 0, opener) + 1, least) : opener + 1]
    for _ in range(_MOST_LINES_BEFORE):
        if head or start <= least or _WORD.search(text, start, offset):
            break
        start = max(text.rfind("\n", 0, start - 1) + 1, least)
    return head + text[start:offset]


def _open_call(text: str, least: int, end: int) -> int | None:
    """Where a bracket was opened, from `least` on, that is still open at `end`."""
    n_closed = 0
    for index in range(end - 1, least - 1, -1):
        if text[index] in ")]":
            n_closed += 1
        elif text[index] in "([":
            if not n_closed:
                return index
            n_closed -= 1
    return None
