"""Why there was no completion: what `why no completion?` shows."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Code = Literal[
    "excluded",
    "disabled",
    "language disabled",
    "paused",
    "manual only",
    "line too long",
    "empty document",
    "inside a word",
    "contradicted",
    "statement ends",
    "after a paste",
    "after a deletion",
    "just accepted",
    "superseded",
    "nothing to say",
    "failed",
    "over budget",
    "backing off",
    "text unknown",
    "not open",
]

_KEPT = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """One request that showed nothing: when (seconds since the epoch), where, and why."""

    time: float
    uri: str
    offset: int
    reason: Code
    detail: str = ""


class Reasons:
    """The last hundred reasons; older ones are forgotten."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._kept: deque[Reason] = deque(maxlen=_KEPT)

    def note(self, uri: str, offset: int, reason: Code, detail: str = "") -> None:
        """Remember one more."""
        self._kept.appendleft(Reason(self._clock(), uri, offset, reason, detail))

    def newest_first(self) -> list[Reason]:
        """All that are remembered."""
        return list(self._kept)
