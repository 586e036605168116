import math

import pytest

from pt_lsp.features.inline_completion.gates.pauses import Pauses

HERE = ("python", "file:///a.py")
ELSEWHERE = ("go", "file:///b.go")


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_pause_holds_where_it_was_asked_for() -> None:
    for names in ({"language_id": "python"}, {"uri": "file:///a.py"}):
        pauses = Pauses()
        pauses.pause(is_on=True, **names)
        assert pauses.reason(*HERE) is not None
        assert pauses.reason(*ELSEWHERE) is None
        assert pauses.left_s == 0
        pauses.pause(is_on=False, **names)
        assert pauses.reason(*HERE) is None


def test_a_pause_everywhere_and_one_in_a_place_end_apart() -> None:
    pauses = Pauses()
    pauses.pause(is_on=True)
    pauses.pause(is_on=True, language_id="python")
    assert pauses.left_s == math.inf
    assert pauses.reason(*ELSEWHERE) is not None
    pauses.pause(is_on=False)
    assert pauses.reason(*ELSEWHERE) is None
    assert pauses.reason(*HERE) is not None


@pytest.mark.parametrize("minutes", [0.5, 30, 600])
def test_a_snooze_ends_by_itself(minutes: float) -> None:
    clock = Clock()
    pauses = Pauses(clock)
    assert pauses.snooze(minutes) == 1_000 + minutes * 60
    assert pauses.reason(*HERE) is not None
    clock.now_s += minutes * 60 - 1
    assert pauses.left_s == 1
    clock.now_s += 1
    assert pauses.reason(*HERE) is None


def test_a_snooze_of_nothing_ends_the_one_before() -> None:
    pauses = Pauses(Clock())
    pauses.snooze(30)
    assert pauses.snooze(0) is None
    assert pauses.reason(*HERE) is None


def test_a_document_that_is_opened_anew_is_not_paused() -> None:
    pauses = Pauses()
    pauses.pause(is_on=True, uri="file:///a.py")
    pauses.closed("file:///a.py")
    assert pauses.reason(*HERE) is None
