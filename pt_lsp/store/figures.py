"""The statistics in the shape that `ptLsp.stats` and `pt-lsp stats --json` answer; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict

from pt_lsp.store.counts import Cost, Counts, Subject, summed

BASIS = "estimated at list prices or endpoint.price"

_NANO = 10**9


class CostFigures(TypedDict):
    """An estimate in units of its currency."""

    amount: float
    currency: str
    isEstimate: bool
    basis: str
    requests: int


class TokenFigures(TypedDict):
    """Tokens as endpoints have counted them, or estimated where they have not."""

    prompt: int
    completion: int
    cached: int
    isEstimated: bool


class Figures(TypedDict):
    """Counts; shares are of 1, and null where nothing is known yet. Reuse is counted in all only."""

    asked: int
    reused: NotRequired[int]
    shown: int
    accepted: int
    kept: int
    kept5min: int
    keptShare: float | None
    keptShare5min: float | None
    foreseenCharacters: int
    tokens: TokenFigures
    cost: CostFigures | None
    costs: list[CostFigures]


class GroupedFigures(Figures):
    """In all, then by language and by purpose."""

    byLanguage: dict[str, Figures]
    byPurpose: dict[str, Figures]


def figures(counts: Mapping[Subject, Counts]) -> GroupedFigures:
    """The statistics as they are told."""
    return {
        **_figures(summed(counts.values())),
        "byLanguage": {name: _of_language(values) for name, values in by_language(counts).items()},
        "byPurpose": {name: _figures(values) for name, values in by_purpose(counts).items()},
    }


def by_purpose(counts: Mapping[Subject, Counts]) -> dict[str, Counts]:
    """What was asked for most comes first."""
    return _grouped((subject.purpose, values) for subject, values in counts.items())


def by_language(counts: Mapping[Subject, Counts]) -> dict[str, Counts]:
    """What was asked for most comes first; what is counted for no language is left out."""
    return _grouped(
        (subject.language_id, values) for subject, values in counts.items() if subject.language_id
    )


def told_cost(cost: Cost) -> CostFigures:
    """The estimate as it is told."""
    return {
        "amount": round(amount(cost), 6),
        "currency": cost.currency,
        "isEstimate": True,
        "basis": BASIS,
        "requests": cost.n_requests,
    }


def amount(cost: Cost) -> float:
    """In units of its currency."""
    return cost.nano / _NANO


def share(part: int, whole: int) -> float | None:
    """The share of `whole` that `part` is; None when nothing is known yet."""
    return round(part / whole, 4) if whole else None


def _grouped(counts: Iterable[tuple[str, Counts]]) -> dict[str, Counts]:
    groups: defaultdict[str, Counts] = defaultdict(Counts)
    for name, values in counts:
        groups[name] += values
    return dict(sorted(groups.items(), key=lambda group: -group[1].asked))


def _figures(counts: Counts) -> Figures:
    return {
        "asked": counts.asked,
        "reused": counts.reused,
        "shown": counts.shown,
        "accepted": counts.accepted,
        "kept": counts.kept,
        "kept5min": counts.kept_5min,
        "keptShare": share(counts.kept_characters_30s, counts.characters_30s),
        "keptShare5min": share(counts.kept_characters_5min, counts.characters_5min),
        "foreseenCharacters": counts.foreseen_characters,
        "tokens": {
            "prompt": counts.prompt_tokens,
            "completion": counts.completion_tokens,
            "cached": counts.cached_tokens,
            "isEstimated": counts.estimated > 0,
        },
        "cost": told_cost(counts.costs[0]) if counts.costs else None,
        "costs": list(map(told_cost, counts.costs)),
    }


def _of_language(counts: Counts) -> Figures:
    told = _figures(counts)
    del told["reused"]
    return told
