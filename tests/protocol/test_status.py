import logging

import pytest

from pt_lsp.errors import (
    EndpointTimeout,
    EndpointUnreachable,
    NoKey,
    OverBudget,
    PtLspError,
    Unauthorized,
)
from pt_lsp.protocol.status import Status


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
        (OverBudget("spent"), "overBudget"),
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
