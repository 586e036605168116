import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from pt_lsp.documents.span import Span
from pt_lsp.errors import ContentFiltered
from pt_lsp.features.inline_completion.items import Completion
from tests.features.inline_completion.checking import URI, Desk, check, open_desk
from tests.support.running import run
from tests.support.scripted_chat import Live, Step, disconnect, hang, reply, status

Scenario = Callable[[Desk], Awaitable[None]]


def play(scenario: Scenario, *steps: Step | Live | str, **engine: Any) -> None:
    async def whole() -> None:
        async with open_desk(*steps, **engine) as made:
            await scenario(made)

    run(whole())


def texts(completions: list[Completion]) -> list[str]:
    """What each would make of the line, up to the end of what it replaces."""
    return [_before(completion) + completion.text for completion in completions]


def _before(completion: Completion) -> str:
    document, start = completion.document, completion.span.start
    return document.slice(Span(document.line_start(document.line_at(start)), start))


def codes(desk: Desk) -> list[str]:
    return [reason.reason for reason in desk.engine.reasons.newest_first()]


@pytest.mark.parametrize(
    ("marked", "answer", "expected"),
    [
        ("def add(a, b):\n    <|>\n", "return a + b", "def add(a, b):\n    return a + b\n"),
        (
            "def add(a, b):\n    ret<|>\n",
            "```python\n    return a + b\n```",
            "def add(a, b):\n    return a + b\n",
        ),
        ("print(<|>)\n", "a, b)", "print(a, b)\n"),
        (
            "def add(a, b):\n    <|>\n",
            "<think>\nA sum:\n```\nreturn a\n```\n</think>\n\n    return a + b",
            "def add(a, b):\n    return a + b\n",
        ),
        ("def add(a, b):\n    <|>\n", "<think>\nreturn a + b\n", None),
        ('TAG = "<|>"\n', "<think>", 'TAG = "<think>"\n'),
        ("x = <|>\n", "Here is the code:\n\n```python\nx = 1\n```\n\nIt assigns one to it.", "x = 1\n"),
        ("a = 1\r\nx = <|>\r\n", "2\r\n", "a = 1\r\nx = 2\r\n"),
        ("x = 1\n<|>\nreturn x\n", "return x", None),
        ("x = <|>\n", "   \n", None),
    ],
)
def test_a_reply_becomes_an_item(marked: str, answer: str, expected: str | None) -> None:
    check(marked, answer, expected)


def test_an_empty_reply_is_nothing_to_say_and_not_asked_for_twice() -> None:
    async def scenario(desk: Desk) -> None:
        for _ in range(2):
            assert await desk.ask("x = <|>\n") == []
        assert codes(desk) == ["nothing to say", "nothing to say"]
        assert desk.engine.last_error is None
        assert await desk.ask("x = <|>\n", is_invoked=True) != []

    play(scenario, reply(""), "1")


def test_text_typed_as_foreseen_is_served_without_asking() -> None:
    async def scenario(desk: Desk) -> None:
        assert texts(await desk.ask("x = <|>\n")) == ["x = foo(bar)"]
        assert texts(await desk.ask("x = fo<|>\n")) == ["x = foo(bar)"]
        assert texts(await desk.ask("x = foo(<|>)\n")) == ["x = foo(bar)"]
        assert (desk.engine.counts.asked, desk.engine.counts.reused, desk.engine.counts.shown) == (1, 2, 3)

    play(scenario, "foo(bar)")


def test_other_text_asks_anew() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask("x = <|>\n")
        assert texts(await desk.ask("x = b<|>\n")) == ["x = bar"]

    play(scenario, "foo", "ar")


def test_a_newer_request_joins_the_stream_that_foresees_its_text() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        newer = asyncio.create_task(desk.ask("x = fo<|>\n"))
        live.send("foo(bar)")
        live.finish()
        assert texts(await newer) == ["x = foo(bar)"]
        assert await older == await newer
        assert codes(desk) == []
        assert desk.engine.counts.asked == 1

    play(scenario, live)


def test_a_cancelled_request_leaves_its_stream_to_the_next() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        older.cancel()
        await asyncio.wait([older])
        assert older.cancelled()
        live.send("foo(bar)\n")
        assert texts(await desk.ask("x = f<|>\n")) == ["x = foo(bar)"]

    play(scenario, live)


def test_a_stream_that_typing_contradicts_is_closed_at_once() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        live.send("foo")
        newer = asyncio.create_task(desk.ask("y = <|>\n"))
        assert texts(await newer) == ["y = bar"]
        assert await older == await newer
        await desk.chat.disconnected()

    play(scenario, live, "bar")


def test_a_stream_that_turns_out_to_contradict_what_was_typed_is_replaced() -> None:
    live = Live()

    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        newer = asyncio.create_task(desk.ask("x = ba<|>\n"))
        live.send("foo")
        assert texts(await newer) == ["x = bar"]
        assert await older == await newer
        await desk.chat.disconnected()

    play(scenario, live, "r")


def test_a_stream_that_nobody_waits_for_ends_after_the_grace_time() -> None:
    async def scenario(desk: Desk) -> None:
        request = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        request.cancel()
        await desk.chat.disconnected()

    play(scenario, hang(after="f"), grace_s=0.01)


def test_a_complete_line_ends_the_stream() -> None:
    async def scenario(desk: Desk) -> None:
        assert texts(await desk.ask("x = <|>\n")) == ["x = 1"]
        await desk.chat.disconnected()

    play(scenario, hang(after="1\n"))


def test_a_block_ends_the_stream_when_the_code_leaves_it() -> None:
    async def scenario(desk: Desk) -> None:
        shown = texts(await desk.ask("def f():\n    <|>\n"))
        assert shown == ["    a = 1\n    return a"]
        await desk.chat.disconnected()

    play(scenario, hang(after="a = 1\n    return a\n\ndef g():\n"))


