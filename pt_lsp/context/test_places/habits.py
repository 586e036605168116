"""How a repository places and calls the tests of one language, asked for one source at a time."""

from collections import Counter
from collections.abc import Sequence

from pt_lsp.context.test_places.names import Naming, naming_of, speaks_for_folder
from pt_lsp.context.test_places.pairs import Pair
from pt_lsp.context.test_places.rules import Placement, Placing, nearness
from pt_lsp.context.test_places.tree import File, Folder, SourceTree

_OTHER_ENDING = 1 / 64
"""What a pair counts for the name of a test whose source is of another kind."""


_Kind = tuple[str, bool, bool]
"""What a file is called like: its ending, whether it speaks for its folder, whether it begins with `_`."""


class Habits:
    """What the pairs of one language come to; made once, then only asked."""

    def __init__(self, tree: SourceTree, pairs: Sequence[Pair]) -> None:
        self._tree = tree
        self._rules = Placement(
            Placing(pair.source.folder, tree.package_of(pair.source.folder), pair.test.folder)
            for pair in pairs
        )
        self._namings: Counter[tuple[Folder, _Kind, Naming]] = Counter()
        self._examples: dict[tuple[Folder, str], Pair] = {}
        for pair in pairs:
            source = pair.source
            naming = naming_of(source.folder, source.name, pair.name, pair.test.ending)
            if naming is not None:
                self._namings[(source.folder, _kind_of(source), naming)] += 1
            self._examples.setdefault((source.folder, source.ending), pair)

    def folders(self, source: File) -> list[tuple[float, Folder]]:
        """Where the source's tests may be, the likeliest first, with how likely each is."""
        return self._rules.places(source.folder, self._tree.package_of(source.folder))

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

    def example(self, source: File) -> Pair:
        """The nearest source that has a test, rather one of the same kind of file."""
        return self._examples[
            max(
                self._examples,
                key=lambda each: (
                    nearness(each[0], source.folder) * (1 if each[1] == source.ending else _OTHER_ENDING)
                ),
            )
        ]


def _kind_of(source: File) -> _Kind:
    return source.ending, speaks_for_folder(source.stem), source.stem.startswith("_")
