"""A repository's paths sorted into tests, what stands beside tests, and sources.

Refuses to take a path that leads out of the folder, and to know which test belongs to which source.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pt_lsp.context.test_places.families import Family, family_of
from pt_lsp.context.test_places.frameworks import is_manifest, is_telling
from pt_lsp.context.test_places.names import NameParts, key_of, speaks_for_folder, taken_apart

Folder = tuple[str, ...]
"""The parts of a folder's path, outermost first."""

_TEST_FOLDER = re.compile(
    r"(?i:_*tests?_*|specs?|t|unit_?tests?|test_?suites?)|(?:\S*[._-](?i:unit_?|integration_?)?[Tt]ests?|\S*[a-z]Tests?)"
)
_OF_OTHERS = frozenset({"node_modules", "vendor", "third_party", "site-packages", ".venv", "venv"})
_MADE_UP = frozenset(
    {"fixtures", "fixture", "__fixtures__", "testdata", "test_data", "test-data", "__snapshots__"}
)
"""Folders whose files look like a project and are only read by tests."""
_FOR_TESTS = frozenset(
    {
        "helpers",
        "helper",
        "support",
        "mocks",
        "mock",
        "__mocks__",
        "data",
        "resources",
        "utils",
        "util",
        "lib",
        "common",
    }
)
_SHARED = {
    "python": frozenset({"tests.py"}),
    "rust": frozenset({"tests.rs"}),
    "javascript": frozenset({"test.js", "test.ts", "test.mjs", "test.cjs", "test.tsx"}),
}
"""Names of files with the tests of all sources of a folder."""
_MOST_PARTS = 64
_MOST_REMEMBERED = 2_048
"""Folders whose names are not looked at again for each of their files."""
_MOST_CHARACTERS = 1_000


class File(NamedTuple):
    """A file of a language that has tests."""

    path: str
    folder: Folder
    name: str
    family: Family

    @property
    def stem(self) -> str:
        """Its name without its ending."""
        return self.name.rpartition(".")[0]

    @property
    def ending(self) -> str:
        """What follows the last dot of its name."""
        return self.name.rpartition(".")[2]


class SourceTree:
    """All files of a workspace folder by what they are for; made once, then only read."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths: dict[str, str] = {}
        """By what they are where case does not count: on some disks twins in other casings are one file."""
        self.packages: set[Folder] = set()
        """The folders with manifests."""
        self.telling: dict[Folder, list[str]] = {}
        """What lies in folders and may tell of frameworks."""
        self._names: dict[Folder, set[str]] = {}
        """What lies in each folder, folders too."""
        self.folder_names: set[str] = set()
        self.tests: dict[str, tuple[File, NameParts]] = {}
        self.sources: dict[str, File] = {}
        self.shared_tests: dict[str, File] = {}
        self._test_roots: set[tuple[str, Folder]] = set()
        rest: list[File] = []
        for path in sorted({*paths}):
            found = self._take_in(path)
            if found is not None:
                rest.append(found)
        self._sort(rest)

    def package_of(self, folder: Folder) -> Folder:
        """The nearest folder with a manifest, the top where there is none."""
        while folder and folder not in self.packages:
            folder = folder[:-1]
        return folder

    def names_in(self, folder: Folder) -> frozenset[str]:
        """The names of the files and folders in a folder."""
        return frozenset(self._names.get(folder, ()))

    def has_folder(self, folder: Folder) -> bool:
        """Whether something lies in such a folder."""
        return folder in self._names

    def is_beside_tests(self, file: File) -> bool:
        """Whether a file lies among tests, or plays somebody's project for them."""
        root = root_of_tests(file.folder)
        return (root is not None and (file.family.name, root) in self._test_roots) or not _is_real(
            file.folder
        )

    def shared_test_of(self, file: File, *, is_alone: bool) -> str | None:
        """The file that holds the tests of all sources around; `is_alone` where no other tests are known."""
        folder, language = file.folder, file.family.name
        if language == "rust":
            speaks = speaks_for_folder(file.stem) or file.stem in {"lib", "main"}
            folders: tuple[Folder, ...] = (folder if speaks else (*folder, file.stem),)
        elif language == "javascript":
            folders = (folder, self.package_of(folder)) if is_alone else ()
        else:
            folders = (folder,)
        names = sorted(_SHARED.get(language, ()))
        paths = ("/".join((*folder, name)) for folder in folders for name in names)
        return next((path for path in paths if path in self.shared_tests), None)

    def _take_in(self, path: str) -> File | None:
        file = file_at(path)
        if file is None:
            folder, name = split_plain(path) or ((), "")
            if not name:
                return None
        else:
            folder, name = file.folder, file.name
        folded = path.casefold()
        self.paths[folded] = min(path, self.paths.get(folded, path))
        self._note(folder, name)
        if is_manifest(name):
            self.packages.add(folder)
        if is_telling(name):
            self.telling.setdefault(folder, []).append(name)
        if file is None or not _is_real(folder):
            return None
        if file.name in _SHARED.get(file.family.name, ()):
            self.shared_tests[path] = file
            return None
        root = root_of_tests(folder)
        affixes = file.family.affixes + (file.family.weak_affixes if root is not None else ())
        apart = None if _is_shipped(folder) else taken_apart(file.stem, affixes)
        if apart is None:
            return file
        self.tests[path] = file, apart
        if root is not None:
            self._test_roots.add((file.family.name, root))
        return None

    def _note(self, folder: Folder, name: str) -> None:
        """Remember where it lies; folders above are known as soon as one below is."""
        while name not in (names := self._names.setdefault(folder, set())):
            names.add(name)
            if not folder:
                return
            *above, name = folder
            self.folder_names.add(name)
            folder = tuple(above)

    def _sort(self, rest: Sequence[File]) -> None:
        """What has no affix is a source, unless it lies among tests; some languages' tests have none."""
        plain: dict[tuple[str, Folder], list[File]] = {}
        for file in rest:
            root = root_of_tests(file.folder)
            if root is None or _is_shipped(file.folder):
                self.sources[file.path] = file
            elif (file.family.name, root) not in self._test_roots:
                plain.setdefault((file.family.name, root), []).append(file)
        keys = {(file.family.name, key_of(file.stem)) for file in self.sources.values()}
        for (language, root), files in plain.items():
            is_known = language == "rust" or any((language, key_of(file.stem)) in keys for file in files)
            if self._is_for_tests(language, root):
                self._test_roots.add((language, root))
            elif files[0].family.allows_plain and is_known:
                self._test_roots.add((language, root))
                for file in files:
                    if not _FOR_TESTS.intersection(file.folder[len(root) :]):
                        self.tests[file.path] = file, NameParts(file.stem, ("", ""))
            else:
                self.sources.update((file.path, file) for file in files)

    def _is_for_tests(self, language: str, root: Folder) -> bool:
        """Whether build tools say that a folder holds tests, whatever the files in it are called."""
        is_project = language == "dotnet" and root in self.packages
        return is_project or (language == "jvm" and root[-2:-1] == ("src",))


