"""The mutable state of one editor session: open documents, who listens to them, workspace folders.

Refuses to hand out anything but snapshots, and to ask a model.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.documents.change import Change
from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import canonical_uri, origin_of, path_or_uri
from pt_lsp.errors import Excluded, SettingsError, TextUnknown, log_failure
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.protocol.convert import change_of
from pt_lsp.protocol.wire.boundary import ABOUT_NOT_OPEN
from pt_lsp.protocol.wire.document_changes import ContentChange, DocumentChange
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.remembered import NotRead
from pt_lsp.workspace.roots import root_of

logger = logging.getLogger(__name__)

UNREADABLE_CHANGE = "The editor told a change of {name} that cannot be read: close and open it again."


class Document:
    """One open document: what the editor last told us."""

    def __init__(self, uri: str, language_id: str, version: int, text: Text) -> None:
        self.uri = uri
        self.language_id = language_id
        self.version = version
        self.text = text
        self.is_full_sync = False
        self.loss = ""
        """Why nobody can tell how it reads, a sentence with its `{name}`; empty where somebody can."""
        self.is_versioned = True
        """Whether the editor counts versions; up to LSP 3.15 it need not."""

    @property
    def is_lost(self) -> bool:
        """Whether nobody can tell how it reads."""
        return bool(self.loss)

    def change(
        self, version: int | None, events: Sequence[ContentChange | None], encoding: PositionEncoding
    ) -> tuple[Change, ...]:
        """Take one didChange; the changes, each counting in the text that the one before has left.

        One that cannot be read loses the text, until a later one replaces all of it.
        """
        changes = []
        for event in events:
            if event is None:
                self.loss = self.loss or UNREADABLE_CHANGE
                continue
            change = change_of(self.text, event, encoding)
            if change is None:
                self.is_full_sync, self.loss = True, ""
                change = Change(Span(0, len(self.text)), event.text)
            if not self.is_lost:
                self.text = self.text.replace(change.span, change.text)
                changes.append(change)
        self.is_versioned = version is not None
        if version is not None:
            self.version = version
        return tuple(changes)


class Session:
    """All open documents; owned by the server."""

    def __init__(
        self,
        encoding: PositionEncoding,
        settings_for: Callable[[Path | None], Settings],
        exclusions: Exclusions,
    ) -> None:
        self.encoding = encoding
        self.folders: list[Path] = []
        self.listeners: tuple[DocumentListener, ...] = ()
        self.last_used = ""
        """The URI of the document that was opened or changed last; empty once that is closed."""
        self._settings_for = settings_for
        self._exclusions = exclusions
        self._documents: dict[str, Document] = {}
        """By canonical URI; what is told of a document has its own, as the editor wrote it on opening."""

    def open(self, opened: types.TextDocumentItem) -> None:
        """The editor opened a document, or opened it anew."""
        self._put(Document(opened.uri, str(opened.language_id), opened.version, Text.of(opened.text)))
        snapshot = self.snapshot(opened.uri)
        self._tell(lambda listener: listener.opened(snapshot))

    def open_unread(self, uri: str, loss: str) -> None:
        """The editor opened a document whose text has not been read; `loss` tells why."""
        self._put(Document(uri, "", 0, Text.of("")))
        self.lose(uri, loss)

    def _put(self, document: Document) -> None:
        if previous := self._of(document.uri):
            document.is_full_sync = previous.is_full_sync
            self.close(document.uri)
        self._documents[canonical_uri(document.uri)] = document
        self.last_used = document.uri

    def change(self, change: DocumentChange) -> None:
        """The editor changed a document; one that is not open has no text to change.

        Where nobody can tell which document it was, all that are open are lost: it may have been any of them.
        What names no document and holds no change either is noise.
        """
        if change.uri is None:
            if any(change.changes):
                self.lose_all(UNREADABLE_CHANGE)
        elif document := self._of(change.uri):
            was_lost = document.is_lost
            self.last_used = document.uri
            changes = document.change(change.version, change.changes, self.encoding)
            if document.is_lost:
                self._lose(document, was_lost=was_lost)
                return
            snapshot = self.snapshot(change.uri)
            if was_lost:
                self._tell(lambda listener: listener.opened(snapshot))
            else:
                self._tell(lambda listener: listener.changed(snapshot, changes))

    def lose(self, uri: str, loss: str) -> None:
        """The editor has told something of a document that cannot be read; `loss` tells why."""
        if document := self._of(uri):
            was_lost, document.loss = document.is_lost, document.loss or loss
            self._lose(document, was_lost=was_lost)

    def lose_all(self, loss: str) -> None:
        """The same of some document."""
        for document in self._documents.values():
            self.lose(document.uri, loss)

    def _lose(self, document: Document, *, was_lost: bool) -> None:
        if not was_lost:
            logger.warning("%s", _lost_sentence(document))
            self._tell(lambda listener: listener.lost(document.uri))

    def close(self, uri: str) -> None:
        """The editor closed a document; one that is not open is no error."""
        document = self._documents.pop(canonical_uri(uri), None)
        if document is not None and document.uri == self.last_used:
            self.last_used = ""
        if document is not None and not document.is_lost:
            self._tell(lambda listener: listener.closed(document.uri))

    def close_all(self) -> None:
        """The editor is gone."""
        for uri in list(self._documents):
            self.close(uri)

    def find(self, uri: str) -> Document | None:
        """The open document, if it is open and its text is known."""
        document = self._of(uri)
        return None if document is None or document.is_lost else document

    def as_opened(self, uri: str) -> str:
        """The URI as the editor wrote it when it opened the document; the same where that is not open."""
        document = self._of(uri)
        return uri if document is None else document.uri

    def loss(self, uri: str) -> str:
        """Why nobody can tell how an open document reads; empty where one can, or it is not open."""
        document = self._of(uri)
        return _lost_sentence(document) if document is not None and document.is_lost else ""

    def snapshot(self, uri: str) -> Snapshot:
        """The document as it is now, with its settings. Raises TextUnknown, JsonRpcInvalidParams."""
        document = self._of(uri)
        if document is not None and document.is_lost:
            raise TextUnknown(_lost_sentence(document))
        if document is None:
            told = f"{uri} is not open in the editor: open it first."
            raise JsonRpcInvalidParams(message=told, data=ABOUT_NOT_OPEN)
        settings = self._settings_for(self._root(document.uri))
        return Snapshot(document.uri, document.language_id, document.version, document.text, settings)

    def settings_in(self, folder: Path) -> Settings:
        """What holds in a folder, whether it is open or not."""
        return self._settings_for(root_of(folder, self.folders) or folder)

    async def exclusion_reason(self, snapshot: Snapshot) -> str | None:
        """Why the document must not leave the machine, or None; asked for before each request goes out."""
        return await self._exclusions.reason(snapshot, self.folders)

    def is_known_to_be_free(self, snapshot: Snapshot) -> bool:
        """Whether the document may leave the machine, as far as can be told without waiting."""
        try:
            return self._exclusions.known_reason(snapshot, self.folders) is None
        except NotRead:
            return False

    def snapshot_to_send(self, uri: str) -> Snapshot:
        """The document as it is now; `let_leave` has to say yes before anything of it goes out.

        Raises SettingsError, Excluded where that is known by now, TextUnknown, JsonRpcInvalidParams.
        """
        snapshot = self.snapshot(uri)
        if snapshot.settings.refusal is not None:
            raise SettingsError(snapshot.settings.refusal)
        with suppress(NotRead):
            _refuse(self._exclusions.known_reason(snapshot, self.folders))
        return snapshot

    async def let_leave(self, snapshot: Snapshot) -> None:
        """Return if the document may leave the machine; Excluded says why not. May wait for a disk."""
        _refuse(await self.exclusion_reason(snapshot))

    def _of(self, uri: str) -> Document | None:
        return self._documents.get(canonical_uri(uri))

    def _root(self, uri: str) -> Path | None:
        """The workspace folder that holds the document, or the file that it shows."""
        path = origin_of(uri)
        return None if path is None else root_of(path, self.folders)

    def _tell(self, event: Callable[[DocumentListener], None]) -> None:
        for listener in self.listeners:
            try:
                event(listener)
            except Exception as error:  # noqa: BLE001 - what fails in one must not leave the others behind
                log_failure(logger, f"{type(listener).__name__} was told of a document, and", error)


def _lost_sentence(document: Document) -> str:
    return document.loss.format(name=path_or_uri(document.uri).rpartition("/")[2])


def _refuse(exclusion_reason: str | None) -> None:
    if exclusion_reason:
        raise Excluded(f"This file stays on your machine: {exclusion_reason}")
