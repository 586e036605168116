"""Who wants to know of the documents that the editor has open."""

from collections.abc import Sequence

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot


class DocumentListener:
    """Told of every open document, in the order in which the editor tells of it; by itself it does nothing.

    A document that is opened anew is closed before.
    """

    def opened(self, snapshot: Snapshot) -> None:
        """The editor has a document open now."""

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """A document reads as in `snapshot`; each change counts in the text that the one before has left."""

    def lost(self, uri: str) -> None:
        """Nobody can tell any more how a document reads: it counts as closed until its text is told again."""
        self.closed(uri)

    def closed(self, uri: str) -> None:
        """A document is closed; nothing that is bound to it may be kept."""
