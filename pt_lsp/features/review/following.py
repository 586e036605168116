"""Where findings and the lines that are reviewed are after their text has changed, told from both texts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.lines import whole_lines
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.line_diff import best_changes
from pt_lsp.features.review.finding import PlacedFinding


def findings_after(findings: Iterable[PlacedFinding], before: Text, now: Text) -> tuple[PlacedFinding, ...]:
    """Those whose lines still stand as they were, where they are now."""
    changes = best_changes(str(before), str(now))
    places = (
        (each, _unchanged(each.span, before, changes) or _moved(each.span, before, now)) for each in findings
    )
    return tuple(replace(each, span=span) for each, span in places if span is not None)


def spans_after(spans: Sequence[Span], before: Text, now: Text) -> list[Span]:
    """Where these lines are now, with what has come in their place or between them."""
    changes = best_changes(str(before), str(now))
    return [_grown(span, changes) for span in spans]


def _unchanged(span: Span, text: Text, changes: Sequence[Change]) -> Span | None:
    """The span where it is now; None where one of the changes, which all count in `text`, meets its lines."""
    lines, delta = whole_lines(text, span), 0
    for change in changes:
        if change.span.start > lines.end:
            break
        after = moved(lines, change)
        if after is None:
            return None
        delta += after.start - lines.start
    return span.shifted(delta)


def _moved(span: Span, before: Text, now: Text) -> Span | None:
    """The span where its lines are now, if they stand once in both texts: then they were moved."""
    lines = whole_lines(before, span)
    found = _only_place(before.slice(lines), str(now))
    if found is None or _only_place(before.slice(lines), str(before)) is None:
        return None
    return span.shifted(found - lines.start)


def _only_place(lines: str, text: str) -> int | None:
    """Where the whole lines stand; None where they do not, or more than once."""
    found = re.finditer(rf"(?:^|(?<=[\r\n])){re.escape(lines)}(?=[\r\n]|\Z)", text)
    first = next(found, None)
    return None if first is None or next(found, None) is not None else first.start()


def _grown(span: Span, changes: Sequence[Change]) -> Span:
    start, end, shift = span.start, span.end, 0
    for change in changes:
        if change.span.start > span.end:
            break
        if change.span.end <= span.start:
            start += change.delta
        else:
            start = min(start, change.span.start + shift)
            end = max(end, change.span.end)
        shift += change.delta
    return Span(start, end + shift)
