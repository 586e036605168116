"""Small files whose meaning is remembered until they change on disk; to ask again costs a `stat`.

Refuses to know what they mean, to wait for what is no regular file, to read a large one to its end, and to
read on an event loop.
"""

import asyncio
import os
import stat
import threading
from collections.abc import Callable
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from cachetools import LRUCache

from pt_lsp.workspace.reading import read_beginning

T = TypeVar("T")

MOST_BYTES = 500_000
_MOST_REMEMBERED_BYTES = 4_000_000
_BYTES_OF_ANY = 1_000
"""What a file counts as beside its size."""


class NotRead(Exception):
    """The answer takes reading, and asked for on an event loop it would hold that up: ask in a thread."""


class Version(NamedTuple):
    """What tells one state of a file from another."""

    path: str
    mtime_ns: int
    size: int
    inode: int


class RememberedFiles(Generic[T]):
    """For any thread; `read` makes of a version and its bytes what is remembered of it, once."""

    def __init__(self, read: Callable[[Version, bytes | None], T]) -> None:
        """The bytes are one more than `MOST_BYTES` if there are more, and None if they cannot be read."""
        self._read = read
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._known: LRUCache[Version, tuple[int, T]] = LRUCache(_MOST_REMEMBERED_BYTES, itemgetter(0))

    def at(self, path: str) -> T | None:
        """What the file means as it is now; None where there is no regular file. NotRead on an event loop."""
        try:
            status = os.stat(path)  # noqa: PTH116 -- asked at every key, where a Path costs more than the call
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        version = Version(path, status.st_mtime_ns, status.st_size, status.st_ino)
        known = self._find(version)
        if known is None:
            refuse_on_loop()
            with self._reading:
                known = self._find(version) or self._remember(version)
        return known[1]

    def _find(self, version: Version) -> tuple[int, T] | None:
        with self._lock:
            return self._known.get(version)

    def _remember(self, version: Version) -> tuple[int, T]:
        try:
            raw = read_beginning(os.path.realpath(version.path), MOST_BYTES + 1)
        except (OSError, ValueError):
            raw = None
        known = _BYTES_OF_ANY + len(raw or b""), self._read(version, raw)
        with self._lock:
            self._known[version] = known
        return known


def refuse_on_loop() -> None:
    """Raise NotRead where an event loop would have to wait."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise NotRead
