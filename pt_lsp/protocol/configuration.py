"""Settings from all their sources, for each workspace folder; files are read again when they have changed.

Refuses to decide what a value means (`settings.resolution`) and to pop up: warnings go to the log, once each.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pt_lsp.errors import SettingsError
from pt_lsp.features.edit.actions.table import BY_ID
from pt_lsp.settings.merging import SourceName
from pt_lsp.settings.options import Settings
from pt_lsp.settings.resolution import Resolution, SettingsSource, environment_sources, resolve
from pt_lsp.store.settings_files import (
    project_settings_path,
    read_settings,
    user_settings_path,
    version_of,
)

logger = logging.getLogger(__name__)

_UNNAMED = "project"
"""What is called so of which nobody knows the name."""


@dataclass(frozen=True, slots=True)
class _File:
    """A settings file as it was read last."""

    version: tuple[int, ...] | None
    values: Mapping[str, Any]
    """Of the last version that could be read."""
    fault: str | None


class Configuration:
    """What every source says; owned by the server, or by one terminal command."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        command_line: Mapping[str, Any] | None = None,
        warn: Callable[[str], None] = logger.warning,
    ) -> None:
        """`warn` takes each sentence once that tells why something is not in force."""
        self.editor_key: str | None = None
        self._environ = environ
        self._command_line = command_line or {}
        self._warn = warn
        self._initial: object = None
        self._pushed: object = None
        self._of_folders: Mapping[Path, object] = {}
        self._paths: dict[Path | None, tuple[Path, ...]] = {}
        self._files: dict[Path, _File] = {}
        self._resolved: dict[Path | None, tuple[tuple[_File, ...], Resolution]] = {}
        self._warned: set[str] = set()

    def set_initial(self, options: object) -> None:
        """What came as initializationOptions: our section itself, or wrapped in `ptLsp`."""
        self._initial = options
        section = options.get("ptLsp", options) if isinstance(options, Mapping) else None
        key = section.get("apiKey") if isinstance(section, Mapping) else None
        self.editor_key = key if isinstance(key, str) and key else None
        self._resolved.clear()

    def set_pushed(self, section: object) -> None:
        """What the editor says now: the answer to `workspace/configuration`, or a didChangeConfiguration."""
        self._pushed = section
        self._resolved.clear()

    def set_folders(self, sections: Mapping[Path, object]) -> None:
        """What the editor says of each workspace folder. It may stand there, so only `project` counts."""
        self._of_folders = sections
        self._resolved.clear()

    def resolution(self, root: Path | None) -> Resolution:
        """Settings that hold in a workspace folder, or outside of any, with their origins.

        Looks at the files each time: not every client watches them for us, and what protects holds at once.
        """
        paths = self._paths_of(root)
        files = tuple(map(self._read, paths))
        known = self._resolved.get(root)
        if known is None or known[0] != files:
            known = self._resolved[root] = files, self._resolve(root, paths, files)
        return known[1]

    def settings_for(self, root: Path | None) -> Settings:
        """Settings that hold in a workspace folder, or outside of any."""
        return self.resolution(root).settings

    def _paths_of(self, root: Path | None) -> tuple[Path, ...]:
        if root not in self._paths:
            project = () if root is None else (project_settings_path(root),)
            self._paths[root] = (user_settings_path(), *project)
        return self._paths[root]

    def _resolve(self, root: Path | None, paths: tuple[Path, ...], files: tuple[_File, ...]) -> Resolution:
        names: tuple[SourceName, ...] = ("user file", "project file")
        folder = None if root is None else self._of_folders.get(root)
        of_folder = folder.get("project") if isinstance(folder, Mapping) else None
        resolution = resolve(
            [
                *(
                    SettingsSource(name, file.values, str(path), file.fault)
                    for name, path, file in zip(names, paths, files, strict=False)
                ),
                SettingsSource("editor", self._initial, "initializationOptions"),
                SettingsSource("editor", self._pushed, "the editor's settings"),
                SettingsSource("editor's folder", of_folder, f"the editor's settings of {root}"),
                *environment_sources(self._environ),
                SettingsSource("command line", self._command_line, "the command line"),
            ],
            action_ids=BY_ID.keys(),
            project=_UNNAMED if root is None else root.name or _UNNAMED,
        )
        for warning in resolution.warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                self._warn(warning)
        return resolution

    def _read(self, path: Path) -> _File:
        version, known = version_of(path), self._files.get(path)
        if known is None or known.version != version:
            known = self._files[path] = _read_file(path, version, known)
        return known


def _read_file(path: Path, version: tuple[int, ...] | None, known: _File | None) -> _File:
    try:
        return _File(version, read_settings(path), None)
    except SettingsError as error:
        # A file that is being edited is often broken for a moment: what harms nobody stays as it was.
        return _File(version, {} if known is None else known.values, str(error))
