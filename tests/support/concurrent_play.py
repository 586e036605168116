"""Plays a schedule: one server's edits, an editor for each document, and the user and the model that keep
them busy, wired together on a virtual clock.
"""

from collections.abc import Callable
from contextlib import suppress

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text, split_lines
from pt_lsp.edits.flight import TIMEOUT_S
from pt_lsp.edits.formatting.white_space import solid
from pt_lsp.edits.pending import DocumentEdits, Operation, PendingEdit
from pt_lsp.edits.states import OPEN_STATES
from pt_lsp.edits.streaming_diff import StreamingDiff
from pt_lsp.errors import EditRefused
from tests.support.document_pieces import Piece
from tests.support.editor_habits import Habits
from tests.support.simulated_editor import SimulatedEditor
from tests.support.simulated_user import User
from tests.support.typing_schedules import Action, Layout, Schedule, Step
from tests.support.virtual_time import Clock, Wire

LIMIT_S = 10_000.0
CALM_S = 600.0
"""After that long nothing is on its way any more."""

TOO_LONG_S = TIMEOUT_S - 1.0
"""So long, and some latency, an editor may keep a change for itself while the user types on and on."""

ENDS = {"applied", "accepted", "unchanged", "cancelled"}
HARMLESS = frozenset({"do", "do without answer", "answer late"})


class Stream:
    """A model's reply on its way into a region."""

    def __init__(self, edit: PendingEdit, piece: Piece, target: str) -> None:
        self.edit, self.piece, self.target = edit, piece, target
        self.original = edit.original
        self.lines = split_lines(target)[:-1]
        self.is_open = True
        self.is_partly_accepted = False
        self._n_lines = 0
        self._diff = StreamingDiff(edit.original)

    def next_view(self, n_lines: int) -> tuple[str, bool]:
        """What the region shall read with that many lines more, and whether that is all."""
        self._n_lines += n_lines
        is_final = self._n_lines > len(self.lines)
        self.is_open = not is_final
        return self.target if is_final else self._diff.view("".join(self.lines[: self._n_lines])), is_final


class Play:
    """All documents of a schedule, on one clock and one connection."""

    def __init__(self, habits: Habits, schedule: Schedule) -> None:
        self.schedule = schedule
        self.clock = Clock()
        latencies_s = [latency_s * habits.latency_factor for latency_s in schedule.latencies_s]
        wires = Wire(self.clock, latencies_s), Wire(self.clock, latencies_s[::-1])
        self.desks = [Desk(habits, schedule, layout, self.clock, wires) for layout in schedule.documents]

    def run(self) -> None:
        at_s = 0.0
        for step in self.schedule.steps:
            at_s += step.after_s
            desk = self.desks[step.where % len(self.desks)]
            self.clock.at(at_s, lambda step=step, desk=desk: desk.act(step))  # type: ignore[misc] # defaults bind
        for desk in self.desks:
            self.clock.at(at_s, desk.finish_streams)
            self.clock.at(at_s + CALM_S, desk.give_verdict)
        self.clock.run(LIMIT_S)

    def check(self) -> None:
        for desk in self.desks:
            desk.check()


