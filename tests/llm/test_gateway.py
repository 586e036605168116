import asyncio
import logging
from dataclasses import replace

import pytest

from pt_lsp import errors
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, Redaction, Sent, Usage
from pt_lsp.settings.options import BudgetSettings, PrivacySettings, Settings
from pt_lsp.store.credentials import Key
from tests.support.running import run
from tests.support.scripted_chat import (
    Live,
    Request,
    ScriptedChat,
    disconnect,
    hang,
    no_key,
    reply,
    respond,
    settings,
    status,
)

SECRET = "ghp_" + "aB3" * 12
OTHER = "ghp_" + "xY7" * 12
PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)


def prompt(text: str) -> Prompt:
    return replace(PROMPT, messages=(Message("user", text),))


def echo(request: Request) -> str:
    """An answer that repeats the question, cut within its placeholders."""
    return request.text


def test_a_secret_leaves_as_a_placeholder_and_comes_back_in_the_answer() -> None:
    with ScriptedChat(respond(echo)) as chat:
        gateway = chat.gateway()
        text = f'token = "{SECRET}"\nagain = "{SECRET}"\n'
        assert run(gateway.ask(prompt(text), settings())) == text
    assert SECRET not in chat.requests[0].text
    assert gateway.last_sent is not None
    assert gateway.last_sent.redactions == (Redaction("REDACTED_SECRET_1", "GitHub token", 2),)
    assert SECRET not in repr(gateway.last_sent)


def test_the_same_secret_keeps_its_placeholder_from_prompt_to_prompt() -> None:
    with ScriptedChat("a", "b") as chat:
        gateway = chat.gateway()
        run(gateway.ask(prompt(f"x {OTHER} {SECRET}"), settings()))
        run(gateway.ask(prompt(f"y {SECRET}"), settings()))
    assert chat.requests[0].text.split()[-1] == chat.requests[1].text.split()[-1]


def test_an_answer_cannot_call_up_a_secret_of_another_prompt() -> None:
    with ScriptedChat("a", respond(lambda request: placeholder)) as chat:
        gateway = chat.gateway()
        run(gateway.ask(prompt(f"x {SECRET}"), settings()))
        placeholder = chat.requests[0].text.split()[-1]
        assert run(gateway.ask(prompt("y"), settings())) == placeholder


def test_what_looked_like_the_start_of_a_placeholder_at_the_end_is_not_lost() -> None:
    with ScriptedChat("as in REDACTED_SEC") as chat:
        assert run(chat.gateway().ask(prompt(f"x {SECRET}"), settings())) == "as in REDACTED_SEC"


def test_redaction_can_be_switched_off() -> None:
    open_settings = replace(settings(), privacy=PrivacySettings(redact_secrets=False))
    with ScriptedChat("a") as chat:
        gateway = chat.gateway()
        run(gateway.ask(prompt(SECRET), open_settings))
    assert chat.requests[0].text == SECRET
    assert gateway.last_sent is not None
    assert gateway.last_sent.redactions is None


def test_what_was_sent_last_is_remembered_with_its_usage_once_known() -> None:
    live = Live()

    async def scenario() -> None:
        gateway = ScriptedChat(live, "x").gateway()
        live.send("text")
        async with gateway.open(PROMPT, settings()) as answer:
            sent = gateway.last_sent
            assert isinstance(sent, Sent)
            assert (sent.purpose, sent.host, sent.usage) == ("edit", "127.0.0.1:9", None)
            live.finish()
            assert [delta async for delta in answer] == ["text"]
        assert gateway.last_sent == replace(sent, usage=Usage(1, 2, is_estimated=True))

    run(scenario())


def test_over_budget_nothing_is_sent() -> None:
    ledger = Ledger(spent_elsewhere=lambda: 99)
    limited = replace(settings(), budget=BudgetSettings(tokens_per_day=10))
    with ScriptedChat() as chat, pytest.raises(errors.OverBudget):
        run(chat.gateway(ledger).ask(PROMPT, limited))


