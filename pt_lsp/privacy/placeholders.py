"""What placeholders read like, and where those of a prompt stand: redactor and restorer agree on it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

STEM = "REDACTED_SECRET_"
"""Every placeholder is this and a decimal number: an identifier in all languages, inert in a string."""

PLACEHOLDER = re.compile(STEM + "[0-9]+")
"""Matches every placeholder, and what only reads like one."""

LIKENESS = re.compile(r"redacted[\W_]{0,8}secrets?[\W_]{0,8}\d+", re.IGNORECASE)
"""Matches every placeholder as well as what a model makes of one: other letters, in two parts."""

_WORD = re.compile(r"[A-Za-z0-9_]")

Glued = tuple[str, str, str]
"""A placeholder between the characters beside it; each is empty where it is no part of a word."""


@dataclass(frozen=True)
class Placeholders:
    """Those of one prompt: a reply must not be able to name another prompt's secret."""

    secrets: Mapping[str, str]
    """Placeholder -> secret."""
    glued: frozenset[Glued] = frozenset()
    """How they stand within words there; anywhere else one within a word is none."""

    @cached_property
    def longest(self) -> int:
        """The length of the longest one."""
        return max(map(len, self.secrets), default=0)

    def among(self, secrets: Iterable[str]) -> "Placeholders":
        """Only those that stand for one of the secrets."""
        kept = set(secrets)
        return Placeholders({name: each for name, each in self.secrets.items() if each in kept}, self.glued)

    def at(self, text: str, start: int, before: str = "") -> str | None:
        """The one that stands at `start`, where the stem does; `before` is what `text` goes on from."""
        placeholder = _longest_at(text, start, self.secrets, self.longest)
        if placeholder is None:
            return None
        glued = _glued(text, start, placeholder, before)
        return placeholder if glued[::2] == ("", "") or glued in self.glued else None


NO_PLACEHOLDERS = Placeholders({})


def count_placeholders(
    texts: Iterable[str], known: Mapping[str, str]
) -> tuple[Counter[str], frozenset[Glued]]:
    """How often the known ones stand in redacted texts, in the order of the first; and how within words."""
    longest = max(map(len, known), default=0)
    found = [each for text in texts for each in _all_in(text, known, longest)]
    counts = Counter(placeholder for _, placeholder, _ in found)
    return counts, frozenset(glued for glued in found if glued[::2] != ("", ""))


def _all_in(text: str, known: Mapping[str, str], longest: int) -> Iterator[Glued]:
    start = text.find(STEM)
    while start >= 0:
        placeholder = _longest_at(text, start, known, longest)
        if placeholder:
            yield _glued(text, start, placeholder)
        start = text.find(STEM, start + len(placeholder or STEM))


def _longest_at(text: str, start: int, known: Mapping[str, str], longest: int) -> str | None:
    for end in range(min(len(text), start + longest), start + len(STEM), -1):
        if text[start:end] in known:
            return text[start:end]
    return None


def _glued(text: str, start: int, placeholder: str, before: str = "") -> Glued:
    end = start + len(placeholder)
    left, right = (text[start - 1] if start else before[-1:]), text[end : end + 1]
    return left if _WORD.match(left) else "", placeholder, right if _WORD.match(right) else ""
