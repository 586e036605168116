from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import (
    ContentFiltered,
    EmptyReply,
    EndpointFailed,
    EndpointUnreachable,
    Forbidden,
    InvalidRequest,
    ModelError,
    NoKey,
    PromptTooLong,
    QuotaUsedUp,
    RateLimited,
    Unauthorized,
    UnknownModel,
    Unpaid,
)
from pt_lsp.llm.timing.backoff import FIRST_WAIT_S, LOOK_AGAIN_S, MAX_WAIT_S, Backoff
from pt_lsp.llm.timing.retry import RetryPolicy
from pt_lsp.settings.endpoint_settings import EndpointSettings

HERE = EndpointSettings()
AWAY = EndpointUnreachable("away")


@dataclass
class Bench:
    """A back-off whose clock and dice are in the test's hands."""

    roll: float = 1.0
    now_s: float = 1000.0
    backoff: Backoff = field(init=False)

    def __post_init__(self) -> None:
        self.backoff = Backoff(RetryPolicy(uptime=lambda: self.now_s, roll=lambda: self.roll))

    def fail(self, failure: ModelError = AWAY) -> float:
        """Seconds to rest after one more failure."""
        self.backoff.failed(HERE, failure, self.now_s)
        return self.wait_s()

    def wait_s(self) -> float:
        cooldown = self.backoff.cooldown(HERE)
        return 0.0 if cooldown is None else cooldown.wait_s


def test_each_failure_doubles_the_wait_up_to_a_minute() -> None:
    bench = Bench()
    waits = []
    for _ in range(8):
        waits.append(bench.fail())
        bench.now_s += waits[-1]
        assert bench.wait_s() == 0
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_an_endpoint_that_worked_once_starts_anew() -> None:
    bench = Bench()
    bench.fail()
    bench.now_s += 10
    bench.fail()
    bench.backoff.worked(HERE)
    assert bench.wait_s() == 0
    assert bench.fail() == FIRST_WAIT_S


def test_a_wait_that_the_endpoint_names_is_kept() -> None:
    assert Bench(roll=0).fail(RateLimited("slower", 17)) == 17
    assert Bench(roll=0).fail(EndpointFailed("overloaded", 17)) == 17
    assert Bench(roll=0).fail(RateLimited("slower", 0)) == FIRST_WAIT_S


def test_requests_that_fail_together_count_once() -> None:
    bench = Bench()
    asked_s = bench.now_s
    for _ in range(3):
        bench.now_s += 0.5
        bench.backoff.failed(HERE, AWAY, asked_s)
    assert bench.wait_s() == FIRST_WAIT_S
    bench.now_s += FIRST_WAIT_S
    assert bench.fail() == 2 * FIRST_WAIT_S


def test_a_later_failure_never_shortens_the_wait_that_was_asked_for() -> None:
    bench = Bench()
    bench.fail(RateLimited("slower", 100))
    bench.now_s += 1
    assert bench.fail() == pytest.approx(109)
    cooldown = bench.backoff.cooldown(HERE)
    assert cooldown is not None
    assert (type(cooldown.failure), str(cooldown.failure)) == (type(AWAY), str(AWAY))


def test_each_endpoint_and_model_rests_for_itself() -> None:
    bench = Bench()
    bench.fail()
    assert bench.backoff.cooldown(EndpointSettings(model="other")) is None
    assert bench.backoff.cooldown(EndpointSettings(base_url="https://other.example/v1")) is None


@pytest.mark.parametrize("kind", [Unauthorized, Forbidden, Unpaid, QuotaUsedUp, UnknownModel])
def test_what_somebody_has_to_remove_makes_automatic_work_rest_for_minutes_and_never_longer(
    kind: type[ModelError],
) -> None:
    bench = Bench(roll=0)
    for _ in range(5):
        assert bench.fail(kind("refused")) == LOOK_AGAIN_S
        bench.now_s += LOOK_AGAIN_S
    assert bench.fail() == FIRST_WAIT_S / 2  # what was refused is no streak of failures


def test_other_settings_of_an_endpoint_make_another_try() -> None:
    bench = Bench()
    bench.fail(Unauthorized("wrong key"))
    assert bench.backoff.cooldown(EndpointSettings(api_key_command="pass show key")) is None


@pytest.mark.parametrize(
    "failure",
    [
        EmptyReply("nothing"),
        PromptTooLong("too long"),
        NoKey("none"),
        ContentFiltered("no"),
        InvalidRequest("no"),
    ],
)
def test_what_is_no_fault_of_the_endpoint_s_makes_nobody_wait(failure: ModelError) -> None:
    assert Bench().fail(failure) == 0


@given(
    steps=st.lists(
        st.tuples(st.floats(0, 100), st.booleans(), st.one_of(st.none(), st.floats(0, 3600))), max_size=60
    ),
    roll=st.floats(0, 1),
)
def test_a_wait_is_never_endless_and_never_shorter_than_asked_for(
    steps: list[tuple[float, bool, float | None]], roll: float
) -> None:
    bench = Bench(roll=roll)
    for pause_s, has_worked, retry_after_s in steps:
        bench.now_s += pause_s
        if has_worked:
            bench.backoff.worked(HERE)
            assert bench.wait_s() == 0
            continue
        longest = max(MAX_WAIT_S, 1.1 * (retry_after_s or 0), bench.wait_s())
        wait_s = bench.fail(EndpointFailed("broken", retry_after_s))
        shortest = FIRST_WAIT_S / 2 if retry_after_s is None else retry_after_s
        assert shortest - 1e-6 <= wait_s <= longest + 1e-6
