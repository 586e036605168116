"""What a file depends on by its imports, and how: the nearer, the likelier its next line needs it.

The answer stays the same while nothing is defined or imported anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.index import Index, SymbolLocation

Relation = Literal["named", "module", "mentioned", "mentioned later", "beside", "neighbour", "none"]
"""How it is reached: imported by name; in a module imported as a whole, or a function of the same package;
named in the signature or as a base of such a one, or a type of the same package; of one of those; beside an
imported name in its file; in the same folder; by name alone."""

_MOST_SYMBOLS = 3_000
_MOST_MENTIONING = 400
"""Large packages that are imported as a whole define more than is worth looking through."""
_MOST_NEIGHBOURS = 20
_DEEPEST_BASE = 12


@dataclass(slots=True)
class Dependencies:
    """Top-level symbols of other files, each with its nearest relation to the file at `path`."""

    path: str
    symbols: dict[tuple[str, str, int], tuple[Relation, SymbolLocation]] = field(default_factory=dict)
    names: set[tuple[str, str]] = field(default_factory=set)
    """Path and name of each."""

    def put(self, location: SymbolLocation, relation: Relation) -> bool:
        """Whether it was not there before; what leads back to the file itself is left out."""
        symbol = location.symbol
        if location.path == self.path:
            return False
        # A type's methods may stand apart from it, under its name again: `impl Order`.
        key = (location.path, symbol.name, id(symbol) if symbol.members else 0)
        if key in self.symbols or len(self.symbols) >= _MOST_SYMBOLS:
            return False
        self.names.add((location.path, symbol.name))
        self.symbols[key] = (relation, location)
        return True

    def put_all_of(self, index: Index, paths: Iterable[str], relation: Relation) -> None:
        """Take in the top level of files."""
        for path in paths:
            for symbol in index.symbols(path):
                self.put(SymbolLocation(path, symbol, symbol), relation)


def dependencies_of(index: Index, path: str) -> Dependencies:
    """What the file at `path` reaches."""
    dependencies = Dependencies(path)
    beside = _put_imported(index, path, dependencies)
    _put_package(index, path, dependencies)
    dependencies.put_all_of(index, index.modules_known(path), "module")
    imported = [location for _, location in dependencies.symbols.values()]
    front = _put_mentioned(index, imported, dependencies, "mentioned")
    _put_mentioned(index, front, dependencies, "mentioned later")
    dependencies.put_all_of(index, beside, "beside")
    dependencies.put_all_of(index, sorted(index.siblings(path))[:_MOST_NEIGHBOURS], "neighbour")
    return dependencies


def bases_of(index: Index, path: str, symbol: Symbol) -> list[SymbolLocation]:
    """What a class is made from, in other files or its own, the nearest first."""
    found: list[SymbolLocation] = []
    todo = [(path, symbol)]
    seen = {(path, symbol.name)}
    while todo and len(found) < _DEEPEST_BASE:
        where, current = todo.pop(0)
        for base in current.bases:
            for location in _named(index, where, base):
                if (location.path, base) not in seen:
                    seen.add((location.path, base))
                    found.append(location)
                    todo.append((location.path, location.symbol))
    return found


def _put_package(index: Index, path: str, dependencies: Dependencies) -> None:
    """The files of the same package: functions are in scope, a type's members only where it is named."""
    for other in index.package(path):
        for symbol in index.symbols(other):
            relation: Relation = "mentioned" if symbol.members else "module"
            dependencies.put(SymbolLocation(other, symbol, symbol), relation)


def _put_imported(index: Index, path: str, dependencies: Dependencies) -> Iterable[str]:
    """The modules of which names are imported."""
    beside: dict[str, None] = {}
    for target in index.imports(path):
        named = [name.name for name in target.names if name.name != "*"]
        if named:
            beside[target.path] = None
        for name in named:
            for location in index.find(target.path, name):
                dependencies.put(location, "named")
    return beside


def _put_mentioned(
    index: Index, locations: Iterable[SymbolLocation], dependencies: Dependencies, relation: Relation
) -> list[SymbolLocation]:
    """What the signatures of `places` name; those of it that were not reached before."""
    front = []
    for location in islice(locations, _MOST_MENTIONING):
        for name in (*location.symbol.bases, *location.symbol.mentions):
            named = _named(index, location.path, name)
            front += [found for found in named if dependencies.put(found, relation)]
    return front


def _named(index: Index, path: str, name: str) -> tuple[SymbolLocation, ...]:
    """What `name` means in a file: its own, what it hands on, or what it imports by that name."""
    if found := index.find(path, name):
        return found
    for target, there in index.imported_from(path, name):
        if found := index.find(target, there):
            return found
    return index.find_in_modules(path, name)
