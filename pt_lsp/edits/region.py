"""Where the text of an edit is and what it reads; refuses to know what it shall become.

Invariant: unless `is_disturbed`, the characters of the document inside `span` are `content`, all of them
written by us or there before the edit began. A change that leaves a place undisturbed lies wholly outside of
it (text at its very start lies before it, at its end after it), so it shifts `span` and keeps `content`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document; `is_disturbed` once somebody else has written inside."""

    span: Span
    content: str
    is_disturbed: bool = False

    def after(self, change: Change, text: Text) -> "Place":
        """The place after somebody else's `change`; `text` is the document after it.

        A change of its inside leaves it disturbed for good, and grown by all that the change has written.
        """
        span = moved(self.span, change)
        if span is not None:
            return Place(span, self.content, self.is_disturbed)
        start = min(self.span.start, change.span.start)
        end = max(self.span.end, change.span.end) + change.delta
        return Place(Span(start, end), text.slice(Span(start, end)), is_disturbed=True)

    def holding(self, content: str) -> "Place":
        """The place after we have written `content` into it."""
        return Place(Span(self.span.start, self.span.start + len(content)), content, self.is_disturbed)

    def is_at(self, other: "Place") -> bool:
        """Whether both are the same stretch with the same text."""
        return self.span == other.span and self.content == other.content

    def in_document(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Changes that count from the start of `content`, in offsets of the document."""
        return tuple(Change(change.span.shifted(self.span.start), change.text) for change in changes)
