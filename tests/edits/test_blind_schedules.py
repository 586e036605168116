"""Edits in editors that put each edit anywhere, while their user types: random schedules.

What must hold at the end of each:

- the server's text is the editor's, and nothing is owed or wanted any more;
- each character that the user typed is there, once, and so is each around the region. One that they deleted
  may be back, if an edit had written over its place before the server knew;
- without what was typed, the document reads as the edit's state says: as wanted, or as the original. Where
  the edit was stopped, or failed, at least all around the region does.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text, split_lines
from pt_lsp.edits.pending import DocumentEdits, PendingEdit
from pt_lsp.edits.streaming_diff import StreamingDiff
from tests.support.blind_editor import BlindEditor, BlindHabits
from tests.support.virtual_time import Clock, Wire

pytestmark = pytest.mark.schedules

EDITORS = [
    BlindHabits("characters"),
    BlindHabits("lines", reports="lines"),
    BlindHabits("as made", reports="as made"),
    BlindHabits("compares", compares=True),
    BlindHabits("one by one", is_one_by_one=True),
    BlindHabits("late", delay_s=0.15),
    BlindHabits("when idle", reports="lines", delay_s=0.5, is_idle_delay=True),
]
N_SCHEDULES = 200
LIMIT_S = 600.0
Verdict = Literal["accept", "reject"]


@dataclass
class Play:
    """One server and one editor. In an `is_unique` document, of which the user also deletes, no character
    comes twice; any other is full of equal lines. `chance` decides all.
    """

    habits: BlindHabits
    chance: random.Random
    is_unique: bool
    verdict: Verdict | None = None
    undoes: bool = False
    latencies_s: tuple[float, ...] = (0.01, 0.1, 0.5)
    n_lines: int = 0
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        chance = self.chance
        self.before = "".join(f"{self.line()}\n" for _ in range(chance.randint(0, 4)))
        self.after = "".join(f"\n{self.line()}" for _ in range(chance.randint(0, 4)))
        old = [self.line() for _ in range(chance.randint(1, 4))]
        self.old = "\n".join(old)
        new = [line if chance.random() < 0.4 else self.line() for line in old if chance.random() < 0.8]
        self.wanted = "\n".join([*new, *(self.line() for _ in range(chance.randint(not new, 2)))])
        scale_s = chance.choice(self.latencies_s)
        self.to_server, self.to_editor = (
            Wire(self.clock, [chance.random() * scale_s for _ in range(4)]) for _ in range(2)
        )
        text = self.before + self.old + self.after
        self.editor = BlindEditor(self.habits, self.clock, text, self.tell)
        self.edits = DocumentEdits(Text.of(text), 1, checks_zero=True, checks_versions=False)
        region = Span(len(self.before), len(self.before) + len(self.old))
        self.edit: PendingEdit = self.edits.start("e", region, is_reviewed=self.verdict is not None)

    def line(self) -> str:
        self.n_lines += 1
        if not self.is_unique:
            return self.chance.choice(["a", "b", "aa b", "}", ""])
        return "".join(chr(0x4E00 + 3 * self.n_lines + n) for n in range(self.chance.randint(1, 3)))

    def run(self) -> None:
        chance, at_s = self.chance, 0.1
        if chance.random() < 0.5:
            for n_lines in range(self.wanted.count("\n")):
                at_s += chance.choice([0, 0.05, 0.2])
                self.clock.at(at_s, lambda n_lines=n_lines: self.stream(n_lines))  # type: ignore[misc] # bound
        self.clock.at(at_s, self.finish)
        if self.verdict:
            at_s += chance.choice([0.5, 2.0, 3.0])
            self.clock.at(at_s, self.decide)
        when_s = chance.random() * (at_s + 1.0)
        for _ in range(chance.randint(1, 12)):
            self.clock.at(when_s, self.type)
            is_run = chance.random() < 0.7
            when_s = (
                when_s + chance.choice([0, 0.01, 0.05, 0.2]) if is_run else chance.random() * (at_s + 1.0)
            )
        self.clock.run(LIMIT_S)

    # The server's side.

    def tell(self, changes: list[Change], version: int) -> None:
        self.to_server.send(lambda: self.serve(lambda now_s: self.edits.changed(changes, version, now_s)))

    def serve(self, feed: Callable[[float], None]) -> None:
        feed(self.clock.now_s)
        operation = self.edits.next_operation(self.clock.now_s)
        if operation is not None:
            self.to_editor.send(lambda: self.editor.apply_edit(operation))
            answer = lambda: self.serve(lambda now_s: self.edits.answered(True, now_s, operation))  # noqa: E731 - one line
            self.to_editor.send(lambda: self.to_server.send(answer))
        deadline_s = self.edits.next_deadline()
        if deadline_s is not None:
            self.clock.at(deadline_s, lambda: self.serve_if_due(deadline_s))

    def serve_if_due(self, deadline_s: float) -> None:
        if self.edits.next_deadline() == deadline_s:
            self.serve(self.edits.tick)

    def stream(self, n_lines: int) -> None:
        view = StreamingDiff(self.old).view("".join(split_lines(self.wanted)[:n_lines]))
        self.serve(lambda _: self.edits.want("e", view, is_final=False))

    def finish(self) -> None:
        self.serve(lambda _: self.edits.want("e", self.wanted, is_final=True))

    # The user's side.

    def decide(self) -> None:
        hunks = self.edit.hunks() if self.edit.state == "pending" else ()
        number = hunks[0].number if hunks and self.chance.random() < 0.3 else None
        decide = self.edits.reject if self.verdict == "reject" else self.edits.accept
        self.serve(lambda _: decide("e", number))

    def type(self) -> None:
        chance, length = self.chance, len(self.editor.text)
        at = chance.randint(0, length)
        if chance.random() < 0.5:
            near = self.edit.region.start + chance.randint(-3, 3 + len(self.old))
            at = min(length, max(0, near))
        if self.undoes and chance.random() < 0.3:
            self.editor.undo()
        elif self.is_unique and at < length and chance.random() < 0.25:
            self.editor.delete(at)
        else:
            self.editor.type(at, with_line_end=chance.random() < 0.4)

    # What must hold.

    def check_rest(self) -> None:
        assert str(self.edits.text) == self.editor.text
        assert self.edit.is_settled
        assert not self.edits.is_owing

    def check_typing(self) -> None:
        text, deleted = self.editor.text, self.editor.deleted
        around = set(self.before + self.after) - {"\n"} if self.is_unique else set()
        for character in around | set(self.editor.typed):
            assert text.count(character) == 1 or (character in deleted and character not in text)
        if around:
            assert [c for c in text if c in around] == [
                c for c in self.before + self.after if c in text and c in around
            ]

    def check_edit(self) -> None:
        # Line ends that were typed are like others, and one that was deleted is no loss.
        known = set(self.editor.typed) | self.editor.deleted | {"\n"}
        text, before, old, wanted, after = (
            "".join(c for c in part if c not in known)
            for part in (self.editor.text, self.before, self.old, self.wanted, self.after)
        )
        if self.edit.state in {"applied", "accepted", "unchanged"} and self.verdict is None:
            assert text == before + wanted + after
        elif self.edit.state in {"rejected", "undone"}:
            assert text == before + old + after
        else:
            assert text.startswith(before)
            assert text.endswith(after)


@pytest.mark.parametrize("habits", EDITORS, ids=lambda habits: habits.name)
def test_what_was_typed_stays_and_the_edit_comes_or_says_that_it_does_not(habits: BlindHabits) -> None:
    n_astray = n_done = 0
    for seed in range(N_SCHEDULES):
        verdicts: list[Verdict | None] = [None, None, "accept", "reject"]
        play = Play(habits, random.Random(seed), seed % 2 == 0, verdicts[seed // 2 % 4])
        play.run()
        play.check_rest()
        play.check_typing()
        play.check_edit()
        n_astray += play.editor.n_astray > 0
        n_done += play.edit.state not in {"stopped", "failed"}
    # The test would prove little if nothing ever went to a wrong place, or all edits gave up.
    assert n_astray > N_SCHEDULES // 5
    assert n_done > N_SCHEDULES // 3


@pytest.mark.parametrize("habits", EDITORS, ids=lambda habits: habits.name)
def test_it_comes_to_rest_whatever_is_undone(habits: BlindHabits) -> None:
    for seed in range(N_SCHEDULES):
        play = Play(habits, random.Random(seed), is_unique=False, undoes=True)
        play.run()
        play.check_rest()


@pytest.mark.parametrize("habits", EDITORS, ids=lambda habits: habits.name)
def test_it_comes_to_rest_however_long_the_editor_takes(habits: BlindHabits) -> None:
    n_failed = 0
    for seed in range(N_SCHEDULES // 4):
        play = Play(habits, random.Random(seed), seed % 2 == 0, latencies_s=(4.0, 6.0, 15.0, 60.0))
        play.run()
        play.check_rest()
        n_failed += play.edit.state == "failed"
    assert n_failed > N_SCHEDULES // 20
