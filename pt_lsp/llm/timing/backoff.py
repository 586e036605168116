"""After failures, how long an endpoint is left alone by work that nobody asked for.

Refuses to hold back what a person asks for: that is always tried, and shows whether the endpoint is back.
"""

from dataclasses import dataclass
from typing import Literal

from cachetools import LRUCache

from pt_lsp import errors
from pt_lsp.errors import ModelError, PtLspError
from pt_lsp.llm.timing.retry import RetryPolicy
from pt_lsp.settings.endpoint_settings import EndpointSettings

FIRST_WAIT_S = 2.0
MAX_WAIT_S = 60.0
LOOK_AGAIN_S = 300.0
"""How long an endpoint rests that refuses for a reason which somebody has to remove."""

_MAX_ENDPOINTS = 20
_NO_FAILURES = (
    errors.EmptyReply,
    errors.PromptTooLong,
    errors.ContentFiltered,
    errors.InvalidRequest,
    errors.NoKey,
)
"""The endpoint answered well enough, or was not asked, or refused this one text."""
_LASTING = (
    errors.Unauthorized,
    errors.Forbidden,
    errors.Unpaid,
    errors.QuotaUsedUp,
    errors.UnknownModel,
)
"""Waiting longer each time would help nobody: it ends when settings, key or account change."""

_LONG_WAIT_S = 120


@dataclass(frozen=True, slots=True)
class Hold:
    """Why nothing is sent now that nobody has asked for."""

    code: Literal["over budget", "backing off"]
    error: PtLspError
    """The budget that is used up, or what the endpoint failed with last."""
    wait_s: float

    @property
    def detail(self) -> str:
        """A sentence or two for a person."""
        wait = f"{self.wait_s:.0f} s" if self.wait_s < _LONG_WAIT_S else f"{self.wait_s / 60:.0f} min"
        return f"{self.error} Automatic work goes on in {wait}."


@dataclass(frozen=True, slots=True)
class Cooldown:
    """Why an endpoint is left alone, and for how long."""

    failure: ModelError
    wait_s: float


@dataclass(frozen=True, slots=True)
class _FailureStreak:
    failure: ModelError
    n_failures: int
    since_s: float
    until_s: float


class Backoff:
    """What endpoints have failed with since they last worked; one per gateway.

    Other settings make another endpoint: who has changed them does not wait.
    """

    def __init__(self, retry_policy: RetryPolicy) -> None:
        self._retry_policy = retry_policy
        self._streaks: LRUCache[EndpointSettings, _FailureStreak] = LRUCache(_MAX_ENDPOINTS)

    def cooldown(self, endpoint: EndpointSettings) -> Cooldown | None:
        """Why and how long to leave the endpoint alone; None: it may be asked."""
        streak = self._streaks.get(endpoint)
        if streak is None or streak.until_s <= self.now_s():
            return None
        return Cooldown(streak.failure, streak.until_s - self.now_s())

    def failed(self, endpoint: EndpointSettings, failure: ModelError, asked_s: float) -> None:
        """A request that went out at `asked_s`, by `now_s`, has failed.

        Requests under way together fail for one reason: only the first of them makes the wait longer.
        """
        if isinstance(failure, _NO_FAILURES):
            return
        known = self._streaks.get(endpoint)
        n_failures = 0 if known is None else known.n_failures
        now_s = self.now_s()
        if isinstance(failure, _LASTING):
            wait_s = self._wait_s(max(failure.retry_after_s or 0.0, LOOK_AGAIN_S))
        else:
            if known is None or asked_s > known.since_s:
                n_failures += 1
            wait_s = self._growing_wait_s(n_failures, failure.retry_after_s)
        until_s = now_s + wait_s
        if known is not None:
            until_s = max(until_s, known.until_s)
        self._streaks[endpoint] = _FailureStreak(failure.detached(), n_failures, now_s, until_s)

    def worked(self, endpoint: EndpointSettings) -> None:
        """A request was answered: all is forgiven."""
        self._streaks.pop(endpoint, None)

    def now_s(self) -> float:
        """The time that `failed` counts by."""
        return self._retry_policy.uptime()

    def _growing_wait_s(self, n_failures: int, retry_after_s: float | None) -> float:
        if retry_after_s is not None:
            return self._wait_s(max(retry_after_s, FIRST_WAIT_S))
        doubled = FIRST_WAIT_S * 2.0 ** min(max(n_failures - 1, 0), 30)
        return min(doubled, MAX_WAIT_S) * (0.5 + self._retry_policy.roll() / 2)

    def _wait_s(self, asked_for_s: float) -> float:
        """Spread, so that editors do not come back all at once; never less than what was asked for."""
        return asked_for_s * (1 + self._retry_policy.roll() / 10)
