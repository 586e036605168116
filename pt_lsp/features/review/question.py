"""What is reviewed of a document: some of its lines or all, in pieces where one prompt takes no more."""

from dataclasses import dataclass

from pt_lsp.documents.lines import lines_of, span_of_lines, whole_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """Whole lines of a snapshot."""

    snapshot: Snapshot
    part: Span

    @property
    def is_file(self) -> bool:
        """Whether it is all of the document."""
        return self.part == _whole(self.snapshot.text)


def question_about(snapshot: Snapshot, span: Span | None) -> ReviewQuestion:
    """About the lines of a selection; about the whole file without one, and for a cursor."""
    if span is None or span.is_empty:
        return ReviewQuestion(snapshot, _whole(snapshot.text))
    return ReviewQuestion(snapshot, whole_lines(snapshot.text, span))


def pieces_of(text: Text, part: Span, most_characters: int) -> list[Span]:
    """The part as pieces of whole lines, none longer than that, cut where something at the margin begins.

    A line that is longer is in none of them.
    """
    pieces: list[Span] = []
    first, last = lines_of(text, part)
    while first <= last:
        end = _last_fitting(text, first, last, most_characters)
        if end < first:
            first += 1
            continue
        if end < last:
            end = _border_before(text, first, end)
        pieces.append(span_of_lines(text, first, end))
        first = end + 1
    return [piece for piece in pieces if text.slice(piece).strip()]


def _whole(text: Text) -> Span:
    return Span(0, len(text))


def _last_fitting(text: Text, first: int, last: int, most_characters: int) -> int:
    """The last line up to which all fits; the one before `first` where not even that does."""
    start, end = text.line_start(first), first
    while end <= last and text.line_start(end) + len(text.line_content(end)) - start <= most_characters:
        end += 1
    return end - 1


def _border_before(text: Text, first: int, end: int) -> int:
    """The line after which to cut, in the second half of the lines: before one at the margin, below a gap."""
    for row in range(end, first + (end - first) // 2, -1):
        below = text.line_content(row + 1)
        if not text.line_content(row).strip() and below[:1].strip():
            return row
    return end
