from typing import Any

import pytest

from pt_lsp.errors import ContentFiltered, UnusableReply
from pt_lsp.features.edit.draft import Draft
from tests.features.edit.checking import drafts_of, request_of
from tests.support.scripted_chat import Step, reply

OLD = "def tax(x, rate):\n    return x * rate"
NEW = "def tax(price, rate):\n    return price * rate"
HALF = "def tax(price, rate):\n    if price:"
ADD = "<<<<<<< SEARCH\n    return x * rate\n=======\n    return rate * x\n>>>>>>> REPLACE\n"


def ended(text: str, reason: Any) -> Step:
    return reply(text, finish_reason=reason)


def last_of(*replies: Step | str) -> Draft:
    return drafts_of(request_of(f"<|>{OLD}\n<|>"), *replies)[-1]


@pytest.mark.parametrize(
    "reason", ["stop", "STOP", "eos", "end_turn", "stop_sequence", None, "", "null", "none", False]
)
def test_an_answer_with_an_end_of_its_own_is_whole(reason: Any) -> None:
    assert last_of(ended(NEW, reason)) == Draft(NEW)


@pytest.mark.parametrize("reason", ["content_filter", "sensitive", "Content_Filter"])
@pytest.mark.parametrize("text", [HALF, ""])
def test_an_answer_that_a_filter_has_cut_is_a_failure(reason: str, text: str) -> None:
    with pytest.raises(ContentFiltered, match="content filter cut"):
        last_of(ended(text, reason))


@pytest.mark.parametrize("reason", ["tool_calls", "function_call"])
def test_an_answer_that_asks_for_a_tool_is_not_used(reason: str) -> None:
    with pytest.raises(UnusableReply, match="asked for a tool"):
        last_of(ended("", reason))
    with pytest.raises(UnusableReply, match="asked for a tool"):
        last_of(ended(NEW, reason), ended(NEW, reason))
    assert last_of(ended(HALF, reason), NEW) == Draft(NEW)


@pytest.mark.parametrize("reason", ["error", "abort", "insufficient_system_resource", "x" * 5000, 7, ["a"]])
def test_an_answer_with_any_other_end_comes_with_a_warning_and_is_not_paid_for_again(reason: Any) -> None:
    last = last_of(ended(HALF, reason))
    assert last.text == HALF
    assert "its end may be missing" in (last.warning or "")


def test_changes_that_are_complete_are_made_when_the_answer_breaks_off_in_a_later_one() -> None:
    last = last_of(ended(ADD + "<<<<<<< SEARCH\ndef tax", "abort"))
    assert last.text == OLD.replace("x * rate", "rate * x")
    assert last.warning
    with pytest.raises(UnusableReply, match="breaks off"):
        last_of(*[ended("<<<<<<< SEARCH\ndef tax", "abort")] * 2)


@pytest.mark.repeats
def test_an_answer_beyond_what_was_asked_for_is_a_failure() -> None:
    with pytest.raises(UnusableReply, match="went on beyond"):
        last_of("x = 1\n" * 20_000)
