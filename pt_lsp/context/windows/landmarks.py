"""What of a long file is shown above an excerpt of it: its package, its imports, the heads around it.

They are lines of the file as they stand there, in order. A cut mark stands where lines are left out between
them, or before the excerpt; imports that do not fit share the one after the last of them.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pt_lsp.context.windows.excerpt import indentation_at
from pt_lsp.context.windows.near_suffix import MARK_ROOM
from pt_lsp.context.words import COMMON, IDENTIFIER
from pt_lsp.documents.lines import plain
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.cut_marks import cut_mark
from pt_lsp.syntax.file_head import HeadStatement, head_statements
from pt_lsp.syntax.headers import enclosing_headers

_HEAD_CHARACTERS = 10_000
"""So far from the top imports are looked for."""
_LONGEST_LINE = 500
_MOST_BLANK = 8


class Landmarks(NamedTuple):
    r"""`shown` is a text of whole lines with `\n` line ends; `lines` are those of the file in it."""

    shown: str
    lines: tuple[int, ...] = ()


NO_LANDMARKS = Landmarks("")


class _Kept(NamedTuple):
    """Lines that are shown; those of the file's head have no mark between them."""

    lines: range
    is_head: bool = False


def landmarks(
    text: Text, language_id: str, excerpt: Span, most_characters: int, *, most_parsed: int
) -> Landmarks:
    """What is shown above the excerpt, which begins at a line's start; nothing above the file's first line.

    A mark alone where there is room for no more, and nothing where not even that fits. Files of more than
    `most_parsed` characters are not parsed as a whole.
    """
    start = text.line_at(excerpt.start)
    shown = _rendered(text, language_id, [], start)
    if start == 0 or len(shown) > most_characters:
        return NO_LANDMARKS
    headers = enclosing_headers(text, language_id, start, most_parsed)
    used = frozenset(IDENTIFIER.findall(text.slice(excerpt)))
    kept: list[_Kept] = []
    known: set[int] = set()
    room = most_characters - MARK_ROOM * (len(headers) + 1)
    for each in (*(_Kept(rows) for rows in reversed(headers)), *_head(text, language_id, start, used)):
        lengths = [len(text.line_content(line)) + 1 for line in each.lines]
        if known.isdisjoint(each.lines) and max(lengths) <= _LONGEST_LINE and sum(lengths) <= room:
            room -= sum(lengths)
            known.update(each.lines)
            kept.append(each)
    while len(shown := _rendered(text, language_id, kept, start)) > most_characters:
        kept.pop()
    return Landmarks(shown, tuple(line for each in kept for line in each.lines))


def head_of(text: Text, before_line: int) -> str:
    """The beginning of the file, in whole lines, as far as it stands above a line."""
    reach = text.line_start(text.line_at(min(_HEAD_CHARACTERS, len(text))))
    return plain(text.slice(Span(0, min(text.line_start(before_line), reach))))


def _head(text: Text, language_id: str, before_line: int, used: frozenset[str]) -> list[_Kept]:
    """The statements at the top: package lines first, then imports of names that are used."""
    head = head_of(text, before_line)
    lines = head.split("\n")

    def rank(statement: HeadStatement) -> tuple[bool, bool]:
        names = IDENTIFIER.findall("\n".join(lines[statement.first : statement.last + 1]))
        return not statement.is_package, used.isdisjoint(name for name in names if name not in COMMON)

    return [
        _Kept(range(each.first, each.last + 1), is_head=True)
        for each in sorted(head_statements(head, language_id), key=rank)
        if each.last < before_line
    ]


def _rendered(text: Text, language_id: str, kept: Sequence[_Kept], start: int) -> str:
    """The lines and the marks, above an excerpt that begins at line `start`."""
    in_order = sorted(kept, key=lambda each: each.lines.start)
    return "".join(f"{line}\n" for line in _lines_shown(text, language_id, in_order, start))


def _lines_shown(text: Text, language_id: str, kept: Sequence[_Kept], start: int) -> Iterator[str]:
    """A gap of some blank lines is shown as it is; one in the head is told by the mark after it."""
    end, is_owed, was_head = 0, False, False
    for rows, is_head in (*kept, _Kept(range(start, start))):
        gap = range(end, rows.start)
        is_blank = len(gap) <= _MOST_BLANK and not any(text.line_content(line).strip() for line in gap)
        if is_head and (was_head or end == 0):
            is_owed |= not is_blank and end > 0
        elif is_blank and not is_owed:
            yield from map(text.line_content, gap)
        else:
            yield cut_mark(language_id, indentation_at(text, rows.start))
            is_owed = False
        yield from map(text.line_content, rows)
        end, was_head = rows.stop, is_head
