"""Edits stream into a document while its user types: random schedules against simulated editors.

What must hold at the end of each, whatever the order of keystrokes, messages and answers:

- the server's text is the editor's text;
- each region in which nobody else has written reads as its edit's state says: as wanted last when applied, as
  the original when cancelled, and it is neither running nor stopped;
- each edit in whose region the user has written is stopped, or had ended before. Another one may be stopped
  only where the user's steps led to a text that an edit led to as well, or made two empty regions meet:
  nobody can tell what was what;
- a rejected region reads as the original, with what the user typed inside; no hunk is left. Deciding a hunk
  gives no other one a new id;
- no edit ever reached beyond its region, none but a taking back into one that was disturbed, and after each
  edit all keys typed since the opening are there once and in order (asserted in the simulated editor). Edits
  touch nothing else, so the text outside is the user's keystrokes alone.

Formatters may be at work, too, in whatever shape their changes are told. Then text counts without white
space, and an edit may be stopped by what was done to its region.

A schedule that fails is shown cut down to what matters, as the Python that makes it: `Play(VSCODE, ...)`.
"""

import pickle
from random import Random

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from tests.support.concurrent_play import Play
from tests.support.editor_habits import EDITORS, VSCODE, Habits
from tests.support.shrinking import shrunk
from tests.support.typing_schedules import FORMATTERS, Action, Layout, Schedule, random_schedule

N_PARTS = 4
N_SCHEDULES = 60
"""Of each part for each kind of editor."""

N_FORMATTED = 30

every_editor = pytest.mark.parametrize("habits", EDITORS, ids=lambda habits: habits.name)


@every_editor
def test_no_keystroke_is_lost_and_no_edit_lands_in_the_wrong_place(habits: Habits) -> None:
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.randoms(use_true_random=False))
    def holds(random: Random) -> None:
        play = Play(habits, random_schedule(random))
        play.run()
        play.check()
        for desk in play.desks:
            for stream in desk.streams.values():
                event(stream.edit.state)

    holds()


@pytest.mark.repeats
@every_editor
def test_formatters_cost_no_keystroke_and_most_edits_go_on(habits: Habits) -> None:
    n_formatted = n_stopped = 0
    for seed in range(N_FORMATTED):
        play = Play(habits, random_schedule(Random(seed), FORMATTERS))
        play.run()
        play.check()
        for desk in play.desks:
            formatted = [each for each in desk.streams.values() if each.piece.is_blanked]
            n_formatted += len(formatted)
            n_stopped += sum(each.edit.stopped_by is not None for each in formatted)
    assert n_formatted > N_FORMATTED
    assert 2 * n_stopped < n_formatted


@pytest.mark.schedules
@pytest.mark.parametrize("also", [(), FORMATTERS], ids=["typing", "formatters"])
@pytest.mark.parametrize("part", range(N_PARTS))
@every_editor
def test_many_schedules_lose_no_keystroke_and_put_no_edit_in_the_wrong_place(
    habits: Habits, part: int, also: tuple[Action, ...]
) -> None:
    for seed in range(part * N_SCHEDULES, (part + 1) * N_SCHEDULES):
        schedule = random_schedule(Random(seed), also)
        if what := _what_fails(habits, schedule):
            smallest = shrunk(schedule, lambda schedule: _what_fails(habits, schedule) is not None)
            pytest.fail(f"{habits.name}, seed {seed}: {what!r}\nPlay(..., {smallest})", pytrace=False)


def _what_fails(habits: Habits, schedule: Schedule) -> AssertionError | None:
    try:
        play = Play(habits, schedule)
        play.run()
        play.check()
    except AssertionError as error:
        return error
    return None


@pytest.mark.repeats
def test_following_edits_for_hours_of_typing_takes_no_more_memory() -> None:
    layout = Layout(("above\n", "\n", "\n"), ("a\nb\nc", "d\ne"), ("A\nb\nC", "D\ne"))
    desk = Play(VSCODE, Schedule((layout,), (), verdict="accept")).desks[0]
    desk.finish_streams()
    desk.clock.run(10.0)
    sizes = []
    for n in range(10_000):
        # Inside of the second one, above both, and back.
        at = desk.editor.span_of(desk.regions[1]).start + 1 if n % 2 else 0
        desk.editor.replace(Change(Span(at, at), "x"))
        desk.editor.replace(Change(Span(at, at + 1), ""))
        desk.editor.forget()
        desk.clock.run(desk.clock.now_s + 10.0)
        if n % 2000 == 1999:
            sizes.append(len(pickle.dumps(desk.edits)))
    assert [stream.edit.state for stream in desk.streams.values()] == ["pending", "pending"]
    assert max(sizes) <= 1.05 * sizes[0]
