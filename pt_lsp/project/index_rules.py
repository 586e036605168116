"""What the workspace index takes from where, as the settings say. Refuses to look at the disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import TypeAlias

from cachetools import LRUCache

from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.roots import root_of


class ContextRule:
    """Which files are never used as context: by privacy rules or the user's wish. Built at first use."""

    def __init__(self, private: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
        self._patterns = (private, unwanted)

    def __call__(self, path: PurePath) -> str | None:
        """Why the file may not be used, as a sentence; None if it may."""
        return next((reason for exclusion in self._exclusions if (reason := exclusion.reason(path))), None)

    @cached_property
    def _exclusions(self) -> tuple[Exclusion, ...]:
        return tuple(map(Exclusion, dict.fromkeys(self._patterns)))


@dataclass(frozen=True, slots=True)
class FolderRules:
    """What is taken from a workspace folder, or (`path` is None) from outside of any."""

    path: Path | None
    takes_open_files: bool
    takes_workspace_files: bool
    rule: ContextRule


Rules: TypeAlias = tuple[FolderRules, ...]
"""Those for documents outside of any folder come first."""


class RuleBook:
    """Gives equal rules for equal settings, so that a difference tells that something has to be done."""

    def __init__(self, settings_for: Callable[[Path | None], Settings]) -> None:
        self._settings_for = settings_for
        self._rules: LRUCache[tuple[tuple[str, ...], tuple[str, ...]], ContextRule] = LRUCache(20)

    def in_force(self, folders: Sequence[Path]) -> Rules:
        """The rules as they are now."""
        return tuple(self._rules_of(folder) for folder in (None, *folders))

    def _rules_of(self, folder: Path | None) -> FolderRules:
        settings = self._settings_for(folder)
        patterns = (settings.privacy.exclude, settings.context.exclude)
        rule = self._rules.get(patterns)
        if rule is None:
            rule = self._rules[patterns] = ContextRule(*patterns)
        return FolderRules(folder, settings.context.open_files, settings.context.workspace_files, rule)


def rules_for(path: Path | None, rules: Rules) -> FolderRules:
    """The rules of the deepest folder that holds `path`."""
    outside, *folders = rules
    root = None if path is None else root_of(path, [each.path for each in folders if each.path is not None])
    return next((each for each in folders if each.path == root), outside)
