"""Keeps the projects' own rules for assistants current, for the prompts; a file that is excluded has none."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.project.revalidating_cache import RevalidatingCache
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.instructions import DEFAULT_NAME, read_instructions

_MOST_FILES = 50


class Instructions:
    """Texts by workspace folder and settings."""

    def __init__(self, ignore_tree: IgnoreTree, *, now_s: Callable[[], float] = time.monotonic) -> None:
        self._texts = RevalidatingCache(partial(_text, ignore_tree), _MOST_FILES, now_s)

    async def of(self, snapshot: Snapshot, root: Path | None) -> str:
        """What the workspace folder's file says, once it has been read; empty where there is none."""
        file = _file_for(snapshot, root)
        return (file and await self._texts.get(file)) or ""

    def known(self, snapshot: Snapshot, root: Path | None) -> str:
        """What was read last, without waiting; empty before the first look. Needs a running loop."""
        file = _file_for(snapshot, root)
        return (file and self._texts.known(file)) or ""

    async def aclose(self) -> None:
        """Wait for what is being read."""
        await self._texts.aclose()


class _File(NamedTuple):
    root: Path
    name: str
    private: tuple[str, ...]
    unwanted: tuple[str, ...]


def name_of_file(snapshot: Snapshot) -> str:
    """What the file is called from the workspace folder on; empty where none is wanted."""
    name = snapshot.settings.context.instructions
    return DEFAULT_NAME if name is None else name


def _file_for(snapshot: Snapshot, root: Path | None) -> _File | None:
    name = name_of_file(snapshot)
    if root is None or not name:
        return None
    return _File(root, name, snapshot.settings.privacy.exclude, snapshot.settings.context.exclude)


def _text(tree: IgnoreTree, file: _File) -> str:
    text = read_instructions(file.root, file.name)
    exclusion = Exclusion((file.private, file.unwanted), file.root)
    if text is None or tree.exclusion_reason(file.root / file.name, [file.root], exclusion.reason):
        return ""
    return text
