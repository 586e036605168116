"""How an edit is done in this editor, by its settings and by what it can do; refuses to do it."""

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.extensions import EDIT_PROGRESS, GROUPED_UNDO
from pt_lsp.protocol.session import Session


class Manner:
    """One per session."""

    def __init__(self, session: Session, client: Client) -> None:
        self._session = session
        self._client = client

    def reviews(self, snapshot: Snapshot) -> bool:
        """Whether a finished edit waits for a verdict."""
        review = snapshot.settings.edits.review
        return review == "always" or (review == "auto" and EDIT_PROGRESS in self._client.extensions)

    def streams(self, snapshot: Snapshot) -> bool:
        """Whether text is sent as it comes."""
        document = self._session.find(snapshot.uri)
        if document is None or document.is_full_sync or not self.is_versioned(snapshot.uri):
            return False
        streaming = snapshot.settings.edits.streaming
        return streaming == "always" or (streaming == "auto" and GROUPED_UNDO in self._client.extensions)

    def is_versioned(self, uri: str) -> bool:
        """Whether an edit can name the version that it is for."""
        document = self._session.find(uri)
        return self._client.versions_edits and document is not None and document.is_versioned
