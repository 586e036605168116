"""Keeps the projects' own rules for assistants current, for the prompts.

Refuses to hold up a request for them, but for the first one in a folder, and to use a file that is excluded.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cachetools import LRUCache

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.instructions import DEFAULT_NAME, read_instructions

EVERY_S = 10.0
"""So old may be what is known of a file that has changed."""
_FILES = 50


class Instructions:
    """Reads in threads, when a prompt is about to be made and the last look is some seconds old."""

    def __init__(self, ignore_tree: IgnoreTree, *, now_s: Callable[[], float] = time.monotonic) -> None:
        self._ignore_tree = ignore_tree
        self._now_s = now_s
        self._files: LRUCache[_File, _Known] = LRUCache(_FILES)
        self._readings: set[asyncio.Task[None]] = set()

    async def of(self, snapshot: Snapshot, root: Path | None) -> str:
        """What the workspace folder's file says, once it has been read; empty where there is none."""
        known = self._known(snapshot, root)
        if known is None:
            return ""
        if known.text is None and known.reading is not None:
            await asyncio.shield(known.reading)
        return known.text or ""

    def known(self, snapshot: Snapshot, root: Path | None) -> str:
        """What was read last, without waiting; empty before the first look. Needs a running loop."""
        known = self._known(snapshot, root)
        return "" if known is None else known.text or ""

    async def aclose(self) -> None:
        """Wait for what is being read: a thread cannot be cancelled."""
        await asyncio.gather(*self._readings)

    def _known(self, snapshot: Snapshot, root: Path | None) -> "_Known | None":
        """What is known of the file that holds for the document; starts to read it where it is time."""
        settings = snapshot.settings
        name = settings.context.instructions
        name = DEFAULT_NAME if name is None else name
        if root is None or not name:
            return None
        file = _File(root, name, settings.privacy.exclude, settings.context.exclude)
        known = self._files.get(file)
        if known is None:
            known = self._files[file] = _Known()
        if known.reading is None and self._now_s() >= known.due_s:
            known.reading = asyncio.create_task(self._read(file, known))
            self._readings.add(known.reading)
            known.reading.add_done_callback(self._readings.discard)
        return known

    async def _read(self, file: "_File", known: "_Known") -> None:
        try:
            known.text = await asyncio.to_thread(_text, file, self._ignore_tree)
        finally:
            known.due_s = self._now_s() + EVERY_S
            known.reading = None


class _File(NamedTuple):
    root: Path
    name: str
    private: tuple[str, ...]
    unwanted: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    text: str | None = None
    """None until it was looked at."""
    due_s: float = float("-inf")
    reading: asyncio.Task[None] | None = None


def _text(file: _File, tree: IgnoreTree) -> str:
    text = read_instructions(file.root, file.name)
    exclusion = Exclusion((file.private, file.unwanted))
    if text is None or tree.exclusion_reason(file.root / file.name, [file.root], exclusion.reason):
        return ""
    return text
