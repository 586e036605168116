"""Reads the settings files: the user's `config.toml` and a project's `.pt-lsp.toml`.

Refuses to know what a setting is; `settings.resolution` judges what they hold.
"""

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
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for its other end
            raise SettingsError(f"{path} is not a regular file, so its settings are not in force.")
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}), so its settings are not in force."
        ) from None
    if len(raw) > _MOST_BYTES:
        raise SettingsError(f"{path} is too large for a settings file, so its settings are not in force.")
    return _parse(path, raw)


_MOST_BYTES = 262_144
_PLACE = re.compile(r"\((at .+?)\)$")


def _parse(path: Path, raw: bytes) -> dict[str, Any]:
    import tomllib  # 2 ms that a start without settings files does not need

    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        # Only the place: what the parser says besides may repeat a value.
        place = _PLACE.search(str(error))
        where = f" {place[1]}" if place else ""
        raise SettingsError(f"{path} is not valid TOML{where}, so its settings are not in force.") from None
    except (UnicodeDecodeError, RecursionError):
        raise SettingsError(
            f"{path} is not a TOML file in UTF-8, so its settings are not in force."
        ) from None
