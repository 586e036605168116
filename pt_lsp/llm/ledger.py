"""Counts tokens per purpose and holds the user's own budgets; refuses to know endpoints and files."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from pt_lsp.errors import OverBudget
from pt_lsp.settings.options import BudgetSettings

ASCII_CHARACTERS_PER_TOKEN = 3.5
"""Measured on source code: shorter than the four of English prose, for code has many one-character tokens."""

ALLOWANCE = 1.25
"""Over a budget only asked work goes on, up to this multiple of it; then nothing does."""

Listener = Callable[[str, "Usage"], None]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, or of many added up; estimated as soon as one part of it is."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    is_estimated: bool = False

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
        )


def estimate_tokens(text: str) -> int:
    """About how many tokens `text` is: one per 3.5 ASCII characters, one per character beyond ASCII.

    Errs on the high side for other scripts, where a token seldom covers more than one or two characters.
    """
    n_ascii = len(text) if text.isascii() else sum(character.isascii() for character in text)
    return round(n_ascii / ASCII_CHARACTERS_PER_TOKEN + len(text) - n_ascii + 0.49)


class Ledger:
    """Adds up what requests used; `spent_today` carries the day's tokens over a restart."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        on_record: Listener | None = None,
        spent_today: int = 0,
    ) -> None:
        self.on_record = on_record
        self._clock = clock
        self._totals: dict[str, Usage] = {}
        self._minute: deque[tuple[float, int]] = deque()
        self._day = self._today()
        self._spent_today = spent_today

    def record(self, purpose: str, usage: Usage) -> None:
        """Add `usage` and tell the listener."""
        self._totals[purpose] = self._totals.get(purpose, Usage()) + usage
        self._minute.append((self._clock(), usage.total_tokens))
        self._spent_today = self.spent_today() + usage.total_tokens
        if self.on_record is not None:
            self.on_record(purpose, usage)

    def total(self, purpose: str | None = None) -> Usage:
        """Everything used since the start, for one purpose or for all."""
        if purpose is not None:
            return self._totals.get(purpose, Usage())
        return sum(self._totals.values(), Usage())

    def spent_this_minute(self) -> int:
        """Tokens of the last 60 seconds."""
        horizon = self._clock() - 60
        while self._minute and self._minute[0][0] <= horizon:
            self._minute.popleft()
        return sum(tokens for _, tokens in self._minute)

    def spent_today(self) -> int:
        """Tokens since local midnight."""
        if self._day != self._today():
            self._day, self._spent_today = self._today(), 0
        return self._spent_today

    def is_over(self, budget: BudgetSettings) -> bool:
        """Whether a budget is used up, so that automatic work stops."""
        return self._excess(budget, 1.0) is not None

    def check(self, budget: BudgetSettings, *, is_automatic: bool = False) -> None:
        """Raise OverBudget if work of this kind may not be sent any more."""
        excess = self._excess(budget, 1.0 if is_automatic else ALLOWANCE)
        if excess is not None:
            raise OverBudget(excess)

    def _excess(self, budget: BudgetSettings, allowance: float) -> str | None:
        day, minute = budget.tokens_per_day, budget.tokens_per_minute
        if day is not None and self.spent_today() >= day * allowance:
            return f"Your budget of {day} tokens a day is used up: wait or raise budget.tokensPerDay."
        if minute is not None and self.spent_this_minute() >= minute * allowance:
            return (
                f"Your budget of {minute} tokens a minute is used up: wait or raise budget.tokensPerMinute."
            )
        return None

    def _today(self) -> tuple[int, int]:
        moment = time.localtime(self._clock())
        return moment.tm_year, moment.tm_yday
