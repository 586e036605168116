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
    """Requests that showed nothing: when the last of them came (seconds since the epoch), where, and why."""

    time: float
    uri: str
    offset: int
    reason: Code
    detail: str = ""
    word_start: int = 0


class Reasons:
    """The last hundred reasons; older ones are forgotten.

    An editor asks anew with each key. What is said again and again about one word is one reason, and so is
    what it called off in a row: a person wants to know what stood in the way, not how often.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._kept: deque[Reason] = deque(maxlen=_KEPT)

    def note(
        self, uri: str, offset: int, reason: Code, detail: str = "", *, word_start: int | None = None
    ) -> None:
        """Remember one more; `word_start` is where the word before `offset` begins, if there is one."""
        start = offset if word_start is None else word_start
        noted = Reason(self._clock(), uri, offset, reason, detail, start)
        if self._kept and _is_same(self._kept[0], noted):
            self._kept.popleft()
        self._kept.appendleft(noted)

    def answered(self, uri: str, word_start: int) -> None:
        """Something is shown at that word now: that it was called off there before is no news."""
        if self._kept and self._kept[0].reason == "superseded":
            newest = self._kept[0]
            if (newest.uri, newest.word_start) == (uri, word_start):
                self._kept.popleft()

    def newest_first(self) -> list[Reason]:
        """All that are remembered."""
        return list(self._kept)


def _is_same(one: Reason, other: Reason) -> bool:
    is_alike = (one.uri, one.reason, one.detail) == (other.uri, other.reason, other.detail)
    return is_alike and (one.word_start == other.word_start or one.reason == "superseded")
