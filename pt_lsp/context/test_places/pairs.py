"""Which test belongs to which source, by names and by how much their folders have in common.

Refuses to guess between two that are as near: a rule of the repository may tell later.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pt_lsp.context.test_places.families import GO
from pt_lsp.context.test_places.names import NameParts, key_of, names_of, subjects_of
from pt_lsp.context.test_places.tree import File, Folder, SourceTree, n_common

_GENERAL = frozenset(
    {
        "src",
        "lib",
        "main",
        "test",
        "tests",
        "spec",
        "specs",
        "__tests__",
        "java",
        "kotlin",
        "scala",
        "app",
        "pkg",
        "packages",
    }
)
_VAGUE = frozenset(
    {
        "index",
        "utils",
        "util",
        "helpers",
        "helper",
        "main",
        "types",
        "config",
        "constants",
        "common",
        "base",
        "core",
        "app",
    }
)
"""Names that two files share by chance."""
_OF_FOLDER = 1
"""The rank of a name that is the folder's."""
_MOST_COMPARED = 64
_SHORTEST_TELLING = 3


_Key = tuple[str, str]
"""The language and what a source is called."""


class Pair(NamedTuple):
    """A test file and what it is about."""

    source: File
    test: File
    name: NameParts
    rank: int
    """0 where the test is called like its source; the more, the less it tells."""

    @property
    def is_sure(self) -> bool:
        """Whether the name alone tells: it is the source's own, or that of the folder that it speaks for."""
        return self.rank <= _OF_FOLDER


_Ranked = tuple[int, File]


class Pairs:
    """Of each test the source that it is about, where that can be told."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._sources: dict[_Key, list[_Ranked]] = {}
        self._near: dict[tuple[_Key, str | Folder], list[_Ranked]] = {}
        """The same by the package and by the name of the folder, for names that very many files have."""
        for file in tree.sources.values():
            for n_folders, called in names_of(file.folder, file.stem):
                rank = _OF_FOLDER if n_folders < 0 else n_folders + (n_folders > 0)
                key = file.family.name, key_of(called)
                self._sources.setdefault(key, []).append((rank, file))
                nearby: tuple[str | Folder, ...] = (tree.package_of(file.folder), *file.folder[-1:])
                for near in nearby:
                    self._near.setdefault((key, near), []).append((rank, file))
        self.by_source: dict[str, list[Pair]] = {}
        for test, name in tree.tests.values():
            pair = self._pair(test, name)
            if pair is not None:
                self.by_source.setdefault(pair.source.path, []).append(pair)

    def all(self) -> Iterator[Pair]:
        """Every pair, in the order of its source's coming."""
        for pairs in self.by_source.values():
            yield from pairs

    def _pair(self, test: File, name: NameParts) -> Pair | None:
        subjects = list(_subjects(name.subject))
        n_sure = len(subjects) - 1
        for rank, subject in enumerate(subjects):
            found = self._called(subject, test)
            if rank == n_sure:
                found = [each for each in found if each[0] == 0]
            if found:
                if test.family is GO:
                    found = [each for each in found if each[1].folder == test.folder]
                source = self._nearest(found, test, subject) if found else None
                return None if source is None else Pair(source[1], test, name, 4 * rank + source[0])
        return None

    def _called(self, subject: str, test: File) -> list[_Ranked]:
        """The sources of a name; of very many those of the test's package, else those in folders like its."""
        key = test.family.name, key_of(subject)
        found = self._sources.get(key, [])
        if len(found) <= _MOST_COMPARED:
            return found
        package = self._near.get((key, self._tree.package_of(test.folder)), [])
        if 0 < len(package) <= _MOST_COMPARED:
            return package
        alike = (each for part in test.folder[-2:] for each in self._near.get((key, part), []))
        return list(islice(alike, _MOST_COMPARED))

    def _nearest(self, found: list[_Ranked], test: File, subject: str) -> _Ranked | None:
        """The one that shares most with a test; None where two do, and where one does by chance only."""
        best_rank = min(rank for rank, _ in found)
        best = [each for each in found if each[0] == best_rank]
        scored = sorted(
            ((affinity(file.folder, test.folder), rank, file) for rank, file in best), reverse=True
        )
        if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        _, rank, file = scored[0]
        is_far = self._tree.package_of(file.folder) != self._tree.package_of(test.folder)
        is_far = is_far and not set(_telling(file.folder)) & set(_telling(test.folder))
        if is_far and (subject != file.stem or subject in _VAGUE or len(subject) < _SHORTEST_TELLING):
            return None
        return rank, file


def affinity(source: Folder, test: Folder) -> tuple[int, int]:
    """How much a source's folder has in common with a test's; less for one that is deeper than it need be."""
    ours, theirs = _telling(source), _telling(test)
    shared = len(set(ours) & set(theirs))
    tail = n_common(ours[::-1], theirs[::-1])
    head = n_common(source, test)
    return 2 * shared + tail + head, -len(source)


def _telling(folder: Folder) -> list[str]:
    """The parts that tell something, without what makes them a test's: `Acme.Tests` -> `acme`."""
    lower = (part.lower().strip("_") for part in folder)
    bare = (
        part.removesuffix("s").removesuffix("test").rstrip("._-") for part in lower if part not in _GENERAL
    )
    return [part for part in bare if part]


def _subjects(subject: str) -> Iterator[str]:
    yield from subjects_of(subject)
    yield subject.removesuffix("s") if subject.endswith("s") else f"{subject}s"
