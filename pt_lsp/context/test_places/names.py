"""How the name of a test file is made of its source's name, read and written.

Refuses to know folders other than by name: a module that is a whole folder is called like that.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pt_lsp.context.test_places.families import Affix

_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]|[^\W_A-Za-z0-9]+")
_NUMBER = re.compile(r"\d+[-_.](?=.)")
_KEY = re.compile(r"[\W_]+")
_SAME_KIND = re.compile(
    r"(?i)(?:[-_.](?:unit|internal|external|basic|basics|\d+)|(?<=[a-z])(?:Unit|Internal)|\d+)$"
)
"""What is added to the name of a test that is still its source's own."""
_FOLDER_MODULES = frozenset({"__init__", "index", "mod", "init"})
"""Files that speak for the folder they are in."""
_MOST_CHARACTERS = 200


class NameParts(NamedTuple):
    """A test file's name, taken apart."""

    subject: str
    affix: Affix


class Naming(NamedTuple):
    """How tests are called: the source's name in a casing, with the folders around it, between affixes."""

    affix: Affix
    casing: str
    ending: str | None
    """Without its dot; None where it is the source's."""
    n_folders: int = 0
    """How many of the folders around begin the test's name; -1: the folder's name stands for the file's."""


def taken_apart(stem: str, affixes: Iterable[Affix]) -> NameParts | None:
    """A test's name without its ending, by the longest affix that fits; None for a name like a source's."""
    fitting = [affix for affix in affixes if _fits(stem, affix)]
    if not fitting or len(stem) > _MOST_CHARACTERS:
        return None
    prefix, suffix = affix = max(fitting, key=lambda each: len(each[0]) + len(each[1]))
    return NameParts(stem[len(prefix) : len(stem) - len(suffix)], affix)


def key_of(subject: str) -> str:
    """What two names for the same thing have in common, whatever their casing."""
    return _KEY.sub("", subject).casefold() or subject


def subjects_of(subject: str) -> Iterator[str]:
    """What a test may be about by its name, the likeliest first."""
    yield subject
    numbered = _NUMBER.match(subject)
    if numbered:
        yield subject[numbered.end() :]
    shorter = _SAME_KIND.sub("", subject)
    if shorter and shorter != subject:
        yield shorter


def speaks_for_folder(stem: str) -> bool:
    """Whether a file of this name stands for the folder that it is in."""
    return stem in _FOLDER_MODULES


def names_of(folder: tuple[str, ...], stem: str) -> Iterator[tuple[int, str]]:
    """What a source may be called in a test's name, the likeliest first, with how many folders are in it."""
    yield 0, stem
    if speaks_for_folder(stem) and folder:
        yield -1, folder[-1]
    for n_folders in (1, 2):
        if len(folder) >= n_folders:
            yield n_folders, "_".join((*folder[-n_folders:], stem))


def naming_of(folder: tuple[str, ...], source: str, name: NameParts, ending: str) -> Naming | None:
    """How a test is called that belongs to a source; None where no casing leads from one to the other.

    What a name has more of is part of the habit if it is a word; numbers count the tests.
    """
    stem, _, own_ending = source.rpartition(".")
    kept = None if ending == own_ending else ending
    for subject in subjects_of(name.subject):
        rest = name.subject.removeprefix(subject) if name.subject != subject else ""
        if subject + rest != name.subject or rest[-1:].isdigit():
            continue
        affix = name.affix[0], rest + name.affix[1]
        for n_folders, called in names_of(folder, stem):
            for casing, cased in _CASINGS.items():
                if subject == cased(called):
                    return Naming(affix, casing, kept, n_folders)
    return None


def named(naming: Naming, folder: tuple[str, ...], source: str) -> str:
    """The name of the test of a source."""
    stem, _, own_ending = source.rpartition(".")
    called = dict(names_of(folder, stem)).get(naming.n_folders, stem)
    prefix, suffix = naming.affix
    return f"{prefix}{_CASINGS[naming.casing](called)}{suffix}.{naming.ending or own_ending}"


def _fits(stem: str, affix: Affix) -> bool:
    prefix, suffix = affix
    if len(stem) <= len(prefix) + len(suffix) or not stem.startswith(prefix) or not stem.endswith(suffix):
        return False
    after = stem[len(prefix)]
    return not (prefix and prefix[-1].isalpha()) or after.isupper() or after.isdigit()


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _pascal(text: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in _words(text))


def _camel(text: str) -> str:
    joined = _pascal(text)
    return joined[:1].lower() + joined[1:]


_CASINGS: dict[str, Callable[[str], str]] = {
    "bare": lambda text: text.strip("_") or text,
    "as it is": lambda text: text,
    "snake": lambda text: "_".join(_words(text)).lower() or text,
    "kebab": lambda text: "-".join(_words(text)).lower() or text,
    "pascal": lambda text: _pascal(text) or text,
    "camel": lambda text: _camel(text) or text,
    "lower": str.lower,
}
"""From a source's name to what it is called in its test's; the first that fits is taken."""
