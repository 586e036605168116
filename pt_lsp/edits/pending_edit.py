"""One edit of a region as seen from outside: its state, its place, what it shall become; knows no echo."""

from dataclasses import dataclass, field, replace
from typing import Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.line_diff import Hunk, best_changes, hunks_of, minimal_change
from pt_lsp.edits.region import Place

EditState = Literal["running", "applied", "unchanged", "stopped", "cancelled", "failed"]


@dataclass(slots=True, eq=False)
class PendingEdit:
    """Changed by `DocumentEdits` only; to all others it is to be read.

    - `running`: text may still come, or is on its way to the editor.
    - `applied`, `unchanged`: the region is what was wanted last, and differs from the original or not.
    - `stopped`: somebody wrote inside, or took back what we wrote. What had come stays.
    - `cancelled`: the region is the original again; or the document was closed.
    - `failed`: as `cancelled`; or the editor does not take the edit. `error` says which, in a sentence.
    """

    id: str
    place: Place
    state: EditState = "running"
    error: str | None = None
    is_in_flight: bool = False
    original: str = field(init=False)
    wanted: str = field(init=False)
    # The state that the edit takes when its region reads as wanted; None while more is to come.
    ending: EditState | None = None

    def __post_init__(self) -> None:
        self.original = self.wanted = self.place.content

    @property
    def region(self) -> Span:
        """Where it is in the newest text that the editor has reported."""
        return self.place.span

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way or wanted any more."""
        return self.state != "running" and not self.is_in_flight

    @property
    def is_restoring(self) -> bool:
        """Whether the original is on its way back."""
        return self.ending in {"cancelled", "failed"}

    @property
    def is_as_wanted(self) -> bool:
        """Whether the region reads as it shall."""
        return self.place.content == self.wanted

    def hunks(self) -> tuple[Hunk, ...]:
        """What differs from the original: old spans count in the original, new ones in the document."""
        start = self.region.start
        found = hunks_of(self.original, self.place.content)
        return tuple(replace(hunk, new_span=hunk.new_span.shifted(start)) for hunk in found)

    def next_changes(self) -> tuple[Change, ...]:
        """What makes the region read as wanted, in the document's offsets; at most one until it is final."""
        content = self.place.content
        if content == self.wanted:
            return ()
        if self.ending is not None:
            return self.place.in_document(best_changes(content, self.wanted))
        change = minimal_change(content, self.wanted)
        return self.place.in_document([change] if change else [])

    def end(self, state: EditState, error: str | None = None) -> None:
        """Nothing is wanted any more; an error told before is kept."""
        self.state = state
        self.error = self.error or error
        self.wanted = self.place.content
