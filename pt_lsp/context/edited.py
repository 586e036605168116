"""Where the user has edited last, over all documents: spans that go with later changes of their document.

Edits in neighbouring lines are one span. Later ones have higher numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

NEIGHBOURING_LINES = 6
"""Two spans that are nearer to each other become one: the lines shown around them would overlap."""

_MOST_LINES_BY_HAND = 60
_MOST_SPANS = 12
"""More than are shown, so that a new one where the user types now does not push out what is shown."""


@dataclass(slots=True)
class EditedSpan:
    """One span; offsets in its document's newest text."""

    uri: str
    span: Span
    place: int
    """Where the last change inside of it ended."""
    number: int

    def lines(self, text: Text) -> tuple[int, int]:
        """First and last line."""
        return lines_of(text, self.span)


class EditedSpans:
    """The last ones of all documents."""

    def __init__(self) -> None:
        self._spans: list[EditedSpan] = []

    def __iter__(self) -> Iterator[EditedSpan]:
        """The latest first."""
        return reversed(self._spans)

    def of(self, uri: str) -> list[EditedSpan]:
        """The spans of one document, the oldest first."""
        return [each for each in self._spans if each.uri == uri]

    def drop(self, uri: str) -> None:
        """Forget a document's spans."""
        self._spans = [each for each in self._spans if each.uri != uri]

    def changed(self, uri: str, text: Text, changes: Sequence[Change], number: int) -> None:
        """Take changes that fit (see `fit`) and have led to `text`."""
        own = self.of(uri)
        for change in changes:
            own = _followed(own, change, uri, number)[-_MOST_SPANS:]
        self.drop(uri)
        self._spans = sorted([*self._spans, *_joined(own, text)], key=lambda each: each.number)[-_MOST_SPANS:]


def can_lead_to(before: Text | None, after: Text, changes: Sequence[Change]) -> bool:
    """Whether the changes can have led from one text to the other, going by lengths."""
    length = len(after) - sum(change.delta for change in changes)
    if length < 0 or (before is not None and length != len(before)):
        return False
    for change in changes:
        if change.span.end > length:
            return False
        length += change.delta
    return True


def narrowed(before: Text | None, after: Text, changes: Sequence[Change]) -> Sequence[Change]:
    """The same without what stays as it is: some editors send all of a text at each change."""
    if len(changes) != 1:
        return changes
    span, new = changes[0].span, changes[0].text
    if before is None:
        is_all = span.end > 0 and len(new) == len(after)
        return () if is_all else changes
    old = before.slice(span)
    return () if old == new else (changes[0].trimmed(old),)


def _followed(spans: Sequence[EditedSpan], change: Change, uri: str, number: int) -> list[EditedSpan]:
    """The spans after a change, and last the one that it makes, which takes over those that it touches."""
    start, end = change.span.start, change.span.start + len(change.text)
    kept = []
    for each in spans:
        span = moved(each.span, change)
        if span is None:
            start = min(start, each.span.start)
            end = max(end, each.span.end + change.delta)
            continue
        each.place += span.start - each.span.start
        each.span = span
        kept.append(each)
    if change.text.count("\n") <= _MOST_LINES_BY_HAND:
        kept.append(EditedSpan(uri, Span(start, end), change.span.start + len(change.text), number))
    return kept


def _joined(spans: Sequence[EditedSpan], text: Text) -> list[EditedSpan]:
    """The spans with those made one that are in neighbouring lines."""
    joined: list[EditedSpan] = []
    last_line = 0
    for each in sorted(spans, key=lambda each: each.span):
        first, last = each.lines(text)
        if joined and first - last_line <= NEIGHBOURING_LINES:
            before = joined[-1]
            later = max(before, each, key=lambda each: each.number)
            end = max(before.span.end, each.span.end)
            joined[-1] = EditedSpan(each.uri, Span(before.span.start, end), later.place, later.number)
            last_line = max(last_line, last)
        else:
            joined.append(each)
            last_line = last
    return joined
