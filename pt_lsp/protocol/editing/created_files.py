"""Files that an edit has created, and that go again when nothing is left of it.

The editor creates and deletes them. Refuses to have one deleted that holds anything, be it on the disk alone
or not saved yet.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cachetools import LRUCache
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.lines import plain
from pt_lsp.documents.uris import path_of
from pt_lsp.errors import EditRefused, PtLspError
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.sending import label_of_edit
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.workspace.files import read_source

logger = logging.getLogger(__name__)

_MOST = 50
_ANSWER_S = 10.0


@dataclass(slots=True)
class _Created:
    uri: str
    name: str
    seen: str = ""
    """What it read in the editor before the verdict: that much may have been saved."""


class CreatedFiles:
    """One per session."""

    def __init__(self, session: Session, client: Client, dispatcher: Dispatcher) -> None:
        self._session = session
        self._client = client
        self._dispatcher = dispatcher
        self._created: LRUCache[str, _Created] = LRUCache(_MOST)
        self._beginning: set[str] = set()

    def ending(self) -> None:
        """The editor is gone, and deletes nothing any more."""
        self._created.clear()

    @contextmanager
    def beginning(self, uri: str, name: str) -> Iterator[None]:
        """While the text for a file comes that is to be created: two edits would create it, and pay twice.

        Raises EditRefused where another edit has begun to.
        """
        if uri in self._beginning:
            raise EditRefused(f"{name} is being written already: wait for that, or cancel it first.")
        self._beginning.add(uri)
        try:
            yield
        finally:
            self._beginning.discard(uri)

    async def create(self, edit_id: str, uri: str, name: str) -> None:
        """Have the editor create an empty file, never in the place of another. Raises EditRefused."""
        options = types.CreateFileOptions(overwrite=False, ignore_if_exists=False)
        # Known before it is there: a cancelled command would leave it behind else.
        self._created[edit_id] = _Created(uri, name)
        if not await self._apply(types.CreateFile(uri=uri, options=options), f"Create {name}"):
            self._created.pop(edit_id, None)
            raise EditRefused(f"The editor did not create {name}: create it, open it and ask again.")

    @contextmanager
    def seen(self, edit_id: str) -> Iterator[None]:
        """Note how the file reads before a verdict on the edit."""
        if created := self._created.get(edit_id):
            document = self._session.find(created.uri)
            created.seen = "" if document is None else str(document.text)
        yield

    async def take_away(self, edit_id: str) -> None:
        """Have the file of an edit deleted if nothing is in it; what the edit has not created stays."""
        created = self._created.get(edit_id)
        if created is None or not await self._is_empty(created):
            return
        self._created.pop(edit_id, None)
        if not self._client.deletes_files:
            logger.warning("%s is empty: this editor deletes no files for a language server.", created.name)
            return
        options = types.DeleteFileOptions(recursive=False, ignore_if_not_exists=True)
        await self._apply(types.DeleteFile(uri=created.uri, options=options), f"Delete {created.name}")

    async def _is_empty(self, created: _Created) -> bool:
        path = path_of(created.uri)
        if path is None or not self._is_blank_in_editor(created):
            return False
        saved = await asyncio.to_thread(_read, path)
        # Somebody may have typed while the disk was looked at.
        is_ours = saved is not None and (not saved.strip() or plain(saved) == plain(created.seen))
        return is_ours and self._is_blank_in_editor(created)

    def _is_blank_in_editor(self, created: _Created) -> bool:
        if self._session.loss(created.uri):
            return False
        document = self._session.find(created.uri)
        return document is None or not str(document.text).strip()

    async def _apply(self, operation: types.CreateFile | types.DeleteFile, title: str) -> bool:
        edit = types.WorkspaceEdit(document_changes=[operation])
        params = types.ApplyWorkspaceEditParams(edit=edit, label=label_of_edit(title))
        try:
            async with asyncio.timeout(_ANSWER_S):
                result = await self._dispatcher.send_request_async(types.WORKSPACE_APPLY_EDIT, params)
        except (JsonRpcException, TimeoutError):
            return False
        return result is not None and bool(result.applied)


def _read(path: Path) -> str | None:
    """What is on the disk, nothing where no file is; None for what is no text."""
    if not path.exists():
        return ""
    try:
        return read_source(path)
    except PtLspError:
        return None
