"""Counts tokens per purpose and holds the user's own budgets; refuses to know endpoints, prices and files."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from pt_lsp.errors import OverBudget
from pt_lsp.settings.options import BudgetSettings
from pt_lsp.store.counts import Cost, Counts, sum_costs

ALLOWANCE = 1.25
"""Over a budget only asked work goes on, up to this multiple of it; then nothing does."""

MINUTE_S = 60.0

Book = Callable[[str, Counts, str], None]
"""Takes purpose, counts and language of one request."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, or of many added up; estimated as soon as one part of it is."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    """Of the prompt's, found in one of the provider's caches."""
    is_estimated: bool = False
    explicit_tokens: int = 0
    """Of those found, the ones that a mark had kept."""
    created_tokens: int = 0
    """Of the prompt's, kept anew because of a mark."""

    @property
    def total_tokens(self) -> int:
        """Tokens in and out; cached ones are part of the prompt's."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
            self.is_estimated or other.is_estimated,
            self.explicit_tokens + other.explicit_tokens,
            self.created_tokens + other.created_tokens,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as it is booked."""

    purpose: str
    usage: Usage
    language_id: str = ""
    """Of the document that it was for."""
    cost: Cost | None = None
    """None where no price is known."""

    @property
    def counts(self) -> Counts:
        """What statistics keep of it."""
        return Counts(
            asked=1,
            prompt_tokens=self.usage.prompt_tokens,
            completion_tokens=self.usage.completion_tokens,
            cached_tokens=self.usage.cached_tokens,
            estimated=int(self.usage.is_estimated),
            costs=() if self.cost is None else (self.cost,),
        )


class Ledger:
    """Adds up what requests used; the day is that of `clock`, the minute passes by `uptime`.

    `spent_elsewhere` tells the day's tokens of other servers and of earlier runs, as far as they are known.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        uptime: Callable[[], float] = time.monotonic,
        on_record: Book | None = None,
        spent_elsewhere: Callable[[], int] = lambda: 0,
    ) -> None:
        self.on_record = on_record
        self._clock = clock
        self._uptime = uptime
        self._spent_elsewhere = spent_elsewhere
        self._totals: dict[str, Usage] = {}
        self.costs: tuple[Cost, ...] = ()
        """Of everything since the start whose price is known: one for each currency."""
        self._minute: deque[tuple[float, int]] = deque()
        self._day = self._today()
        self._spent_today = 0

    def record(self, entry: Entry) -> None:
        """Book one request, here and with `on_record`."""
        purpose, tokens = entry.purpose, entry.usage.total_tokens
        self._totals[purpose] = self._totals.get(purpose, Usage()) + entry.usage
        self.costs = sum_costs((*self.costs, *entry.counts.costs))
        self._drop_old()
        self._minute.append((self._uptime(), tokens))
        self._start_day()
        self._spent_today += tokens
        if self.on_record is not None:
            self.on_record(entry.purpose, entry.counts, entry.language_id)

    def total(self, purpose: str | None = None) -> Usage:
        """Everything used since the start, for one purpose or for all."""
        if purpose is not None:
            return self._totals.get(purpose, Usage())
        return sum(self._totals.values(), Usage())

    def spent_this_minute(self) -> int:
        """Tokens of the last 60 seconds."""
        self._drop_old()
        return sum(tokens for _, tokens in self._minute)

    def spent_today(self) -> int:
        """Tokens since local midnight, here and elsewhere."""
        self._start_day()
        return self._spent_today + self._spent_elsewhere()

    def excess(self, budget: BudgetSettings, *, is_automatic: bool = True) -> OverBudget | None:
        """Why work of this kind may not be sent any more; None if it may."""
        allowance = 1.0 if is_automatic else ALLOWANCE
        day, minute = budget.tokens_per_day, budget.tokens_per_minute
        if day is not None and self.spent_today() >= day * allowance:
            sentence = f"Your budget of {day} tokens a day is used up: wait or raise budget.tokensPerDay."
            return OverBudget(sentence, self._day_left_s())
        if minute is not None and self.spent_this_minute() >= minute * allowance:
            return OverBudget(
                f"Your budget of {minute} tokens a minute is used up: wait or raise budget.tokensPerMinute.",
                self._minute_left_s(minute * allowance),
            )
        return None

    def check(self, budget: BudgetSettings, *, is_automatic: bool = False) -> None:
        """Raise OverBudget if work of this kind may not be sent any more."""
        excess = self.excess(budget, is_automatic=is_automatic)
        if excess is not None:
            raise excess

    def _minute_left_s(self, limit: float) -> float:
        """Until so much has left the sliding minute that less than `limit` is in it."""
        spent = self.spent_this_minute()
        for moment_s, tokens in self._minute:
            spent -= tokens
            if spent < limit:
                return moment_s + MINUTE_S - self._uptime()
        return 0.0

    def _day_left_s(self) -> float:
        now = time.localtime(self._clock())
        midnight = (now.tm_year, now.tm_mon, now.tm_mday + 1, 0, 0, 0, 0, 0, -1)
        return time.mktime(midnight) - self._clock()

    def _drop_old(self) -> None:
        horizon = self._uptime() - MINUTE_S
        while self._minute and self._minute[0][0] <= horizon:
            self._minute.popleft()

    def _start_day(self) -> None:
        if self._day != self._today():
            self._day, self._spent_today = self._today(), 0

    def _today(self) -> tuple[int, int]:
        moment = time.localtime(self._clock())
        return moment.tm_year, moment.tm_yday
