"""What was read from the disk, given at once; where it is some seconds old it is read again in a thread.

Refuses to hold up anybody for a reading, but for the first one of each key.
"""

import asyncio
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cachetools import LRUCache

EVERY_S = 10.0
"""So old may be what is known of a file that has changed."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(slots=True)
class _Entry(Generic[Value]):
    value: Value | None = None
    """None until it was read."""
    due_s: float = float("-inf")
    reading: asyncio.Task[None] | None = None


class RevalidatingCache(Generic[Key, Value]):
    """Values by key, as `read` gives them; nothing is read while nobody asks. Needs a running loop."""

    def __init__(
        self, read: Callable[[Key], Value], size: int, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._now_s = now_s
        self._entries: LRUCache[Key, _Entry[Value]] = LRUCache(size)
        self._readings: set[asyncio.Task[None]] = set()

    async def get(self, key: Key) -> Value | None:
        """The value, once it has been read; None where that failed. Raises what a first reading raises."""
        entry = self._looked_up(key)
        if entry.value is None and entry.reading is not None:
            await asyncio.shield(entry.reading)
        return entry.value

    def known(self, key: Key) -> Value | None:
        """What was read last, without waiting; None before."""
        return self._looked_up(key).value

    async def aclose(self) -> None:
        """Wait for what is being read: a thread cannot be cancelled."""
        await asyncio.gather(*self._readings)

    def _looked_up(self, key: Key) -> _Entry[Value]:
        entry: _Entry[Value] = self._entries.setdefault(key, _Entry())
        if entry.reading is None and self._now_s() >= entry.due_s:
            entry.reading = asyncio.create_task(self._renew(key, entry))
            self._readings.add(entry.reading)
            entry.reading.add_done_callback(self._readings.discard)
        return entry

    async def _renew(self, key: Key, entry: _Entry[Value]) -> None:
        try:
            entry.value = await asyncio.to_thread(self._read, key)
        finally:
            entry.due_s = self._now_s() + EVERY_S
            entry.reading = None
