"""Whether what was typed agrees with what is shown or foreseen, told from changes. Pure.

The editor reports changes before it asks, and tells no cursor: it may be behind what was written, or before
the closing brackets that were put in with it.
"""

from collections.abc import Sequence

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.cache import CLOSERS, MOST_CLOSERS, Spot, typed_since


def spots_after(snapshot: Snapshot, change: Change) -> list[Spot]:
    """Where the cursor may be after the last change, which has led to the snapshot."""
    end = change.span.start + len(change.text)
    n_closers = len(change.text) - len(change.text.rstrip(CLOSERS))
    return [Spot.at(snapshot, end - n) for n in range(min(n_closers, MOST_CLOSERS) + 1)]


def left_of(origin: Spot, text: str, spot: Spot) -> str | None:
    """What is left of `text`, which was for `origin`, at a spot; None where they disagree."""
    for typed in typed_since(origin, spot):
        if text.startswith(typed):
            return text[len(typed) :]
    return None


def moved_offset(offset: int, changes: Sequence[Change]) -> int | None:
    """Where a place is after changes elsewhere; None when one of them touches it."""
    span: Span | None = Span(offset, offset)
    for change in changes:
        span = moved(span, change) if span is not None else None
    return None if span is None else span.start
