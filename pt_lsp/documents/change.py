"""One replacement in a text: apply it, undo it, say where other places go."""

from collections.abc import Iterable
from dataclasses import dataclass

from pt_lsp.documents.equal_ends import equal_ends
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text


@dataclass(frozen=True, slots=True)
class Change:
    """`text` takes the place of `span`."""

    span: Span
    text: str

    @property
    def delta(self) -> int:
        """By how many code points it makes the text longer."""
        return len(self.text) - len(self.span)

    def invert(self, text_before: Text) -> "Change":
        """The change that restores `text_before` when applied right after this one."""
        written = Span(self.span.start, self.span.start + len(self.text))
        return Change(written, text_before.slice(self.span))

    def trimmed(self, old: str) -> "Change":
        """The same without what it leaves as it is at its beginning and end; `old` is what it replaces."""
        head, tail = equal_ends(old, self.text)
        span = Span(self.span.start + head, self.span.end - tail)
        return Change(span, self.text[head : len(self.text) - tail])


def apply(text: Text, changes: Iterable[Change]) -> Text:
    """The text after `changes`, each of which counts its offsets in the text that the one before has left.

    Changes that all count in `text` itself, and do not overlap, come out right when given last one first.
    Raises IndexError when one lies outside of its text.
    """
    for change in changes:
        text = text.replace(change.span, change.text)
    return text


def moved(span: Span, change: Change) -> Span | None:
    """Where the characters of `span` are after `change`; None when the change touches them.

    Text inserted exactly at a span's start lies before it, at its end after it, at an empty span after it.
    """
    if change.span.start >= span.end:
        return span
    if change.span.end <= span.start:
        return span.shifted(change.delta)
    return None
