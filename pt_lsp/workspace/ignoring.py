"""Which files git ignores, and why: one tree of rules, whoever asks.

It begins at the repository's top, whatever folder is open: all `.gitignore` files from there down, then
`.git/info/exclude`, then the ignore file of the user's own configuration. Refuses to know rules by path
alone; callers hand them in as a function (`privacy.exclusion.Exclusion.reason`).
"""

import functools
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import NamedTuple, TypeAlias

from cachetools import LRUCache

from pt_lsp.globs import PatternList, excess
from pt_lsp.workspace.neighbours import neighbour_reason
from pt_lsp.workspace.remembered import MOST_BYTES, RememberedFiles, Version, refuse_on_loop
from pt_lsp.workspace.repositories import Repositories, Repository
from pt_lsp.workspace.roots import root_of
from pt_lsp.workspace.user_excludes import UserExcludes

PathRule: TypeAlias = Callable[[PurePath], str | None]
"""Takes a path relative to the root, or to the file system's root, and gives a reason or None."""

_ANSWERS = 1_000


@dataclass(frozen=True, slots=True)
class IgnoreFile:
    """What one ignore file says."""

    version: Version
    patterns: PatternList = field(compare=False)
    refusal: str | None = field(compare=False)
    """Why all that the file is about counts as ignored; None if the patterns say what is."""


class _Level(NamedTuple):
    """What a folder adds to the rules."""

    path: str
    begins_chain: bool
    """Whether a repository begins here, or what is open."""
    files: tuple[IgnoreFile, ...]
    """The weakest first."""


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """What holds for the entries of one folder, under one of its names."""

    path: str
    chains: tuple[tuple[tuple[IgnoreFile, str], ...], ...]
    """For each repository around the folder, the outermost first, its files, the weakest first, each with the
    folder's path as it sees it. Any of the repositories may ignore an entry."""
    folder_reason: str | None
    """Why all that is in the folder is ignored."""

    @property
    def has_gitignore(self) -> bool:
        """Whether the project itself tells what is to be ignored."""
        return any(file.version.path.endswith(".gitignore") for chain in self.chains for file, _ in chain)

    @property
    def n_bytes(self) -> int:
        """The size of the ignore files that hold from this folder on."""
        begins_here = (file for chain in self.chains for file, prefix in chain if not prefix)
        return sum(file.version.size for file in begins_here if file.patterns)

    def reason(self, name: str, *, is_folder: bool = False) -> str | None:
        """Why an entry of the folder is ignored, as a sentence; None if it is not."""
        if self.folder_reason or name.lower() == ".git":
            return self.folder_reason or "Files in `.git` are git's own."
        reasons = (_reason_in(chain, name, is_folder=is_folder) for chain in self.chains)
        return next((reason for reason in reasons if reason), None)

    def below(self, level: _Level) -> "IgnoreRules":
        """What holds in a folder of this folder."""
        name = os.path.basename(level.path)  # noqa: PTH119
        chains = [tuple((file, f"{prefix}{name}/") for file, prefix in chain) for chain in self.chains]
        if level.begins_chain:
            chains.append(())
        chains[-1] += tuple((file, "") for file in level.files)
        reason = self.reason(name, is_folder=True) or _refusal(level)
        return IgnoreRules(level.path, tuple(chains), reason)


