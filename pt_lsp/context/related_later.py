"""Related code without the time that it takes to load: for the start of a server, nothing is related yet.

Refuses to import what it stands for before it is told to.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pt_lsp.context.background import Snippet
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span

if TYPE_CHECKING:
    from pt_lsp.context.index import Index
    from pt_lsp.context.related import RelatedCode


class RelatedLater(DocumentListener):
    """Asked as `RelatedCode` is; empty until it is loaded. One per server."""

    def __init__(self) -> None:
        self._folders: Sequence[str] = ()
        self._related: RelatedCode | None = None

    def load(self) -> "Index":
        """The index to be filled; imports for 50 ms, so best in a thread."""
        from pt_lsp.context.related import RelatedCode

        if self._related is None:
            self._related = RelatedCode(self._folders)
        return self._related.index

    def set_folders(self, folders: Sequence[str]) -> None:
        """The workspace folders, as paths of the index: labels are relative to them."""
        self._folders = folders
        if self._related is not None:
            self._related.folders = folders

    def for_cursor(self, snapshot: Snapshot, offset: int, budget_characters: int) -> tuple[Snippet, ...]:
        """As `RelatedCode.for_cursor`."""
        if self._related is None:
            return ()
        return self._related.for_cursor(snapshot, offset, budget_characters)

    def for_region(
        self, snapshot: Snapshot, region: Span, budget_characters: int, *, with_callers: bool = False
    ) -> tuple[Snippet, ...]:
        """As `RelatedCode.for_region`."""
        if self._related is None:
            return ()
        return self._related.for_region(snapshot, region, budget_characters, with_callers=with_callers)

    def label(self, uri: str) -> str | None:
        """As `RelatedCode.label`."""
        return None if self._related is None else self._related.label(uri)

    def holds(self, uri: str, text: str) -> bool:
        """As `RelatedCode.holds`."""
        return self._related is not None and self._related.holds(uri, text)

    def closed(self, uri: str) -> None:
        """Drop what is kept for a document."""
        if self._related is not None:
            self._related.closed(uri)
