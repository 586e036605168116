"""A file on disk as features see it. Refuses files that must not leave the machine."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pt_lsp.cli.settings_sources import project_root, resolve_settings, warn
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of
from pt_lsp.errors import Excluded, SettingsError
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.syntax.languages import language_of
from pt_lsp.workspace.files import read_source
from pt_lsp.workspace.ignoring import IgnoreTree


def read_snapshot(file: Path, overrides: Mapping[str, Any]) -> Snapshot:
    """The file with the settings that hold for it; warnings go to stderr.

    Raises SettingsError if they let nothing be sent, Excluded if a privacy rule keeps the file here,
    PtLspError if it cannot be read.
    """
    path = Path(os.path.abspath(file))  # noqa: PTH100 - unlike `Path.absolute` it takes `..` away
    root = project_root(path)
    resolution, warnings = resolve_settings(root, overrides, os.environ)
    warn(warnings)
    if resolution.settings.refusal is not None:
        raise SettingsError(resolution.settings.refusal)
    exclusion = Exclusion((resolution.settings.privacy.exclude,), root).reason
    if reason := IgnoreTree().exclusion_reason(path, [root] if root else [], exclusion):
        raise Excluded(f"{file} is not sent: {reason}")
    text = Text.of(read_source(path))
    return Snapshot(uri_of(path), language_of(str(path)) or "plaintext", 0, text, resolution.settings)
