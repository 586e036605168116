"""What is read of an answer at most, and what is made of one that breaks off."""

import asyncio
from dataclasses import replace

import pytest

from pt_lsp import errors
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt
from pt_lsp.llm.reply import MAX_CHARACTERS_PER_TOKEN
from tests.support.chat_steps import Sink
from tests.support.running import run
from tests.support.scripted_chat import Request, ScriptedChat, Step, no_key, reply, settings, status

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)


def test_a_kept_connection_that_ran_out_is_made_anew_for_what_nobody_asked_for_too() -> None:
    automatic = replace(PROMPT, purpose="inline completion", is_automatic=True)
    with ScriptedChat(status(408), "text") as chat:
        assert run(chat.gateway().ask(automatic, settings())) == "text"


@pytest.mark.parametrize("rest", [b"", b" " * 5])
def test_a_refusal_counts_however_its_body_breaks_off(rest: bytes) -> None:
    async def drip(request: Request, sink: Sink) -> None:
        await sink.start(404, {"content-length": "900"})
        await sink.write(b'{"error":{"message":"no such route"}}' + rest)
        if not rest:
            await sink.abort()
        await asyncio.Event().wait()

    async def scenario() -> None:
        gateway = Gateway(Ledger(), no_key)
        async with ScriptedChat(Step("drip", drip)).serve() as url:
            with pytest.raises(errors.UnknownModel, match="no such route"):
                await gateway.ask(PROMPT, settings(url))
            await gateway.aclose()

    run(scenario())


def test_an_answer_far_beyond_its_limit_is_cut_for_the_endpoint() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(reply("x" * 10_000, cut_bytes=4096))
        async with chat.gateway().open(replace(PROMPT, max_tokens=10), settings()) as answer:
            text = "".join([delta async for delta in answer])
        assert (len(text), answer.finish_reason) == (10 * MAX_CHARACTERS_PER_TOKEN, "length")

    run(scenario())
