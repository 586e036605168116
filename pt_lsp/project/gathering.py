"""Gathers what prompts show beside their own file, each part within its share of the budget."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cachetools import LRUCache

from pt_lsp.context.background import Background, Snippet
from pt_lsp.context.budget import completion_background, region_background
from pt_lsp.context.paths import label_of
from pt_lsp.context.recent_activity import RecentActivity
from pt_lsp.documents.change import Change
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.llm.gateway import Calibration
from pt_lsp.project.instructions import Instructions, name_of_file
from pt_lsp.project.notebook_cells import ABOVE, BELOW, NotebookCells
from pt_lsp.workspace.roots import root_of

if TYPE_CHECKING:
    from pt_lsp.context.related import RelatedCode

_MOST_LABELS = 50


class Gathering(DocumentListener):
    """One per server; a file that must stay on the machine is in none of its sources."""

    def __init__(
        self,
        instructions: Instructions,
        calibration: Calibration,
        note_change: Callable[[str], None] = lambda _path: None,
    ) -> None:
        """`note_change` is told the label of each document that changes."""
        self.notebook_cells = NotebookCells()
        self._folders: Sequence[Path] = ()
        # One list for life: related code is loaded in a thread, and labels by what it holds then.
        self._folder_paths: list[str] = []
        self._related: RelatedCode | None = None
        self._recent = RecentActivity(self._label, self._holds)
        self._instructions = instructions
        self._calibration = calibration
        self._note_change = note_change
        # By URI: asked for with each key, and made of paths.
        self._labels: LRUCache[str, str] = LRUCache(_MOST_LABELS)

    def load_related(self) -> "RelatedCode":
        """What finds related code in the index, which is to be filled; before, nothing is related.

        Imports for 50 ms, which the start of a server does without: best called in a thread.
        """
        from pt_lsp.context.related import RelatedCode

        if self._related is None:
            self._related = RelatedCode(self._folder_paths)
        return self._related

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on."""
        self._folders = tuple(folders)
        self._folder_paths[:] = [folder.as_posix() for folder in folders]
        self._labels.clear()

    def opened(self, snapshot: Snapshot) -> None:
        """A document is open now."""
        self.notebook_cells.opened(snapshot)

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """A document is as in `snapshot` after the changes, each counting in what the one before left."""
        self._recent.changed(snapshot, changes)
        self.notebook_cells.changed(snapshot, changes)
        label = self.path_of(snapshot)
        self._note_change(label)
        if self.notebook_cells.holds(snapshot.uri):
            self._note_change(label + ABOVE)
            self._note_change(label + BELOW)

    def closed(self, uri: str) -> None:
        """Keep nothing of the document but what was edited in it."""
        self._recent.closed(uri)
        self.notebook_cells.closed(uri)
        self._labels.pop(uri, None)
        if self._related is not None:
            self._related.closed(uri)

    def for_cursor(self, snapshot: Snapshot, offset: int) -> Background:
        """For a completion; some milliseconds when a name was completed, next to nothing for other keys."""
        density, n_characters = self._budget(snapshot)
        budget = completion_background(n_characters)
        self._recent.visited(snapshot, offset)
        instructions = self._instructions.known(snapshot, self._root(snapshot))
        cells, n_left = self._cells(snapshot, budget.related)
        related: tuple[Snippet, ...] = ()
        if (shown := self.related) is not None:
            related = shown.for_cursor(snapshot, offset, n_left)
        recent = self._recent.for_cursor(snapshot, offset, budget.recent)
        return Background(
            (*cells, *_not_among(cells, related)),
            _not_among(cells, recent),
            _head(instructions, budget.instructions),
            density,
            self.path_of(snapshot),
            name_of_file(snapshot),
        )

    async def for_region(self, snapshot: Snapshot, region: Span, *, named: Sequence[str] = ()) -> Background:
        """For an edit: what the region uses, and what is `named` of it, wherever it is defined."""
        return await self._around(snapshot, region, with_callers=False, named=named)

    async def for_part(self, snapshot: Snapshot, part: Span) -> Background:
        """For an explanation: what the part uses, and what uses it."""
        return await self._around(snapshot, part, with_callers=True)

    def path_of(self, snapshot: Snapshot) -> str:
        """What prompts call the document."""
        label: str | None = self._labels.get(snapshot.uri)
        if label is None:
            label = self._labels[snapshot.uri] = label_of(path_or_uri(snapshot.uri), self._folder_paths)
        return label

    def n_lines(self, snapshot: Snapshot, label: str) -> int | None:
        """How many lines the file has that prompts about the document call so; None where none is known.

        None too for what is in no workspace folder, and for what may be shown to no model.
        """
        own, related = path_or_uri(snapshot.uri), self.related
        for path in (f"{folder}/{label}" for folder in self._folder_paths):
            if path == own:
                return snapshot.text.n_lines
            if related is not None and (text := related.index.text(path)) is not None:
                return text.count("\n") + 1
        return None

    async def aclose(self) -> None:
        """Wait for what is being read."""
        await self._instructions.aclose()

    async def _around(
        self, snapshot: Snapshot, region: Span, *, with_callers: bool, named: Sequence[str] = ()
    ) -> Background:
        density, n_characters = self._budget(snapshot)
        budget = region_background(max(n_characters - len(region), 0))
        cells, n_left = self._cells(snapshot, budget.related)
        related: tuple[Snippet, ...] = ()
        if (shown := self.related) is not None:
            related = shown.for_region(snapshot, region, n_left, with_callers=with_callers, named=named)
        instructions = await self._instructions.of(snapshot, self._root(snapshot))
        return Background(
            (*cells, *_not_among(cells, related)),
            instructions=_head(instructions, budget.instructions),
            characters_per_token=density,
            path=self.path_of(snapshot),
            rules_name=name_of_file(snapshot),
        )

    def _cells(self, snapshot: Snapshot, budget_characters: int) -> tuple[tuple[Snippet, ...], int]:
        """The other cells of its notebook, and how many characters they leave to what is related."""
        cells = self.notebook_cells.around(snapshot, self.path_of(snapshot), budget_characters)
        return cells, budget_characters - sum(len(cell.path) + len(cell.text) + 2 for cell in cells)

    @property
    def related(self) -> "RelatedCode | None":
        """What finds related code; None while nothing of the index may be shown."""
        related = self._related
        return None if related is None or related.index.is_withheld else related

    def _budget(self, snapshot: Snapshot) -> tuple[float, float]:
        """Characters per token of the language, and characters in all."""
        density = self._calibration.characters_per_token(snapshot.language_id)
        return density, snapshot.settings.context.budget_tokens * density

    def _root(self, snapshot: Snapshot) -> Path | None:
        return None if snapshot.path is None else root_of(snapshot.path, self._folders)

    def _label(self, uri: str) -> str | None:
        return None if self.related is None else self.related.label(uri)

    def _holds(self, uri: str, text: str) -> bool:
        return self.related is not None and self.related.holds(uri, text)


def _not_among(cells: Sequence[Snippet], snippets: tuple[Snippet, ...]) -> tuple[Snippet, ...]:
    """What the cells do not show already: to whatever finds related code, each cell is another document."""
    if not cells:
        return snippets
    shown = {line for cell in cells for line in cell.text.split("\n")} | {"", "..."}
    return tuple(each for each in snippets if not shown.issuperset(each.text.split("\n")))


def _head(text: str, most_characters: int) -> str:
    """The first lines that fit."""
    if len(text) <= most_characters:
        return text.rstrip()
    return text[: text.rfind("\n", 0, most_characters) + 1].rstrip()
