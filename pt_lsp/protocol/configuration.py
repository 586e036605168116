"""Settings from all their sources, for each workspace folder; files are read again when they have changed.

Refuses to decide what a value means (`settings.resolution`) and to pop up: warnings go to the log, once each.
"""

import logging
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pt_lsp.errors import SettingsError
from pt_lsp.settings.options import Settings
from pt_lsp.settings.resolution import Resolution, SettingsSource, environment_source, resolve
from pt_lsp.store.settings_files import project_settings_path, read_settings, user_settings_path

logger = logging.getLogger(__name__)

_CHECK_FILES_EVERY_S = 1.0
"""Not every client watches files for us, and a look at two time stamps costs microseconds."""

Stamp = tuple[float, int] | None


class Configuration:
    """What every source says; owned by the server, or by one terminal command."""

    def __init__(
        self,
        environ: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
        *,
        command_line: Mapping[str, Any] | None = None,
        warn: Callable[[str], None] = logger.warning,
    ) -> None:
        """`warn` takes each sentence once that tells why something is not in force."""
        self.editor_key: str | None = None
        self._environ = environ
        self._command_line = command_line or {}
        self._warn = warn
        self._clock = clock
        self._initial: Mapping[str, Any] = {}
        self._pushed: Mapping[str, Any] = {}
        self._files: dict[Path, tuple[Stamp, Mapping[str, Any]]] = {}
        self._resolved: dict[Path | None, Resolution] = {}
        self._checked_s = float("-inf")
        self._warned: set[str] = set()

    def set_initial(self, options: object) -> None:
        """What came as initializationOptions: our section itself, or wrapped in `ptLsp`."""
        section = options.get("ptLsp", options) if isinstance(options, dict) else {}
        self._initial = section if isinstance(section, dict) else {}
        key = self._initial.get("apiKey")
        self.editor_key = key if isinstance(key, str) and key else None
        self._resolved.clear()

    def set_pushed(self, section: Mapping[str, Any] | None) -> None:
        """What the editor says now: the answer to `workspace/configuration`, or a didChangeConfiguration."""
        self._pushed = section or {}
        self._resolved.clear()

    def reload_files(self) -> None:
        """Look at the files again, whenever it was done last."""
        self._checked_s = float("-inf")

    def resolution(self, root: Path | None) -> Resolution:
        """Settings that hold in a workspace folder, or outside of any, with their origins."""
        self._check_files()
        if root not in self._resolved:
            self._resolved[root] = self._resolve(root)
        return self._resolved[root]

    def settings_for(self, root: Path | None) -> Settings:
        """Settings that hold in a workspace folder, or outside of any."""
        return self.resolution(root).settings

    def _resolve(self, root: Path | None) -> Resolution:
        user_path = user_settings_path()
        sources = [SettingsSource("user file", self._read(user_path), str(user_path))]
        if root is not None:
            project_path = project_settings_path(root)
            sources.append(SettingsSource("project file", self._read(project_path), str(project_path)))
        sources.append(SettingsSource("editor", self._initial, "initializationOptions"))
        sources.append(SettingsSource("editor", self._pushed, "the editor's settings"))
        sources.append(environment_source(self._environ))
        sources.append(SettingsSource("command line", self._command_line, "the command line"))
        resolution = resolve(sources)
        for warning in resolution.warnings:
            self._warn_once(warning)
        return resolution

    def _read(self, path: Path) -> Mapping[str, Any]:
        stamp = _stamp(path)
        known = self._files.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        try:
            values: Mapping[str, Any] = read_settings(path)
        except SettingsError as error:
            self._warn_once(str(error))
            # A file that is being edited is often broken for a moment: what it said before stays in force.
            values = known[1] if known is not None else {}
        self._files[path] = (stamp, values)
        return values

    def _check_files(self) -> None:
        now_s = self._clock()
        if now_s - self._checked_s < _CHECK_FILES_EVERY_S:
            return
        self._checked_s = now_s
        if any(_stamp(path) != stamp for path, (stamp, _) in self._files.items()):
            self._resolved.clear()

    def _warn_once(self, sentence: str) -> None:
        if sentence not in self._warned:
            self._warned.add(sentence)
            self._warn(sentence)


def _stamp(path: Path) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every request, and a Path costs more than the call
    except OSError:
        return None
    return status.st_mtime, status.st_size
