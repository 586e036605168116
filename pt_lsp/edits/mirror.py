"""The document as the editor reports it, and where in it each edit is; refuses to send and to end edits.

Invariants, each by construction:

1. `text` is what was reported and nothing else: what is sent never changes it by itself.
2. While the fate of what is in flight is open, each reported change counts as the user's. When `text` reads
   as the operation should have made it, all that was reported since sending *was* the operation: the places
   are those at sending, with the operation done. What is reported after that is the user's again. Texts are
   compared, never ranges or versions, for no editor reports an edit in the shape in which it got it.
3. `take_back_landing` undoes 2.: all that was reported since sending was the user's, whatever it looked like.
4. When the user's changes make `text` read as it did before an operation of ours, they have undone it, and
   its edit is disturbed, whatever the ranges say.
5. Where a text repeats itself, 2. and 4. can explain a report that was something else: the user has deleted
   one of two equal lines, and we were about to delete the other. Ambiguity is never guessed: each place that
   is not the same under both explanations is unsure.
6. What was typed right at an edge of an operation, and is reported together with it as one change, is told
   apart from it. Not so where the editor has put the operation into a text that it has not reported, or the
   operation writes next to nothing: the change then counts as the user's, and stops what it touches.
7. An editor that does not check versions may have done an operation in any text reported since sending, where
   its lines and columns were by then. When `text` reads so, all that was reported from there on was the
   operation, and what is wrong with `text` is owed: the document should read as at that moment, with the
   place as wanted, or all as it was where the user had written in that place. While anything is owed, the
   places are those in the text as it should be, and each change of the user's is made in both.
8. What one notification did to the white space alone of a place, in a way that nobody types, leaves a place
   that is streamed into undisturbed; in others it is told apart. A formatter's doing is followed.
9. What is `overdue` comes after nobody waits for it any more. It lands as what is in flight does; but a text
   that was there before is not its doing, and what was reported long before is none of its echo.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.flight import Flight, Moment, Owed
from pt_lsp.edits.followed import FollowedEdits
from pt_lsp.edits.formatting.intrusion import are_by_lines
from pt_lsp.edits.formatting.white_space import closest_changes
from pt_lsp.edits.overdue import OverdueFlights
from pt_lsp.edits.pending_edit import PendingEdit
from pt_lsp.edits.places import Places, agreed, is_within, unsure
from pt_lsp.edits.region import TrackedRegion
from pt_lsp.edits.telling_apart import told_apart

MAX_LANDED = 100
"""So many texts from before an operation are known; each holds what all regions read then."""


class Mirror:
    """`flight`, when set, is the operation that reports may turn out to be, as those `overdue` may."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.edits = FollowedEdits()
        self.flight: Flight | None = None
        self.overdue = OverdueFlights()
        self.owed: Owed | None = None
        self._landed: list[Moment] = []
        self._landed_before: list[Moment] = []
        # Where the edits were before the notification that is being read, or the part of it that is left.
        self._before: Places = {}

    def follow(self, edit: PendingEdit) -> None:
        """One more edit; where an earlier try of it was when something was noted, is nothing to this one."""
        self.overdue.drop(*self.overdue.of(edit.id))
        moments = [*self._landed, *self._landed_before]
        for flight in (*self.overdue, *([self.flight] if self.flight else [])):
            if flight.operation.edit_id != edit.id:
                moments += [flight.sent_at, *flight.moments]
        for moment in moments:
            moment.places.pop(edit.id, None)
        self.edits.follow(edit)

    def now(self) -> Moment:
        """The document as reported last."""
        return Moment(self.text, {edit_id: edit.place for edit_id, edit in self.edits.items()}, self.owed)

    def report(self, changes: Sequence[Change]) -> None:
        """The editor has made changes, each counted in the text that the one before has left."""
        is_by_lines = bool(self.edits) and are_by_lines(changes, self.text)
        self._begin_report(is_by_lines=is_by_lines)
        for flight in self._awaited():
            if len(changes) == 1 and self.text == flight.base:
                changes = told_apart(changes[0], flight.operation.changes, flight.base, flight.expected)
        for change in changes:
            is_replacement = bool(change.span.start < change.span.end and change.text)
            self._report(change, is_coarse=is_replacement and self._would_disturb(change))
        self._end_report(is_by_lines=is_by_lines)

    def report_all(self, text: Text) -> None:
        """The editor has sent its whole text; what is equal in both counts as never touched."""
        self._begin_report(is_by_lines=False)
        for flight in self._awaited():
            if self.text == flight.newest.text and text == flight.newest_reading:
                for change in reversed(flight.changes_at(flight.newest)):
                    self._count(change)
                return
        self._report(Change(Span(0, len(self.text)), str(text)), is_coarse=bool(self.edits))
        self._end_report(is_by_lines=False)

    def clear_flight(self) -> None:
        """Nothing is in flight any more."""
        for edit in self.edits.values():
            edit.is_in_flight = False
        self.flight = None

    def take_back_landing(self) -> None:
        """What looked like the operation in flight was the user's own doing."""
        flight = self.flight
        if flight is None or not flight.has_landed:
            return
        self._landed = self._landed_before
        moment = flight.sent_at
        for changes, is_by_lines in flight.notifications():
            before = moment.places
            for change in changes:
                moment = self._after_user(moment, change)
            places = self._told(moment.places, before, is_by_lines=is_by_lines)
            moment = replace(moment, places=places)
        self._go_to(moment)
        # Of two operations that make the same, it may have been the earlier one's.
        for late in self._awaited():
            if late is not flight and (found := late.late_landing_in(self.text)):
                self._land(late, found)
                return

    def answered_late(self, operation_id: int, now_s: float, *, is_applied: bool) -> None:
        """A yes to what is overdue tells what has come, where that was not certain."""
        flight = self.overdue.answered(operation_id, self.edits, now_s, is_applied=is_applied)
        if flight is not None and (moment := flight.confirmed_landing_in(self.text)):
            self._land(flight, moment)

    def forgive(self) -> None:
        """What is owed will never come: what is wrong counts as written by the user."""
        self._go_to(self._forgiven(self.now()))

    def forget_landings(self) -> None:
        """No edit runs that an undo could disturb."""
        self._landed = []

    def _awaited(self) -> list[Flight]:
        """The operations of which no echo has come."""
        flights = [*self.overdue] if self.flight is None else [self.flight, *self.overdue]
        return [each for each in flights if not each.has_landed]

    def _begin_report(self, *, is_by_lines: bool) -> None:
        self._before = self.now().places
        for flight in {*self._awaited(), *([self.flight] if self.flight else [])}:
            flight.begin_report(is_by_lines=is_by_lines)

    def _end_report(self, *, is_by_lines: bool) -> None:
        self._move(self._told(self.now().places, self._before, is_by_lines=is_by_lines))

    def _told(self, places: Places, before: Places, *, is_by_lines: bool) -> dict[str, TrackedRegion]:
        """The places after one notification, with what that did inside told apart from typing."""
        return {
            edit_id: place.told(
                before[edit_id],
                is_by_lines=is_by_lines,
                is_streaming=self.edits[edit_id].state == "running",
                familiar=self.edits[edit_id].familiar,
            )
            if edit_id in before and edit_id in self.edits
            else place
            for edit_id, place in places.items()
        }

    def _report(self, change: Change, *, is_coarse: bool) -> None:
        old = self.text.slice(change.span)
        # A change that covers much says little: lines that it leaves as they were are no part of it.
        steps = closest_changes(old, change.text) if is_coarse else (Change(Span(0, len(old)), change.text),)
        for step in reversed(steps):
            # An overtyped closing bracket is reported as a change of nothing.
            if old[step.span.start : step.span.end] != step.text:
                self._count(Change(step.span.shifted(change.span.start), step.text))

    def _would_disturb(self, change: Change) -> bool:
        return self.owed is not None or any(
            change.span.start < edit.region.end and edit.region.start < change.span.end
            for edit in self.edits.values()
        )

    def _count(self, change: Change) -> None:
        awaited = self._awaited()
        self._go_to(self._after_user(self.now(), change))
        if self.flight is not None and self.flight.has_landed:
            self.flight.since.append(change)
        landed = None
        for flight in awaited:
            flight.since.append(change)
            find = flight.landing_in if flight is self.flight else flight.late_landing_in
            if landed is None and (moment := find(self.text)):
                self._land(flight, moment)
                landed = flight
        for flight in awaited:
            if flight is not landed:
                is_next = landed is not None and landed.operation.id < flight.operation.id
                flight.note(self.now(), is_next=is_next)
            if flight is not self.flight:
                flight.forget_older()

    def _land(self, flight: Flight, moment: Moment) -> None:
        flight.land(moment)
        if flight is self.flight:
            self._landed_before = self._landed
        else:
            self.overdue.landed(flight)
        # A text that we have written ourselves does not tell an undo any more.
        self._landed = [*(landed for landed in self._landed if landed.text != self.text), moment]
        if len(self._landed) > MAX_LANDED:
            # An undo takes back the newest step, or all of a stream.
            del self._landed[MAX_LANDED // 2]
        counted = self.now().places
        done = flight.done_at(moment)
        self.owed = done.owed
        flight.is_ambiguous = not flight.is_astray and self._is_ambiguous(flight)
        self._move(agreed(done.places, counted) if flight.is_ambiguous else done.places)
        for edit_id in counted.keys() - done.places.keys():
            # It began later than that moment.
            edit = self.edits[edit_id]
            for change in reversed(done.owed.debt.changes if done.owed else ()):
                edit.place = edit.place.after(change, self.text, done.due)
        self._before = self.now().places

    def _is_ambiguous(self, flight: Flight) -> bool:
        """Whether something was reported that lies outside of the region, further than editors round."""
        if flight.content is None:
            return False
        reach, text = flight.sent_at.places[flight.operation.edit_id].span, flight.base
        for change in flight.since:
            if not is_within(change.trimmed(text.slice(change.span)), reach, text):
                return True
            text = apply(text, [change])
            reach = Span(reach.start, reach.end + change.delta)
        return False

    def _after_user(self, moment: Moment, change: Change) -> Moment:
        """The moment after the user's change of what was reported."""
        before, text = moment.text, apply(moment.text, [change])
        after, owed = text, moment.owed
        if owed is not None:
            if undone := next((each for each in owed.undone if each.text == text), None):
                return self._undone(moment, undone)
            debt, change = owed.debt.after(change)
            before, after = owed.debt.owed, debt.owed
            owed = replace(owed, debt=debt) if debt.changes and text != after else None
        places = {
            edit_id: place.after(change, before, after, self.edits[edit_id].familiar)
            for edit_id, place in moment.places.items()
            if edit_id in self.edits
        }
        for landed in self._landed if owed is None else ():
            if landed.text == text:
                # Before its operation its own place read otherwise, so that one is disturbed in any case.
                places = agreed(places, landed.places)
        if owed is not None and owed.debt.is_met:
            edit = self.edits.get(owed.edit_id)
            if edit is not None and edit.state == "running":
                places = unsure(places, owed.edit_id)
        return Moment(text, self._apart(places), owed)

    def _undone(self, moment: Moment, undone: Moment) -> Moment:
        """The moment after the user has undone what has made the debt of `moment`."""
        later = unsure(moment.places, *moment.places.keys() - undone.places.keys())
        places = later | unsure(undone.places, moment.owed.edit_id if moment.owed else "")
        return self._forgiven(Moment(undone.text, places, undone.owed))

    def _forgiven(self, moment: Moment) -> Moment:
        """The moment without its debt."""
        if moment.owed is None:
            return moment
        forgiven = Moment(moment.due, moment.places)
        for change in moment.owed.debt.forgiven(moment.text):
            forgiven = self._after_user(forgiven, change)
        return forgiven

    def _apart(self, places: dict[str, TrackedRegion]) -> dict[str, TrackedRegion]:
        """The places, unsure where two empty ones have met: nobody can tell which comes first."""
        starts = Counter(place.span.start for edit_id, place in places.items() if place.span.is_empty)
        return {
            edit_id: replace(place, is_unsure=True)
            if place.span.is_empty and starts[place.span.start] > 1
            else place
            for edit_id, place in places.items()
        }

    def _go_to(self, moment: Moment) -> None:
        self.text, self.owed = moment.text, moment.owed
        self._move(moment.places)

    def _move(self, places: Mapping[str, TrackedRegion]) -> None:
        """Put the edits there; one begun after the places were noted has met all reports as the user's."""
        for edit_id, place in places.items():
            if edit_id in self.edits:
                self.edits[edit_id].place = place
