"""Edits stream into a document while its user types: random schedules against simulated editors.

What must hold at the end of each, whatever the order of keystrokes, messages and answers:

- the server's text is the editor's text;
- each region in which nobody else has written reads as its edit's state says: as wanted last when applied, as
  the original when cancelled, and it is neither running nor stopped;
- each edit in whose region the user has written is stopped, or had ended before. Another one may be stopped
  only where the user's steps led to a text that an edit led to as well, or made two empty regions meet:
  nobody can tell what was what;
- no edit ever reached beyond its region or into one that was disturbed (asserted in the simulated editor). As
  edits touch nothing else, the text outside is the user's keystrokes alone, each there once and in order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.flight import apply_together
from pt_lsp.edits.line_diff import split_lines
from pt_lsp.edits.pending import DocumentEdits, Operation, PendingEdit
from pt_lsp.edits.streaming_diff import StreamingDiff
from tests.support.simulated_editor import (
    EAGER_NEOVIM,
    EMACS,
    NEOVIM,
    SILENT,
    SLOW,
    VSCODE,
    Clock,
    Habits,
    Piece,
    SimulatedEditor,
    Wire,
)

Action = Literal["type", "type at edge", "delete", "undo", "paste", "stream", "cancel", "reload"]
LIMIT_S = 600.0
EDITORS = [VSCODE, NEOVIM, EAGER_NEOVIM, EMACS, SLOW, SILENT]
N_EXAMPLES = 200


@dataclass(frozen=True)
class Step:
    action: Action
    after_s: float
    where: int
    """Picks a place, a region, a length: taken modulo what there is."""


@dataclass(frozen=True)
class Schedule:
    """`outside` has one more text than there are `regions`; `targets` has one new text for each region."""

    outside: list[str]
    regions: list[str]
    targets: list[str]
    chunk_lines: int
    steps: list[Step]
    latencies_s: list[float]


@dataclass
class Stream:
    """A model's reply on its way into a region."""

    edit: PendingEdit
    piece: Piece
    diff: StreamingDiff
    lines: list[str]
    n_sent: int = 0
    is_open: bool = True
    original: str = ""
    target: str = ""


