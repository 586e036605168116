"""When to ask an endpoint again; never waits long where a person waits too."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

MAX_RETRIES = 2
MAX_WAIT_S = 10.0
BUSY_WAIT_S = 0.5
"""The first wait where an endpoint is busy or failing; doubled for the second."""
RECONNECT_WAIT_S = 0.1
"""The same where a connection failed: mostly a kept one that the other side had just closed."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The clocks and dice of retries."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now: Callable[[], float] = time.time
    uptime: Callable[[], float] = time.monotonic
    """Seconds that go on evenly, whatever is done to the clock."""
    roll: Callable[[], float] = random.random

    def wait_s(self, n_retries: int, first_wait_s: float, retry_after_s: float | None) -> float | None:
        """Seconds to wait before the next try, spread so that editors do not come back all at once.

        `n_retries` were made so far. None: give up, for it was tried often enough or would take too long.
        """
        if n_retries >= MAX_RETRIES:
            return None
        if retry_after_s is not None:
            return None if retry_after_s > MAX_WAIT_S else retry_after_s * (1 + self.roll() / 10)
        return first_wait_s * (1 << n_retries) * (0.5 + self.roll() / 2)
