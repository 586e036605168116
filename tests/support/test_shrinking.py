from random import Random

from tests.support.shrinking import shrunk
from tests.support.typing_schedules import Schedule, random_schedule


def test_a_schedule_is_cut_down_to_what_fails() -> None:
    def fails(schedule: Schedule) -> bool:
        return sum(step.action == "undo" for step in schedule.steps) >= 2

    schedule = next(found for seed in range(100) if fails(found := random_schedule(Random(seed))))
    smallest = shrunk(schedule, fails)
    assert [(step.action, step.after_s, step.where) for step in smallest.steps] == [("undo", 0.0, 0)] * 2
    assert (smallest.latencies_s, smallest.fates) == ((0.0,), ("do",))
    assert all(len("".join(layout.texts)) <= len("\r\n" * 2) for layout in smallest.documents)


def test_one_seed_makes_one_schedule() -> None:
    assert random_schedule(Random(7)) == random_schedule(Random(7))
