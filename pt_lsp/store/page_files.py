"""Files of ours that an editor shows: private, in a temporary folder that goes with the server.

A server that is killed leaves its folder behind: the next one of the same user takes it away. A lock tells
which of them live, because process ids come back, and mean something else in another container. Refuses to
touch what belongs to somebody else, or lies behind a link.
"""

import os
import stat
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from pt_lsp.store.json_file import hold

_PREFIX = "pt-lsp-pages-"
_LOCK = ".lock"
_ABANDONED_S = 3600.0
_COMMON_FOLDERS = () if sys.platform == "win32" else ("/tmp", "/var/tmp")  # noqa: S108
"""Where `tempfile` makes folders if the environment names none; it is slow to load."""


class PageFiles:
    """The folder is made with the first file; blocks on the disk."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._lock_file: IO[bytes] | None = None
        self._guard = threading.Lock()
        self._is_closed = False

    def write(self, name: str, text: str) -> Path | None:
        """The new file, None once this is closed; raises OSError where it cannot be written."""
        with self._guard:
            if self._is_closed:
                return None
            path = self._own_folder() / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
            return path

    def close(self) -> None:
        """Take the folder away; nothing is written any more."""
        with self._guard:
            self._is_closed = True
            self._let_go()
            if self._folder is not None:
                _remove(self._folder)

    def _let_go(self) -> None:
        if self._lock_file is not None:
            self._lock_file.close()
            self._lock_file = None

    def _own_folder(self) -> Path:
        # Systems clean up what lies there for some days.
        if self._folder is None or not self._folder.is_dir():
            import tempfile  # rarely needed

            self._let_go()
            # `mkdtemp` makes it readable by its owner only.
            self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        if self._lock_file is None:
            self._lock_file = (self._folder / _LOCK).open("wb")
            hold(self._lock_file)
        return self._folder


def sweep_page_files() -> None:
    """Take away the folders that dead servers of this user have left; blocks on the disk, and never fails."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    for folder in dict.fromkeys([*filter(None, named), *_COMMON_FOLDERS]):
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(_PREFIX):
                    with suppress(OSError):
                        _sweep(Path(entry.path))


def _sweep(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (sys.platform != "win32" and found.st_uid != os.getuid()):
        return
    # One that holds nothing yet may belong to a server that is about to take its lock.
    is_empty = all(path.name == _LOCK for path in folder.iterdir())
    if (not is_empty or found.st_mtime < time.time() - _ABANDONED_S) and _is_unlocked(folder / _LOCK):
        _remove(folder)


def _is_unlocked(path: Path) -> bool:
    if sys.platform == "win32":
        path.unlink(missing_ok=True)  # raises while a process has it open
        return True
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises while a process holds it
    finally:
        os.close(descriptor)
    return True


def _remove(folder: Path) -> None:
    import shutil  # rarely needed

    # Follows no link, however quickly one is put there.
    shutil.rmtree(folder, ignore_errors=True)
