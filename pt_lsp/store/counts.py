"""What is counted, and how it lies in the statistics file; pure. Refuses to know prices, files and clocks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

MAX_LANGUAGES = 100
"""Language identifiers come from editors, and any text will do: further ones are counted together."""

_LONGEST_NAME = 40
_OTHER = "other"
_MAX_DAYS = 31


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened for one purpose and language."""

    asked: int = 0
    reused: int = 0
    shown: int = 0
    accepted: int = 0
    """Completions accepted as a whole."""
    kept: int = 0
    """Accepted completions of which most still stood after 30 s."""
    kept_5min: int = 0
    characters_30s: int = 0
    """Visible characters of accepted completions that could be followed for 30 s; those of them kept."""
    kept_characters_30s: int = 0
    characters_5min: int = 0
    kept_characters_5min: int = 0
    foreseen_characters: int = 0
    """Characters that were typed, or accepted word by word, as a completion foresaw."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    estimated: int = 0
    """Requests whose tokens the endpoint did not report."""
    priced: int = 0
    """Requests whose price is known; what they cost, in billionths of a yuan."""
    cost_nano_cny: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


class Subject(NamedTuple):
    """What counts are of; the language is empty where there is none."""

    purpose: str
    language_id: str = ""


CountsBySubject = dict[Subject, Counts]
Days = Counter[str]
"""Tokens by local date, as in 2026-11-24."""


def added(some: Mapping[Subject, Counts], others: Mapping[Subject, Counts]) -> CountsBySubject:
    """Both together; languages beyond the bound become `other`."""
    total = dict(some)
    languages = {subject.language_id for subject in total}
    for subject, counts in others.items():
        known = _bounded(subject, languages)
        languages.add(known.language_id)
        total[known] = total.get(known, Counts()) + counts
    return total


def summed(counts: Iterable[Counts]) -> Counts:
    """All of them in one."""
    return sum(counts, start=Counts())


def parse_counts(content: Mapping[str, Any]) -> CountsBySubject:
    """What the content of a file holds; what is damaged is passed over."""
    counts_by_subject: CountsBySubject = {}
    for purpose, languages in _items(content.get("counts")):
        for language_id, values in _items(languages):
            if isinstance(values, dict):
                counts_by_subject[Subject(purpose, language_id)] = _counts(values)
    return counts_by_subject


def parse_days(content: Mapping[str, Any]) -> Days:
    """Tokens by date; what is damaged is passed over."""
    return Days({day: tokens for day, tokens in _items(content.get("days")) if _is_count(tokens)})


def written(counts_by_subject: Mapping[Subject, Counts], days: Days) -> dict[str, Any]:
    """The content of a file: counts by purpose and language, tokens of the last 31 days with any."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for (purpose, language_id), values in counts_by_subject.items():
        kept = {name: n for name, n in asdict(values).items() if n}
        counts.setdefault(purpose, {})[language_id] = kept
    return {"counts": counts, "days": {day: days[day] for day in sorted(days)[-_MAX_DAYS:]}}


def _bounded(subject: Subject, languages: set[str]) -> Subject:
    name = subject.language_id
    is_known = name in languages or len(languages) < MAX_LANGUAGES
    return subject if is_known and len(name) <= _LONGEST_NAME else Subject(subject.purpose, _OTHER)


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _counts(values: Mapping[str, Any]) -> Counts:
    return Counts(**{f.name: values[f.name] for f in fields(Counts) if _is_count(values.get(f.name))})


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
