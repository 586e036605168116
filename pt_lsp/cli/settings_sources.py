"""Settings of one terminal command: from user file, project file, environment and command line.

Warnings are the caller's to print; `warn` does it on stderr.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pt_lsp.cli.output import complain
from pt_lsp.protocol.configuration import Configuration
from pt_lsp.settings.options import Settings
from pt_lsp.settings.resolution import Resolution
from pt_lsp.store.settings_files import PROJECT_FILE


def resolve_settings(
    root: Path | None, overrides: Mapping[str, Any], environ: Mapping[str, str]
) -> tuple[Resolution, list[str]]:
    """The settings that hold in a project (None: outside of any), and a sentence for each that does not."""
    warnings: list[str] = []
    configuration = Configuration(environ, command_line=overrides, warn=warnings.append)
    return configuration.resolution(root), warnings


def folder_with_settings(folder: Path, overrides: Mapping[str, Any]) -> tuple[Path, Settings]:
    """A folder as a whole path, and the settings that hold in it; warnings go to stderr."""
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - unlike `Path.absolute` it takes `..` away
    resolution, warnings = resolve_settings(project_root(path / "any"), overrides, os.environ)
    warn(warnings)
    return path, resolution.settings


def settings_of_folders(overrides: Mapping[str, Any]) -> Callable[[Path | None], Settings]:
    """Tells the settings of any folder, for a command that looks at several; warns of nothing."""
    return Configuration(os.environ, command_line=overrides, warn=lambda _: None).settings_for


def warn(warnings: Iterable[str]) -> None:
    """Print each on stderr."""
    for sentence in warnings:
        complain(f"pt-lsp: warning: {sentence}")


def project_root(path: Path) -> Path | None:
    """The nearest folder above `path` that holds a project's settings file or a git repository."""
    folders = path.parents
    return next((f for f in folders if (f / PROJECT_FILE).exists() or (f / ".git").exists()), None)
