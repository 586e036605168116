"""The files that open documents import, where a walk has ended at its bounds before it came to them.

By the rules of a walk. Refuses to follow what those files import again, and to look outside of open folders.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from pt_lsp.context.file_facts import FileFacts
from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.paths import split, upwards
from pt_lsp.context.resolution.resolve import resolve
from pt_lsp.project.context_files import is_file_left_out
from pt_lsp.project.index_rules import Rules
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.scanning import Found, found_at

_MOST_FILES = 100
_MOST_NAMES = 1_000
"""Of one folder; imports of whole packages lead to no more files than that."""

_MOST_MENTIONS = 100
"""Of one document; each is looked for in some twenty places, in Ruby, and most are in none."""


def imported_files(
    documents: Iterable[FileFacts],
    rules: Rules,
    ignore_tree: IgnoreTree,
    found: Iterable[str],
    configs: Mapping[str, str],
) -> Iterator[Found]:
    """What the documents import beside what was `found`, as far as it may be used; at most 100 files."""
    folders = [each.path.as_posix() for each in rules if each.path and each.takes_from_disk]
    tree = _DiskTree(found, configs, folders)
    paths = dict.fromkeys(path for facts in documents for path in tree.imported_by(facts))
    new = (path for path in paths if not tree.was_found(path))
    for path in islice(new, _MOST_FILES):
        if not is_file_left_out(Path(path), rules, ignore_tree):
            file = found_at(os.path.normpath(path))
            if isinstance(file, Found):
                yield file


class _DiskTree(FileTree):
    """A tree of the files that were found, and of what the disk holds where imports look for more."""

    def __init__(self, found: Iterable[str], configs: Mapping[str, str], folders: Iterable[str]) -> None:
        """`folders` are the only ones that are looked into, with what is below them."""
        super().__init__()
        self._within = tuple(f"{folder}/" for folder in folders)
        self._bases: list[str] = []
        self._listed: dict[str, dict[str, None]] = {}
        for path in found:
            self.add(path)
        for path, text in configs.items():
            self.set_config(path, text)

    def imported_by(self, facts: FileFacts) -> Iterator[str]:
        """The paths that a file's imports mean, then those of names that need no import."""
        above = upwards(split(facts.path)[0])
        self._bases = [folder + name for folder in above for name in ("", "src/", "lib/", "include/")]
        asked_for = (each for each in facts.imports if not each.is_mention)
        mentioned = (each for each in facts.imports if each.is_mention)
        for each in chain(asked_for, islice(mentioned, _MOST_MENTIONS)):
            for target in resolve(self, facts.path, facts.language_id, each):
                yield target.path

    def was_found(self, path: str) -> bool:
        """Whether the walk has come to the file."""
        return super().__contains__(path)

    def __contains__(self, path: str) -> bool:
        return super().__contains__(path) or (path.startswith(self._within) and Path(path).is_file())

    def names_in(self, folder: str) -> dict[str, None]:
        if not folder.startswith(self._within):
            return super().names_in(folder)
        names = self._listed.get(folder)
        if names is None:
            names = self._listed[folder] = super().names_in(folder) | _names_on_disk(folder)
        return names

    def has_folder_called(self, name: str) -> bool:
        return super().has_folder_called(name) or bool(self.folders_with_tail(f"{name}/"))

    def folders_with_tail(self, tail: str) -> list[str]:
        return super().folders_with_tail(tail) or [each for each in self._places(tail) if Path(each).is_dir()]

    def with_tail(self, tail: str) -> list[str]:
        return super().with_tail(tail) or [each for each in self._places(tail) if each in self]

    def _places(self, tail: str) -> Iterator[str]:
        """Where a path that ends so may be: below what is above the importing file, or beside known files."""
        first, _, rest = tail.partition("/")
        called = super().folders_with_tail(f"{first}/") if rest else []
        places = dict.fromkeys([*(base + tail for base in self._bases), *(each + rest for each in called)])
        return (place for place in places if place.startswith(self._within))


def _names_on_disk(folder: str) -> dict[str, None]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name: None for entry in islice(entries, _MOST_NAMES) if not entry.is_dir()}
    except (OSError, ValueError):
        return {}
