"""How many characters of a language are a token, learnt from what endpoints report.

A value that moved from reply to reply would move the beginnings of prompts and spoil the provider's prompt
cache, so it goes in steps, and up only well past one.
"""

from dataclasses import dataclass
from math import floor

from cachetools import LRUCache

from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN

LEAST, MOST = 2.0, 5.0
STEP = 0.25
"""Characters per token."""
FEWEST_CHARACTERS = 1_000
"""In shorter prompts the tokens of the chat's own frame count for too much."""
FEWEST_REPORTS = 3

_WEIGHT = 0.2
_LANGUAGES = 64


@dataclass(slots=True)
class _Known:
    n_reports: int = 0
    mean: float = 0.0
    step: float = CHARACTERS_PER_TOKEN


class Calibration:
    """Smoothed characters per token for each language."""

    def __init__(self) -> None:
        self._languages: LRUCache[str, _Known] = LRUCache(_LANGUAGES)

    def note(self, language_id: str, n_characters: int, prompt_tokens: int) -> None:
        """Take what an endpoint reported for a prompt of so many characters; short prompts tell nothing."""
        if n_characters < FEWEST_CHARACTERS or prompt_tokens <= 0:
            return
        known = self._languages.setdefault(language_id, _Known())
        ratio = min(max(n_characters / prompt_tokens, LEAST), MOST)
        known.n_reports += 1
        known.mean += max(_WEIGHT, 1 / known.n_reports) * (ratio - known.mean)
        if known.n_reports >= FEWEST_REPORTS:
            known.step = _step(known)

    def characters_per_token(self, language_id: str) -> float:
        """Between 2 and 5, a multiple of 0.25, not above what was measured; 3 before three reports."""
        known: _Known | None = self._languages.get(language_id)
        return CHARACTERS_PER_TOKEN if known is None else known.step


def _step(known: _Known) -> float:
    """Down as soon as the step is above the mean: a budget has to hold. Up with a step to spare."""
    below = floor(known.mean / STEP) * STEP
    if known.n_reports == FEWEST_REPORTS or below < known.step:
        return below
    return max(known.step, below - STEP)
