"""Who takes a formatter's changes of a text that is partly common to two readings, with hunks between; pure.

The parts are given as where they are in the text: the first and the last one are common, and each second one
is a hunk. What parts or joins lines beside a hunk is done to the hunk, which then reaches as far: else the
other reading of the hunk would have its first or last line joined with one that it never stood beside.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.white_space import LINE_ENDS

_BLANKS = " \t\r\n\f\v"

_Piece = tuple[Change, int | None]
"""What a change does to one part, and the number of the hunk that has to take it."""


def shared_out(
    text: str, parts: Sequence[Span], changes: Iterable[Change]
) -> Iterator[tuple[Span, list[Change]]]:
    """How far each part reaches then, and the changes that it takes.

    The changes lie in gaps between solid characters, in order and apart. All offsets count in `text`.
    """
    ends = [part.end for part in parts]
    pieces = [piece for change in changes for piece in _pieces(text, parts, ends, change)]
    reaches = [*parts]
    for change, hunk in pieces:
        if hunk is not None:
            before, own, after = reaches[hunk - 1 : hunk + 2]
            own = Span(min(own.start, change.span.start), max(own.end, change.span.end))
            reaches[hunk - 1 : hunk + 2] = Span(before.start, own.start), own, Span(own.end, after.end)
    ends = [reach.end for reach in reaches]
    shares: list[list[Change]] = [[] for _ in parts]
    for change, hunk in pieces:
        shares[_home(text, reaches, ends, change.span) if hunk is None else hunk].append(change)
    yield from zip(reaches, shares, strict=True)


def _pieces(text: str, parts: Sequence[Span], ends: Sequence[int], change: Change) -> Iterator[_Piece]:
    start, end = change.span.start, change.span.end
    touched: list[int] = []
    n = bisect_right(ends, start)
    while n < len(parts) and parts[n].start < end:
        touched.append(n)
        n += 1
    if not touched[1:]:
        is_of_lines = LINE_ENDS.search(text[start:end] + change.text) is not None
        yield change, _hunk_beside(text, parts, ends, change.span) if is_of_lines else None
        return
    # Of two parts beside each other, one is a hunk.
    home = next(n for n in touched if n % 2)
    for n in touched:
        span = Span(max(start, parts[n].start), min(end, parts[n].end))
        if n == home or not span.is_empty:  # a hunk that only takes lines out is empty
            yield Change(span, change.text if n == home else ""), _hunk_beside(text, parts, ends, span)


def _hunk_beside(text: str, parts: Sequence[Span], ends: Sequence[int], span: Span) -> int | None:
    """The hunk around the span, or the nearest with nothing but white space between."""
    own = _around(parts, ends, span)
    if hunk := next((n for n in own if n % 2), None):
        return hunk
    first, last = span.start, span.end
    while first > 0 and text[first - 1] in _BLANKS:
        first -= 1
    while last < len(text) and text[last] in _BLANKS:
        last += 1
    n_before, n_after = own[0] - 1, own[0] + 1
    distances = {}
    if n_before > 0 and parts[n_before].end >= first:
        distances[n_before] = span.start - parts[n_before].end
    if n_after < len(parts) and parts[n_after].start <= last:
        distances[n_after] = parts[n_after].start - span.end
    return min(distances, key=lambda n: distances[n], default=None)


def _home(text: str, parts: Sequence[Span], ends: Sequence[int], span: Span) -> int:
    """The part of that indentation, or of those blanks at a line's end."""
    own = _around(parts, ends, span)
    is_at_line_start = not span.start or text[span.start - 1] in "\r\n"
    return own[-1 if is_at_line_start else 0]


def _around(parts: Sequence[Span], ends: Sequence[int], span: Span) -> list[int]:
    """The parts that hold the span, or at whose edge it is empty."""
    own = []
    n = bisect_left(ends, span.end)
    while n < len(parts) and parts[n].start <= span.start:
        own.append(n)
        n += 1
    return own
