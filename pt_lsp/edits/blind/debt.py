r"""What is owed to a document into which an editor has put an edit at a wrong place; knows no echo.

Invariants:

1. `changes`, in order and apart, make `owed` of the text that stands.
2. What the user changes is changed in both texts: each character that they type is in `owed` once, and what
   they take away from what both share is gone from both. What they take away of what should go is no change
   of `owed`. What is owed within all that they take away, or where they write over it, is forgiven.
3. Text typed at the very place where something is owed comes behind that. Typed into the middle of what
   should go, it does so too, but nobody can tell whether it belongs there: the debt `is_met`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.equal_ends import equal_at_end, equal_at_start
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text


@dataclass(frozen=True, slots=True)
class Debt:
    """`owed` is the text that should stand, with what the user has changed since."""

    owed: Text
    changes: tuple[Change, ...]
    is_met: bool = False

    @classmethod
    def left_by(cls, base: Text, done: Sequence[Change], due: Sequence[Change]) -> "Debt | None":
        """What is owed after the changes `done` where those `due` should have been; None if nothing.

        Both are in order and apart in `base`.
        """
        changes = []
        shift = 0
        for span in _joined([each.span for each in (*done, *due)]):
            stands, owed = (_reading(base, span, each) for each in (done, due))
            if change := _trimmed(span.start + shift, stands, owed):
                changes.append(change)
            shift += len(stands) - len(span)
        return cls(apply(base, reversed(due)), tuple(changes)) if changes else None

    def after(self, change: Change) -> tuple["Debt", Change]:
        """The debt after the user's change of what stands, and that change as one of `owed`."""
        start, end = change.span.start, change.span.end
        owed_start, owed_end = start, end
        changes: list[Change] = []
        is_met = self.is_met
        for each in self.changes:
            first, last = each.span.start, each.span.end
            if last <= start:
                changes.append(each)
                owed_start += each.delta
                owed_end += each.delta
                continue
            if end <= first:
                changes.append(Change(each.span.shifted(change.delta), each.text))
                continue
            is_met = True
            if start <= first and last <= end and (change.text or (start < first and last < end)):
                owed_end += each.delta
            elif first <= start:
                owed_start += each.delta + last - start
                owed_end += each.delta + max(last - end, 0)
                changes += [Change(Span(first, start), each.text)]
                changes += [Change(Span(end, last).shifted(change.delta), "")] if end < last else []
            else:
                owed_end += first - end
                changes += [Change(Span(end, last).shifted(change.delta), each.text)]
        changes = [each for each in changes if each.text or not each.span.is_empty]
        written = Change(Span(owed_start, owed_end), change.text)
        return Debt(self.owed.replace(written.span, written.text), tuple(changes), is_met), written

    def forgiven(self, stands: Text) -> tuple[Change, ...]:
        """What makes the text that stands of `owed`, one change after the other."""
        return tuple(each.invert(stands) for each in self.changes)


def _joined(spans: list[Span]) -> list[Span]:
    """The stretches that are in one of the spans at least, in order and apart."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _reading(base: Text, span: Span, changes: Sequence[Change]) -> str:
    """What `span` of `base` reads after those of the changes that are within."""
    text = Text.of(base.slice(span))
    inside = [each for each in changes if span.start <= each.span.start and each.span.end <= span.end]
    return str(apply(text, [Change(each.span.shifted(-span.start), each.text) for each in reversed(inside)]))


def _trimmed(start: int, stands: str, owed: str) -> Change | None:
    """What makes `owed` of `stands`, which is at `start`, as small as it can be."""
    if stands == owed:
        return None
    # A position between the two characters of a line end is none.
    head = equal_at_start(stands, owed)
    head -= stands[:head].endswith("\r")
    tail = equal_at_end(stands, owed, min(len(stands), len(owed)) - head)
    if tail and stands[-tail] == "\n":
        tail -= "\r" in (stands[-tail - 1 : -tail], owed[-tail - 1 : -tail])
    return Change(Span(start + head, start + len(stands) - tail), owed[head : len(owed) - tail])
