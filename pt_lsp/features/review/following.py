"""Where findings and the lines that are reviewed are after their text has changed, told from both texts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.lines import plain, whole_lines
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.line_diff import best_changes
from pt_lsp.features.review.finding import PlacedFinding


def findings_after(findings: Iterable[PlacedFinding], before: Text, now: Text) -> tuple[PlacedFinding, ...]:
    """Those whose lines still stand as they were, where they are now."""
    old, new = _with_equal_ends(before, now)
    changes = best_changes(str(old), str(new))
    spans = [(each, _carried(each.span, before, old)) for each in findings]
    places = ((each, _unchanged(span, old, changes) or _moved(span, old, new)) for each, span in spans)
    return tuple(replace(each, span=_carried(span, new, now)) for each, span in places if span is not None)


def spans_after(spans: Sequence[Span], before: Text, now: Text) -> list[Span]:
    """Where these lines are now, with what has come in their place or between them."""
    old, new = _with_equal_ends(before, now)
    changes = best_changes(str(old), str(new))
    return [_carried(_grown(_carried(span, before, old), changes), new, now) for span in spans]


def _with_equal_ends(before: Text, now: Text) -> tuple[Text, Text]:
    """Both, so that lines differ by what is on them alone: git converts the ends of the disk's."""
    if before.line_end == now.line_end:
        return before, now
    return Text.of(plain(str(before))), Text.of(plain(str(now)))


def _carried(span: Span, text: Text, same_lines: Text) -> Span:
    """The span in a text of the same lines, which may end otherwise."""
    if text is same_lines:
        return span
    rows = text.line_at(span.start), text.line_at(span.end)
    columns = (
        min(at - text.line_start(row), len(text.line_content(row)))
        for at, row in zip((span.start, span.end), rows, strict=True)
    )
    return Span(*(same_lines.line_start(row) + column for row, column in zip(rows, columns, strict=True)))


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
