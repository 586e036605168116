"""How much the next line may need each symbol of other files: one score.

A symbol's score is the sum of its features, each times a weight; `exp(score)`, divided by the sum over all
candidates, is taken for the chance that it is needed. The weights are those of a conditional logit fitted on
lines of open-source repositories in Python and TypeScript which need a name that is defined elsewhere; no
repository's or language's names are in it.
"""

import math
from collections.abc import Iterator, Sequence
from heapq import nlargest
from operator import itemgetter, mul
from typing import get_args

from pt_lsp.context.dependencies import Dependencies, Relation
from pt_lsp.context.index import Index, SymbolLocation
from pt_lsp.context.nearby import OWN, Nearby, NearbyText, query_of
from pt_lsp.context.selection import Candidate
from pt_lsp.context.similar import Similar, names_after
from pt_lsp.context.type_guesses import TypeGuesses
from pt_lsp.context.words import COMMON

_RELATIONS: tuple[Relation, ...] = get_args(Relation)
_ONE_OF_RELATIONS = {one: tuple(float(one == each) for each in _RELATIONS) for one in _RELATIONS}

OWNER_FEATURES = ("near", "receiver type", "nearby type", "used", "own base", *_RELATIONS, "same folder")
"""Of a class or another symbol at the top level:

near           how near the cursor its name stands, 0 to 1
receiver type  how surely the receiver at the cursor is of this type, 0 to 1
nearby type    how surely another name nearby is, by how near it is
used           how near names stand that are its members', less for names that many have
own base       1 for what the cursor's class is made from
named ... none 1 for its relation to the file
same folder    1 for one in the folder of the file
"""

SYMBOL_FEATURES = (
    "top",
    "similar",
    "follows",
    "words",
    "frequency",
    "seen",
    "callable",
    "few",
    "own base member",
    "private",
    "used here",
)
"""Of the symbol itself:

top        1 for one at the top level, 0 for a member
similar    log(1 + score of the similar chunks that its name occurs in)
follows    log(1 + how often its name follows the receiver's name elsewhere)
words      share of its name's words, weighted by rarity, that stand near the cursor
frequency  log(1 + number of chunks with its name)
seen       1 for one whose name the model sees anyway
callable   1 for functions and methods
few        1 / (1 + n / 20) for one of n members
own base member  1 for a member of what the cursor's class is made from, when no receiver is there
private    1 for one that is meant for its own class, unless the cursor's class is made from that
used here  1 for one that the region uses which is edited or explained
"""

OWNER_WEIGHTS = (0.5, 4.25, 2.4, 1.75, 1.0, 1.15, 2.05, 0.4, -0.55, -0.2, -1.7, -1.2, 0.15)
SYMBOL_WEIGHTS = (0.2, 2.45, 1.0, 2.3, -0.5, -4.75, 0.4, 1.75, 0.0, -1.1, 4.0)
"""In the order of the features. `used here` is chosen: a region's own names are what it needs."""

_MOST_NAMESAKES = 10
_MOST_TYPES = 40
_MOST_SIMILAR_NAMES = 200
_FEWEST_RATED = 500
_SAME_NAME = 3
_SAME_RESULT = 6
_TYPED_NAMES = 40
_NEARBY_TYPE = 0.5
_FEW = 20
_SHORTEST_NAME = 3
_OWN_MEMBER_ELSEWHERE = 0.3


