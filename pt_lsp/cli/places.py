"""How a place in a file is written on the command line: 1-based lines and columns, columns in characters.

`Cursor` and `Lines` are what was written; a text tells what of it they are.
"""

import re
from argparse import ArgumentTypeError
from dataclasses import dataclass
from pathlib import Path

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import PtLspError


@dataclass(frozen=True, slots=True)
class Cursor:
    """`FILE:LINE:COLUMN`."""

    file: Path
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Lines:
    """`FILE`, `FILE:LINE` (then `end` is None) or `FILE:START-END`."""

    file: Path
    start: int | None = None
    end: int | None = None


def cursor(written: str) -> Cursor:
    """The cursor that `written` names; raises ArgumentTypeError, so that argparse calls it wrong usage."""
    # greedy up to the last two numbers, so that the colon of a drive letter stays in the name
    match = re.fullmatch(r"(?P<file>.+):(?P<line>[0-9]+):(?P<column>[0-9]+)", written, re.DOTALL)
    if match is None:
        raise ArgumentTypeError(f"{written!r} is not FILE:LINE:COLUMN, such as main.py:12:5")
    line, column = int(match["line"]), int(match["column"])
    if line < 1 or column < 1:
        raise ArgumentTypeError("lines and columns count from 1")
    return Cursor(Path(match["file"]), line, column)


def lines(written: str) -> Lines:
    """The lines that `written` names; raises ArgumentTypeError, so that argparse calls it wrong usage."""
    match = re.fullmatch(r"(?P<file>.+?)(?::(?P<start>[0-9]+)(?:-(?P<end>[0-9]+))?)?", written, re.DOTALL)
    if match is None:
        raise ArgumentTypeError("a file name is missing")
    if match["start"] is None:
        return Lines(Path(match["file"]))
    start = int(match["start"])
    end = None if match["end"] is None else int(match["end"])
    if start < 1:
        raise ArgumentTypeError("lines count from 1")
    if end is not None and end < start:
        raise ArgumentTypeError(f"the last line, {end}, comes before the first, {start}")
    return Lines(Path(match["file"]), start, end)


def offset_of(place: Cursor, text: Text) -> int:
    """Offset of the cursor; raises PtLspError where the text has no such line or column."""
    content = text.line_content(_index(place.line, place.file, text))
    if place.column > len(content) + 1:
        raise PtLspError(
            f"Line {place.line} of {place.file} ends at column {len(content) + 1}; "
            f"there is no column {place.column}."
        )
    return text.line_start(place.line - 1) + place.column - 1


def span_of(place: Lines, text: Text) -> Span:
    """Span of the lines without the last line's end, of the whole text if none are named.

    Of one line it is the empty span after its indentation: what is meant is what stands around it.
    Raises PtLspError where the text has no such line.
    """
    if place.start is None:
        return _whole_lines(0, _last_line(text), text)
    first = _index(place.start, place.file, text)
    if place.end is None:
        content = text.line_content(first)
        offset = text.line_start(first) + len(content) - len(content.lstrip())
        return Span(offset, offset)
    return _whole_lines(first, _index(place.end, place.file, text), text)


def _whole_lines(first: int, last: int, text: Text) -> Span:
    return Span(text.line_start(first), text.line_start(last) + len(text.line_content(last)))


def _last_line(text: Text) -> int:
    """Index of the last line, not counting the empty one that a trailing line end opens."""
    last = text.n_lines - 1
    return last - 1 if last > 0 and not text.line_content(last) else last


def _index(line: int, file: Path, text: Text) -> int:
    if line > text.n_lines:
        count = _last_line(text) + 1
        raise PtLspError(f"{file} has {count} {'line' if count == 1 else 'lines'}; there is no line {line}.")
    return line - 1
