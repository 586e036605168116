"""What the workspace index takes from where, as the settings say. Refuses to look at the disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.roots import root_of


@dataclass(frozen=True, slots=True)
class FolderRules:
    """What is taken from a workspace folder, or (`path` is None) from outside of any."""

    path: Path | None
    takes_open_files: bool
    takes_workspace_files: bool
    exclusion: Exclusion

    @property
    def takes_from_disk(self) -> bool:
        """Whether a file is context for others that no editor has open: outside of all folders none is."""
        return self.path is not None and self.takes_workspace_files

    def leaves_out(self, path: Path, *, is_open: bool) -> bool:
        """Whether a file is no context for others, as far as settings say."""
        if not (self.takes_open_files if is_open else self.takes_from_disk):
            return True
        return self.exclusion.reason(path.relative_to(self.path or path.anchor)) is not None


Rules: TypeAlias = tuple[FolderRules, ...]
"""Those for documents outside of any folder come first."""


def rules_in_force(folders: Sequence[Path], settings_for: Callable[[Path | None], Settings]) -> Rules:
    """The rules as they are now; equal ones as long as nothing has to be done anew."""
    return tuple(_rules_of(folder, settings_for(folder)) for folder in (None, *folders))


def rules_for(path: Path | None, rules: Rules) -> FolderRules:
    """The rules of the deepest folder that holds `path`."""
    outside, *folders = rules
    root = None if path is None else root_of(path, open_folders(rules))
    return next((each for each in folders if each.path == root), outside)


def left_out(paths: Mapping[str, bool], rules: Rules) -> list[str]:
    """Those that settings leave out; with each path comes whether the editor has it open."""
    return [
        path
        for path, is_open in paths.items()
        if rules_for(Path(path), rules).leaves_out(Path(path), is_open=is_open)
    ]


def open_folders(rules: Rules) -> list[Path]:
    """The workspace folders."""
    return [each.path for each in rules if each.path is not None]


def _rules_of(folder: Path | None, settings: Settings) -> FolderRules:
    exclusion = Exclusion((settings.privacy.exclude, settings.context.exclude), folder)
    # Where it is not known what stays on the machine, all of it does.
    is_known = settings.refusal is None
    return FolderRules(
        folder,
        is_known and settings.context.open_files,
        is_known and settings.context.workspace_files,
        exclusion,
    )
