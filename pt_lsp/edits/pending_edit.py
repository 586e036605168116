"""One edit of a region as seen from outside: its state, its place, what it shall become; knows no echo."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.intrusion import intrusion_of
from pt_lsp.edits.line_diff import best_changes, minimal_change
from pt_lsp.edits.readings import Readings
from pt_lsp.edits.region import TrackedRegion
from pt_lsp.edits.review import Review, ReviewHunk
from pt_lsp.edits.states import OPEN_STATES, EditState, Stopper


@dataclass(slots=True, eq=False)
class PendingEdit:
    """Changed by `DocumentEdits` only; to all others it is to be read.

    `lost`, of one that is `gone`, is what its region read before that was replaced or deleted, or may read
    where nothing was reported, the newest last; empty where it ended otherwise. An edit that has `failed`, or
    was `cancelled`, is that also while an operation that came late is taken back; where the editor does not
    let it, or the text that came before, it is `stopped`.
    """

    id: str
    place: TrackedRegion
    is_reviewed: bool = False
    state: EditState = "running"
    error: str | None = None
    is_in_flight: bool = False
    # Whether it has ended, and an operation of it may still come.
    is_overdue: bool = False
    original: str = field(init=False)
    # What the region shall read where nobody else changes its white space.
    asked: str = field(init=False)
    # The state that the edit takes when its region reads as wanted; None while more is to come.
    ending: EditState | None = None
    # Numbers of the hunks that are being taken back; None stands for all.
    rejecting: set[int | None] = field(default_factory=set)
    # Grows with each change of the state and each hunk decided or lost.
    n_decisions: int = 0
    # What was done inside and has stopped it, but for an undo of all that was written.
    stopped_by: Stopper | None = None
    lost: tuple[Review, ...] = ()
    # What waited for a verdict when somebody had last decided, or the stream had ended.
    _at_rest: Review | None = None
    _remembered: Readings = field(init=False)

    def __post_init__(self) -> None:
        self.original = self.asked = self.place.content
        self._remembered = Readings(self.original)

    @classmethod
    def ended_earlier(cls, edit_id: str, start: int, review: Review) -> "PendingEdit":
        """An edit in a document that reads `review.content` at `start`."""
        content = review.content
        place = TrackedRegion.at(Span(start, start + len(content)), content)
        edit = cls(edit_id, replace(place, restored=review.restored), is_reviewed=True)
        edit.original = review.restored
        edit._remembered = Readings(edit.original)
        edit._remembered.put(edit.original, review.rejected())
        edit._remembered.put(content, review)
        edit.end("undone" if review.is_original else "pending")
        return edit

    @property
    def region(self) -> Span:
        """Where it is in the newest text that the editor has reported."""
        return self.place.span

    @property
    def wanted(self) -> str:
        """What it shall read, with the white space that others have given to lines that stay."""
        is_given_back = self.state == "running" and self.is_restoring
        return self.restored if is_given_back else self.place.refitted(self.asked)

    @property
    def restored(self) -> str:
        """The original, with the white space that others have given to its lines while they stood there."""
        return self.place.restored

    @property
    def familiar(self) -> Collection[str]:
        """What the region has read before."""
        return self._remembered.keys()

    @property
    def is_restoring(self) -> bool:
        """Whether its region shall become the original, so that no more is taken."""
        return self.ending in {"cancelled", "failed"}

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way or wanted any more."""
        return self.state != "running" and not self.is_in_flight and not self.rejecting

    @property
    def review(self) -> Review:
        """The two readings of the region, as it stands."""
        return self._remembered.review_after(self.place.known, self.place.typed)

    @property
    def review_to_be(self) -> Review:
        """The two readings once what is being taken back is."""
        review = self.review
        for number in self.rejecting:
            review = review.rejected(number)
        return review

    def hunks(self) -> tuple[ReviewHunk, ...]:
        """What differs from the original and is not decided, in offsets of the document."""
        return self.review.hunks(self.id, self.region.start)

    def overlaps(self, region: Span) -> bool:
        """Whether they share a character, or are the same place."""
        return self.region == region or (self.region.start < region.end and region.start < self.region.end)

    def next_changes(self) -> tuple[Change, ...]:
        """What makes the region read as wanted, in the document's offsets; at most one until it is final."""
        if self.rejecting:
            target = self.review_to_be
            self.asked, self.place = target.content, self.place.as_meant()
            self._remembered.put(self.asked, target)
        elif self.is_restoring:
            self.asked, self.place = self.restored, self.place.as_meant()
        content, wanted = self.place.content, self.wanted
        if content == wanted:
            return ()
        if self.ending is not None:
            return self.place.in_document(best_changes(content, wanted))
        change = minimal_change(content, wanted)
        return self.place.in_document([change] if change else [])

    def end(self, state: EditState, error: str | None = None) -> None:
        """Nothing is wanted any more; an error told before is kept."""
        if self.state == "running":
            self._remembered.restored = self.restored
        self.state = self.ending = state
        self.error = self.error or error
        self.asked, self.place = self.place.content, self.place.as_meant()
        self.rejecting.clear()

    def vanish(self) -> None:
        """What waited for a verdict is not in the document, which was opened again."""
        self.lost = (self.review,)
        self.end("gone")

    def may_come_late(self, contents: Iterable[str | None]) -> None:
        """The region may read one of them: where that is found, it can be decided."""
        restored = self._remembered.restored
        differing = dict.fromkeys(each for each in contents if each not in {None, restored})
        self.lost = tuple(Review.of(restored, each or "") for each in differing)

    def has_come_late(self, *, is_certain: bool) -> None:
        """Its place reads what nobody waited for any more: that goes, unless somebody may have typed it."""
        if self.state == "running" or self.place.known not in self._remembered:
            self._remembered.put(self.place.known)
        if is_certain and self.state in {"failed", "cancelled", "stopped"}:
            self.rejecting.add(None)
        elif self.state != "running":
            self.leave()

    def give_up(self, error: str) -> None:
        """The editor does not do what is wanted: what stands there goes, and stays where not even that is."""
        if self.state in OPEN_STATES:
            self.rejecting.clear()
        elif self.state != "running" or (self.is_restoring and self.place.content != self.restored):
            self.leave(error)
        elif not self.is_restoring:
            self.restore(error)

    def leave(self, error: str | None = None) -> None:
        """What stands there cannot be taken back now; it can be decided."""
        self.end("stopped", error)
        self.is_reviewed = True
        self.n_decisions += 1

    def restore(self, error: str | None) -> None:
        """The region shall become the original; ends as `failed` with `error`, else as `cancelled`."""
        self.ending = "failed" if error else "cancelled"
        self.error = error

    def settle_running(self) -> None:
        """End if the region is as it shall be, or if somebody else has written inside."""
        if not self.is_in_flight:
            self._remembered.put(self.place.known, self.restored)
        if self.place.is_disturbed:
            self.stopped_by = self._stopper()
            self.is_reviewed = True
            self.end("stopped")
            # What is undone already when it ends is stopped, not undone.
            before = self._remembered.review_of(self.place.known)
            if self._absorb():
                self._lose(before)
        elif self.ending is not None and self.place.content == self.wanted and not self.is_in_flight:
            is_kept = self.ending == "applied" and self.place.content == self.restored
            ending = "pending" if self.ending == "applied" and self.is_reviewed else self.ending
            self.end("unchanged" if is_kept else ending)

    def settle_open(self) -> None:
        """Follow what was typed inside; end when nothing is left to decide, or to be told."""
        if self.place.is_unsure:
            self.rejecting.clear()
            if self.state != "stopped":
                self.end("gone")
            return
        before = self._remembered.review_of(self.place.known)
        self._at_rest = self._at_rest or before
        if self._absorb():
            # What was undone is nobody's loss, and a redo is still known for what it is.
            if self.state != "undone" and self._lose(before):
                return
            is_original = self.review.is_original
            if is_original and not self.rejecting:
                self.state = "undone"
            elif self.state == "undone" and not is_original:
                self.state = "pending"
        if self.rejecting and not self.is_in_flight:
            review = self.review_to_be
            if review.content == self.place.content:
                self._remembered.put(review.content, review)
                self.rejecting.clear()
                self.n_decisions += 1
                self._at_rest = review
                if review.is_original:
                    self.end("rejected")

    def settle_late(self) -> None:
        """Follow what was typed into what came late, until nothing of that is left."""
        if self.place.is_unsure:
            self.leave()
            return
        self._absorb()
        if not self.is_in_flight and self.review_to_be.content == self.place.content:
            self.rejecting.clear()

    def forget_texts(self) -> None:
        """No undo is told any more."""
        self._remembered.clear()

    def accept(self, number: int | None) -> None:
        """That hunk, or all that is left, stays; what is decided already is no error."""
        if self.state not in OPEN_STATES or self.rejecting or self.review.is_original:
            return
        if number is not None:
            self._accept(number)
        if number is None or self.review.is_original:
            self.end("accepted")

    def reject(self, number: int | None) -> None:
        """That hunk, or all that is left, shall go; `gone` if nobody can tell any more what that is."""
        if self.state not in OPEN_STATES or self.review.is_original:
            return
        if self.place.is_unsure:
            self.end("gone")
        else:
            self.rejecting.add(number)

    def _accept(self, number: int) -> None:
        """Make that hunk a part of both readings, now and wherever it was remembered."""
        self.n_decisions += 1
        self._absorb()
        self._remembered.put(self.place.content, self.review)
        self._remembered.accept(number)
        self._at_rest = self.review

    def _lose(self, before: Review) -> bool:
        """See what is left to decide; whether it is nothing, as the text that there was is there no more."""
        review = self.review
        self.n_decisions += review.numbers != before.numbers
        if not review.is_lost:
            return False
        at_rest = self._at_rest or before
        # Where it was deleted bit by bit, what was left of it last stands anywhere.
        is_whole = 2 * len(before.content) >= len(at_rest.content)
        self.end("gone")
        self.lost = (at_rest, before) if is_whole else (at_rest,)
        return True

    def _stopper(self) -> Stopper | None:
        """What has disturbed it; where nobody can tell, or something was undone, it was no typing."""
        place = self.place
        if place.is_unsure or place.content in self._remembered:
            is_undone = not place.is_unsure and place.content in {self.original, self.restored}
            return None if is_undone else "other"
        return "typing" if intrusion_of(place.known, place.content) == "typing" else "other"

    def _absorb(self) -> bool:
        """Count what was typed inside as known; whether there was any."""
        if not self.place.typed:
            return False
        review = self.review
        self.place = self.place.absorbed()
        self._remembered.put(self.place.content, review)
        return True
