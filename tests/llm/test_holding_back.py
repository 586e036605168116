"""Automatic work against a scripted endpoint that fails, and against a budget that is used up."""

import asyncio
from dataclasses import replace

import pytest

from pt_lsp import errors
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, RetryPolicy
from pt_lsp.settings.options import BudgetSettings, Settings
from pt_lsp.store.counts import Cost, Counts
from tests.support.running import run
from tests.support.scripted_chat import (
    Live,
    ScriptedChat,
    Step,
    disconnect,
    garbage,
    no_key,
    no_wait,
    reply,
    settings,
    some_key,
    status,
)

ASKED = Prompt((Message("user", "hi"),), "inline completion", 50, 0.2, language_id="lua")
AUTOMATIC = replace(ASKED, is_automatic=True)
SETTINGS = settings()


class Desk:
    """A gateway whose clock is in the test's hands."""

    def __init__(self, *steps: Step | Live | str) -> None:
        self.now_s = 0.0
        self.chat = ScriptedChat(*steps)
        retry_policy = RetryPolicy(sleep=no_wait, uptime=lambda: self.now_s, roll=lambda: 1.0)
        self.gateway = Gateway(
            Ledger(), no_key, retry_policy=retry_policy, make_transport=lambda: self.chat.transport
        )

    async def ask(self, prompt: Prompt, wanted: Settings = SETTINGS) -> str | errors.PtLspError:
        try:
            return await self.gateway.ask(prompt, wanted)
        except errors.PtLspError as error:
            return error

    def wait_s(self) -> float:
        hold = self.gateway.hold(SETTINGS)
        return 0.0 if hold is None else hold.wait_s

    @property
    def n_requests(self) -> int:
        return len(self.chat.requests)


def test_after_a_failure_nothing_automatic_is_sent_until_the_wait_is_over() -> None:
    async def scenario() -> None:
        desk = Desk(status(501), "text")
        failure = await desk.ask(AUTOMATIC)
        again = await desk.ask(AUTOMATIC)
        assert str(again) == str(failure)
        for _ in range(30):
            assert await desk.ask(AUTOMATIC) is again
        assert desk.n_requests == 1
        hold = desk.gateway.hold(SETTINGS)
        assert hold is not None
        assert (hold.code, hold.error, hold.wait_s) == ("backing off", again, 2.0)
        assert hold.detail == f"{failure} Automatic work goes on in 2 s."
        desk.now_s += 2
        assert await desk.ask(AUTOMATIC) == "text"
        assert desk.gateway.hold(SETTINGS) is None
        desk.chat.check()

    run(scenario())


def test_automatic_work_does_not_wait_at_a_busy_endpoint_and_comes_back_when_it_may() -> None:
    async def scenario() -> None:
        desk = Desk(status(429, retry_after="7"), status(503), "text")
        assert isinstance(await desk.ask(AUTOMATIC), errors.RateLimited)
        assert desk.wait_s() == pytest.approx(7.7)
        desk.now_s += 8
        assert isinstance(await desk.ask(AUTOMATIC), errors.EndpointFailed)
        assert desk.wait_s() == 4
        desk.now_s += 4
        assert await desk.ask(AUTOMATIC) == "text"
        desk.chat.check()

    run(scenario())


@pytest.mark.parametrize(
    "refusal",
    [
        status(401),
        status(403, {"code": "Arrearage", "message": "Access denied."}),
        status(429, {"error": {"code": "insufficient_quota", "message": "Used up."}}),
        status(404, {"error": {"code": "model_not_found", "message": "Gone."}}),
        garbage(b'data: {"error": {"code": "invalid_api_key", "message": "Wrong."}}\n\n'),
    ],
)
def test_a_refusal_that_somebody_has_to_remove_ends_automatic_work_for_minutes(refusal: Step) -> None:
    async def scenario() -> None:
        desk = Desk(refusal, refusal, "text")
        await desk.ask(AUTOMATIC)
        assert desk.wait_s() == pytest.approx(330)
        await desk.ask(ASKED)
        assert desk.wait_s() == pytest.approx(330)
        desk.now_s += 331
        assert await desk.ask(AUTOMATIC) == "text"
        desk.chat.check()

    run(scenario())


@pytest.mark.parametrize(
    "refusal",
    [
        status(400, {"error": {"code": "data_inspection_failed", "message": "No."}}),
        garbage(b'data: {"error": {"code": "data_inspection_failed", "message": "No."}}\n\n'),
        status(400, {"error": {"code": "context_length_exceeded", "message": "No."}}),
        status(422),
    ],
)
def test_a_refusal_of_one_text_holds_no_other_back(refusal: Step) -> None:
    async def scenario() -> None:
        desk = Desk(refusal, "text")
        await desk.ask(AUTOMATIC)
        assert await desk.ask(AUTOMATIC) == "text"
        desk.chat.check()

    run(scenario())


