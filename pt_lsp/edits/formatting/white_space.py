"""Texts that differ in white space, as programs leave them that format code; knows no document and no edit.

Characters that are no white space are solid. Between one solid character and the next, before the first and
after the last is a gap, which may be empty. Texts of the same solid characters differ in gaps alone.
"""

import re
from collections.abc import Iterable, Iterator

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import split_lines
from pt_lsp.edits.line_diff import best_changes, differing_blocks

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
"""What lies in gaps. Other characters without ink may be part of a string, and mean something."""

LINE_ENDS = re.compile(r"[\r\n](?:.*[\r\n])?", re.DOTALL)
"""Of a gap, from its first line end to its last one."""


def solid(text: str) -> str:
    """The text without its white space."""
    return _BLANKS.sub("", text)


def gaps(text: str) -> dict[int, str]:
    """The gaps that are not empty, by the number of solid characters before each."""
    found: dict[int, str] = {}
    n_blanks = 0
    for match in _BLANKS.finditer(text):
        found[match.start() - n_blanks] = match[0]
        n_blanks += len(match[0])
    return found


def n_gaps_changed(old: str, new: str) -> int:
    """In how many places two texts of the same solid characters differ."""
    before, after = gaps(old), gaps(new)
    return sum(before.get(at) != after.get(at) for at in before.keys() | after.keys())


def blank_changes(old: str, new: str) -> tuple[Change, ...]:
    """What makes `new` of `old`, which has the same solid characters; in order and apart.

    Line ends are told apart from blanks before and behind them: a region begins and ends at some.
    """
    before, after = gaps(old), gaps(new)
    changes: list[Change] = []
    n_blanks = 0
    for at in sorted(before.keys() | after.keys()):
        was, now = before.get(at, ""), after.get(at, "")
        if was != now:
            changes += _gap_changes(at + n_blanks, was, now)
        n_blanks += len(was)
    return tuple(changes)


def changed(text: str, changes: Iterable[Change]) -> str:
    """The text after changes that are in order, apart, and all count in `text`."""
    parts, done = [], 0
    for change in changes:
        parts += [text[done : change.span.start], change.text]
        done = change.span.end
    return "".join([*parts, text[done:]])


def closest_changes(old: str, new: str) -> tuple[Change, ...]:
    """What makes `new` of `old`; lines that differ in white space alone keep all else. In order and apart."""
    if solid(old) == solid(new):
        return blank_changes(old, new)
    changes: list[Change] = []
    for change in best_changes(old, new):
        within = _within_lines(old[change.span.start : change.span.end], change.text)
        changes += [Change(each.span.shifted(change.span.start), each.text) for each in within]
    return tuple(changes)


def _within_lines(old: str, new: str) -> Iterator[Change]:
    """The same for a block of lines; all of it as one where no line of it is as before but for blanks."""
    old_lines, new_lines = split_lines(old), split_lines(new)
    old_solid, new_solid = [*map(solid, old_lines)], [*map(solid, new_lines)]
    if not {*filter(None, old_solid)} & {*new_solid}:
        yield Change(Span(0, len(old)), new)
        return
    start = old_at = new_at = 0
    for old_from, old_to, new_from, new_to in (
        *differing_blocks(old_solid, new_solid),
        (len(old_lines), len(old_lines), len(new_lines), len(new_lines)),
    ):
        pairs = [*zip(old_lines[old_at:old_from], new_lines[new_at:new_from], strict=True)]
        for was, now in (*pairs, ("".join(old_lines[old_from:old_to]), "".join(new_lines[new_from:new_to]))):
            whole = Change(Span(0, len(was)), now)
            for change in blank_changes(was, now) if solid(was) == solid(now) else (whole,):
                yield Change(change.span.shifted(start), change.text)
            start += len(was)
        old_at, new_at = old_to, new_to


def _gap_changes(start: int, was: str, now: str) -> Iterator[Change]:
    old, new = LINE_ENDS.search(was), LINE_ENDS.search(now)
    parts = [(was, now)]
    if old and new:
        heads, tails = (was[: old.start()], now[: new.start()]), (was[old.end() :], now[new.end() :])
        parts = [heads, (old[0], new[0]), tails]
    for before, after in parts:
        if before != after:
            yield Change(Span(start, start + len(before)), after).trimmed(before)
        start += len(before)
