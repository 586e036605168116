"""Marks for the prompt cache over real TCP: when they go out, what comes of them, and what they cost."""

from dataclasses import replace
from typing import Any

import pytest

from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, RetryPolicy
from pt_lsp.llm.refusals.adaptation import has_marks
from pt_lsp.settings.tables import OwnPrice
from tests.support.caching_provider import CachingProvider
from tests.support.chat_api import DASHSCOPE, text_of
from tests.support.running import run
from tests.support.scripted_chat import (
    Request,
    ScriptedChat,
    Step,
    no_key,
    no_wait,
    reply,
    respond,
    settings,
    status,
)

pytestmark = pytest.mark.repeats

SECRET = "ghp_" + "aB3" * 12
RULES = Message("system", "Write code and nothing else.")
FILE = "".join(f"def function_{n}(value):\n    return value * {n}\n\n\n" for n in range(400))
N_ASKED = 200


class Clock:
    """Two seconds pass between one question and the next."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


def asked(n: int, before: str = "") -> Prompt:
    """What is asked after some typing at the end of a file."""
    return Prompt((RULES, Message("user", f"{before}{FILE}number = {n}\n<cursor>\n")), "edit", 50, 0.2)


def exchange(
    play: Step, prompts: list[Prompt], profile: str = "dashscope", **endpoint: Any
) -> tuple[ScriptedChat, Gateway]:
    """All prompts asked of one endpoint over TCP."""

    async def ask() -> tuple[ScriptedChat, Gateway]:
        chat, clock = ScriptedChat(forever=play, extras=DASHSCOPE), Clock()
        policy = RetryPolicy(sleep=no_wait, uptime=clock)
        gateway = Gateway(Ledger(), no_key, retry_policy=policy)
        async with chat.serve() as url:
            for prompt in prompts:
                clock.now_s += 2
                answer = await gateway.ask(prompt, settings(url, profile=profile, **endpoint))
                assert answer == "answer"
            await gateway.aclose()
        return chat, gateway

    return run(ask())


def billing(provider: CachingProvider) -> Step:
    """An endpoint that bills as Model Studio does."""
    times = iter(range(0, 10**9, 2))
    return respond(
        lambda request: reply("answer", usage=provider.bill(request["messages"], next(times)).usage())
    )


def marked(chat: ScriptedChat) -> list[Request]:
    return [request for request in chat.requests if has_marks(request["messages"])]


def texts(request: Request) -> list[str]:
    return [text_of(message) for message in request["messages"]]


def test_a_beginning_that_is_sent_again_and_again_is_marked_and_costs_less() -> None:
    prompts = [asked(n) for n in range(N_ASKED)]
    price = OwnPrice("USD", 1, 0, 0.2)
    chat, gateway = exchange(billing(CachingProvider()), prompts, price=price)
    assert len(marked(chat)) > 20
    assert [texts(request) for request in chat.requests] == [[m.content for m in p.messages] for p in prompts]
    _, plain = exchange(billing(CachingProvider()), prompts, profile="openai", price=price)
    total = gateway.ledger.total()
    assert total.created_tokens > 0
    assert total.explicit_tokens > 10 * total.created_tokens
    assert gateway.ledger.costs[0].nano < 0.97 * plain.ledger.costs[0].nano


def test_an_endpoint_that_is_not_known_to_take_marks_gets_none() -> None:
    chat, _ = exchange(billing(CachingProvider()), [asked(n) for n in range(N_ASKED)], profile="powertokens")
    assert not marked(chat)


@pytest.mark.parametrize(
    "said",
    [
        "Unknown parameter: 'messages[1].content[0].cache_control'.",
        "messages.1.content: Input should be a valid string",
        "prompt caching is not supported for this model",
    ],
)
def test_an_endpoint_that_refuses_marks_gets_the_same_text_without_and_never_a_mark_again(said: str) -> None:
    refusal = status(400, {"error": {"message": said, "type": "invalid_request_error"}})
    bill = billing(CachingProvider())
    play = respond(lambda request: refusal if has_marks(request["messages"]) else bill)
    chat, _ = exchange(play, [asked(n) for n in range(N_ASKED)])
    (first,) = marked(chat)
    assert len(chat.requests) == N_ASKED + 1
    after = chat.requests[chat.requests.index(first) + 1]
    assert texts(after) == texts(first)
    assert all(isinstance(message["content"], str) for message in after["messages"])


def test_a_model_that_heeds_no_marks_gets_no_more_of_them() -> None:
    chat, _ = exchange(
        reply("answer", usage={"prompt_tokens": 9_000, "completion_tokens": 1}),
        [asked(n) for n in range(N_ASKED)],
    )
    assert len(marked(chat)) == 1


def test_a_turn_that_is_to_be_gone_on_with_is_never_in_parts() -> None:
    def prompt(n: int) -> Prompt:
        turns = (*asked(0).messages, Message("assistant", f"def f():\n    return {n}"))
        return replace(asked(0), messages=turns, continues_assistant=True)

    chat, _ = exchange(billing(CachingProvider()), [prompt(n) for n in range(N_ASKED)])
    assert marked(chat)
    assert all(request["messages"][-1]["partial"] is True for request in chat.requests)


def test_marked_requests_hold_placeholders_and_what_was_sent_is_remembered_as_text() -> None:
    chat, gateway = exchange(
        billing(CachingProvider()), [asked(n, f'token = "{SECRET}"\n\n') for n in range(N_ASKED)]
    )
    assert marked(chat)
    assert not any(SECRET in text for request in chat.requests for text in texts(request))
    sent = gateway.last_sent
    assert sent is not None
    assert [message.content for message in sent.prompt.messages] == texts(chat.requests[-1])
    assert (("cache_control", '{"type": "ephemeral"}') in sent.further) == has_marks(
        chat.requests[-1]["messages"]
    )