def file_at(path: str) -> File | None:
    """A file of a language that has tests; None for another, and for a path that no folder can hold."""
    plain = split_plain(path)
    if plain is None:
        return None
    family = family_of(plain[1])
    return None if family is None else File(path, *plain, family)


def split_plain(path: str) -> tuple[Folder, str] | None:
    """The folder and the name of a path below its top; None for every other path."""
    if len(path) > _MOST_CHARACTERS or "\\" in path or not path.isprintable():
        return None
    above, slash, name = path.rpartition("/")
    folder = _parts_of(above) if slash else ()
    return None if folder is None or not _is_part(name) else (folder, name)


@lru_cache(_MOST_REMEMBERED)
def _parts_of(above: str) -> Folder | None:
    parts = tuple(above.split("/"))
    return parts if len(parts) <= _MOST_PARTS and all(map(_is_part, parts)) else None


@lru_cache(_MOST_REMEMBERED)
def root_of_tests(folder: Folder) -> Folder | None:
    """The outermost folder around that is called as folders for tests are."""
    for at, part in enumerate(folder):
        if _TEST_FOLDER.fullmatch(part):
            return folder[: at + 1]
    return None


def n_common(left: Sequence[str], right: Sequence[str]) -> int:
    """How many parts two folders begin with that are the same."""
    n_same = 0
    for ours, theirs in zip(left, right, strict=False):
        if ours != theirs:
            break
        n_same += 1
    return n_same


def upwards(folder: Folder) -> list[Folder]:
    """A folder and those around it, the top last."""
    return [folder[:length] for length in range(len(folder), -1, -1)]


def _is_part(part: str) -> bool:
    return part not in {"", ".", ".."} and part == part.strip()


@lru_cache(_MOST_REMEMBERED)
def _is_real(folder: Folder) -> bool:
    return _OF_OTHERS.isdisjoint(folder) and _MADE_UP.isdisjoint(folder)


@lru_cache(_MOST_REMEMBERED)
def _is_shipped(folder: Folder) -> bool:
    """Whether a build tool's layout says that it is no test, whatever it is called."""
    return ("src", "main") in pairwise(folder)
