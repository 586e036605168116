"""Why a file must not be used: `.gitignore` files as git reads them, and rules by path alone.

Refuses to know those rules; callers hand them in as a function (`privacy.exclusion.Exclusion.reason`).
"""

import os
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePath
from typing import Any

from cachetools import LRUCache

from pt_lsp.workspace.gitignore import Pattern, parse

PathRule = Callable[[PurePath], str | None]
"""Takes a path relative to the root, or to the file system's root, and gives a reason or None."""


class IgnoreRules:
    """Remembers parsed `.gitignore` files until they change on disk; to ask again costs a `stat` a folder."""

    def __init__(self, *, ignores_case: bool = sys.platform in {"win32", "darwin"}) -> None:
        """`ignores_case` is git's `core.ignorecase`: true where file names do not tell case apart."""
        self._ignores_case = ignores_case
        self._files: LRUCache[str, GitignoreFile] = LRUCache(maxsize=1000)
        self._answers: LRUCache[tuple[Any, ...], str | None] = LRUCache(maxsize=1000)

    def exclusion_reason(self, path: Path, root: Path | None, rule: PathRule) -> str | None:
        """Why the file may not be used, as a sentence; None if it may.

        Outside of `root` only `rule` counts. Where links lead elsewhere, both names of the file must be free.
        """
        path = Path(os.path.normpath(path))
        real = Path(os.path.realpath(path))
        reason = self._reason(path, root, rule)
        if reason is None and real != path:
            return self._reason(real, Path(os.path.realpath(root)) if root else None, rule)
        return reason

    def _reason(self, path: Path, root: Path | None, rule: PathRule) -> str | None:
        if root is None or path == root or not path.is_relative_to(root):
            return rule(path.relative_to(path.anchor))
        relative = path.relative_to(root)
        return rule(relative) or self._gitignore_reason(root, relative)

    def _gitignore_reason(self, root: Path, relative: PurePath) -> str | None:
        if ".git" in relative.parts:
            return "Files in `.git` are git's own."
        folders = accumulate((str(root), *relative.parts[:-1]), "{}/{}".format)
        files = [self.gitignore_in(folder) for folder in folders]
        question = (str(root), str(relative), *(file.stamp for file in files))
        if question not in self._answers:
            self._answers[question] = self._first_ignored(relative.parts, files)
        return self._answers[question]

    def _first_ignored(self, parts: Sequence[str], files: Sequence["GitignoreFile"]) -> str | None:
        """As git does: from the top down, and what is below an ignored folder cannot be taken back."""
        for depth in range(1, len(parts) + 1):
            is_folder = depth < len(parts)
            name = "/" if is_folder else ""
            for above in range(depth - 1, -1, -1):
                name = f"{parts[above]}/{name}" if above < depth - 1 else f"{parts[above]}{name}"
                if pattern := files[above].deciding(name):
                    if pattern.ignores:
                        return f"`{files[above].path}` ignores it by the pattern `{pattern.line}`."
                    break
        return None

    def gitignore_in(self, folder: str) -> "GitignoreFile":
        """The folder's own `.gitignore` as it is now; without patterns where there is none."""
        path = f"{folder}/.gitignore"
        try:
            status = os.stat(path)  # noqa: PTH116 -- asked at every key, where a Path costs more than the call
        except OSError:
            status = None
        is_file = status is not None and stat.S_ISREG(status.st_mode)
        stamp = (status.st_mtime_ns, status.st_size) if status and is_file else None
        known = self._files.get(path)
        if known is None or known.stamp != stamp:
            known = self._files[path] = self._read(path, stamp)
        return known

    def _read(self, path: str, stamp: tuple[int, int] | None) -> "GitignoreFile":
        text = _content(Path(path)) if stamp else ""
        return GitignoreFile(Path(path), stamp, parse(text, ignores_case=self._ignores_case))


def exclusion_reason(path: Path, root: Path | None, rule: PathRule) -> str | None:
    """As `IgnoreRules.exclusion_reason`, for a single question."""
    return IgnoreRules().exclusion_reason(path, root, rule)


_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class GitignoreFile:
    """What one `.gitignore` says; `stamp` is None where there is none."""

    path: Path
    stamp: tuple[int, int] | None
    patterns: tuple[Pattern, ...]

    def deciding(self, name: str) -> Pattern | None:
        """The pattern that has the say about a name below this file's folder."""
        return next((pattern for pattern in self.patterns if pattern.expression.fullmatch(name)), None)


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except OSError:
        return ""
    return os.fsdecode(raw.removeprefix(b"\xef\xbb\xbf"))
