import asyncio
import logging

import pytest

from pt_lsp.errors import (
    EndpointTimeout,
    EndpointUnreachable,
    NoKey,
    OverBudget,
    PtLspError,
    RateLimited,
    Unauthorized,
)
from pt_lsp.protocol.status import Status
from tests.support.running import run


def test_it_is_ready_until_something_is_asked() -> None:
    told: list[str] = []
    status = Status(lambda: told.append(status.state))
    with status.working():
        told.append("at work")
    assert told == ["working", "at work", "ready"]
    assert status.state == "ready"


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (NoKey("none"), "noKey"),
        (EndpointUnreachable("away"), "offline"),
        (EndpointTimeout("late"), "offline"),
        (Unauthorized("wrong key"), "error"),
    ],
)
def test_a_failure_stays_until_something_works(failure: PtLspError, state: str) -> None:
    status = Status(lambda: None)
    with pytest.raises(type(failure)), status.working():
        raise failure
    assert (status.state, status.message) == (state, str(failure))
    assert isinstance(status.reason, type(failure)), "its kind tells what to do about it"
    with status.working():
        pass
    assert (status.state, status.message) == ("ready", None)


def test_word_goes_out_only_when_something_has_changed() -> None:
    told: list[str] = []
    status = Status(lambda: told.append(status.state))
    status.note(NoKey("none"))
    status.note(NoKey("none"))
    assert told == ["noKey"]


def test_work_that_overlaps_is_one_working() -> None:
    told: list[str] = []
    status = Status(lambda: told.append(status.state))
    with status.working(), status.working():
        pass
    assert told == ["working", "ready"]


def test_a_failure_of_every_keystroke_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    status = Status(lambda: None)
    with caplog.at_level(logging.WARNING):
        status.note(NoKey("No key."))
        status.note_completions(NoKey("No key."))
        status.note_completions(NoKey("No key."))
        assert caplog.messages == ["No key."]
        status.note_completions(None)
        status.note_completions(NoKey("No key."))
    assert caplog.messages == ["No key.", "No key."]


def test_kinds_of_failure_that_take_turns_are_a_line_each(caplog: pytest.LogCaptureFixture) -> None:
    status = Status(lambda: None)
    with caplog.at_level(logging.WARNING):
        for seconds in range(5):
            status.note_completions(RateLimited(f"Wait {seconds} s."))
            status.note_completions(EndpointUnreachable("Away."))
    assert caplog.messages == ["Wait 0 s.", "Away."]


class Purse:
    """A budget that is used up until `loop` time `free_s`."""

    def __init__(self, wait_s: float) -> None:
        self.free_s = asyncio.get_running_loop().time() + wait_s

    def excess(self) -> OverBudget | None:
        left_s = self.free_s - asyncio.get_running_loop().time()
        return OverBudget("Spent.", left_s) if left_s > 0 else None


def test_a_budget_that_is_used_up_is_said_once_and_over_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> list[str]:
        told: list[str] = []
        is_free = asyncio.Event()

        def note() -> None:
            told.append(status.state)
            if status.state == "ready":
                is_free.set()

        purse = Purse(0.2)
        status = Status(note, purse.excess)
        for _ in range(5):
            status.note_completions(OverBudget("Spent."))
        assert (status.state, status.message) == ("overBudget", "Spent.")
        await is_free.wait()
        return told

    with caplog.at_level(logging.WARNING):
        assert run(scenario()) == ["overBudget", "ready"]
    assert caplog.messages == ["Spent."]


def test_asked_work_that_still_goes_through_does_not_hide_that_a_budget_is_used_up() -> None:
    async def scenario() -> None:
        status = Status(lambda: None, Purse(60).excess)
        with status.working():
            pass
        assert status.state == "overBudget"
        with pytest.raises(OverBudget), status.working():
            raise OverBudget("Spent.")
        assert status.state == "overBudget"

    run(scenario())