class Play:
    """One server and one editor, wired together, and the user and the model that keep them busy."""

    def __init__(self, habits: Habits, schedule: Schedule) -> None:
        self.schedule = schedule
        self.clock = Clock()
        latencies_s = [latency_s * habits.latency_factor for latency_s in schedule.latencies_s]
        self.to_server = Wire(self.clock, latencies_s)
        self.to_editor = Wire(self.clock, latencies_s[::-1])
        pieces = [Piece(schedule.outside[0])]
        for n, region in enumerate(schedule.regions):
            pieces += [Piece(region, edit_id=str(n)), Piece(schedule.outside[n + 1])]
        self.editor = SimulatedEditor(habits, self.clock, pieces, self.tell_changes, self.tell_text)
        self.edits = DocumentEdits(
            Text.of(self.editor.text), self.editor.version, checks_zero=habits.checks == "equal"
        )
        self.streams = [self.stream_into(piece) for piece in pieces if piece.edit_id is not None]
        self.our_texts: set[str] = set()
        self.n_typed = 0

    def stream_into(self, piece: Piece) -> Stream:
        assert piece.edit_id is not None
        edit = self.edits.start(piece.edit_id, self.editor.span_of(piece))
        target = self.schedule.targets[int(piece.edit_id)]
        lines = split_lines(target)[:-1]
        return Stream(edit, piece, StreamingDiff(piece.text), lines, original=piece.text, target=target)

    def run(self) -> None:
        at_s = 0.0
        for step in self.schedule.steps:
            at_s += step.after_s
            self.clock.at(at_s, lambda step=step: self.act(step))  # type: ignore[misc] # a default binds it
        self.clock.at(at_s, self.finish_streams)
        self.clock.run(LIMIT_S)

    # The server's side.

    def tell_changes(self, changes: list[Change], version: int) -> None:
        self.to_server.send(lambda: self.serve(lambda now_s: self.edits.changed(changes, version, now_s)))

    def tell_text(self, text: str, version: int) -> None:
        self.to_server.send(
            lambda: self.serve(lambda now_s: self.edits.reloaded(Text.of(text), version, now_s))
        )

    def serve(self, feed: Callable[[float], None]) -> None:
        feed(self.clock.now_s)
        for edit in self.edits.take_ended():
            self.streams[int(edit.id)].is_open = False
        operation = self.edits.next_operation(self.clock.now_s)
        if operation is not None:
            expected = apply_together(operation.text, operation.changes)
            self.our_texts |= {str(operation.text), str(expected)}
            self.to_editor.send(lambda: self.editor.apply_edit(operation, self.answering(operation)))
        deadline_s = self.edits.next_deadline()
        if deadline_s is not None:
            self.clock.at(deadline_s, lambda: self.serve_if_due(deadline_s))

    def serve_if_due(self, deadline_s: float) -> None:
        if self.edits.next_deadline() == deadline_s:
            self.serve(self.edits.tick)

    def answering(self, operation: Operation) -> Callable[[bool], None]:
        def answer(is_applied: bool) -> None:
            self.to_server.send(
                lambda: self.serve(lambda now_s: self.edits.answered(is_applied, now_s, operation))
            )

        return answer

    # The model's side.

    def stream_on(self, stream: Stream, n_lines: int) -> None:
        if not stream.is_open:
            return
        stream.n_sent += n_lines
        is_final = stream.n_sent > len(stream.lines)
        wanted = stream.target if is_final else stream.diff.view("".join(stream.lines[: stream.n_sent]))
        stream.is_open = not is_final
        self.serve(lambda _: self.edits.want(stream.edit.id, wanted, is_final=is_final))

    def finish_streams(self) -> None:
        for stream in self.streams:
            self.stream_on(stream, len(stream.lines) + 1)

    # The user's side.

    def act(self, step: Step) -> None:
        text, where = self.editor.text, step.where
        stream = self.streams[where % len(self.streams)]
        at = where % (len(text) + 1)
        if step.action == "type":
            self.editor.replace(Span(at, at), self.typed())
        elif step.action == "type at edge":
            span = self.editor.span_of(stream.piece)
            at = span.start if where % 3 else span.end
            self.editor.replace(Span(at, at), self.typed())
        elif step.action == "paste":
            self.editor.replace(Span(at, at), f"{self.typed()}\n{self.typed()}\n")
        elif step.action == "delete":
            self.editor.replace(Span(at, min(len(text), at + 1 + where % 4)), "")
        elif step.action == "undo":
            self.editor.undo()
        elif step.action == "reload":
            at = text.rfind("\n", 0, at) + 1
            self.editor.reload(Span(at, at), f"{self.typed()}\n")
        elif step.action == "stream":
            self.stream_on(stream, self.schedule.chunk_lines)
        elif step.action == "cancel":
            stream.is_open = False
            self.serve(lambda _: self.edits.restore(stream.edit.id))

    def typed(self) -> str:
        """A character that is nowhere else."""
        self.n_typed += 1
        return chr(0xE000 + self.n_typed)

    def check(self, *, may_fail: bool) -> None:
        assert str(self.edits.text) == self.editor.text
        is_ambiguous = not self.our_texts.isdisjoint(self.editor.user_texts)
        for stream in self.streams:
            edit, piece = stream.edit, stream.piece
            event(edit.state)
            assert edit.is_settled
            if piece.has_met_another:
                continue
            if edit.state in {"stopped", "failed"}:
                may_stop = may_fail if edit.state == "failed" else is_ambiguous
                assert piece.is_disturbed or may_stop
                continue
            if piece.is_disturbed:
                continue
            # An undo that puts our text back right where an empty region is does not tell on which side.
            is_side_untold = is_ambiguous and edit.region.is_empty and edit.state == "cancelled"
            assert is_side_untold or self.editor.span_of(piece) == edit.region
            assert piece.text == (stream.original if edit.state == "cancelled" else stream.target)
            assert (edit.state == "unchanged") == (
                edit.state != "cancelled" and piece.text == stream.original
            )


# A region ends with a line of code, as definitions do.
LINES = st.builds(
    lambda lines, last: "\n".join([*lines, last]),
    st.lists(st.sampled_from(["a", "b", "aa b", "", "}"]), max_size=4),
    st.sampled_from(["a", "}"]),
)
PIECES = st.lists(st.sampled_from(["a", "c", "", "}"]), max_size=4).map(
    lambda lines: "\n".join(["", *lines, ""])
)
STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            [
                "type",
                "type",
                "type at edge",
                "delete",
                "undo",
                "paste",
                "stream",
                "stream",
                "stream",
                "cancel",
                "reload",
            ]
        ),
        st.sampled_from([0.0, 0.0, 0.01, 0.03, 0.1, 0.4]),
        st.integers(0, 999),
    ),
    max_size=25,
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    n_regions = draw(st.integers(1, 2))
    return Schedule(
        outside=draw(st.lists(PIECES, min_size=n_regions + 1, max_size=n_regions + 1)),
        regions=draw(st.lists(LINES | st.just(""), min_size=n_regions, max_size=n_regions)),
        targets=draw(st.lists(LINES, min_size=n_regions, max_size=n_regions)),
        chunk_lines=draw(st.integers(1, 3)),
        steps=draw(STEPS),
        latencies_s=draw(st.lists(st.sampled_from([0.0, 0.001, 0.02, 0.1]), min_size=1, max_size=4)),
    )


@pytest.mark.parametrize("habits", EDITORS, ids=lambda habits: habits.name)
def test_no_keystroke_is_lost_and_no_edit_lands_in_the_wrong_place(habits: Habits) -> None:
    @settings(max_examples=N_EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
    @given(schedules())
    def holds(schedule: Schedule) -> None:
        play = Play(habits, schedule)
        play.run()
        play.check(may_fail=habits.when_stale == "say nothing")

    holds()
