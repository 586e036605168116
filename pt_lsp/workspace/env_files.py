"""Reads the variables of `.env` files in workspace folders and above them, which themselves never leave.

What git ignores is read too: most of these files are, and their values are looked for in all that is sent.
Refuses to know which values are secrets, and to fail: a file that cannot be read has no variables.
"""

import itertools
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pt_lsp.workspace.reading import read_quietly
from pt_lsp.workspace.repositories import Repositories
from pt_lsp.workspace.skip_reasons import HEAVY_FOLDERS, is_link

_MOST_FOLDERS = 300
_MOST_DEPTH = 3
_MOST_ENTRIES = 20_000
_MOST_FILES = 50
_NAME = re.compile(r"\.env(?:[.-].*|rc)?|.+\.env|\.dev\.vars(?:\..*)?|\.secrets", re.IGNORECASE)
_PATTERN_NAME = re.compile(r"(?:example|sample|template|dist|defaults?)\b", re.IGNORECASE)
"""Such a file shows what values look like; what stands in it stands in many texts."""


class Variable(NamedTuple):
    """One line of a `.env` file."""

    name: str
    value: str
    file: str
    """Relative to its workspace folder, with forward slashes."""


class EnvFiles:
    """Remembers files until they change on disk."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._repositories = Repositories()

    def variables(self, folders: Sequence[Path]) -> list[Variable]:
        """Of all `.env` files within three levels of the folders, and above them up to the repository's top.

        As they are now; blocks.
        """
        files: dict[str, _File] = {}
        for folder in folders:
            above = (found for name in self._above(folder) for found in _files_in(_entries(name)))
            for path, stamp in itertools.chain(above, _paths(str(folder))):
                if len(files) < _MOST_FILES:
                    known = self._files.get(path)
                    files[path] = known if known and known.stamp == stamp else _read(path, stamp, folder)
        self._files = files
        return [variable for file in files.values() for variable in file.variables]

    def _above(self, folder: Path) -> list[str]:
        """The folders above it within its repository, under both of its names where it is a link."""
        found: dict[str, None] = {}
        for path in dict.fromkeys((folder, _without_links(folder))):
            n_within = 0
            for n, name in enumerate((path, *path.parents)):
                repository = self._repositories.beginning_in(str(name))
                n_within = n_within if repository is None else n
                if repository is not None and repository.is_sound:
                    break
            found.update(dict.fromkeys(map(str, path.parents[:n_within])))
        return list(found)


@dataclass(frozen=True, slots=True)
class _File:
    stamp: tuple[int, int]
    variables: tuple[Variable, ...]


def _read(path: str, stamp: tuple[int, int], folder: Path) -> _File:
    source = read_quietly(path)
    if isinstance(source, str):
        return _File(stamp, ())
    label = os.path.relpath(path, folder).replace(os.sep, "/")
    return _File(stamp, tuple(Variable(name, value, label) for name, value in parse(source.text)))


def _paths(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The files and what tells a later version apart, nearest first; links are not followed."""
    level = [folder]
    n_folders = n_entries = 0
    for _ in range(_MOST_DEPTH + 1):
        below: list[str] = []
        for name in level:
            n_folders += 1
            if n_folders > _MOST_FOLDERS or n_entries > _MOST_ENTRIES:
                return
            entries = _entries(name)
            n_entries += len(entries)
            below += (entry.path for entry in entries if _is_folder(entry))
            yield from _files_in(entries)
        level = sorted(below)


def _without_links(folder: Path) -> Path:
    try:
        return Path(os.path.realpath(folder))
    except (OSError, ValueError):  # a folder's name may come with a null character
        return folder


def _files_in(entries: Iterable[os.DirEntry[str]]) -> list[tuple[str, tuple[int, int]]]:
    return sorted((entry.path, stamp) for entry in entries if (stamp := _stamp(entry)))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return list(listing)
    except (OSError, ValueError):  # a folder's name may come with a null character
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    if entry.name in HEAVY_FOLDERS:
        return False
    try:
        if not entry.is_dir(follow_symlinks=False):
            return False
        # A junction passes for a folder there.
        return sys.platform != "win32" or not is_link(entry.stat(follow_symlinks=False))
    except OSError:
        return False


def _stamp(entry: os.DirEntry[str]) -> tuple[int, int] | None:
    """Of a file whose name says that it holds variables; None for others."""
    if not _NAME.fullmatch(entry.name) or _PATTERN_NAME.search(entry.name):
        return None
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


_LINE = re.compile(
    r"^[ \t]*(?:(?:export|set)[ \t]+)?(?P<name>[\w.-]+)[ \t]*[=:][ \t]*"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|`(?P<back>[^`]*)`|(?P<bare>[^\r\n]*))",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def parse(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of each variable; reads quotes, escapes, `export`, comments, values of several lines."""
    for match in _LINE.finditer(text):
        value = match["bare"]
        if value is not None:
            value = _COMMENT.sub("", value).strip()
        elif match["double"] is not None:
            value = re.sub(r"\\(.)", lambda e: _ESCAPES.get(e[1], e[1]), match["double"], flags=re.DOTALL)
        else:
            value = match["single"] if match["single"] is not None else match["back"]
        yield match["name"], value
