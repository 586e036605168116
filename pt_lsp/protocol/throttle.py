"""Does something at most so often, and never loses the last word."""

import asyncio
from collections.abc import Callable


class Throttle:
    """Acts when asked to, once in `every_s` seconds: what is asked for meanwhile is done at their end, once.

    `has_just_acted`: the first time has to wait, too.
    """

    def __init__(
        self,
        act: Callable[[], None],
        every_s: float,
        *,
        has_just_acted: bool = False,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._act = act
        self._every_s = every_s
        self._loop = loop or asyncio.get_running_loop()
        self._next_s = self._loop.time() + every_s if has_just_acted else float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Act now, or as soon as it may be done again."""
        wait_s = self._next_s - self._loop.time()
        if wait_s <= 0:
            self._do()
        elif self._timer is None:
            self._timer = self._loop.call_later(wait_s, self._do)

    def hurry(self) -> None:
        """Do at once what waits to be done."""
        if self._timer is not None:
            self._do()

    def stop(self) -> None:
        """Leave undone what waits to be done."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _do(self) -> None:
        self.stop()
        self._next_s = self._loop.time() + self._every_s
        self._act()
