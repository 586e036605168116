"""Where names are defined that somebody has named, though nothing at the place leads there.

A type brings its members: what is said of one is mostly that it has not the member that is used.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import get_args

from pt_lsp.context.dependencies import Dependencies, Relation
from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.index import CodeChunk, Index, SymbolLocation
from pt_lsp.context.selection import Candidate, defines

_SAME_NAME = 3
_MOST_MEMBERS = 40
_MOST_CHUNKS = 3
_CHANCE = 0.5
_OF_A_MEMBER = 0.2
_BOOST = 2.0
"""Somebody has named it: that is more than any place tells."""


def named_elsewhere(
    index: Index, path: str, names: Iterable[str], reached: Collection[tuple[str, str]]
) -> Iterator[Candidate]:
    """Symbols of other files than the one at `path`, each once.

    Of those of one name what is `reached` from there: paths and names of symbols at the top level.
    """
    done: set[int] = set()
    for name in names:
        locations = [each for each in index.locations(name) if each.path != path]
        near = [each for each in locations if (each.path, each.owner.name) in reached]
        for location in (near or locations)[:_SAME_NAME]:
            for symbol, chance in _with_members(location):
                if id(symbol) not in done:
                    done.add(id(symbol))
                    owner = location.owner if symbol is location.symbol else location.symbol
                    yield Candidate(location.path, owner, symbol, "named", chance, _BOOST)


def named_further_off(index: Index, path: str, names: Iterable[str], seen: range) -> list[CodeChunk]:
    """Chunks of the file itself that define one of the names, and are not among the numbers `seen`."""
    chunks = [index.chunk(number) for number in index.numbers(path) if number not in seen]
    own = [each for name in names for each in index.locations(name) if each.path == path]
    found: dict[CodeChunk, None] = {}
    for location in own:
        as_candidate = Candidate(path, location.owner, location.symbol, "none", 1.0)
        found.update(dict.fromkeys(chunk for chunk in chunks if defines(chunk, as_candidate)))
    return list(found)[:_MOST_CHUNKS]


def files_defining(index: Index, names: Sequence[str], dependencies: Dependencies) -> list[str]:
    """Files that define the last of the names, the best first; those before are what it may belong to.

    What a document reaches comes first, by its `dependencies`: the nearer, the likelier it is meant.
    """
    relations = get_args(Relation)
    near: dict[tuple[str, str], int] = {}
    for relation, location in dependencies.symbols.values():
        key = location.path, location.symbol.name
        near[key] = min(relations.index(relation), near.get(key, len(relations)))

    def rank(location: SymbolLocation) -> tuple[bool, int]:
        key = location.path, location.owner.name
        return location.owner.name not in names[:-1], near.get(key, len(relations))

    return list(dict.fromkeys(each.path for each in sorted(index.locations(names[-1]), key=rank)))


def _with_members(location: SymbolLocation) -> Iterator[tuple[Symbol, float]]:
    yield location.symbol, _CHANCE
    for member in location.symbol.members[:_MOST_MEMBERS]:
        yield member, _CHANCE * _OF_A_MEMBER
