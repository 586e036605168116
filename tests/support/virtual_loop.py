"""An asyncio loop whose time jumps to the next timer when nothing else is left to do.

What runs on it is real; only waiting costs nothing. Refuses to wait for anything but its own timers: threads
run at once in the loop's own thread, and sockets never become ready.
"""

import asyncio
import contextlib
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class _JumpingSelector(selectors.SelectSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("Everything waits, and nothing is due: this would hang forever.")
        self.now_s += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Starts at zero seconds; the same program takes the same steps at the same times each time it runs."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s

    def run_in_executor(self, _executor: Any, function: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(function(*args))
        except Exception as error:  # noqa: BLE001 - as a thread would hand it over
            future.set_exception(error)
        return future


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """What `main` returns, run on a new loop."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


async def sleep_until(when_s: float) -> None:
    """Returns at that loop time, or at once when it is over."""
    loop = asyncio.get_running_loop()
    if when_s > loop.time():
        done = loop.create_future()
        handle = loop.call_at(when_s, _set, done)
        try:
            await done
        finally:
            handle.cancel()


def _set(future: asyncio.Future[None]) -> None:
    with contextlib.suppress(asyncio.InvalidStateError):
        future.set_result(None)