def test_the_last_line_of_a_reply_that_was_cut_is_not_shown() -> None:
    async def scenario(desk: Desk) -> None:
        shown = texts(await desk.ask("def f():\n    <|>\n"))
        assert shown == ["    a = 1"]

    play(scenario, reply("a = 1\n    b = so", finish_reason="length"))


@pytest.mark.parametrize(
    ("text", "reason", "expected"),
    [
        ("a = 1\n    b = so", "abort", ["    a = 1"]),
        ("a = so", "insufficient_system_resource", []),
        ("a = 1\n    b = so", "content_filter", []),
        ("", "sensitive", []),
        ("a = 1", "tool_calls", []),
    ],
)
def test_of_a_reply_that_does_not_end_by_itself_at_most_whole_lines_are_shown(
    text: str, reason: str, expected: list[str]
) -> None:
    async def scenario(desk: Desk) -> None:
        assert texts(await desk.ask("def f():\n    <|>\n")) == expected
        if not expected and reason in {"content_filter", "sensitive"}:
            assert isinstance(desk.engine.last_error, ContentFiltered)
            assert desk.engine.reasons.newest_first()[0].reason == "failed"

    play(scenario, reply(text, finish_reason=reason))


def test_a_reply_that_is_all_thought_says_so_and_is_not_asked_for_again() -> None:
    async def scenario(desk: Desk) -> None:
        for _ in range(2):
            assert await desk.ask("x = <|>\n") == []
        assert "by thinking" in desk.engine.reasons.newest_first()[1].detail

    play(scenario, reply("<think>\nThe user", finish_reason="length"))


def test_a_burst_of_keys_asks_once() -> None:
    async def scenario(desk: Desk) -> None:
        burst = [asyncio.create_task(desk.ask(f"x = {'f' * n}<|>\n", debounce_ms=None)) for n in range(5)]
        *older, newest = await asyncio.gather(*burst)
        assert texts(newest) == ["x = ffff()"]
        assert older == [newest] * 4

    play(scenario, "ffff()")


def test_asking_by_hand_does_not_wait() -> None:
    async def scenario(desk: Desk) -> None:
        async with asyncio.timeout(3):
            assert texts(await desk.ask("x = <|>\n", is_invoked=True, debounce_ms=5000)) == ["x = 1"]

    play(scenario, "1")


def test_automatic_off_never_asks_but_serves_what_is_known() -> None:
    async def scenario(desk: Desk) -> None:
        assert await desk.ask("x = <|>\n", automatic=False) == []
        assert codes(desk) == ["manual only"]
        assert texts(await desk.ask("x = <|>\n", is_invoked=True, automatic=False)) == ["x = foo"]
        assert texts(await desk.ask("x = f<|>\n", automatic=False)) == ["x = foo"]

    play(scenario, "foo")


def test_an_excluded_document_shows_nothing_and_ends_what_runs() -> None:
    async def scenario(desk: Desk) -> None:
        older = asyncio.create_task(desk.ask("x = <|>\n"))
        await desk.chat.received()
        assert await desk.ask("x = <|>\n", is_invoked=True, exclusion="matches .env*") == []
        assert await older == []
        await desk.chat.disconnected()
        assert codes(desk) == ["excluded"]

    play(scenario, hang(after="f"))


def test_a_failure_is_a_reason_and_not_an_exception() -> None:
    async def scenario(desk: Desk) -> None:
        assert await desk.ask("x = <|>\n") == []
        assert codes(desk) == ["failed"]
        assert desk.engine.last_error is not None
        assert desk.engine.reasons.newest_first()[0].detail == str(desk.engine.last_error)
        assert texts(await desk.ask("x = <|>\n", is_invoked=True)) == ["x = 1"]
        assert desk.engine.last_error is None

    play(scenario, status(401), "1")


def test_a_reply_that_breaks_off_is_a_failure() -> None:
    async def scenario(desk: Desk) -> None:
        assert await desk.ask("x = <|>\n") == []
        assert codes(desk) == ["failed"]

    play(scenario, disconnect(after_bytes=300, text="some_very_long_name_that_never_ends" * 9))


def test_closing_a_document_ends_its_stream_and_forgets_its_texts() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask("x = <|>\n")
        request = asyncio.create_task(desk.ask("y = <|>\n"))
        await desk.chat.received(2)
        desk.engine.closed(URI)
        assert await request == []
        await desk.chat.disconnected()
        assert texts(await desk.ask("x = <|>\n")) == ["x = 2"]

    play(scenario, "1", hang(after="f"), "2")


def test_closing_the_engine_ends_every_stream() -> None:
    async def scenario(desk: Desk) -> None:
        request = asyncio.create_task(desk.ask("y = <|>\n"))
        await desk.chat.received()
        await desk.engine.aclose()
        assert await request == []
        await desk.chat.disconnected()

    play(scenario, hang(after="f"))


def test_the_way_to_ask_comes_from_the_setting_or_else_from_the_probe() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask("x = <|>\n")
        assert "<|fim_prefix|>x = <|fim_suffix|>" in desk.chat.requests[-1].text
        await desk.ask("y = <|>\n", fill_mode="hole")
        assert "y = <|cursor|>" in desk.chat.requests[-1].text

    play(scenario, "1", "2", fill_way=lambda _: "fim")


def test_the_prompt_stays_within_the_budget() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.ask("value = compute(argument)\n" * 5000 + "<|>\n" + "x = 1\n" * 5000)
        assert 7_000 < len(desk.chat.requests[-1].text) < 6000 * 3.5

    play(scenario, "1")