class Ranking:
    """The symbols that one place in a file may need; `bases` are what the class around it is made from."""

    def __init__(
        self,
        index: Index,
        path: str,
        *,
        near: Nearby,
        around: NearbyText,
        dependencies: Dependencies,
        bases: Sequence[SymbolLocation],
        similar: Similar,
    ) -> None:
        self._index = index
        self._path = path
        self._folder = path.rpartition("/")[0]
        self._near = near
        self._seen = around.seen - near.used
        self._query = query_of(near.weights)
        self._dependencies = dependencies
        self._bases = {(location.path, location.symbol.name) for location in bases}
        self._base_locations = bases
        self._similar = similar
        self._words: dict[str, tuple[float, float]] = {}
        self._types = self._likely_types(around.typed_text)
        self._follows = names_after(index, near.receiver, path)
        self._used = self._used_owners()

    def candidates(self, most: int) -> list[Candidate]:
        """What is likeliest to be needed, each with its chance, the likeliest first."""
        rated: list[tuple[float, int, SymbolLocation, Relation]] = []
        owner_features: tuple[float, ...] = ()
        of_owner = 0.0
        for location, relation, features, own in self.features(most):
            if features is not owner_features:
                owner_features, of_owner = features, _dot(features, OWNER_WEIGHTS)
            rated.append((of_owner + _dot(own, SYMBOL_WEIGHTS), -len(rated), location, relation))
        best = nlargest(most, rated)
        top = best[0][0] if best else 0.0
        total = sum(math.exp(score - top) for score, *_ in rated)
        return [
            Candidate(location.path, location.owner, location.symbol, relation, math.exp(score - top) / total)
            for score, _, location, relation in best
        ]

    def features(
        self, most: int
    ) -> Iterator[tuple[SymbolLocation, Relation, tuple[float, ...], tuple[float, ...]]]:
        """Candidates, each once, with the values of their features.

        Of what is reached, the owners that are likeliest by themselves come first, and the rest not.
        """
        done: set[int] = set()
        owners = [
            (self._owner_features(location, relation), location, relation)
            for relation, location in self._owners()
        ]
        owners.sort(key=lambda owner: _dot(owner[0], OWNER_WEIGHTS), reverse=True)
        for of_owner, location, relation in owners:
            if len(done) > max(most, _FEWEST_RATED):
                break
            for symbol in (location.symbol, *location.symbol.members):
                if id(symbol) not in done:
                    done.add(id(symbol))
                    found = SymbolLocation(location.path, location.symbol, symbol)
                    yield found, relation, of_owner, self._symbol_features(found)
        for location in self._by_similar_names():
            if id(location.symbol) not in done:
                done.add(id(location.symbol))
                of_owner = self._owner_features(
                    SymbolLocation(location.path, location.owner, location.owner), "none"
                )
                yield location, "none", of_owner, self._symbol_features(location)

    def _owners(self) -> Iterator[tuple[Relation, SymbolLocation]]:
        """Symbols whose members are candidates too: by imports, as bases, as types of names nearby."""
        for relation, location in self._dependencies.symbols.values():
            yield from _with_inner(relation, location)
        for location in self._base_locations:
            yield from _with_inner("mentioned", location)
        for name, _ in nlargest(_MOST_TYPES, self._types.items(), key=itemgetter(1)):
            for location in self._elsewhere(name):
                if location.owner is location.symbol:
                    yield from _with_inner("none", location)

    def _by_similar_names(self) -> Iterator[SymbolLocation]:
        """Symbols that nothing leads to but their names, which stand in similar chunks."""
        copies: set[tuple[str, str]] = set()
        for name, _ in nlargest(_MOST_SIMILAR_NAMES, self._similar.names.items(), key=itemgetter(1)):
            for location in self._elsewhere(name):
                looks = location.owner.name, location.symbol.signature
                if looks not in copies:
                    copies.add(looks)
                    yield location

    def _elsewhere(self, name: str) -> Iterator[SymbolLocation]:
        for location in self._index.locations(name)[:_SAME_NAME]:
            is_known = (location.path, location.owner.name) in self._dependencies.names
            if location.path != self._path and not is_known:
                yield location

    def _owner_features(self, location: SymbolLocation, relation: Relation) -> tuple[float, ...]:
        name = location.symbol.name
        is_base = (location.path, name) in self._bases
        likely = self._types.get(name, 0.0)
        has_receiver = self._near.receiver is not None
        return (
            self._near.weights.get(name, 0.0),
            likely if has_receiver else 0.0,
            0.0 if has_receiver else likely,
            min(1.0, self._used.get((location.path, name), 0.0)),
            float(is_base and self._near.is_own_receiver),
            *_ONE_OF_RELATIONS[relation],
            float(location.path.rpartition("/")[0] == self._folder),
        )

    def _symbol_features(self, location: SymbolLocation) -> tuple[float, ...]:
        symbol, owner = location.symbol, location.owner
        is_top = symbol is owner
        is_base = (location.path, owner.name) in self._bases
        inherited = 0.0
        if not is_top and self._near.receiver is None and is_base:
            inherited = _OWN_MEMBER_ELSEWHERE if OWN.isdisjoint(self._near.weights) else 1.0
        return (
            float(is_top),
            math.log1p(self._similar.names.get(symbol.name, 0.0)),
            math.log1p(self._follows.get(symbol.name, 0.0)),
            self._shared_words(symbol.parts),
            math.log1p(self._index.chunks.frequency(symbol.name.lower())),
            float(symbol.name in self._seen),
            float(symbol.is_callable),
            0.0 if is_top else 1 / (1 + len(owner.members) / _FEW),
            inherited,
            float(symbol.is_private and not is_base),
            float(symbol.name in self._near.used),
        )

    def _shared_words(self, words: tuple[str, ...]) -> float:
        shared = total = 0.0
        for word in words:
            known = self._words.get(word)
            if known is None:
                rarity = self._index.chunks.rarity(word)
                known = self._words[word] = rarity, rarity * min(1.0, self._query.get(word, 0.0))
            total += known[0]
            shared += known[1]
        return shared / (total + 1)

    def _likely_types(self, typed_text: str) -> dict[str, float]:
        """Types that the receiver may have, or names nearby where there is none."""
        index = self._index
        guesses = TypeGuesses(typed_text, self._is_type, self._results_of, index.names_made_of)
        types: dict[str, float] = {}
        for name, weight in self._telling_names():
            for found, confidence in guesses.of(name):
                types[found] = max(types.get(found, 0.0), weight * confidence)
        return types

    def _telling_names(self) -> list[tuple[str, float]]:
        receiver = self._near.receiver
        if receiver is not None:
            return [] if receiver in OWN else [(receiver, 1.0)]
        telling = (
            (name, _NEARBY_TYPE * weight)
            for name, weight in self._near.weights.items()
            if len(name) >= _SHORTEST_NAME and name not in OWN and name.lower() not in COMMON
        )
        return sorted(telling, key=itemgetter(1), reverse=True)[:_TYPED_NAMES]

    def _is_type(self, name: str) -> bool:
        return name[:1].isupper() or any(location.symbol.members for location in self._index.locations(name))

    def _results_of(self, name: str) -> Iterator[str]:
        for location in self._index.locations(name)[:_SAME_RESULT]:
            yield from location.symbol.types

    def _used_owners(self) -> dict[tuple[str, str], float]:
        used: dict[tuple[str, str], float] = {}
        for name, weight in self._near.weights.items():
            locations = self._index.locations(name)
            if len(locations) > _MOST_NAMESAKES:
                continue
            for location in locations:
                if location.owner is not location.symbol:
                    key = (location.path, location.owner.name)
                    used[key] = used.get(key, 0.0) + weight / len(locations)
        return used


def _with_inner(relation: Relation, location: SymbolLocation) -> Iterator[tuple[Relation, SymbolLocation]]:
    """The symbol, and members that have some themselves."""
    todo = [location.symbol]
    while todo:
        owner = todo.pop()
        yield relation, SymbolLocation(location.path, owner, owner)
        todo += [member for member in owner.members if member.members]


def _dot(values: Sequence[float], weights: Sequence[float]) -> float:
    total: float = sum(map(mul, values, weights))
    return total
