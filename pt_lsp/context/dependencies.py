"""What a file can reach by its imports, and how: the nearer, the likelier its next line needs it.

Refuses to know cursors: the answer stays the same while nothing is defined or imported anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.index import Index, SymbolLocation

Way = Literal["named", "module", "mentioned", "mentioned later", "beside", "neighbour", "none"]
"""How it is reached: imported by name; in a module imported as a whole; named in the signature or as a base
of such a one; of one of those; beside an imported name in its file; in the same folder; by name alone."""

_MOST_SYMBOLS = 3_000
_MOST_MENTIONING = 400
"""Large packages that are imported as a whole define more than is worth looking through."""
_MOST_NEIGHBOURS = 20
_DEEPEST_BASE = 12


@dataclass(slots=True)
class Dependencies:
    """Top-level symbols of other files, each with the nearest way to it."""

    ways: dict[tuple[str, str, int], tuple[Way, SymbolLocation]] = field(default_factory=dict)
    names: set[tuple[str, str]] = field(default_factory=set)
    """Path and name of each."""

    def put(self, place: SymbolLocation, way: Way) -> bool:
        """Whether it was not there before."""
        symbol = place.symbol
        # A type's methods may stand apart from it, under its name again: `impl Order`.
        key = (place.path, symbol.name, id(symbol) if symbol.members else 0)
        if key in self.ways or len(self.ways) >= _MOST_SYMBOLS:
            return False
        self.names.add((place.path, symbol.name))
        self.ways[key] = (way, place)
        return True


def dependencies_of(index: Index, path: str) -> Dependencies:
    """What the file at `path` reaches."""
    reach = Dependencies()
    whole, beside = _put_imported(index, path, reach)
    for module in whole:
        for symbol in index.symbols(module):
            reach.put(SymbolLocation(module, symbol, symbol), "module")
    front = _put_mentioned(index, [place for _, place in reach.ways.values()], reach, "mentioned")
    _put_mentioned(index, front, reach, "mentioned later")
    for module in beside:
        for symbol in index.symbols(module):
            reach.put(SymbolLocation(module, symbol, symbol), "beside")
    for _, neighbour in zip(range(_MOST_NEIGHBOURS), sorted(index.siblings(path)), strict=False):
        for symbol in index.symbols(neighbour):
            reach.put(SymbolLocation(neighbour, symbol, symbol), "neighbour")
    return reach


def bases_of(index: Index, path: str, symbol: Symbol) -> list[SymbolLocation]:
    """What a class is made from, in other files or its own, the nearest first."""
    found: list[SymbolLocation] = []
    todo = [(path, symbol)]
    seen = {(path, symbol.name)}
    while todo and len(found) < _DEEPEST_BASE:
        where, current = todo.pop(0)
        for base in current.bases:
            for place in _named(index, where, base):
                if (place.path, base) not in seen:
                    seen.add((place.path, base))
                    found.append(place)
                    todo.append((place.path, place.symbol))
    return found


def _put_imported(index: Index, path: str, reach: Dependencies) -> tuple[list[str], list[str]]:
    """The modules imported as a whole, and those of which names are imported."""
    whole = index.modules_known(path)
    beside: dict[str, None] = {}
    for target in index.imports(path):
        named = [name.name for name in target.names if name.name != "*"]
        if named:
            beside[target.path] = None
        for name in named:
            for place in index.find(target.path, name):
                if place.path != path:
                    reach.put(place, "named")
    return list(whole), list(beside)


def _put_mentioned(
    index: Index, places: Iterable[SymbolLocation], reach: Dependencies, way: Way
) -> list[SymbolLocation]:
    """What the signatures of `places` name; those of it that were not reached before."""
    front = []
    for place in islice(places, _MOST_MENTIONING):
        for name in (*place.symbol.bases, *place.symbol.mentions):
            front += [found for found in _named(index, place.path, name) if reach.put(found, way)]
    return front


def _named(index: Index, path: str, name: str) -> tuple[SymbolLocation, ...]:
    """What `name` means in a file: its own, what it hands on, or what it imports by that name."""
    found = index.find(path, name)
    if found:
        return found
    for target, there in index.taken(path, name):
        found = index.find(target, there)
        if found:
            return found
    return index.find_in_modules(path, name)
