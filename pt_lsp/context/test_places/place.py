"""Where the tests of a source file are, or where they would go: the door to this folder.

Refuses to read anything: paths and the texts of manifests are all that it knows of a repository.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pt_lsp.context.test_places.conventions import Asked, usual_folder, usual_naming
from pt_lsp.context.test_places.families import GO, RUST
from pt_lsp.context.test_places.framework_signs import Framework
from pt_lsp.context.test_places.frameworks import framework_of
from pt_lsp.context.test_places.habits import Habits
from pt_lsp.context.test_places.imports import Seen, import_of
from pt_lsp.context.test_places.names import named
from pt_lsp.context.test_places.others import Others
from pt_lsp.context.test_places.pairs import Pair, Pairs
from pt_lsp.context.test_places.tree import File, SourceTree, file_at, split_plain, upwards

_LONGEST_NAME = 255
"""Bytes that file systems take."""
_HABIT = 0.3
"""The share of a language's sources with test files from which on another has one, too."""
_LEAST_LIKELY = 0.15
"""A rule that is right less often than this is worse than what the language's users do."""


@dataclass(frozen=True, slots=True)
class TestPlace:
    """A file for the tests of a source; the source itself where the language has them inside."""

    __test__: ClassVar[bool] = False

    path: str
    exists: bool
    framework: Framework | None
    """None where no manifest tells and the language has several: one test must be looked into."""
    reason: str
    """Why there, as a clause for a person."""
    example: str | None
    """A test of the same kind that is near, to be imitated."""


class TestPlaces:
    """What the paths of a workspace folder tell of its tests; made once, then only asked.

    `paths` are relative to the folder, with forward slashes, the sources that are asked about among them;
    `manifests` are texts by path, of the files that `is_telling` names.
    """

    __test__ = False

    def __init__(self, paths: Iterable[str], manifests: Mapping[str, str]) -> None:
        self._tree = SourceTree(paths)
        self._manifests = manifests
        self._pairs = Pairs(self._tree)
        by_language: dict[str, list[Pair]] = {}
        for pair in self._pairs.all():
            by_language.setdefault(pair.source.family.name, []).append(pair)
        self._habits = {
            language: Habits(self._tree, _telling(pairs)) for language, pairs in by_language.items()
        }
        self._others = Others(self._tree)

    def is_test(self, path: str) -> bool:
        """Whether a file holds tests, which has none of its own."""
        return path in self._tree.tests or path in self._tree.shared_tests

    def place_of(self, source: str) -> TestPlace | None:
        """The place of a source's tests; None where the file is no source of a language with tests."""
        file = file_at(source)
        if file is None or self.is_test(source) or self._tree.is_beside_tests(file):
            return None
        likely = self._likely(file)
        found = self._found(file, likely)
        if found is not None:
            return self._place(file, found, "the tests of this file are there")
        if file.family is RUST and not self._has_test_files(file):
            return self._place(file, file.path, "Rust has unit tests in the file itself")
        if likely:
            path, example = next(iter(likely.items()))
            return self._place(file, path, f"as {example.test.path} is for {example.source.path}")
        usual = self._usual(file)
        return self._place(file, usual, "where such tests usually are") if self._is_free(usual) else None

    def import_hint(self, source: str, place: TestPlace) -> str | None:
        """How a test at the place gets at its source, as code; None where that is in doubt."""
        file, test = file_at(source), file_at(place.path)
        if file is None or test is None:
            return None
        return import_of(Seen(self._tree, self._manifests, file, test, place.framework))

    def _likely(self, file: File) -> dict[str, Pair]:
        """Paths by the repository's own rules, the likeliest first, each with a pair that shows it."""
        habits = self._habits.get(file.family.name)
        if habits is None or file.family is GO:
            return {}
        naming = habits.naming(file) or usual_naming(self._asked(file), None)
        if naming.ending is None:
            naming = naming._replace(ending=self._others.ending(file))
        name = named(naming, file.folder, file.name)
        ways = habits.ways(file, _LEAST_LIKELY)
        placed = (("/".join((*way.folder, name)), way.example) for way in ways)
        return {path: pair for path, pair in placed if self._is_free(path) or self._known_test(path)}

    def _found(self, file: File, likely: Collection[str]) -> str | None:
        """The test that is there: called like the source, else where one would be made, else for a folder."""
        order = {path: at for at, path in enumerate(likely)}
        folders = {path.rpartition("/")[0] for path in likely}
        pairs = self._pairs.by_source.get(file.path, [])
        own = [pair for pair in pairs if pair.is_sure or not likely or "/".join(pair.test.folder) in folders]
        if own:
            return min(
                own,
                key=lambda pair: (
                    *(pair.rank, order.get(pair.test.path, len(order))),
                    *(len(pair.test.path), pair.test.path),
                ),
            ).test.path
        known = self._known_test(next(iter(likely))) if likely else None
        return known or self._tree.shared_test_of(file, is_alone=not likely)

    def _known_test(self, path: str) -> str | None:
        """The test at a path, in another casing where there is none in its own."""
        known = path if self.is_test(path) else self._tree.paths.get(path.casefold())
        return known if known is not None and self.is_test(known) else None

    def _is_free(self, path: str) -> bool:
        """Whether a file can be made there: nothing has its name, and no file that of one of its folders."""
        parts = path.casefold().split("/")
        beginnings = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
        has_room = not any(beginning in self._tree.paths for beginning in beginnings)
        return (
            has_room
            and split_plain(path) is not None
            and len(path.rpartition("/")[2].encode()) <= _LONGEST_NAME
        )

    def _has_test_files(self, file: File) -> bool:
        """Whether enough sources of the language have tests of their own for that to be the habit."""
        n_sources = sum(source.family is file.family for source in self._tree.sources.values())
        n_tested = sum(pairs[0].source.family is file.family for pairs in self._pairs.by_source.values())
        return n_tested >= _HABIT * n_sources

    def _usual(self, file: File) -> str:
        asked = self._asked(file)
        naming = usual_naming(asked, self._others.affix(file))
        naming = naming._replace(ending=self._others.ending(file) or naming.ending)
        folder = self._others.only_folder(file) or usual_folder(asked)
        return "/".join((*folder, named(naming, file.folder, file.name)))

    def _asked(self, file: File) -> Asked:
        package = self._tree.package_of(file.folder)
        return Asked(file, package, self._tree, self._framework(file, file.path))

    def _place(self, file: File, path: str, reason: str) -> TestPlace:
        known = self._known_test(path)
        exists = known is not None or path == file.path
        example = None if exists else self._others.nearest(file, path)
        return TestPlace(known or path, exists, self._framework(file, path), reason, example)

    def _framework(self, file: File, path: str) -> Framework | None:
        found = split_plain(path)
        test = [] if found is None else upwards(found[0])
        affix = self._others.affix(file)
        return framework_of(
            file.family.name, affix, [*test, *upwards(file.folder)], self._tree.telling, self._manifests
        )


def _telling(pairs: list[Pair]) -> list[Pair]:
    """Those to learn from: the sure ones, unless indirect names are the habit."""
    sure = [pair for pair in pairs if pair.is_sure]
    return sure if 2 * len(sure) >= len(pairs) else pairs
