"""Which types the receiver at a cursor may have, or names nearby where there is no receiver."""

from collections.abc import Iterator
from heapq import nlargest
from operator import itemgetter

from pt_lsp.context.dependencies import bases_of
from pt_lsp.context.index import Index
from pt_lsp.context.nearby import OWN, Nearby
from pt_lsp.context.type_guesses import TypeGuesses
from pt_lsp.context.words import COMMON

_SAME_RESULT = 6
_TYPED_NAMES = 40
_NEARBY_TYPE = 0.5
_SHORTEST_NAME = 3
_MOST_WITH_BASES = 4
_SAME_NAME = 2
_INHERITED = 0.8


def likely_types(index: Index, near: Nearby, typed_text: str) -> dict[str, float]:
    """Names of types, each with how surely it is one; what a receiver's type is made from is among them."""
    guesses = TypeGuesses(
        typed_text,
        lambda name: _is_type(index, name),
        lambda name: _results_of(index, name),
        index.names_made_of,
    )
    types: dict[str, float] = {}
    for name, weight in _telling_names(near):
        for found, confidence in guesses.of(name):
            types[found] = max(types.get(found, 0.0), weight * confidence)
    if near.receiver is not None:
        _add_bases(index, types)
    return types


def _add_bases(index: Index, types: dict[str, float]) -> None:
    for name, confidence in nlargest(_MOST_WITH_BASES, types.items(), key=itemgetter(1)):
        for location in index.locations(name)[:_SAME_NAME]:
            for base in bases_of(index, location.path, location.symbol):
                of_base = confidence * _INHERITED
                types[base.symbol.name] = max(types.get(base.symbol.name, 0.0), of_base)


def _telling_names(near: Nearby) -> list[tuple[str, float]]:
    if near.receiver is not None:
        return [] if near.receiver in OWN else [(near.receiver, 1.0)]
    telling = (
        (name, _NEARBY_TYPE * weight)
        for name, weight in near.weights.items()
        if len(name) >= _SHORTEST_NAME and name not in OWN and name.lower() not in COMMON
    )
    return sorted(telling, key=itemgetter(1), reverse=True)[:_TYPED_NAMES]


def _is_type(index: Index, name: str) -> bool:
    return name[:1].isupper() or any(location.symbol.members for location in index.locations(name))


def _results_of(index: Index, name: str) -> Iterator[str]:
    for location in index.locations(name)[:_SAME_RESULT]:
        yield from location.symbol.types
