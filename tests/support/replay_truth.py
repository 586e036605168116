"""What a session goes on to type at the place of a key, and whether a suggestion says so.

The truth is the text that stands there when the person leaves the place: slips that were mended at once are
mended in it. Refuses to know where suggestions come from.
"""

from dataclasses import dataclass

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from tests.support.replay_keys import CLOSERS, Key, Session, is_closers

_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Truth:
    text: str
    """With `\\n` line ends, no blanks at its end; empty if the person leaves or deletes what is there."""
    n_passed: int = 0
    """Closing brackets that stood after the cursor and that the person typed over: `text` holds them too."""


@dataclass(frozen=True, slots=True)
class _Region:
    """What was written from the key's place on. Between `end` and what follows only `n_passed` are old."""

    start: int
    end: int
    n_passed: int = 0


def truths_of(session: Session) -> list[Truth]:
    """The truth of each key."""
    return [_truth(session.keys, index) for index in range(len(session.keys))]


def typed_between(earlier: Key, later: Key) -> str | None:
    """What was written between two cursors; None if the place was left or the text before it changed."""
    if earlier.document != later.document or later.cursor < earlier.cursor:
        return None
    new = str(later.text)
    if not new.startswith(str(earlier.text)[: earlier.cursor]):
        return None
    return plain(new[earlier.cursor : later.cursor])


def is_right(key: Key, truth: Truth, item_text: str, item_rest: str) -> bool:
    """Whether the first line to be seen of an item is what the person goes on to type.

    `item_text` takes the place of the line up to the cursor; `item_rest` is what stays after it on the line.
    Brackets and quotes at the line's end that only close are left out of it: editors set them by themselves.
    """
    before, rest = line_around(key)
    suggested = (item_text + item_rest).split("\n")
    expected = (before + truth.text + rest[truth.n_passed :]).split("\n")
    seen = next((n for n, line in enumerate(_after(before, suggested)) if line.strip()), None)
    if seen is None or not truth.text or len(expected) <= seen or expected[:seen] != suggested[:seen]:
        return False
    if suggested[seen].rstrip() == expected[seen].rstrip():
        return True
    bare = _bare(suggested[seen])
    return bare == _bare(expected[seen]) and bool(bare[0 if seen else len(before) :].strip())


def n_right_characters(truth: Truth, remainder: str) -> int:
    """How much of a right suggestion's text is right: its first lines as far as they are the truth's."""
    n = 0
    for mine, theirs in zip(remainder.split("\n"), truth.text.split("\n"), strict=False):
        if _bare(mine) != _bare(theirs):
            break
        n += len(mine.rstrip()) + 1
    return max(n - 1, 0)


def first_line(text: str) -> str:
    """The text up to the end of its first line that is not blank."""
    solid = text.lstrip("\n")
    return text[: len(text) - len(solid)] + solid.partition("\n")[0]


def line_around(key: Key) -> tuple[str, str]:
    """The cursor's line before and after the cursor."""
    line = key.text.line_at(key.cursor)
    start, content = key.text.line_start(line), key.text.line_content(line)
    return content[: key.cursor - start], content[key.cursor - start :]


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _after(before: str, lines: list[str]) -> list[str]:
    return [lines[0][len(before) :], *lines[1:]]


def _bare(line: str) -> str:
    return line.rstrip("".join(CLOSERS) + " \t")


def _truth(keys: tuple[Key, ...], index: int) -> Truth:
    key = last = keys[index]
    region = _Region(key.cursor, key.cursor)
    for following in keys[index + 1 :]:
        if following.document != key.document:
            if following.is_by_hand:
                break
            continue
        followed = _follow(region, last, following)
        if followed is None:
            break
        region, last = followed, following
        if region.end - region.start > _LONGEST:
            break
    text = plain(last.text.slice(Span(region.start, region.end)))
    if "\n" in text or not last.text.slice(Span(region.end, min(region.end + 1, len(last.text)))).strip():
        text = text.rstrip()
    return Truth(text, min(region.n_passed, len(text)))


def _follow(region: _Region, last: Key, key: Key) -> _Region | None:
    """Where the region is after a key; None if that is typed elsewhere or breaks into what stands around."""
    followed: _Region | None = region
    is_here = not key.changes
    text = last.text
    for change in key.changes:
        assert followed is not None
        followed, is_inside = _after_change(followed, text, change)
        if followed is None:
            return None
        is_here |= is_inside and _is_on_line(last, change)
        text = text.replace(change.span, change.text)
    if not is_here or followed is None:
        return None
    if is_closers(key.text, followed.end, key.cursor):
        n_passed = followed.n_passed + key.cursor - followed.end
        return _Region(followed.start, key.cursor, n_passed)
    return followed


def _after_change(region: _Region, text: Text, change: Change) -> tuple[_Region | None, bool]:
    start, end = change.span.start, change.span.end
    if end < region.start:
        return _Region(region.start + change.delta, region.end + change.delta, region.n_passed), False
    if start > region.end and is_closers(text, region.end, start) and start == end:
        region = _Region(region.start, start, region.n_passed + start - region.end)
    if start > region.end:
        return region, False
    if start < region.start or end > region.end:
        return None, False
    return _Region(region.start, region.end + change.delta, region.n_passed), True


def _is_on_line(last: Key, change: Change) -> bool:
    """Whether it begins on the line of the cursor, or ends at the cursor: what is above was left before."""
    start = change.span.start
    if start >= last.cursor or change.span.end >= last.cursor:
        return True
    return start >= last.text.line_start(last.text.line_at(last.cursor))
