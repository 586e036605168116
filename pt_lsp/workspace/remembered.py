"""Small files whose meaning is remembered until they change on disk; to ask again costs a `stat`.

Refuses to know what they mean, to wait for what is no regular file, and to read a large one to its end.
"""

import os
import stat
import threading
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from cachetools import LRUCache, cachedmethod
from cachetools.keys import hashkey

from pt_lsp.workspace.reading import read_beginning

T = TypeVar("T")

MOST_BYTES = 64_000
_FILES = 1_000


class Version(NamedTuple):
    """What tells one state of a file from another."""

    path: str
    mtime_ns: int
    size: int
    inode: int


class RememberedFiles(Generic[T]):
    """For any thread; `read` makes of a version and its bytes what is remembered of it."""

    def __init__(self, read: Callable[[Version, bytes | None], T]) -> None:
        """The bytes are one more than `MOST_BYTES` if there are more, and None if they cannot be read."""
        self._read = read
        self._lock = threading.Lock()
        self._known: LRUCache[tuple[object, ...], T] = LRUCache(_FILES)

    def at(self, path: str) -> T | None:
        """What the file means as it is now; None where there is no regular file."""
        try:
            status = os.stat(path)  # noqa: PTH116 -- asked at every key, where a Path costs more than the call
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        return self._meaning(Version(path, status.st_mtime_ns, status.st_size, status.st_ino))

    @cachedmethod(lambda self: self._known, lambda _, version: hashkey(version), lambda self: self._lock)
    def _meaning(self, version: Version) -> T:
        try:
            raw = read_beginning(os.path.realpath(version.path), MOST_BYTES + 1)
        except (OSError, ValueError):
            raw = None
        return self._read(version, raw)
