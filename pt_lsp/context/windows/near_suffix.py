"""The lines next to a cursor that follow it in a prompt: sent anew with each key, so there are few."""

from bisect import bisect_right
from dataclasses import dataclass

from pt_lsp.context.windows.excerpt import goes_on, indentation_at, last_whole
from pt_lsp.documents.lines import end_of_line
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.cut_marks import cut_mark

_LONGEST_REST = 600
_REST_STEP = 128
_LINE_END = 2
MARK_ROOM = 48
"""For a line end and a cut mark, which is indented no further than fits."""
_LEAST_FOR_MARK = 100


@dataclass(frozen=True, slots=True)
class NearSuffix:
    """The rest of the cursor's line with the whole lines next to it, without the last one's end."""

    span: Span
    n_reserved: int
    """How much room it may take up with the mark, in steps."""
    cut_below: str
    """A line end and a cut mark; empty where nothing is left out, and after a line that is itself cut."""


def near_suffix(text: Text, offset: int, limit: int, longest_rest: int, language_id: str) -> NearSuffix:
    """Lines of together `limit` characters after the rest of the own one; with the mark after them."""
    line = text.line_at(offset)
    rest_end = max(end_of_line(text, line), offset)  # between the two halves of a line end, too
    longest_rest = min(_LONGEST_REST, longest_rest)
    rest = min(rest_end - offset, longest_rest)
    n_reserved = limit + min(-(-rest // _REST_STEP) * _REST_STEP, longest_rest)
    is_whole = offset + rest == rest_end
    if not is_whole or limit < _LEAST_FOR_MARK:
        return NearSuffix(Span(offset, offset + rest), n_reserved, "")
    n_lines = n_fitting(text, line + 1, limit - _LINE_END)
    if line + 1 + n_lines < text.n_lines:
        n_lines = n_fitting(text, line + 1, limit - _LINE_END - MARK_ROOM)
        n_lines = last_whole(text, line + 1, line + n_lines) - line if n_lines else 0
    end = end_of_line(text, line + n_lines) if n_lines else offset + rest
    return NearSuffix(Span(offset, end), n_reserved, mark_after(text, end, language_id))


def mark_after(text: Text, end: int, language_id: str) -> str:
    """A line end and the mark that belongs after whole lines; empty where nothing follows them."""
    if not goes_on(text, end):
        return ""
    n_blanks = MARK_ROOM - 1 - len(cut_mark(language_id))
    return "\n" + cut_mark(language_id, indentation_at(text, text.line_at(end) + 1)[:n_blanks])


def n_fitting(text: Text, first: int, limit: int) -> int:
    """How many lines from `first` on fit, with their ends."""
    if first >= text.n_lines:
        return 0
    end = text.line_start(first) + limit
    return bisect_right(range(first + 1, text.n_lines + 1), end, key=text.line_start)
