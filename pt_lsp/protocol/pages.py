"""Documents that we make: shown by `workspace/textDocumentContent`, else as private temporary files.

A companion that takes explanations piece by piece shows all of them itself, and is shown nothing.

Refuses to write into a workspace, to keep more than a few, and to hold a result back until it is shown.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from typing import Any

from cachetools import LRUCache
from lsprotocol import types

from pt_lsp.documents.uris import uri_of
from pt_lsp.protocol.background_tasks import BackgroundTasks
from pt_lsp.protocol.capabilities import CONTENT_SCHEME
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.throttle import Throttle
from pt_lsp.store.page_files import PageFiles, sweep_page_files

logger = logging.getLogger(__name__)

_MAX_DOCUMENTS = 20
_REFRESH_S = 0.3
"""Between two refreshes of a document that is still streaming: each is a round trip."""
_WRITING_S = 1.0


class Pages:
    """All documents of ours that the client may still ask for; owned by the server."""

    def __init__(
        self,
        client: Client,
        background: BackgroundTasks,
        request: Callable[[str, Any], None],
    ) -> None:
        """`request` sends the client a request whose answer nobody waits for."""
        self._client = client
        self._background = background
        self._request = request
        self._refreshes: dict[str, Throttle] = {}
        self._texts: LRUCache[str, str] = LRUCache(_MAX_DOCUMENTS)
        self._files = PageFiles()
        self._writing = asyncio.Lock()
        self._has_failed = False
        self._n_made = 0

    def text(self, uri: str) -> str | None:
        """The text of a document, if it is still kept."""
        return self._texts.get(uri)

    def begin(self, title: str) -> str | None:
        """The URI of a new, empty document that can be shown while it grows; None where none can be."""
        if not self._client.reads_content or self._client.shows_answers:
            return None
        uri = f"{CONTENT_SCHEME}:/{self._name(title)}"
        self._texts[uri] = ""
        return uri

    def grow(self, uri: str, text: str) -> None:
        """The document reads `text` so far."""
        is_first = not self._texts.get(uri)
        self._texts[uri] = text
        if is_first:
            return
        if uri not in self._refreshes:
            params = types.TextDocumentContentRefreshParams(uri=uri)
            self._refreshes[uri] = Throttle(
                lambda: self._request(types.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH, params), _REFRESH_S
            )
        self._refreshes[uri].ask()

    async def finish(self, uri: str | None, title: str, text: str) -> None:
        """The document is whole; show it where that has not been done, unless the disk takes too long."""
        if uri is not None:
            self.grow(uri, text)
            if throttle := self._refreshes.pop(uri, None):
                throttle.hurry()
        elif self._client.shows_documents and not self._client.shows_answers:
            showing = self._background.spawn(self._show_file(self._name(title), text))
            await asyncio.wait([showing], timeout=_WRITING_S)

    async def open(self, title: str, text: str) -> None:
        """Show a document that is whole from the beginning."""
        uri = self.begin(title)
        await self.finish(uri, title, text)
        if uri is not None:
            self.show(uri)

    def show(self, uri: str) -> None:
        """Open a document beside the code, without taking the cursor there; a client may decline."""
        if self._client.shows_documents:
            self._request(types.WINDOW_SHOW_DOCUMENT, types.ShowDocumentParams(uri=uri, take_focus=False))

    async def sweep(self) -> None:
        """Take away what servers that were killed have left in the temporary folder."""
        await asyncio.to_thread(sweep_page_files)

    def close(self) -> None:
        """Take the temporary folder away; nothing is refreshed any more."""
        for throttle in self._refreshes.values():
            throttle.stop()
        self._files.close()

    async def _show_file(self, name: str, text: str) -> None:
        try:
            # One after another, so that a dead disk holds one thread only.
            async with self._writing:
                path = await asyncio.to_thread(self._files.write, name, text)
        except OSError as error:
            if not self._has_failed:
                self._has_failed = True
                why = error.strerror
                logger.warning("No temporary file can be written, so none is shown in the editor: %s.", why)
            return
        if path is not None:
            self.show(uri_of(path))

    def _name(self, title: str) -> str:
        self._n_made += 1
        return f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', title).strip('-') or 'document'}-{self._n_made}.md"
