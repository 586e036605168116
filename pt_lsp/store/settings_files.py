"""Reads the settings files: the user's `config.toml` and a project's `.pt-lsp.toml`.

Refuses to know what a setting is; `settings.resolution` judges what they hold.
"""

import contextlib
import os
import re
import stat
from pathlib import Path
from typing import Any

from pt_lsp.errors import SettingsError

PROJECT_FILE = ".pt-lsp.toml"


def user_settings_path() -> Path:
    """Where the user's `config.toml` is or would be."""
    import platformdirs

    return platformdirs.user_config_path("pt-lsp", appauthor=False) / "config.toml"


def project_settings_path(root: Path) -> Path:
    """Where a project's settings file is or would be."""
    return root / PROJECT_FILE


def read_settings(path: Path) -> dict[str, Any]:
    """What the file holds; empty when there is none. SettingsError names the file, and the line if known."""
    most_bytes = _MOST_BYTES_OF_PROJECTS if path.name == PROJECT_FILE else _MOST_BYTES
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for its other end
            raise _unknown(path, "is not a regular file")
        with path.open("rb") as file:
            raw = file.read(most_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise _unknown(path, "is a link to a file that is not there") from None
        return {}
    except OSError as error:
        raise _unknown(path, f"cannot be read ({error.strerror})") from None
    if len(raw) > most_bytes:
        raise _unknown(path, "is too large for a settings file")
    return _parse(path, raw)


def version_of(path: Path) -> tuple[int, ...] | None:
    """What tells a later version of the file apart; None when there is none."""
    try:
        # Called for each change of a document, and a Path costs more than the call.
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            with contextlib.suppress(OSError):  # of a link that leads nowhere its own is told
                status = os.stat(path)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a folder's name may hold a null character
        return None
    except OSError as error:
        return (error.errno or 0,)
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


_MOST_BYTES = 262_144
_MOST_BYTES_OF_PROJECTS = 32_768
"""A file that comes with a repository is not worth the time of more."""
_MOST_DOTS = 50
"""In one line, outside of texts: a key costs the square of its parts."""
_TEXT_OR_COMMENT = re.compile(r"\"(?:\\.|[^\"\\\n])*\"?|'[^'\n]*'?|#[^\n]*")
_PLACE = re.compile(r"\((at .+?)\)$")


def _parse(path: Path, raw: bytes) -> dict[str, Any]:
    import tomllib  # 2 ms that a start without settings files does not need

    try:
        text = raw.decode("utf-8-sig")
        if max(line.count(".") for line in _TEXT_OR_COMMENT.sub("", text).split("\n")) > _MOST_DOTS:
            raise _unknown(path, f"has a line with more than {_MOST_DOTS} dots outside of texts")
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Only the place: what the parser says besides may repeat a value.
        place = _PLACE.search(str(error))
        raise _unknown(path, f"is not valid TOML{f' {place[1]}' if place else ''}") from None
    except (ValueError, RecursionError):  # a number or a nesting without end, too
        raise _unknown(path, "is not a TOML file in UTF-8") from None


def _unknown(path: Path, fault: str) -> SettingsError:
    """What protects may stand in the file, so nothing may go out for those whom it is about."""
    what = "nothing of its folder is sent" if path.name == PROJECT_FILE else "nothing is sent"
    return SettingsError(f"{path} {fault}, so {what} until it is mended.")
