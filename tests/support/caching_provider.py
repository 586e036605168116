"""The prompt caches of Model Studio as its pages describe them: what each request of a sequence is billed.

Knows whole texts and forgets none, unlike whoever decides about marks. A token is three characters.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from pt_lsp.documents.equal_ends import equal_at_start
from pt_lsp.llm.billing.price_model import (
    LEAST_EXPLICIT_TOKENS,
    LEAST_IMPLICIT_TOKENS,
    LIFETIME_S,
    MOST_MARKS,
    explicit_price,
    implicit_price,
)

CHARACTERS_PER_TOKEN = 3
FARTHEST_BLOCK = 20
"""So many parts before a mark something kept is looked for."""

Messages = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Bill:
    """Characters of one prompt."""

    size: int
    found: int = 0
    created: int = 0
    is_explicit: bool = False

    @property
    def price(self) -> float:
        """In characters of full price."""
        if self.is_explicit:
            return explicit_price(self.size, self.found, self.found + self.created)
        return implicit_price(self.size, self.found)

    def usage(self, completion_tokens: int = 1) -> dict[str, Any]:
        """As the endpoint reports it."""
        prompt, found, created = (n // CHARACTERS_PER_TOKEN for n in (self.size, self.found, self.created))
        details: dict[str, Any] = {"cached_tokens": found}
        if self.is_explicit:
            inner = {"ephemeral_5m_input_tokens": created}
            kept = {"cache_creation_input_tokens": created, "cache_creation": inner}
            details |= {"cache_type": "ephemeral"} | kept
        total = prompt + completion_tokens
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion_tokens,
            "total_tokens": total,
            "prompt_tokens_details": details,
        }


@dataclass
class CachingProvider:
    """One endpoint and model."""

    _sent: list[str] = field(default_factory=list)
    """Texts of requests without marks, in order."""
    _kept_until_s: dict[str, float] = field(default_factory=dict)

    def bill(self, messages: Messages, now_s: float) -> Bill:
        """What a request costs that is sent now and answered at once."""
        parts = list(_parts(messages))
        ends = list(accumulate(len(text) for text, _ in parts))
        text = "".join(text for text, _ in parts)
        marks = [number for number, (_, is_marked) in enumerate(parts) if is_marked]
        assert len(marks) <= MOST_MARKS
        if marks:
            return self._explicit(text, ends, marks, now_s)
        found = self._common(text)
        insort(self._sent, text)
        return Bill(len(text), found if found >= LEAST_IMPLICIT_TOKENS * CHARACTERS_PER_TOKEN else 0)

    def _common(self, text: str) -> int:
        """The longest beginning that it shares with another: one of its neighbours in the order has it."""
        at = bisect_left(self._sent, text)
        return max((equal_at_start(text, other) for other in self._sent[max(at - 1, 0) : at + 1]), default=0)

    def _explicit(self, text: str, ends: list[int], marks: list[int], now_s: float) -> Bill:
        looked_at = {ends[n] for mark in marks for n in range(max(mark - FARTHEST_BLOCK, 0), mark + 1)}
        found = max((end for end in looked_at if self._kept_until_s.get(text[:end], -1) >= now_s), default=0)
        least = LEAST_EXPLICIT_TOKENS * CHARACTERS_PER_TOKEN
        kept = [ends[mark] for mark in marks if ends[mark] >= max(least, found)]
        for end in {*kept, *([found] if found else [])}:
            self._kept_until_s[text[:end]] = now_s + LIFETIME_S
        return Bill(len(text), found, max(kept, default=found) - found, is_explicit=True)


def _parts(messages: Messages) -> Iterator[tuple[str, bool]]:
    for message in messages:
        content = message["content"]
        for number, part in enumerate([{"text": content}] if isinstance(content, str) else content):
            # A sign of the role keeps messages apart; it counts as a character.
            sign = message["role"][0].upper() if number == 0 else ""
            yield sign + part["text"], "cache_control" in part