class Desk:
    """One document: the editor's side, the server's, the model's and the user's."""

    def __init__(
        self, habits: Habits, schedule: Schedule, layout: Layout, clock: Clock, wires: tuple[Wire, Wire]
    ) -> None:
        self.habits, self.schedule, self.layout = habits, schedule, layout
        self.clock = clock
        self.to_server, self.to_editor = wires
        pieces = [Piece(text, str(n // 2) if n % 2 else None) for n, text in enumerate(layout.texts)]
        self.regions = pieces[1::2]
        self.editor = SimulatedEditor(
            habits, clock, pieces, self.tell_changes, self.tell_text, schedule.fates, schedule.pauses_s
        )
        self.n_openings = 0
        self.n_openings_told = 0
        self.is_all_said = False
        self.open(
            self.editor.text, self.editor.version, [self.editor.span_of(piece) for piece in self.regions]
        )
        self.user = User(self.editor, self.regions, layout, clock)

    # The server's side.

    def open(self, text: str, version: int, spans: list[Span]) -> None:
        """The document is opened, and each of its regions begins to be edited."""
        checks_zero = self.habits.checks == "equal"
        self.edits = DocumentEdits(Text.of(text), version, checks_zero=checks_zero)
        self.edits.reports_late = self.habits.reports_when_idle
        self.streams = {}
        for piece, span, target in zip(self.regions, spans, self.layout.targets, strict=True):
            assert piece.edit_id is not None
            with suppress(EditRefused):  # regions have met
                is_reviewed = self.schedule.verdict is not None
                edit = self.edits.start(piece.edit_id, span, is_reviewed=is_reviewed)
                self.streams[edit.id] = Stream(edit, piece, target)
        if self.is_all_said:
            self.finish_streams()

    def tell_changes(self, changes: list[Change], version: int) -> None:
        self.tell(lambda now_s: self.edits.changed(changes, version, now_s))

    def tell_text(self, text: str, version: int) -> None:
        self.tell(lambda now_s: self.edits.reloaded(Text.of(text), version, now_s))

    def tell(self, feed: Callable[[float], None]) -> None:
        self.to_server.send(lambda: self.serve(feed))

    def serve(self, feed: Callable[[float], None]) -> None:
        feed(self.clock.now_s)
        for stream in self.streams.values():
            stream.is_open = stream.is_open and stream.edit.state == "running"
        operation = self.edits.next_operation(self.clock.now_s)
        if operation is not None:
            self.send(operation)
        deadline_s = self.edits.next_deadline()
        if deadline_s is not None:
            self.clock.at(deadline_s, lambda: self.serve_if_due(deadline_s))

    def serve_if_due(self, deadline_s: float) -> None:
        if self.edits.next_deadline() == deadline_s:
            self.serve(self.edits.tick)

    def send(self, operation: Operation) -> None:
        self.editor.expect(operation)
        if stream := self.streams.get(operation.edit_id):
            # What came late goes, with what was typed into it kept.
            stream.piece.is_given_back |= bool(stream.edit.rejecting)
        edits, n_openings = self.edits, self.n_openings_told

        def answer(is_applied: bool) -> None:
            self.tell(lambda now_s: edits.answered(is_applied, now_s, operation))

        def arrive() -> None:
            # One for a document that has been closed since finds none, or another one.
            if n_openings == self.n_openings:
                self.editor.apply_edit(operation, answer)
            else:
                answer(False)

        self.to_editor.send(arrive)

    # The model's side.

    def stream_on(self, stream: Stream, n_lines: int) -> None:
        if stream.is_open:
            wanted, is_final = stream.next_view(n_lines)
            self.serve(lambda _: self.edits.want(stream.edit.id, wanted, is_final=is_final))

    def finish_streams(self) -> None:
        self.is_all_said = True
        for stream in self.streams.values():
            self.stream_on(stream, len(stream.lines) + 1)

    # The user's side.

    def act(self, step: Step) -> None:
        stream = self.streams.get(str(step.where // 7 % len(self.regions)))
        if step.action == "stream":
            if stream is not None:
                self.stream_on(stream, self.schedule.chunk_lines)
        elif step.action == "stream all":
            self.finish_streams()
        elif step.action == "cancel":
            if stream is not None:
                stream.is_open = False
                self.serve(lambda _: self.edits.restore(stream.edit.id))
        elif step.action in {"accept", "accept a hunk", "reject", "reject a hunk"}:
            if stream is not None:
                self.decide(stream, step.action, step.where)
        elif step.action == "reopen":
            self.reopen()
        else:
            self.user.act(step.action, step.where)

    def decide(self, stream: Stream, action: Action, where: int) -> None:
        hunks = stream.edit.hunks()
        number = hunks[where % len(hunks)].number if hunks and action.endswith("a hunk") else None
        ids = {hunk.id for hunk in hunks}
        if action.startswith("reject"):
            stream.piece.is_given_back |= stream.edit.state in OPEN_STATES
            self.serve(lambda _: self.edits.reject(stream.edit.id, number))
        else:
            self.serve(lambda _: self.edits.accept(stream.edit.id, number))
            stream.is_partly_accepted |= number is not None
            left = {hunk.id for hunk in stream.edit.hunks()}
            assert left <= ids, "hunks that nobody knew before"

    def give_verdict(self) -> None:
        verdict = self.schedule.verdict
        for stream in self.streams.values():
            if verdict is not None and stream.edit.state in OPEN_STATES:
                self.decide(stream, verdict, 0)

    def reopen(self) -> None:
        self.editor.reopen()
        self.n_openings += 1
        text, version = self.editor.text, self.editor.version
        spans = [self.editor.span_of(piece) for piece in self.regions]
        for piece in self.regions:
            piece.is_disturbed = piece.is_given_back = piece.is_blanked = False
            piece.is_added_to_only = True

        def open_anew(_: float) -> None:
            self.edits.close()
            assert all(stream.edit.is_settled for stream in self.streams.values())
            assert self.edits.next_operation(self.clock.now_s) is None
            self.n_openings_told += 1
            self.open(text, version, spans)

        self.tell(open_anew)

    def check(self) -> None:
        assert str(self.edits.text) == self.editor.text
        is_silent = self.habits.when_stale == "say nothing" or self.editor.longest_silence_s > TOO_LONG_S
        is_slow = max(self.schedule.latencies_s) >= 1.0
        may_fail = is_silent or is_slow or not HARMLESS.issuperset(self.schedule.fates)
        for stream in self.streams.values():
            assert stream.edit.is_settled
            assert stream.edit.state != "undone" or not stream.edit.hunks()
            if stream.piece.has_met_another:
                continue
            if stream.edit.state in {"rejected", "cancelled", "failed"}:
                self.check_rejected(stream)
            if stream.edit.state == "failed":
                assert may_fail
            elif stream.edit.state != "rejected" and not stream.piece.is_disturbed:
                self.check_stream(stream, may_fail=may_fail)

    def check_rejected(self, stream: Stream) -> None:
        """The old text is there again, with what was typed inside; as that goes through every edit (asserted
        in the simulated editor), it is looked at without.
        """
        piece = stream.piece
        if piece.is_added_to_only and not stream.is_partly_accepted and not self.editor.is_ambiguous:
            assert not stream.edit.hunks()
            typed = self.editor.typed_in(piece.text)
            restored = "".join(c for c in piece.text if c not in typed)
            assert _as_far_as_told(piece, restored) == _as_far_as_told(piece, stream.original)

    def check_stream(self, stream: Stream, *, may_fail: bool) -> None:
        edit, piece = stream.edit, stream.piece
        is_ambiguous = self.editor.is_ambiguous
        if edit.state not in ENDS:
            # A verdict may fail where edits do, and a key may make the text that there was.
            is_undone = edit.state == "undone" and edit.place.content == stream.original
            is_blanked = piece.is_blanked and edit.state in OPEN_STATES
            assert is_ambiguous or is_undone or is_blanked or (may_fail and edit.state in OPEN_STATES)
            return
        # A line deleted right behind a region can read as one taken back inside; and an edit that is done
        # when nobody waits for it any more counts as the user's.
        may_be_elsewhere = edit.place.is_disturbed or may_fail or is_ambiguous or piece.is_blanked
        assert may_be_elsewhere or self.editor.span_of(piece) == edit.region
        is_half_accepted = edit.state == "accepted" and bool(edit.error or edit.stopped_by)
        # Beside blanks at an edge, what was typed may have gone to either side.
        may_be_inside = piece.is_blanked and not piece.is_added_to_only
        if not (piece.is_given_back or is_half_accepted or is_ambiguous or may_be_inside):
            due = stream.original if edit.state == "cancelled" else stream.target
            typed = self.editor.typed_in(piece.text) if piece.is_blanked else ""
            reads = "".join(c for c in piece.text if c not in typed)
            assert _as_far_as_told(piece, reads) == _as_far_as_told(piece, due)
            is_same = edit.state != "cancelled" and piece.text == stream.original
            assert piece.is_blanked or (edit.state == "unchanged") == is_same


def _as_far_as_told(piece: Piece, text: str) -> str:
    """Without white space, where that was changed by others."""
    return solid(text) if piece.is_blanked else text
