"""What people once typed, typed again while edits stream into the same document: the same text comes out."""

from collections.abc import Callable
from random import Random

import pytest

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.span import Span
from tests.support.concurrent_play import CALM_S, Desk, Play
from tests.support.editor_habits import EDITORS, Habits
from tests.support.typing_schedules import Layout, Schedule, Verdict
from tests.support.typing_sessions import Stretch, after, layout_beside, stretches

SESSIONS = (
    "ArrayToObject",
    "DeclaringConstructorArgument",
    "RejectionCollector",
    "vscode_session",
    "rustcode",
)
N_STRETCHES = 12
"""Of 60 keys each, where there are so many."""
LINE_S = 0.12
"""Between two lines of a reply."""


@pytest.mark.shared_data
@pytest.mark.schedules
@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("habits", EDITORS, ids=lambda habits: habits.name)
def test_recorded_typing_comes_out_as_it_was_beside_streaming_edits(habits: Habits, name: str) -> None:
    n_played = 0
    for n, stretch in enumerate(stretches(name, N_STRETCHES)):
        layout = layout_beside(stretch, Random(n))
        if layout is not None:
            _Replay(habits, stretch, layout, "accept" if n % 2 else "reject").check()
            n_played += 1
    assert n_played


class _Replay:
    """One stretch of typing, and an edit in each of the regions that it leaves alone."""

    def __init__(self, habits: Habits, stretch: Stretch, layout: Layout, verdict: Verdict) -> None:
        schedule = Schedule((layout,), (), latencies_s=(0.0, 0.02, 0.005), verdict=verdict)
        self.play = Play(habits, schedule)
        self.desk: Desk = self.play.desks[0]
        self.stretch, self.layout, self.verdict = stretch, layout, verdict
        clock = self.play.clock
        at_s = 0.0
        for event in stretch.events:
            at_s += event.after_s
            clock.at(at_s, self._typing(event.changes))
        for line in range(max(target.count("\n") for target in layout.targets)):
            clock.at(line * LINE_S, self._stream_on)
        end_s = max(at_s, 2.0)
        clock.at(end_s, self.desk.finish_streams)
        clock.at(end_s + CALM_S, self.desk.give_verdict)
        clock.run(end_s + 10 * CALM_S)

    def check(self) -> None:
        """Each text between the regions is the session's, and so is all of it where all was rejected."""
        self.desk.check()
        text, spans = self.stretch.text, self._regions_at_end()
        text = after(text, [change for event in self.stretch.events for change in event.changes])
        cuts = [0, *(offset for span in spans for offset in (span.start, span.end)), len(text)]
        outside = [text[cuts[n] : cuts[n + 1]] for n in range(0, len(cuts), 2)]
        assert [piece.text for piece in self.desk.editor.pieces[::2]] == outside
        states = {stream.edit.state for stream in self.desk.streams.values()}
        if self.verdict == "reject" and states <= {"rejected", "unchanged"}:
            assert self.desk.editor.text == text

    def _stream_on(self) -> None:
        for stream in self.desk.streams.values():
            self.desk.stream_on(stream, 1)

    def _typing(self, changes: tuple[Change, ...]) -> Callable[[], None]:
        def type_them() -> None:
            self.desk.editor.replace(*map(self._in_editor, changes))

        return type_them

    def _in_editor(self, change: Change) -> Change:
        return Change(Span(self._offset(change.span.start), self._offset(change.span.end)), change.text)

    def _offset(self, offset: int) -> int:
        """A place in the recorded text, where it is in the editor: there, regions have other lengths."""
        start = shift = 0
        for n, piece in enumerate(self.desk.editor.pieces):
            length = len(self.layout.regions[n // 2]) if n % 2 else len(piece.text)
            if n % 2 and offset >= start + length:
                shift += len(piece.text) - length
            start += length
        return offset + shift

    def _regions_at_end(self) -> list[Span]:
        spans = []
        start = 0
        for n, text in enumerate(self.layout.texts):
            span: Span | None = Span(start, start + len(text))
            start += len(text)
            for event in self.stretch.events if n % 2 else ():
                for change in event.changes:
                    span = moved(span, change) if span else None
            if n % 2:
                assert span is not None
                spans.append(span)
        return spans
