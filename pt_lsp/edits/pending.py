"""The edits of one document while the user goes on typing in it: a state machine without IO and clock.

The owner feeds it what the protocol brings (`changed`, `reloaded`, `answered`, `close`), what features want
(`start`, `want`, `restore`) and the time in seconds (`tick`, not later than `next_deadline`), and sends what
`next_operation` gives. Refuses to know LSP. On top of the invariants of `Mirror`, which tells what was ours:

1. At most one operation is in flight. It is made against the text as last reported, only from the content of
   its edit's undisturbed place, so it touches nothing outside of that place.
2. The next operation waits for the answer *and* for the fate of the one before: its echo came, it was skipped
   or refused, or it was given up. An operation that was given up is never sent again.
3. A change inside the place of a running edit, or one that leads back to a text from before our writing,
   ends it as `stopped`, as soon as it cannot be an echo any more. Nothing is sent for an edit that has ended
   but to take back what is rejected, so what the user typed stays, and what we wrote stays.
4. An edit ends as `pending` or `applied` only when its place reads as wanted last, and as restored only when
   it reads as the original; what the user typed elsewhere is no part of the place and stays.
5. After the end the place is followed for as long as there is something to decide. What is typed inside
   belongs to both readings of its `Review`; a place nobody can tell, or with no new text left, is `gone`.
6. Where an operation has landed in another text than it was made for, the next one puts the document right.
   Until then no edit ends but for what the user typed where the document is wrong: that ends it as `failed`.
"""

from collections.abc import Sequence

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.flight import LATE_TIMEOUT_S, QUIET_S, TIMEOUT_S, Flight, Operation
from pt_lsp.edits.mirror import Mirror
from pt_lsp.edits.overdue import OverdueFlights
from pt_lsp.edits.patience import Patience
from pt_lsp.edits.pending_edit import PendingEdit
from pt_lsp.edits.region import TrackedRegion
from pt_lsp.edits.review import Review
from pt_lsp.errors import EditRefused

__all__ = ["QUIET_S", "TIMEOUT_S", "DocumentEdits", "Operation", "PendingEdit"]

_UNREPORTED = "The editor did not report what became of the edit; see what stands there and ask again."
_MIXED = "The editor put the edit right where you were typing; see whether all is as it should be."
_REFUSED = "The editor refuses to change the document; see whether it is read-only and ask again."


