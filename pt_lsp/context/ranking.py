"""How much the next line may need each symbol of other files: one score.

`exp(score)`, divided by the sum over all candidates, is taken for the chance that it is needed.
"""

import math
from collections.abc import Iterator, Sequence
from heapq import nlargest
from operator import itemgetter, mul

from pt_lsp.context.cursor.likely_types import likely_types
from pt_lsp.context.cursor.results import gives_nothing
from pt_lsp.context.dependencies import Dependencies, Relation
from pt_lsp.context.evidence import CHOSEN_WEIGHTS, OWNER_WEIGHTS, RELATIONS, SYMBOL_WEIGHTS
from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.index import Index, SymbolLocation
from pt_lsp.context.nearby import OWN, Nearby, NearbyText, query_of
from pt_lsp.context.selection import Candidate
from pt_lsp.context.similar import Similar, names_after
from pt_lsp.context.words import COMMON

_ONE_OF_RELATIONS = {one: tuple(float(one == each) for each in RELATIONS) for one in RELATIONS}

_MOST_NAMESAKES = 10
_MOST_TYPES = 40
_MOST_SIMILAR_NAMES = 200
_FEWEST_RATED = 500
_SAME_NAME = 3
_FEW = 20
_CONSTRUCTORS = frozenset(["__init__", "constructor", "new", "__construct", "initialize", "init"])
_N_CHOSEN = len(CHOSEN_WEIGHTS)


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
        self._names_own = not OWN.isdisjoint(near.weights)
        self._words: dict[str, tuple[float, float]] = {}
        self._names: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {}
        self._types = likely_types(index, near, around.typed_text)
        self.follows = names_after(index, near.receiver, path)
        self._used = self._used_owners()

    @property
    def knows_receiver(self) -> bool:
        """Whether the receiver at the cursor may be of a type of the workspace."""
        return any(self._index.locations(name) for name in self._types)

    def candidates(self, most: int) -> list[Candidate]:
        """What is likeliest to be needed, each with its chance, the likeliest first."""
        rated: list[tuple[float, float, int, SymbolLocation, Relation]] = []
        owner_features: tuple[float, ...] = ()
        of_owner = 0.0
        for location, relation, features, own in self.features(most):
            if features is not owner_features:
                owner_features, of_owner = features, _dot(features, OWNER_WEIGHTS)
            fitted = of_owner + _dot(own, SYMBOL_WEIGHTS)
            chosen = _dot(own[-_N_CHOSEN:], CHOSEN_WEIGHTS)
            rated.append((fitted + chosen, fitted, -len(rated), location, relation))
        best = nlargest(most, rated)
        top = max((fitted for _, fitted, *_ in best), default=0.0)
        total = sum(math.exp(fitted - top) for _, fitted, *_ in rated)
        return [
            Candidate(
                location.path,
                location.owner,
                location.symbol,
                relation,
                math.exp(fitted - top) / total,
                math.exp(score - fitted),
            )
            for score, fitted, _, location, relation in best
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
            if location.path != self._path
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
        symbol, owner, role = location.symbol, location.owner, self._near.role
        word = symbol.word
        likely = 0.0 if self._near.receiver is None else self._types.get(owner.name, 0.0)
        in_places, in_kind = self._of_name(symbol)
        is_top = symbol is owner
        is_base = (location.path, owner.name) in self._bases
        is_inherited = not is_top and self._near.receiver is None and is_base
        is_idle = role.is_value and symbol.is_callable and gives_nothing(symbol.name, symbol.signature)
        return (
            float(is_top),
            *in_places,
            float(symbol.is_callable),
            0.0 if is_top else 1 / (1 + len(owner.members) / _FEW),
            float(is_inherited and self._names_own),
            float(is_inherited and not self._names_own),
            float(symbol.is_private and not is_base),
            float(is_idle),
            likely if is_top else 0.0,
            *in_kind,
            float(self._is_called(symbol, owner)),
            float(symbol.is_callable and word == role.defined),
            float(word in self._near.used),
            0.0 if is_top or word not in self._seen else likely,
        )

    def _of_name(self, symbol: Symbol) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """What is the same for all symbols of a name: where it stands, and what kind of name it is."""
        word = symbol.word
        known = self._names.get(word)
        if known is None:
            lowered = word.lower()
            known = self._names[word] = (
                (
                    math.log1p(self._similar.names.get(word, 0.0)),
                    math.log1p(self.follows.get(word, 0.0)),
                    self._shared_words(symbol.parts),
                    math.log1p(self._index.chunks.frequency(lowered)),
                    float(word in self._seen),
                ),
                (
                    math.log(max(1, len(self._index.locations(word)))),
                    float(len(word) <= 1 or lowered in COMMON),
                    float(word in _CONSTRUCTORS or word.startswith("__")),
                ),
            )
        return known

    def _is_called(self, symbol: Symbol, owner: Symbol) -> bool:
        callee = self._near.role.callee
        if callee not in (symbol.name, owner.name):
            return False
        is_made = owner.name == callee and (symbol.name in _CONSTRUCTORS or symbol.name == callee)
        return is_made or (symbol.name == callee and symbol.is_callable)

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
