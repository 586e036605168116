"""The files of a working tree beside what git has recorded of them.

Only what git would have to look at is read, and read by us: a repository may name programs that git runs on
the content of files. Follows no links. For threads: all of it waits for the disk.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pt_lsp.workspace.git.index import LINK, SUBMODULE, Difference, IndexEntry, Recorded
from pt_lsp.workspace.git.worktree import Worktree
from pt_lsp.workspace.reading import MOST_BYTES, read_beginning
from pt_lsp.workspace.skip_reasons import SkipReason

_MOST_BYTES_READ = 100_000_000
"""After a copy, whose time stamps are all new, a large repository would be read as a whole."""
_FILE, _PROGRAM = 0o100644, 0o100755


class TreeFiles:
    """Looks at the disk once: what changes meanwhile may be seen or not."""

    def __init__(self, worktree: Worktree, *, tells_programs: bool) -> None:
        """`tells_programs` is git's `core.fileMode`: whether the disk knows which files can be run."""
        self.contents: dict[str, bytes | SkipReason] = {}
        """What was read of changed files, by the names that git would give it."""
        self._top = str(worktree.top)
        self._hash = worktree.object_format
        self._tells_programs = tells_programs
        self._index_ns = _mtime_ns(worktree.index_file or str(worktree.git_folder / "index"))
        self._n_bytes_left = _MOST_BYTES_READ
        self._is_plain = lru_cache(None)(self._is_plain_folder)

    def doubtful(self, entries: Iterable[IndexEntry], untracked: Sequence[str]) -> list[Difference]:
        """What may differ from what is recorded, by names, sizes and time stamps."""
        found = {each.path: each for entry in entries for each in self._doubts(entry)}
        for path in untracked:
            if mode := self._mode(path, _FILE):
                found[path] = Difference(path, None, Recorded(mode, ""))
        return list(found.values())

    def changed(self, doubtful: Iterable[Difference]) -> list[Difference]:
        """Those that do differ, by their contents."""
        compared = (self._compared(each) for each in doubtful)
        return [each for each in compared if each.is_conflict or each.old != each.new]

    def _doubts(self, entry: IndexEntry) -> Iterator[Difference]:
        if entry.is_conflict:
            yield Difference(entry.path, None, None, is_conflict=True)
            return
        if entry.recorded.mode == SUBMODULE or entry.is_left_alone:
            return
        old = None if entry.is_to_be_added else entry.recorded
        status = self._status(entry.path)
        if status is None:
            yield Difference(entry.path, old, None)
            return
        mode = self._mode_of(status, entry.recorded.mode)
        looks_the_same = (
            (status.st_mtime_ns, status.st_size & 0xFFFF_FFFF) == (entry.mtime_ns, entry.size)
            and status.st_mtime_ns < self._index_ns
            and mode == entry.recorded.mode
        )
        if not looks_the_same or entry.is_to_be_added:
            yield Difference(entry.path, old, Recorded(mode, "") if mode else None)

    def _compared(self, each: Difference) -> Difference:
        if each.new is None:
            return each
        content = self._read(each.path, each.new.mode)
        if isinstance(content, str):
            name = f"{content}: {each.path}"
        else:
            name = self._name(content)
            converted = content.replace(b"\r\n", b"\n")
            if each.old is not None and self._name(converted) == each.old.name:
                name, content = each.old.name, converted
        if each.old is None or name != each.old.name:
            self.contents[name] = content
        return replace(each, new=Recorded(each.new.mode, name))

    def _read(self, path: str, mode: int) -> bytes | SkipReason:
        full = self._full(path)
        try:
            if mode == LINK:
                return os.fsencode(os.readlink(full))  # noqa: PTH115 - bytes of any kind
            if self._n_bytes_left <= 0:
                return "too much text"
            content = read_beginning(full, MOST_BYTES + 1)
        except (OSError, ValueError):
            return "unreadable"
        self._n_bytes_left -= len(content)
        return "too large" if len(content) > MOST_BYTES else content

    def _name(self, content: bytes) -> str:
        return hashlib.new(
            self._hash, b"blob %d\0" % len(content) + content, usedforsecurity=False
        ).hexdigest()

    def _mode(self, path: str, recorded: int) -> int:
        status = self._status(path)
        return 0 if status is None else self._mode_of(status, recorded)

    def _mode_of(self, status: os.stat_result, recorded: int) -> int:
        """As git records it; 0 for what it does not track."""
        if stat.S_ISLNK(status.st_mode):
            return LINK
        if not stat.S_ISREG(status.st_mode):
            return 0
        if not self._tells_programs:
            return recorded if recorded in {_FILE, _PROGRAM} else _FILE
        return _PROGRAM if status.st_mode & stat.S_IXUSR else _FILE

    def _status(self, path: str) -> os.stat_result | None:
        """None where there is nothing that belongs to the working tree."""
        if not _is_inside(path) or not self._is_plain(path.rpartition("/")[0]):
            return None
        try:
            return os.lstat(self._full(path))
        except (OSError, ValueError):
            return None

    def _is_plain_folder(self, folder: str) -> bool:
        """Whether no link leads out of the way there."""
        full = self._full(folder) if folder else self._top
        return os.path.normcase(os.path.realpath(full)) == os.path.normcase(full)

    def _full(self, path: str) -> str:
        return os.path.join(self._top, *path.split("/"))  # noqa: PTH118 - asked for each tracked file


def _is_inside(path: str) -> bool:
    """An index that came with the code may name any place of the disk."""
    parts = path.split("/")
    is_odd = any(part.strip(". ") == "" or part.rstrip(". ").lower() == ".git" for part in parts)
    return not is_odd and not (sys.platform == "win32" and ("\\" in path or ":" in path))


def _mtime_ns(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - as for each file
    except OSError:
        return 0
