"""A small JSON file of ours that several processes change at the same time.

A file that is damaged counts as empty: nothing in it is worth stopping for.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from pt_lsp.errors import SettingsError

Content = dict[str, Any]

_MOST_TRIES, _TRY_AGAIN_S = 200, 0.01


def state_folder() -> Path:
    """Where this user's own state is kept, by the custom of the platform."""
    import platformdirs

    return platformdirs.user_state_path("pt-lsp", appauthor=False)


def read(path: Path) -> Content:
    """The content; empty when the file is missing, unreadable or damaged."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def update(path: Path, change: Callable[[Content], Content]) -> None:
    """Replaces the content by `change` of it, as it is just then on disk; no other process comes between.

    SettingsError when the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f"{path.name}.lock").open("ab") as lock:
            hold(lock)
            _replace(path, json.dumps(change(read(path)), indent=1).encode())
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from None


def _replace(path: Path, raw: bytes) -> None:
    new = path.with_name(f"{path.name}.new")  # one name is enough below the lock
    try:
        new.write_bytes(raw)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def hold(file: IO[bytes]) -> None:
    """Locks the file until it is closed; when a process dies, the system does that. Tries for 2 s."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # tries for 10 s
    else:
        import fcntl

        # Some network file systems have no locks, and who holds this one may hang: a lost count is better
        # than no statistics, and than a server that waits for it when it should end.
        for _ in range(_MOST_TRIES):
            try:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_TRY_AGAIN_S)
            except OSError:
                return
            else:
                return
