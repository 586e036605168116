"""How a repository places and calls the tests of one language, asked for one source at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from pt_lsp.context.test_places.names import Naming, naming_of, speaks_for_folder
from pt_lsp.context.test_places.pairs import Pair
from pt_lsp.context.test_places.rules import Placement, Placing, apply, nearness
from pt_lsp.context.test_places.tree import File, Folder, SourceTree

_OTHER_ENDING = 1 / 64
"""What a pair counts for the name of a test whose source is of another kind."""


_Kind = tuple[str, bool, bool]
"""What a file is called like: its ending, whether it speaks for its folder, whether it begins with `_`."""


_OWN = "\0"
"""Stands for a folder that is called like the source; no folder's name holds it."""


class Way(NamedTuple):
    """A folder for a source's tests, and the nearest pair that shows it."""

    folder: Folder
    example: Pair


class Habits:
    """What the pairs of one language come to; made once, then only asked."""

    def __init__(self, tree: SourceTree, pairs: Sequence[Pair]) -> None:
        self._tree = tree
        self._namings: Counter[tuple[Folder, _Kind, Naming]] = Counter()
        self._examples: dict[tuple[Placing, str], Pair] = {}
        placings: list[Placing] = []
        for pair in pairs:
            source = pair.source
            package = tree.package_of(source.folder)
            placings.append(Placing(source.folder, package, _without_name(source, pair.test.folder)))
            naming = naming_of(source.folder, source.name, pair.name, pair.test.ending)
            if naming is not None:
                self._namings[(source.folder, _kind_of(source), naming)] += 1
            self._examples.setdefault((placings[-1], source.ending), pair)
        self._placement = Placement(placings)

    def ways(self, source: File, least_likely: float) -> Iterator[Way]:
        """Where the source's tests may be, the likeliest first; `least_likely` is above 0."""
        own = _name_of(source)
        package = self._tree.package_of(source.folder)
        for likelihood, folder, rule in self._placement.places(source.folder, package):
            if likelihood < least_likely:
                return
            shown = (
                (_likeness(placing.source, ending, source), pair)
                for (placing, ending), pair in self._examples.items()
                if apply(rule, placing.source, placing.package) == placing.test
            )
            example = max(shown, key=itemgetter(0))[1]
            yield Way(tuple(own if part == _OWN else part for part in folder), example)

    def naming(self, source: File) -> Naming | None:
        """How near tests are called, those of such files before others; None where no name tells."""
        votes: dict[Naming, float] = {}
        kind = _kind_of(source)
        for (folder, their_kind, naming), n_times in self._namings.items():
            if naming.n_folders >= 0 or speaks_for_folder(source.stem):
                is_alike = their_kind == kind
                weight = n_times * nearness(folder, source.folder)
                votes[naming] = votes.get(naming, 0.0) + (weight if is_alike else weight * _OTHER_ENDING)
        return max(votes, key=votes.__getitem__) if votes else None


def _without_name(source: File, test: Folder) -> Folder:
    """The folder of a test with a mark in place of its last part where that is the source's own name."""
    is_own = test[-1:] == (_name_of(source),) and source.folder[-1:] != test[-1:]
    return (*test[:-1], _OWN) if is_own else test


def _name_of(source: File) -> str:
    return source.name.lstrip(".").partition(".")[0]


def _kind_of(source: File) -> _Kind:
    return source.ending, speaks_for_folder(source.stem), source.stem.startswith("_")


def _likeness(folder: Folder, ending: str, source: File) -> float:
    return nearness(folder, source.folder) * (1 if ending == source.ending else _OTHER_ENDING)