class DocumentEdits:
    """All edits of one document that were started and not forgotten.

    `text` and `version` are as the editor has reported them. `checks_zero`: whether it checks an edit for
    version 0 as it does any other; so do most. `checks_versions`: whether it leaves out what was made for an
    older text. False: it puts that somewhere. None is not known; what it does then shows it. `reports_late`:
    only when the typing pauses, so that meanwhile neither its silence nor a refusal tells anything.
    """

    def __init__(
        self, text: Text, version: int, *, checks_zero: bool | None, checks_versions: bool | None = True
    ) -> None:
        self.version = version
        self._checks_zero, self._checks_versions = checks_zero, checks_versions
        self.reports_late = False
        self._mirror = Mirror(text)
        self._n_sent = 0
        self._patience = Patience()

    @property
    def text(self) -> Text:
        """The newest text that the editor has reported."""
        return self._mirror.text

    @property
    def is_empty(self) -> bool:
        """Whether no edit is followed, and the document is as it should be."""
        return not self._mirror.edits and not self.is_owing

    @property
    def is_owing(self) -> bool:
        """Whether `text` is to be put right before all else; regions count in what it should be."""
        return self._mirror.owed is not None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way or wanted any more, but for what is overdue."""
        return not self.is_owing and all(edit.is_settled for edit in self._mirror.edits.values())

    def start(self, edit_id: str, region: Span, *, is_reviewed: bool = False) -> PendingEdit:
        """A running edit of `region`, in offsets of `text`; EditRefused where it meets a running one.

        A pending one that it meets counts as accepted.
        """
        if self.is_owing:
            raise EditRefused("Another edit is just being put right in this document; ask again.")
        self._mirror.edits.make_way(region, edit_id)
        edit = PendingEdit(edit_id, TrackedRegion.at(region, self.text.slice(region)), is_reviewed)
        self._mirror.follow(edit)
        return edit

    def adopt(self, edit_id: str, start: int, review: Review) -> PendingEdit:
        """An edit whose stream ended earlier, in a document that reads `review.content` at `start`."""
        edit = PendingEdit.ended_earlier(edit_id, start, review)
        self._mirror.follow(edit)
        return edit

    def edits(self) -> tuple[PendingEdit, ...]:
        """The edits that are followed: running ones and those that can be decided or tried again."""
        return self._mirror.edits.unended()

    def accept(self, edit_id: str, number: int | None = None) -> None:
        """That hunk of an edit, or all that is left of it, stays; what is decided already is no error."""
        if edit := self._mirror.edits.get(edit_id):
            edit.accept(number)

    def reject(self, edit_id: str, number: int | None = None) -> None:
        """That hunk of an edit, or all that is left of it, shall go; what was typed inside stays."""
        if edit := self._mirror.edits.get(edit_id):
            edit.reject(number)
            self._settle()

    def want(self, edit_id: str, new_text: str, *, is_final: bool, is_doubtful: bool = False) -> None:
        """The region shall become `new_text`; after a final one no more is taken, nor by an ended edit.

        A doubtful text waits for a verdict also where nobody wants to be asked.
        """
        edit = self._mirror.edits.get(edit_id)
        if edit is not None and edit.state == "running" and edit.ending is None:
            edit.asked = new_text
            edit.is_reviewed |= is_doubtful
            edit.ending = "applied" if is_final else None
            self._settle()

    def restore(self, edit_id: str, error: str | None = None) -> None:
        """The region shall become the original again; ends as `failed` with `error`, else as `cancelled`."""
        edit = self._mirror.edits.get(edit_id)
        if edit is not None and edit.state == "running" and not edit.is_restoring:
            edit.restore(error)
            self._settle()

    def forget_ended(self) -> None:
        """Edits of which there is nothing left to decide are followed no longer."""
        self._mirror.edits.forget_ended()

    def changed(self, changes: Sequence[Change], version: int | None, now_s: float) -> None:
        """One notification: each change counts its offsets in the text that the one before has left."""
        self._mirror.report(changes)
        self._notified(version, now_s)

    def reloaded(self, text: Text, version: int, now_s: float) -> None:
        """The editor has sent its whole text, or closed and opened it again; what differs is the user's."""
        self._mirror.report_all(text)
        self._notified(version, now_s)

    def next_operation(self, now_s: float) -> Operation | None:
        """What to send now; counts as sent. None while one is in flight or nothing would change."""
        self.tick(now_s)
        if self._mirror.flight is not None or self._patience.wait_until_s is not None:
            return None
        if owed := self._mirror.owed:
            return self._send(owed.edit_id, owed.debt.changes, now_s)
        for edit in self._mirror.edits.values():
            if (edit.state == "running" or edit.rejecting) and (changes := edit.next_changes()):
                return self._send(edit.id, changes, now_s)
        return None

    def answered(
        self, is_applied: bool, now_s: float, operation: Operation, *, is_busy: bool = False
    ) -> None:
        """The answer to `operation`, late or not; `is_busy`: a no is only for now."""
        flight = self._mirror.flight
        if flight is None or flight.operation.id != operation.id:
            self._mirror.answered_late(operation.id, now_s, is_applied=is_applied)
            self._settle()
            return
        flight.answered_s = now_s
        if not is_applied:
            self._mirror.take_back_landing()
            if self._checks_zero is None:
                self._checks_zero = True
            self._again(flight, now_s, is_busy=is_busy or self.reports_late)
        else:
            self._conclude(flight)
        self._settle()

    def failed(self, now_s: float, operation: Operation) -> None:
        """The client has failed at `operation`, which may be done all the same, or may yet be."""
        flight = self._mirror.flight
        if flight is not None and flight.operation.id == operation.id:
            if flight.has_landed:
                self.answered(True, now_s, operation)
            else:
                self._mirror.overdue.add(flight)
                self._again(flight, now_s, is_busy=self.reports_late)
                self._settle()

    def tick(self, now_s: float) -> None:
        """Draw the conclusions from what has not come."""
        flight, due_s = self._mirror.flight, self.next_deadline()
        if due_s is None or now_s < due_s:
            return
        if flight is None:
            self._patience.wait_until_s = None
        elif flight.has_landed:
            self._mirror.clear_flight()
        elif flight.is_doubtful:
            self._again(flight, now_s)
        else:
            self._give_up(flight, _UNREPORTED)
        self._settle()

    def next_deadline(self) -> float | None:
        """When to `tick` and then ask for an operation, though nothing may have come; None: not at all."""
        return self._patience.wait_until_s if self._mirror.flight is None else self._mirror.flight.due_s

    def close(self, error: str | None = None) -> None:
        """The document was closed: running edits end as cancelled, or fail with `error`, and send no more."""
        if self._mirror.flight is not None:
            self._mirror.overdue.add(self._mirror.flight)
        self._mirror.clear_flight()
        self._mirror.forgive()
        for edit in self._mirror.edits.values():
            edit.rejecting.clear()
            contents = [each.content for each in self._mirror.overdue.of(edit.id)]
            if edit.state == "running":
                edit.end("failed" if error else "cancelled", error)
                edit.may_come_late([edit.place.content, *contents])
            elif edit.state in {"failed", "cancelled"}:
                edit.may_come_late(contents)
        self._mirror.overdue = OverdueFlights()

    def _send(self, edit_id: str, changes: tuple[Change, ...], now_s: float) -> Operation:
        self._n_sent += 1
        # To Neovim 0 means "do not check". Its first real change makes the version 3 or more, so 1 is as good
        # and is checked. To others, which count from 0 in steps of one, 1 would be a change not yet reported.
        version = self.version if self.version > 0 or self._checks_zero else 1
        operation = Operation(self._n_sent, edit_id, version, self.text, changes)
        edit = self._mirror.edits.get(edit_id)
        asked = None if edit is None or self.is_owing else edit.asked
        is_hurried = not self.reports_late and (self._mirror.edits.running() or not self.is_owing)
        timeout_s = TIMEOUT_S if is_hurried else LATE_TIMEOUT_S
        flight = Flight(operation, asked, self._mirror.now(), now_s, self._checks_versions, timeout_s)
        if edit is not None:
            edit.is_in_flight = True
            flight.is_taking_back = bool(edit.rejecting)
            # The next one is another edit's turn.
            self._mirror.edits[edit_id] = self._mirror.edits.pop(edit_id)
        self._mirror.flight = flight
        return operation

    def _notified(self, version: int | None, now_s: float) -> None:
        self.version = self.version if version is None else version
        # A refusal may overtake the report of what was typed, which is why it was refused.
        self._patience.renew()
        if (flight := self._mirror.flight) is not None:
            flight.notified(now_s, is_next=self._mirror.overdue.has_met)
            self._conclude(flight)
            # What an editor has applied before its answer is part of the first report after the answer.
            if flight.answered_s is not None and not flight.has_landed and flight.may_be_skipped:
                self._again(flight, now_s)
        self._mirror.overdue.expire(now_s)
        self._settle()

    def _conclude(self, flight: Flight) -> None:
        """What was both answered and seen is in flight no longer."""
        if flight.answered_s is not None and flight.has_landed:
            if flight.is_astray:
                self._checks_versions = False
            self._mirror.overdue.drop_before(flight)
            self._mirror.clear_flight()

    def _again(self, flight: Flight, now_s: float, *, is_busy: bool = True) -> None:
        """The operation was not done: make it anew from what stands, at once where the user has typed."""
        self._mirror.clear_flight()
        if flight.since:
            self._patience.renew()
        elif not self._patience.wait(now_s, is_busy=is_busy):
            self._give_up(flight, _REFUSED)

    def _give_up(self, flight: Flight, error: str) -> None:
        self._mirror.clear_flight()
        self._mirror.forgive()
        self._patience.renew()
        edit = self._mirror.edits.get(flight.operation.edit_id)
        if edit is not None:
            if error == _UNREPORTED and flight.asked is not None:
                self._mirror.overdue.add(flight)
            edit.give_up(error)

    def _settle(self) -> None:
        """End the edits that are done or disturbed, but not while what was reported may yet be an echo."""
        if self._mirror.overdue.meet(self._mirror.edits):
            self._checks_versions = False
        if (flight := self._mirror.flight) and (flight.is_ambiguous or not flight.has_landed):
            return
        if (owed := self._mirror.owed) is not None:
            edit = self._mirror.edits.get(owed.edit_id) if owed.debt.is_met else None
            if edit is not None and edit.state == "running":
                edit.end("failed", _MIXED)
            return
        self._mirror.edits.settle(is_all_told=flight is None)
        if not self._mirror.edits.running():
            self._mirror.forget_landings()
