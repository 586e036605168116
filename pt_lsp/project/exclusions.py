"""Tells on the event loop whether a document may leave the machine: asked before anything of it is sent.

Refuses to hold the loop up: what takes reading is found out in a thread, once for all who ask meanwhile.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from cachetools import LRUCache

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.workspace.ignoring import IgnoreTree, PathRule
from pt_lsp.workspace.remembered import NotRead
from pt_lsp.workspace.roots import root_of

_MOST_EXCLUSIONS = 20
"""One is kept for each workspace folder and set of patterns."""

_Question: TypeAlias = tuple[Path, tuple[Path, ...], PathRule]


class Exclusions:
    """Asks the tree of ignore rules and `privacy.exclude`."""

    def __init__(self, ignore_tree: IgnoreTree) -> None:
        self._tree = ignore_tree
        self._exclusions: LRUCache[tuple[tuple[str, ...], Path | None], Exclusion]
        self._exclusions = LRUCache(_MOST_EXCLUSIONS)
        self._searches: dict[_Question, asyncio.Task[str | None]] = {}

    async def reason(self, snapshot: Snapshot, folders: Sequence[Path]) -> str | None:
        """Why the document must not leave the machine, as a sentence; None if it may.

        Waits only where the rules have to be read first.
        """
        question = self._question(snapshot, folders)
        if question is None:
            return snapshot.settings.refusal
        search = self._searches.get(question)
        if search is None:
            try:
                return self._tree.exclusion_reason(*question)
            except NotRead:
                finding = asyncio.to_thread(self._tree.exclusion_reason, *question)
                search = self._searches[question] = asyncio.create_task(finding)
                search.add_done_callback(lambda _: self._searches.pop(question))
        return await asyncio.shield(search)

    def known_reason(self, snapshot: Snapshot, folders: Sequence[Path]) -> str | None:
        """The same without waiting; raises NotRead where the rules have to be read first."""
        question = self._question(snapshot, folders)
        return self._tree.exclusion_reason(*question) if question else snapshot.settings.refusal

    def _question(self, snapshot: Snapshot, folders: Sequence[Path]) -> _Question | None:
        path = snapshot.origin
        if path is None or snapshot.settings.refusal is not None:
            return None
        rules = snapshot.settings.privacy.exclude, root_of(path, folders)
        if rules not in self._exclusions:
            self._exclusions[rules] = Exclusion((rules[0],), rules[1])
        return path, tuple(folders), self._exclusions[rules].reason
