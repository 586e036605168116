"""A clock that goes as fast as its work allows, and connections that take time on it."""

import heapq
from collections.abc import Callable, Sequence
from itertools import count


class Clock:
    """Virtual seconds; what is due runs in order of time, then of asking."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def at(self, when_s: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (max(when_s, self.now_s), next(self._order), act))

    def run(self, limit_s: float) -> None:
        while self._queue:
            self.now_s, _, act = heapq.heappop(self._queue)
            assert self.now_s <= limit_s, "it never comes to rest"
            act()


class Wire:
    """One direction of a connection: what goes in first comes out first."""

    def __init__(self, clock: Clock, latencies_s: Sequence[float]) -> None:
        self._clock = clock
        self._latencies_s = latencies_s
        self._n_sent = 0
        self._free_s = 0.0

    def send(self, deliver: Callable[[], None]) -> None:
        latency_s = self._latencies_s[self._n_sent % len(self._latencies_s)]
        self._n_sent += 1
        self._free_s = max(self._free_s, self._clock.now_s + latency_s)
        self._clock.at(self._free_s, deliver)
