"""Signals that ask the process to end: the first has it end in order, the second at once.

Refuses to know what ends. A signal that whoever started us has ignored, as `nohup` does, stays ignored. On
Windows there is none of them but SIGINT, which asyncio turns into a cancellation itself.
"""

import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

INTERRUPTED = 130
"""The exit code of a process that was asked to end."""


def interrupt_on_signals() -> None:
    """Have each of them raise KeyboardInterrupt, as SIGINT does."""
    for number in _asking_to_end():
        signal.signal(number, signal.default_int_handler)


def end_on_signals(end: Callable[[], object]) -> list[int]:
    """Call `end` at the first; the list that is returned holds it then. Needs a running loop."""
    import asyncio

    loop = asyncio.get_running_loop()
    received: list[int] = []
    numbers = _asking_to_end()

    def take(number: int) -> None:
        for each in numbers:
            loop.remove_signal_handler(each)
            signal.signal(each, signal.SIG_DFL)
        received.append(number)
        end()

    for number in numbers:
        loop.add_signal_handler(number, take, number)
    return received


def run_until_signalled(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`; a signal cancels it, and raises KeyboardInterrupt once it has ended."""
    import asyncio

    async def run() -> T:
        task = asyncio.ensure_future(work)
        received = end_on_signals(task.cancel)
        try:
            return await task
        except asyncio.CancelledError:
            if received:
                raise KeyboardInterrupt from None
            raise

    return asyncio.run(run())


def _asking_to_end() -> list[int]:
    if sys.platform == "win32":
        return []
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    return [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