class IgnoreTree:
    """Remembers files and answers until something changes on disk; for any thread. Changes nothing.

    What takes reading or matching is not done on an event loop: there, NotRead is raised instead.
    """

    def __init__(self, *, ignores_case: bool = sys.platform in {"win32", "darwin"}) -> None:
        """`ignores_case` is git's `core.ignorecase`: true where file names do not tell case apart."""
        self._ignores_case = ignores_case
        self._repositories = Repositories()
        self._user_excludes = UserExcludes()
        self._files = RememberedFiles(self._read)
        self._lock = threading.Lock()
        self._answers: LRUCache[tuple[object, ...], str | None] = LRUCache(_ANSWERS)

    def exclusion_reason(self, path: Path, folders: Sequence[Path], exclusion: PathRule) -> str | None:
        """Why a file may not be used, as a sentence; None if it may.

        `folders` are the open ones, whose rules hold beside those of the repository that the file is in.
        `exclusion` is asked with the path in the deepest of them. Where links lead elsewhere, both names of
        the file must be free. NotRead on an event loop.
        """
        names = _names(path)
        if len(names) > 1 or root_of(path, folders) is None:
            folders = [name for folder in folders for name in _names(folder)]
        reasons = (self._reason(name, folders, exclusion) for name in names)
        return next((reason for reason in reasons if reason), None)

    def rules_in(self, folder: Path, folders: Sequence[Path]) -> tuple[IgnoreRules, ...]:
        """What holds for the entries of an open folder, under each of its names."""
        levels = [self._levels(name, [*_names(folder), *folders]) for name in _names(folder)]
        return tuple(_rules_after(each) for each in levels)

    def rules_below(self, rules: Iterable[IgnoreRules], name: str) -> tuple[IgnoreRules, ...]:
        """What holds in a folder that an entry of the folder of `rules` is."""
        paths = [(each, os.path.join(each.path, name)) for each in rules]  # noqa: PTH118
        return tuple(
            each.below(self._level(path, self._repositories.beginning_in(path))) for each, path in paths
        )

    def _reason(self, path: Path, folders: Sequence[Path], exclusion: PathRule) -> str | None:
        root = root_of(path, folders)
        if root is None or root == path:
            root = Path(path.anchor)
        if reason := self._answer(exclusion, path.relative_to(root)) or neighbour_reason(str(path)):
            return reason
        levels = self._levels(path.parent, folders)
        return self._answer(_reason_after, path.name, levels) if levels else None

    def _answer(self, find: Callable[..., str | None], *question: object) -> str | None:
        """What the pure function says, remembered."""
        with self._lock:
            if (find, *question) in self._answers:
                return self._answers[find, *question]
        refuse_on_loop()
        answer = find(*question)
        with self._lock:
            self._answers[find, *question] = answer
        return answer

    def _levels(self, folder: Path, folders: Sequence[Path]) -> tuple[_Level, ...]:
        """The folders from the outermost whose files count down to `folder`; none where nothing counts."""
        n_steps_to_open = [len(folder.parts) - len(it.parts) for it in folders if folder.is_relative_to(it)]
        n_steps = max(n_steps_to_open, default=-1)
        passed: list[tuple[str, Repository | None]] = []
        n_counting = n_steps + 1
        for above in (str(folder), *map(str, folder.parents)):
            repository = self._repositories.beginning_in(above)
            passed.append((above, repository))
            if repository is not None:
                n_counting = max(n_counting, len(passed))
                if repository.is_sound and len(passed) > n_steps:
                    break
        counting = enumerate(reversed(passed[:n_counting]))
        return tuple(self._level(above, repository, is_first=n == 0) for n, (above, repository) in counting)

    def _level(self, folder: str, repository: Repository | None, *, is_first: bool = False) -> _Level:
        begins_chain = is_first or repository is not None
        paths = [self._user_excludes.file(folder)] if begins_chain else []
        if repository is not None and repository.exclude_file:
            paths.append(repository.exclude_file)
        paths.append(os.path.join(folder, ".gitignore"))  # noqa: PTH118
        files = [file for path in paths if (file := self._files.at(path))]
        return _Level(folder, begins_chain, tuple(file for file in files if file.patterns or file.refusal))

    def _read(self, version: Version, raw: bytes | None) -> IgnoreFile:
        """More than can be read, or what cannot be, ignores all: an ignored file must not slip through."""
        lines: list[str] = []
        if raw is None:
            fault = "cannot be read"
        elif len(raw) > MOST_BYTES:
            fault = f"is larger than {MOST_BYTES // 1000} kB"
        else:
            lines = os.fsdecode(raw.removeprefix(b"\xef\xbb\xbf")).split("\n")
            fault = f"has {too_much}" if (too_much := excess(lines)) else ""
        refusal = f"`{version.path}` {fault}, so all that it is about counts as ignored." if fault else None
        return IgnoreFile(
            version, PatternList(() if refusal else lines, ignores_case=self._ignores_case), refusal
        )


def _names(path: Path) -> list[Path]:
    """The path as it is given, and without links."""
    return list(map(Path, dict.fromkeys((os.path.normpath(path), os.path.realpath(path)))))


def _rules_after(levels: Sequence[_Level]) -> IgnoreRules:
    return functools.reduce(IgnoreRules.below, levels, IgnoreRules("", (), None))


def _reason_after(name: str, levels: Sequence[_Level]) -> str | None:
    return _rules_after(levels).reason(name)


def _refusal(level: _Level) -> str | None:
    return next((file.refusal for file in level.files if file.refusal), None)


def _reason_in(chain: Sequence[tuple[IgnoreFile, str]], name: str, *, is_folder: bool) -> str | None:
    """As git does for a name in a folder that is not ignored itself: the strongest file has the first say."""
    for file, prefix in reversed(chain):
        if pattern := file.patterns.deciding(prefix + name, is_folder=is_folder):
            path = file.version.path
            return f"`{path}` ignores it by the pattern `{pattern.line}`." if pattern.ignores else None
    return None
