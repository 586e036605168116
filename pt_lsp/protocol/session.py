"""The mutable state of one editor session: open documents, their edits, workspace folders.

Refuses to hand out anything but snapshots, and to ask a model.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.documents.change import Change
from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import origin_of
from pt_lsp.protocol.convert import change_of
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.roots import root_of

if TYPE_CHECKING:
    # Imported by the first edit only, to keep the start short.
    from pt_lsp.protocol.editing.apply_queue import ApplyQueue


class Document:
    """One open document: what the editor last told us, and the edits that stream into it."""

    def __init__(self, uri: str, language_id: str, version: int, text: Text) -> None:
        self.uri = uri
        self.language_id = language_id
        self.version = version
        self.text = text
        self.is_full_sync = False
        self.queue: ApplyQueue | None = None

    def change(
        self,
        version: int | None,
        events: Sequence[types.TextDocumentContentChangeEvent],
        encoding: PositionEncoding,
    ) -> tuple[Change, ...]:
        """Take one didChange; the changes, each counting in the text that the one before has left."""
        changes = []
        is_reload = False
        for event in events:
            change = change_of(self.text, event, encoding)
            if change is None:
                self.is_full_sync = is_reload = True
                change = Change(Span(0, len(self.text)), event.text)
            self.text = self.text.replace(change.span, change.text)
            changes.append(change)
        if version is not None:
            self.version = version
        if self.queue is not None and is_reload:
            self.queue.reloaded(self.text, self.version)
        elif self.queue is not None:
            self.queue.changed(changes, version)
        return tuple(changes)


class Session:
    """All open documents; owned by the server."""

    def __init__(self, encoding: PositionEncoding, settings_for: Callable[[Path | None], Settings]) -> None:
        self.encoding = encoding
        self.folders: list[Path] = []
        self._settings_for = settings_for
        self._documents: dict[str, Document] = {}

    def open(self, uri: str, language_id: str, version: int, text: str) -> Document:
        """The editor opened a document, or opened it anew."""
        document = Document(uri, language_id, version, Text.of(text))
        if previous := self._documents.get(uri):
            document.is_full_sync = previous.is_full_sync
            if previous.queue is not None:
                previous.queue.close()
        self._documents[uri] = document
        return document

    def close(self, uri: str) -> None:
        """The editor closed a document; its edits end as cancelled."""
        document = self._documents.pop(uri, None)
        if document is not None and document.queue is not None:
            document.queue.close()

    @property
    def uris(self) -> tuple[str, ...]:
        """Of all open documents."""
        return tuple(self._documents)

    def find(self, uri: str) -> Document | None:
        """The open document, if it is open."""
        return self._documents.get(uri)

    def document(self, uri: str) -> Document:
        """The open document. Raises JsonRpcInvalidParams."""
        document = self._documents.get(uri)
        if document is None:
            raise JsonRpcInvalidParams(message=f"{uri} is not open in the editor: open it first.")
        return document

    def snapshot(self, uri: str) -> Snapshot:
        """The document as it is now, with the settings that hold for it. Raises JsonRpcInvalidParams."""
        document = self.document(uri)
        settings = self._settings_for(self.root(uri))
        return Snapshot(document.uri, document.language_id, document.version, document.text, settings)

    def root(self, uri: str) -> Path | None:
        """The workspace folder that holds the document, or the file that it shows."""
        path = origin_of(uri)
        return None if path is None else root_of(path, self.folders)
