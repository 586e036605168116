"""What was asked for and still runs, so that it can be cancelled by name or all at once."""

import asyncio
import itertools
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any


class InFlight:
    """Cancel functions by id; owned by the server."""

    def __init__(self) -> None:
        self._cancels: dict[str, Callable[[], None]] = {}
        self._ids = itertools.count(1)
        self._own_name = os.urandom(4).hex()

    def new_id(self) -> str:
        """The id of the next edit or explanation; no other server has it, because originals are shared."""
        return f"job-{self._own_name}-{next(self._ids)}"

    @contextmanager
    def registered(self, job_id: str, cancel: Callable[[], None]) -> Generator[None]:
        """Have it cancellable for as long as the context lasts."""
        self._cancels[job_id] = cancel
        try:
            yield
        finally:
            # Another try of the same edit may have come in between.
            if self._cancels.get(job_id) is cancel:
                del self._cancels[job_id]

    def cancel(self, job_id: str | None = None) -> None:
        """Cancel that one, or all; one that has ended is no error."""
        for name, cancel in list(self._cancels.items()):
            if job_id in (None, name):
                cancel()


async def run_child(task: asyncio.Task[Any]) -> bool:
    """Whether `task` came to its end, rather than being cancelled itself; raises what it raised.

    Cancelling the caller cancels the task too.
    """
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait([task])
        raise
    if task.cancelled():
        return False
    task.result()
    return True