def test_without_a_key_nothing_is_sent() -> None:
    with ScriptedChat() as chat, pytest.raises(errors.NoKey):
        run(chat.gateway().ask(PROMPT, settings("https://models.example/v1")))


def test_a_refused_request_costs_nothing() -> None:
    with ScriptedChat(status(401), disconnect(after_bytes=60)) as chat:
        gateway = chat.gateway()
        for _ in range(2):
            with pytest.raises(errors.ModelError):
                run(gateway.ask(PROMPT, settings()))
    assert gateway.ledger.total() == Usage()


def test_a_broken_answer_is_booked_as_far_as_it_came() -> None:
    with ScriptedChat(disconnect(after_bytes=500)) as chat:
        gateway = chat.gateway()
        with pytest.raises(errors.StreamCut):
            run(gateway.ask(PROMPT, settings()))
    assert gateway.ledger.total().completion_tokens > 0


def test_a_request_cancelled_while_it_waits_is_booked_with_its_prompt() -> None:
    async def scenario() -> Usage:
        chat = ScriptedChat(hang())
        gateway = chat.gateway()
        task = asyncio.create_task(gateway.ask(prompt("x" * 35), settings()))
        await chat.received()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await chat.disconnected()
        return gateway.ledger.total()

    assert run(scenario()) == Usage(10, 0, is_estimated=True)


def test_prompts_are_logged_only_when_wished_and_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="pt_lsp")
    logged = replace(settings(), privacy=PrivacySettings(log_prompts=True))
    with ScriptedChat("answer", "answer") as chat:
        run(chat.gateway().ask(prompt(f"question {SECRET}"), settings()))
        assert not caplog.messages
        run(chat.gateway().ask(prompt(f"question {SECRET}"), logged))
    assert "question" in caplog.text
    assert "reply: answer" in caplog.text
    assert SECRET not in caplog.text


def test_two_first_requests_at_once_share_the_connections() -> None:
    async def scenario() -> None:
        chat = ScriptedChat("a", "a")
        gateway = Gateway(Ledger(), no_key)
        async with chat.serve() as url:
            assert await asyncio.gather(*(gateway.ask(PROMPT, settings(url)) for _ in range(2))) == ["a", "a"]
            await gateway.aclose()

    run(scenario())


def test_a_gateway_that_was_never_used_closes() -> None:
    run(Gateway(Ledger(), no_key).aclose())


def test_a_refused_key_is_looked_for_again() -> None:
    searches: list[Settings] = []

    async def find(wanted: Settings) -> None:
        searches.append(wanted)

    async def scenario() -> None:
        chat = ScriptedChat("a", status(401), "a", "a")
        gateway = Gateway(Ledger(), find, make_transport=lambda: chat.transport)
        await gateway.ask(PROMPT, settings())
        with pytest.raises(errors.Unauthorized):
            await gateway.ask(PROMPT, settings())
        assert len(searches) == 1
        await gateway.ask(PROMPT, settings())
        await gateway.ask(PROMPT, settings())
        assert len(searches) == 2

    run(scenario())


def test_where_a_refused_key_has_a_successor_the_request_goes_out_again_with_it() -> None:
    keys = [Key("old"), Key("new"), Key("new")]

    async def find(wanted: Settings) -> Key:
        return keys.pop(0)

    async def scenario() -> None:
        chat = ScriptedChat(status(401), "a", "b", status(401))
        gateway = Gateway(Ledger(), find, make_transport=lambda: chat.transport)
        assert [await gateway.ask(PROMPT, settings()) for _ in range(2)] == ["a", "b"]
        with pytest.raises(errors.Unauthorized):
            await gateway.ask(PROMPT, settings())
        sent = [request.headers["authorization"] for request in chat.requests]
        assert sent == ["Bearer old", "Bearer new", "Bearer new", "Bearer new"]
        chat.check()

    run(scenario())


def test_stop_strings_hold_no_secret_either() -> None:
    with ScriptedChat(reply("a")) as chat:
        run(chat.gateway().ask(replace(prompt(SECRET), stop=(SECRET,)), settings()))
    assert SECRET not in str(chat.requests[0].body)
