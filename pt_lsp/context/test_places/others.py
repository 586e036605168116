"""What a repository's tests tell of a source that none of them is about: names, folders, an example."""

from collections import Counter

from pt_lsp.context.test_places.families import GO, TEST_ENDINGS, Affix
from pt_lsp.context.test_places.rules import nearness
from pt_lsp.context.test_places.tree import File, Folder, SourceTree, split_plain

_FEWEST = 2
"""Tests in one folder from which on it is where tests go."""


class Others:
    """All tests by language and package; made once, then only asked."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._affixes: dict[str, Counter[Affix]] = {}
        self._endings: dict[str, Counter[str]] = {}
        self._folders: dict[tuple[str, Folder], Counter[Folder]] = {}
        self._examples: dict[str, dict[Folder, str]] = {}
        for path, (file, name) in tree.tests.items():
            language = file.family.name
            if name.affix != ("", ""):
                self._affixes.setdefault(language, Counter())[name.affix] += 1
            if file.ending not in TEST_ENDINGS:
                self._endings.setdefault(language, Counter())[file.ending] += 1
            package = language, tree.package_of(file.folder)
            self._folders.setdefault(package, Counter())[file.folder] += 1
            self._examples.setdefault(language, {}).setdefault(file.folder, path)

    def affix(self, source: File) -> Affix | None:
        """What most tests of the source's language have around their names; None where there are none."""
        affixes = self._affixes.get(source.family.name)
        return affixes.most_common(1)[0][0] if affixes else None

    def ending(self, source: File) -> str | None:
        """What tests end in where none can end like the source; None where it can."""
        if source.ending not in TEST_ENDINGS:
            return None
        endings = self._endings.get(source.family.name)
        return endings.most_common(1)[0][0] if endings else TEST_ENDINGS[source.ending]

    def only_folder(self, source: File) -> Folder | None:
        """The folder of all tests of the source's package; None where there are several, or few tests."""
        found = self._folders.get((source.family.name, self._tree.package_of(source.folder)), Counter())
        if len(found) != 1 or source.family is GO:
            return None
        folder, n_tests = next(iter(found.items()))
        return folder if n_tests >= _FEWEST else None

    def nearest(self, source: File, place: str) -> str | None:
        """A test near a place to be imitated; None where the language has none."""
        found = split_plain(place)
        examples = self._examples.get(source.family.name)
        if found is None or not examples:
            return None
        return examples[max(examples, key=lambda folder: nearness(folder, found[0]))]