def test_a_wait_named_by_a_failing_endpoint_is_kept_too() -> None:
    async def scenario() -> None:
        desk = Desk(status(503, retry_after="20"))
        await desk.ask(AUTOMATIC)
        assert desk.wait_s() == 22

    run(scenario())


def test_asked_work_is_tried_all_the_same_and_ends_the_wait_when_it_succeeds() -> None:
    async def scenario() -> None:
        desk = Desk(status(501), status(501), "text")
        await desk.ask(AUTOMATIC)
        desk.now_s += 1
        assert isinstance(await desk.ask(ASKED), errors.EndpointFailed)
        assert desk.wait_s() == 4
        assert await desk.ask(ASKED) == "text"
        assert desk.gateway.hold(SETTINGS) is None
        desk.chat.check()

    run(scenario())


def test_an_answer_that_breaks_off_makes_automatic_work_wait() -> None:
    async def scenario() -> None:
        desk = Desk(disconnect(after_bytes=500))
        assert isinstance(await desk.ask(AUTOMATIC), errors.StreamCut)
        assert desk.wait_s() == 2

    run(scenario())


def test_a_stream_that_is_left_early_has_worked() -> None:
    async def scenario() -> None:
        live = Live()
        desk = Desk(status(501), live)
        await desk.ask(AUTOMATIC)
        desk.now_s += 2
        live.send("one ")
        async with desk.gateway.open(AUTOMATIC, SETTINGS) as answer:
            assert await anext(answer) == "one "
        desk.chat.add(status(501))
        await desk.ask(AUTOMATIC)
        assert desk.wait_s() == 2  # and not 4: the failures are not in a row

    run(scenario())


def test_streams_cut_by_one_fall_of_the_endpoint_count_as_one_failure() -> None:
    async def scenario() -> None:
        desk = Desk(*[disconnect(after_bytes=500)] * 3)
        await asyncio.gather(*(desk.ask(AUTOMATIC) for _ in range(3)))
        assert desk.wait_s() == 2

    run(scenario())


def test_another_model_or_endpoint_is_asked_at_once() -> None:
    async def scenario() -> None:
        desk = Desk(status(404), "text")
        await desk.ask(AUTOMATIC)
        assert await desk.ask(AUTOMATIC, settings(model="another")) == "text"

    run(scenario())


def test_a_probe_that_is_refused_holds_nobody_back() -> None:
    async def scenario() -> None:
        desk = Desk(status(400))
        await desk.ask(replace(ASKED, purpose="probe"))
        assert desk.gateway.hold(SETTINGS) is None

    run(scenario())


def test_over_a_budget_automatic_work_is_held_first_and_then_all_of_it() -> None:
    limited = replace(SETTINGS, budget=BudgetSettings(tokens_per_day=100))

    async def scenario() -> None:
        desk = Desk(reply("a", usage=usage(100)), reply("b", usage=usage(30)))
        assert await desk.ask(AUTOMATIC, limited) == "a"
        hold = desk.gateway.hold(limited)
        assert hold is not None
        assert hold.code == "over budget"
        assert isinstance(await desk.ask(AUTOMATIC, limited), errors.OverBudget)
        assert await desk.ask(ASKED, limited) == "b"
        assert isinstance(await desk.ask(ASKED, limited), errors.OverBudget)
        desk.chat.check()

    run(scenario())


def test_each_request_is_booked_with_language_cached_tokens_and_price() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(
            reply("a", usage={**usage(1000), "prompt_tokens_details": {"cached_tokens": 500}})
        )
        ledger = Ledger()
        booked: list[tuple[str, Counts, str]] = []
        ledger.on_record = lambda *booking: booked.append(booking)
        gateway = Gateway(ledger, some_key, make_transport=lambda: chat.transport)
        await gateway.ask(AUTOMATIC, settings("https://api.powertokens.ai/v1"))
        ((purpose, counts, language_id),) = booked
        assert (purpose, language_id) == ("inline completion", "lua")
        assert (counts.prompt_tokens, counts.completion_tokens, counts.cached_tokens) == (1000, 0, 500)
        assert counts.costs == (Cost("USD", 1, 600_000),)

    run(scenario())


def test_thoughts_alone_are_booked_and_hold_back_what_nobody_asked_for() -> None:
    thoughts = b'data: {"choices": [{"delta": {"reasoning_content": "Hm."}, "finish_reason": "length"}]}\n\n'

    async def scenario() -> None:
        chat, ledger = ScriptedChat(garbage(thoughts)), Ledger()
        gateway = Gateway(ledger, some_key, make_transport=lambda: chat.transport)
        for _ in range(2):  # the second is not sent
            with pytest.raises(errors.OnlyThoughts):
                await gateway.ask(AUTOMATIC, settings())
        assert ledger.total("inline completion").prompt_tokens > 0
        hold = gateway.hold(settings())
        assert hold is not None
        assert hold.code == "backing off"
        chat.check()

    run(scenario())


def usage(prompt_tokens: int) -> dict[str, object]:
    return {"prompt_tokens": prompt_tokens, "completion_tokens": 0, "total_tokens": prompt_tokens}
