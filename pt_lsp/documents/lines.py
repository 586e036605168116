"""Lines and their ends; refuses to know what is written on them."""

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text


def lines_of(text: Text, span: Span) -> tuple[int, int]:
    """First and last line that `span` touches.

    A selection that ends at the start of a line leaves that line out: editors select whole lines that way.
    """
    first, last = text.line_at(span.start), text.line_at(span.end)
    if last > first and text.line_start(last) == span.end:
        last -= 1
    return first, last


def span_of_lines(text: Text, first: int, last: int) -> Span:
    """From the start of line `first` to the end of line `last`, whose line end is left out."""
    return Span(text.line_start(first), end_of_line(text, last))


def end_of_line(text: Text, index: int) -> int:
    """Where a line's content ends, before its line end."""
    return text.line_start(index) + len(text.line_content(index))


def whole_lines(text: Text, span: Span) -> Span:
    """`span` grown to whole lines, without the last line's end."""
    return span_of_lines(text, *lines_of(text, span))


def plain(text: str) -> str:
    r"""The text with `\n` line ends, as prompts and replies have them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
