"""Gathers what prompts show beside their own file, each part within its share of the budget.

Refuses to know how prompts word it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pt_lsp.context.background import (
    INSTRUCTIONS_SHARE,
    MOST_INSTRUCTIONS,
    RECENT_SHARE,
    RELATED_SHARE,
    Background,
)
from pt_lsp.context.paths import label_of, path_in_index
from pt_lsp.context.recent_activity import RecentActivity
from pt_lsp.context.related_later import RelatedLater
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.llm.gateway import Calibration
from pt_lsp.project.instructions import Instructions
from pt_lsp.workspace.roots import root_of

if TYPE_CHECKING:
    # The start of a server does without it.
    from pt_lsp.context.related import RelatedCode


class Gathering:
    """One per server; a file that must stay on the machine is in none of its sources."""

    def __init__(
        self,
        related: "RelatedLater | RelatedCode",
        recent: RecentActivity,
        instructions: Instructions,
        calibration: Calibration,
    ) -> None:
        self.folders: Sequence[Path] = ()
        """The workspace folders."""
        self._related = related
        self._recent = recent
        self._instructions = instructions
        self._calibration = calibration

    def for_cursor(self, snapshot: Snapshot, offset: int) -> Background:
        """For a completion; some milliseconds when a name was completed, next to nothing for other keys."""
        density, budget = self._budget(snapshot)
        self._recent.visited(snapshot, offset)
        return Background(
            self._related.for_cursor(snapshot, offset, int(budget * RELATED_SHARE)),
            self._recent.for_cursor(snapshot, offset, int(budget * RECENT_SHARE)),
            instructions=_head(
                self._instructions.known(snapshot, self._root(snapshot)),
                min(MOST_INSTRUCTIONS, int(budget * INSTRUCTIONS_SHARE)),
            ),
            characters_per_token=density,
            path=self._path(snapshot),
        )

    async def for_region(self, snapshot: Snapshot, region: Span) -> Background:
        """For an edit: what the region uses."""
        return await self._around(snapshot, region, with_callers=False)

    async def for_part(self, snapshot: Snapshot, part: Span) -> Background:
        """For an explanation: what the part uses, and what uses it."""
        return await self._around(snapshot, part, with_callers=True)

    async def aclose(self) -> None:
        """Wait for what is being read."""
        await self._instructions.aclose()

    async def _around(self, snapshot: Snapshot, region: Span, *, with_callers: bool) -> Background:
        density, budget = self._budget(snapshot)
        left = max(budget - len(region), 0)
        return Background(
            self._related.for_region(snapshot, region, int(left * RELATED_SHARE), with_callers=with_callers),
            instructions=_head(
                await self._instructions.of(snapshot, self._root(snapshot)), int(left * INSTRUCTIONS_SHARE)
            ),
            characters_per_token=density,
            path=self._path(snapshot),
        )

    def _budget(self, snapshot: Snapshot) -> tuple[float, float]:
        """Characters per token of the language, and characters in all."""
        density = self._calibration.characters_per_token(snapshot.language_id)
        return density, snapshot.settings.context.budget_tokens * density

    def _path(self, snapshot: Snapshot) -> str:
        return label_of(path_in_index(snapshot), [folder.as_posix() for folder in self.folders])

    def _root(self, snapshot: Snapshot) -> Path | None:
        return None if snapshot.path is None else root_of(snapshot.path, self.folders)


def _head(text: str, most_characters: int) -> str:
    """The first lines that fit."""
    if len(text) <= most_characters:
        return text.rstrip()
    return text[: text.rfind("\n", 0, most_characters) + 1].rstrip()
