"""Prompts are redacted one after the other, and long ones off the loop."""

import asyncio
import contextlib
import threading

from pt_lsp.llm.prompt import Message, Prompt
from pt_lsp.llm.redaction import MOST_ON_LOOP, PromptRedactor
from pt_lsp.privacy.secrets import Redactor
from tests.support.running import run

TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ456789"
LONG = f"token = {TOKEN}\n" + "value = 1\n" * (MOST_ON_LOOP // 10)


class WatchedRedactor(Redactor):
    """Knows where it worked, and waits to be let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []
        self.may_go_on = threading.Event()
        self.is_at_work = False

    def redact(self, text: str) -> str:
        assert not self.is_at_work
        self.is_at_work = True
        if len(text) > MOST_ON_LOOP:
            assert self.may_go_on.wait(20)
        self.threads.append(threading.get_ident())
        redacted = super().redact(text)
        self.is_at_work = False
        return redacted


def prompt(text: str) -> Prompt:
    return Prompt((Message("user", text),), "edit", max_tokens=10, temperature=0.0)


def test_a_long_prompt_is_redacted_off_the_loop_and_a_short_one_waits_for_its_turn() -> None:
    async def scenario() -> None:
        redactor = WatchedRedactor()
        redacting = PromptRedactor(redactor)
        long = asyncio.create_task(redacting.redact(prompt(LONG)))
        short = asyncio.create_task(redacting.redact(prompt(f"use({TOKEN})")))
        await asyncio.sleep(0)
        assert not short.done()
        redactor.may_go_on.set()
        first, second = await long, await short
        (placeholder,) = first.placeholders.secrets
        assert TOKEN not in first.prompt.messages[0].content
        assert second.prompt.messages[0].content == f"use({placeholder})"
        assert [each == threading.get_ident() for each in redactor.threads] == [False, True]

    run(scenario())


def test_one_that_is_cancelled_keeps_its_turn_until_its_thread_has_ended() -> None:
    async def scenario() -> None:
        redactor = WatchedRedactor()
        redacting = PromptRedactor(redactor)
        long = asyncio.create_task(redacting.redact(prompt(LONG)))
        while not redactor.is_at_work:  # noqa: ASYNC110 - it is another thread that tells
            await asyncio.sleep(0)
        long.cancel()
        short = asyncio.create_task(redacting.redact(prompt(f"use({TOKEN})")))
        redactor.may_go_on.set()
        await short
        assert len(redactor.threads) == 2
        with contextlib.suppress(asyncio.CancelledError):
            await long
        assert long.cancelled()

    run(scenario())


def test_a_prompt_with_one_long_line_is_redacted_off_the_loop() -> None:
    async def scenario() -> None:
        redactor = WatchedRedactor()
        redacted = await PromptRedactor(redactor).redact(prompt(f"{TOKEN} " * 100))
        assert redactor.threads[0] != threading.get_ident()
        assert len(redacted.placeholders.secrets) == 1

    run(scenario())
