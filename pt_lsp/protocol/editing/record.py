"""All that is known of one edit, in one place, from its start until it is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pt_lsp.edits.pending import PendingEdit
from pt_lsp.edits.states import OPEN_STATES, EditState, Stopper
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.protocol.editing.apply_queue import ApplyQueue
from pt_lsp.protocol.editing.notifications import Told
from pt_lsp.protocol.editing.run import EditRun
from pt_lsp.protocol.editing.view import SHOWN_STATES, EditView, Verdict
from pt_lsp.protocol.throttle import Throttle
from pt_lsp.store.originals import OriginalRecord

STOPPED: Mapping[tuple[Stopper, bool], str] = {
    (
        "typing",
        True,
    ): "You typed inside, so the rest was not written: keep it as it is, take it back, or ask again.",
    ("other", True): "The code was changed while it was being written, so it stopped half-way: "
    "take it back, or ask again.",
    ("typing", False): "You typed inside before anything was written, so nothing was: ask again.",
    ("other", False): "The code was changed before anything new was written, so nothing was: ask again.",
}
"""What a stopped edit says, by what was done inside of it, and whether new text stands there."""

LOST = "The text of this edit was replaced or deleted; what stands there stays, an undo brings it back."


@dataclass(slots=True, eq=False)
class EditRecord:
    """One edit; what is None of it is over, or not known."""

    edit: PendingEdit
    uri: str
    language_id: str
    title: str
    queue: ApplyQueue | None
    """What follows it in its open document."""
    request: EditRequest | None
    """What it was asked for, as long as it can be tried again."""
    warning: str | None = None
    run: EditRun | None = None
    """While its stream runs."""
    told: Told = field(default_factory=Told)
    news: object = None
    """How it stood when it was last looked at whether there is anything to tell."""
    keeping: Throttle | None = None
    """Writes to the disk what an undecided one reads."""
    kept_content: str | None = None
    """The content of its region as last kept; None where nothing of it is on the disk."""
    verdict: Verdict | None = None
    """What was last said of it or of one of its hunks, whatever has come of that."""
    closed: OriginalRecord | None = None
    """What it read when its document was closed, undecided, or before its text was lost."""

    @property
    def id(self) -> str:
        """Its id in commands and notifications."""
        return self.edit.id

    @property
    def state(self) -> EditState:
        """How it stands; what had come when its document was closed waits as `stopped`."""
        waits = self.queue is None and self.closed is not None
        return "stopped" if waits and self.edit.state == "cancelled" else self.edit.state

    @property
    def can_be_decided(self) -> bool:
        """Whether it runs, waits for a verdict, or may do so again."""
        return self.run is not None or self.closed is not None or self.is_undecided or self.edit.is_overdue

    @property
    def may_come_back(self) -> bool:
        """Whether it waits to be found in a document, again or for the first time."""
        return bool(self.edit.lost) or (self.queue is None and self.edit.state in OPEN_STATES)

    @property
    def is_undecided(self) -> bool:
        """Whether new text stands in the document that can be taken back."""
        return self.edit.state in {"pending", "stopped"} and not self.edit.review.is_original

    @property
    def is_owing(self) -> bool:
        """Whether its document is being put right, so that no region fits the text that stands."""
        return self.queue is not None and self.queue.edits.is_owing

    @property
    def is_shown(self) -> bool:
        """Whether the user may want to see it: what nobody asked to review is not shown once it has ended."""
        edit = self.edit
        return edit.state == "running" or (edit.state in {"pending", "stopped"} and edit.is_reviewed)

    @property
    def warns(self) -> str | None:
        """A sentence that somebody should know who decides it, or looks for it."""
        edit = self.edit
        if edit.state == "gone" and edit.lost:
            return LOST
        if edit.state == "stopped" and edit.stopped_by:
            return STOPPED[edit.stopped_by, self.is_undecided]
        return self.warning

    def decided(self, verdict: Verdict) -> tuple[PendingEdit, ApplyQueue | None]:
        """The edit and what follows it, now that somebody decides."""
        self.verdict = verdict
        return self.edit, self.queue

    def view(self) -> EditView:
        """The edit as it is seen from outside now."""
        edit = self.edit
        hunks = edit.hunks() if edit.state in SHOWN_STATES else ()
        can_be_retried = self.request is not None
        return EditView(
            edit.id,
            self.title,
            self.uri,
            edit.state,
            edit.region,
            hunks,
            self.warns,
            can_be_retried,
            edit.stopped_by,
            self.verdict,
        )
