from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.gateway import Calibration, Message, Prompt
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, reply, settings

TOKENS = 1_000_000
USAGE = {"prompt_tokens": 1000, "completion_tokens": 1, "total_tokens": 1001}


def told(*ratios: float) -> Calibration:
    calibration = Calibration()
    for ratio in ratios:
        calibration.note("python", round(ratio * TOKENS), TOKENS)
    return calibration


def steps(ratios: list[float]) -> list[float]:
    """The value after each report from the third on."""
    calibration, values = Calibration(), []
    for ratio in ratios:
        calibration.note("go", round(ratio * TOKENS), TOKENS)
        values.append(calibration.characters_per_token("go"))
    return values[2:]


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [
        ((), 3.0),
        ((4.0, 4.0), 3.0),
        ((4.0, 4.0, 4.0), 4.0),
        ((4.2, 4.2, 4.2), 4.0),
        ((2.9, 2.9, 2.9), 2.75),
        ((9.0, 9.0, 9.0), 5.0),
        ((0.5, 0.5, 0.5), 2.0),
        ((4.0, 4.0, 4.0, 3.9), 3.75),
        ((3.0,) * 3 + (3.4,) * 40, 3.0),
        ((3.0,) * 3 + (3.6,) * 40, 3.25),
    ],
)
def test_the_value_is_a_step_at_or_below_what_was_reported(
    ratios: tuple[float, ...], expected: float
) -> None:
    assert told(*ratios).characters_per_token("python") == expected


def test_each_language_has_its_own_value() -> None:
    assert told(4.0, 4.0, 4.0).characters_per_token("go") == 3.0


def test_short_prompts_and_reports_of_nothing_tell_nothing() -> None:
    calibration = Calibration()
    for _ in range(5):
        calibration.note("python", 999, 200)
        calibration.note("python", 5000, 0)
    assert calibration.characters_per_token("python") == 3.0


def test_languages_are_bounded() -> None:
    calibration = told(4.0, 4.0, 4.0)
    for n in range(1000):
        calibration.note(f"language {n}", 4000, 1000)
    assert calibration.characters_per_token("python") == 3.0


@given(
    st.floats(2.2, 4.8),
    st.lists(st.floats(-0.124, 0.124), min_size=3, max_size=60),
)
def test_noise_of_less_than_half_a_step_never_makes_it_flip_back_and_forth(
    ratio: float, noise: list[float]
) -> None:
    values = steps([ratio + each for each in noise])
    assert sum(before != after for before, after in pairwise(values)) <= 1
    assert all(value % 0.25 == 0 for value in values)


@given(st.lists(st.floats(0.1, 20.0), min_size=3, max_size=60))
def test_it_stays_within_its_bounds_whatever_is_reported(ratios: list[float]) -> None:
    assert all(2.0 <= value <= 5.0 for value in steps(ratios))


@given(st.floats(2.0, 5.0), st.floats(2.0, 5.0))
def test_it_comes_to_within_two_steps_below_a_new_ratio(old: float, new: float) -> None:
    value = steps([old] * 3 + [new] * 60)[-1]
    assert new - 0.5 - 1e-3 <= value <= new + 1e-3


def test_the_gateway_learns_from_reported_usage_only() -> None:
    asked = Prompt((Message("user", "x" * 4000),), "edit", 50, 0.2, language_id="go")
    for is_reported, expected in ((True, 4.0), (False, 3.0)):
        answers = [reply("a", usage=USAGE if is_reported else None)] * 3
        with ScriptedChat(*answers) as chat:
            gateway = chat.gateway()
            for _ in answers:
                run(gateway.ask(asked, settings()))
        assert gateway.calibration.characters_per_token("go") == expected
