"""How long an answer may take: as a whole, and without a word; refuses to know what a word is.

Only time that is spent waiting for the endpoint counts as its silence.
"""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from pt_lsp.llm.failures import Failures

T = TypeVar("T")


class Pace:
    """The time left for one answer, from now on; other tries of the same request share it."""

    def __init__(self, idle_timeout_s: float, answer_timeout_s: float, failures: Failures) -> None:
        self._idle_timeout_s = idle_timeout_s
        self._answer_timeout_s = answer_timeout_s
        self._failures = failures
        self._loop = asyncio.get_running_loop()
        self._ends_s = self._loop.time() + answer_timeout_s
        self._silence_left_s = idle_timeout_s

    def restart_silence(self) -> None:
        """A word has come, or the request goes out once more."""
        self._silence_left_s = self._idle_timeout_s

    async def wait(self, coming: Awaitable[T]) -> T:
        """What the endpoint sends next; raises EndpointTimeout when the time is up."""
        began_s = self._loop.time()
        silent_s = began_s + self._silence_left_s
        try:
            async with asyncio.timeout_at(min(silent_s, self._ends_s)):
                return await coming
        except TimeoutError:
            if silent_s < self._ends_s:
                raise self._failures.of_silence(self._idle_timeout_s) from None
            raise self._failures.of_slowness(self._answer_timeout_s) from None
        finally:
            self._silence_left_s -= self._loop.time() - began_s
