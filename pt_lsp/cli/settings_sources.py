"""Settings of one terminal command: from user file, project file, environment and command line.

Warnings are the caller's to print; `warn` does it on stderr.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pt_lsp.errors import SettingsError
from pt_lsp.settings.resolution import Resolution, SettingsSource, environment_source, resolve
from pt_lsp.store.settings_files import PROJECT_FILE, project_settings_path, read_settings, user_settings_path


def resolve_settings(
    root: Path | None, overrides: Mapping[str, Any], environ: Mapping[str, str]
) -> tuple[Resolution, list[str]]:
    """The settings that hold in a project (None: outside of any), and a sentence for each that does not."""
    warnings: list[str] = []
    user_path = user_settings_path()
    sources = [SettingsSource("user file", _read(user_path, warnings), str(user_path))]
    if root is not None:
        project_path = project_settings_path(root)
        sources.append(SettingsSource("project file", _read(project_path, warnings), str(project_path)))
    sources.append(environment_source(environ))
    sources.append(SettingsSource("command line", overrides, "the command line"))
    resolution = resolve(sources)
    return resolution, [*warnings, *resolution.warnings]


def warn(warnings: Iterable[str]) -> None:
    """Print each on stderr."""
    for sentence in warnings:
        print(f"pt-lsp: warning: {sentence}", file=sys.stderr)


def project_root(path: Path) -> Path | None:
    """The nearest folder above `path` that holds a project's settings file or a git repository."""
    folders = path.parents
    return next((f for f in folders if (f / PROJECT_FILE).exists() or (f / ".git").exists()), None)


def _read(path: Path, warnings: list[str]) -> Mapping[str, Any]:
    try:
        return read_settings(path)
    except SettingsError as error:
        warnings.append(str(error))
        return {}
