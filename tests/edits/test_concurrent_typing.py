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

A schedule that fails is shown cut down to what matters, as the Python that makes it: `Play(VSCODE, ...)`.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.support.concurrent_play import Play
from tests.support.editor_habits import EDITORS, Habits
from tests.support.shrinking import shrunk
from tests.support.typing_schedules import Schedule, random_schedule

N_PARTS = 4
N_SCHEDULES = 1000
"""Of each part for each kind of editor."""

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


@pytest.mark.schedules
@pytest.mark.parametrize("part", range(N_PARTS))
@every_editor
def test_many_schedules_lose_no_keystroke_and_put_no_edit_in_the_wrong_place(
    habits: Habits, part: int
) -> None:
    for seed in range(part * N_SCHEDULES, (part + 1) * N_SCHEDULES):
        schedule = random_schedule(Random(seed))
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
