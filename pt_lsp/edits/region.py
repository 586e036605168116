"""Where the text of an edit is and what it reads; refuses to know what it shall become.

Invariant: the characters of the document inside `span` are `content`. A change that touches none of them
shifts `span` (text at the very start of a place lies before it, at its end after it); one that touches them
is noted in `typed`. What was there before, `known`, and the notes lead to `content`. What would be there had
nobody else changed white space, `meant`, has the solid characters of `known`. `restored` is the original; its
lines that stood there when others changed their white space read as these have left them. Who has a file
formatted and then takes an edit back wants the edit gone, and the formatting of all other lines kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.formatting.intrusion import Formatting, intrusion_of, with_formatting
from pt_lsp.edits.formatting.refitting import refitted


@dataclass(frozen=True, slots=True)
class TrackedRegion:
    """A stretch of a document.

    `typed` is what others have done inside since the content was `known`, counted from the place's start;
    `is_unsure` tells that two explanations of what was reported have led to two places.
    """

    span: Span
    content: str
    known: str
    meant: str
    restored: str
    typed: tuple[Change, ...] = ()
    is_unsure: bool = False

    @classmethod
    def at(cls, span: Span, content: str) -> "TrackedRegion":
        """A place in which nobody else has written."""
        return cls(span, content, content, content, content)

    @property
    def is_disturbed(self) -> bool:
        """Whether somebody else may have written inside."""
        return self.is_unsure or bool(self.typed)

    def after(
        self, change: Change, before: Text, after: Text, familiar: Collection[str] = ()
    ) -> "TrackedRegion":
        """The place after somebody else's `change`, which made the text `after` of `before`.

        Where the place can read as one of the `familiar` texts by it, that is what has happened: an undo
        comes in any shape, also as lines inserted right behind a place.
        """
        if familiar and (seen := self._familiar_after(change, before, after, familiar)):
            return seen
        span = moved(self.span, change)
        if span is not None:
            return replace(self, span=span)
        start = min(self.span.start, change.span.start)
        end = max(self.span.end, change.span.end) + change.delta
        first = max(change.span.start - self.span.start, 0)
        last = min(change.span.end - self.span.start, len(self.span))
        inside = Change(Span(first, last), change.text)
        return replace(
            self, span=Span(start, end), content=after.slice(Span(start, end)), typed=(*self.typed, inside)
        )

    def refitted(self, text: str) -> str:
        """`text` with the white space that others have given to the lines that stay."""
        return refitted(self.meant, self.known, text)

    def holding(self, meant: str) -> "TrackedRegion":
        """The place after we have written `meant` into it, refitted."""
        content = self.refitted(meant)
        span = Span(self.span.start, self.span.start + len(content))
        return TrackedRegion(span, content, content, meant, self.restored, is_unsure=self.is_unsure)

    def told(
        self, before: "TrackedRegion", *, is_by_lines: bool, is_streaming: bool, familiar: Collection[str]
    ) -> "TrackedRegion":
        """The place after one notification, with what that did inside told apart from typing.

        While text streams in, a formatter's doing counts as known. Not so where the place reads again as it
        did before: that is an undo.
        """
        n_before = len(before.typed)
        done = self.typed[n_before:]
        if not done or self.typed[:n_before] != before.typed or self.content in familiar:
            return self
        kind = intrusion_of(before.content, self.content, is_by_lines=is_by_lines)
        if kind == "white space" and is_streaming and not n_before:
            restored = refitted(self.known, self.content, self.restored)
            return replace(self, known=self.content, restored=restored, typed=())
        if kind == "white space":
            done = (Formatting(Span(0, len(before.content)), self.content),)
        elif kind == "other":
            done = tuple(with_formatting(before.content, done))
        return replace(self, typed=(*before.typed, *done))

    def as_meant(self) -> "TrackedRegion":
        """The place with its white space counted as ours."""
        return replace(self, meant=self.known)

    def absorbed(self) -> "TrackedRegion":
        """The place with what was typed inside counted as known."""
        return replace(self, known=self.content, meant=self.content, typed=())

    def is_at(self, other: "TrackedRegion") -> bool:
        """Whether both are the same stretch with the same text."""
        return self.span == other.span and self.content == other.content

    def in_document(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Changes that count from the start of `content`, in offsets of the document."""
        return tuple(Change(change.span.shifted(self.span.start), change.text) for change in changes)

    def _familiar_after(
        self, change: Change, before: Text, after: Text, familiar: Collection[str]
    ) -> "TrackedRegion | None":
        gap = max(self.span.start - change.span.end, change.span.start - self.span.end)
        if gap > max(len(change.text), len(change.span)):
            return None
        length = len(self.content) + change.delta
        if length < 0 or not any(len(text) == length for text in familiar):
            return None
        span = Span(self.span.start, self.span.start + length)
        text = after.slice(span)
        # The rest of the document, as far as the change may have touched it, has to be as it was.
        head = Span(min(change.span.start, span.start), span.start)
        old_tail = Span(self.span.end, max(self.span.end, change.span.end))
        new_tail = old_tail.shifted(change.delta)
        if (
            text == self.content
            or text not in familiar
            or before.slice(head) != after.slice(head)
            or before.slice(old_tail) != after.slice(new_tail)
        ):
            return None
        whole = Change(Span(0, len(self.content)), text)
        return replace(self, span=span, content=text, typed=(*self.typed, whole))
