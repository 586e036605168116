"""What is counted, and how it lies in the statistics file; pure. Refuses to know prices, files and clocks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from pt_lsp.settings.tables import CURRENCY

MAX_LANGUAGES = 100
"""Language identifiers come from editors, and any text will do: further ones are counted together."""

_LONGEST_NAME = 40
_OTHER = "other"
_MAX_DAYS = 31


class Cost(NamedTuple):
    """What requests with a known price cost, in one currency: different ones are never added together."""

    currency: str
    n_requests: int
    nano: int
    """Billionths of the currency's unit: whole numbers add up exactly."""


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
    costs: tuple[Cost, ...] = ()
    """One for each currency; none where no price is known."""

    def __add__(self, other: "Counts") -> "Counts":
        numbers = {name: getattr(self, name) + getattr(other, name) for name in _NUMBERS}
        return Counts(**numbers, costs=sum_costs((*self.costs, *other.costs)))


_NUMBERS = tuple(f.name for f in fields(Counts) if f.name != "costs")


def sum_costs(costs: Iterable[Cost]) -> tuple[Cost, ...]:
    """One for each currency, that of the most requests first."""
    sums: dict[str, Cost] = {}
    for currency, n_requests, nano in costs:
        known = sums.get(currency, Cost(currency, 0, 0))
        sums[currency] = Cost(currency, known.n_requests + n_requests, known.nano + nano)
    return tuple(sorted(sums.values(), key=lambda cost: (-cost.n_requests, cost.currency)))


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
    counts: dict[str, dict[str, dict[str, Any]]] = {}
    for (purpose, language_id), values in counts_by_subject.items():
        kept: dict[str, Any] = {name: n for name in _NUMBERS if (n := getattr(values, name))}
        if values.costs:
            kept["costs"] = {cost.currency: [cost.n_requests, cost.nano] for cost in values.costs}
        counts.setdefault(purpose, {})[language_id] = kept
    return {"counts": counts, "days": {day: days[day] for day in sorted(days)[-_MAX_DAYS:]}}


def _bounded(subject: Subject, languages: set[str]) -> Subject:
    name = subject.language_id
    is_known = name in languages or len(languages) < MAX_LANGUAGES
    return subject if is_known and len(name) <= _LONGEST_NAME else Subject(subject.purpose, _OTHER)


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _counts(values: Mapping[str, Any]) -> Counts:
    numbers = {name: values[name] for name in _NUMBERS if _is_count(values.get(name))}
    return Counts(**numbers, costs=sum_costs(_costs(values)))


def _costs(values: Mapping[str, Any]) -> Iterable[Cost]:
    # before there were currencies, all was counted in yuan
    pairs = [*_items(values.get("costs")), ("CNY", [values.get("priced"), values.get("cost_nano_cny", 0)])]
    for currency, pair in pairs:
        match pair:
            case [n_requests, nano] if CURRENCY.fullmatch(currency) and n_requests:
                if _is_count(n_requests) and _is_count(nano):
                    yield Cost(currency, n_requests, nano)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
