"""Documents that we make: shown by `workspace/textDocumentContent`, else as private temporary files.

Refuses to write into a workspace, and to keep more than a few.
"""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from cachetools import LRUCache
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pt_lsp.documents.uris import uri_of
from pt_lsp.protocol.capabilities import CONTENT_SCHEME
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.throttle import Throttle

_MAX_DOCUMENTS = 20
_REFRESH_S = 0.3
"""Between two refreshes of a document that is still streaming: each is a round trip."""


class Pages:
    """All documents of ours that the client may still ask for; owned by the server."""

    def __init__(
        self,
        server: LanguageServer,
        client: Client,
        refresh: Callable[[types.TextDocumentContentRefreshParams], None],
    ) -> None:
        """`refresh` has the client ask for the text again."""
        self._refresh = refresh
        self._refreshes: dict[str, Throttle] = {}
        self._server = server
        self._client = client
        self._texts: LRUCache[str, str] = LRUCache(_MAX_DOCUMENTS)
        self._folder: Path | None = None
        self._n_made = 0

    def text(self, uri: str) -> str | None:
        """The text of a document, if it is still kept."""
        return self._texts.get(uri)

    def begin(self, title: str) -> str | None:
        """The URI of a new, empty document that can be shown while it grows; None where only files can be."""
        if not self._client.reads_content:
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
            self._refreshes[uri] = Throttle(lambda: self._refresh(params), _REFRESH_S)
        self._refreshes[uri].ask()

    async def finish(self, uri: str | None, title: str, text: str) -> None:
        """The document is whole; show it where that has not been done."""
        if uri is not None:
            self.grow(uri, text)
            if throttle := self._refreshes.pop(uri, None):
                throttle.hurry()
            return
        if self._client.shows_documents:
            path = await asyncio.to_thread(self._write, self._name(title), text)
            await self.show(uri_of(path))

    async def show(self, uri: str) -> None:
        """Open a document beside the code, without taking the cursor there; a client may decline."""
        if not self._client.shows_documents:
            return
        try:
            await self._server.window_show_document_async(types.ShowDocumentParams(uri=uri, take_focus=False))
        except JsonRpcException:
            return

    def close(self) -> None:
        """Take the temporary folder away; nothing is refreshed any more."""
        for throttle in self._refreshes.values():
            throttle.stop()
        if self._folder is not None:
            import shutil

            shutil.rmtree(self._folder, ignore_errors=True)

    def _name(self, title: str) -> str:
        self._n_made += 1
        return f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', title).strip('-') or 'document'}-{self._n_made}.md"

    def _write(self, name: str, text: str) -> Path:
        if self._folder is None:
            import tempfile

            # `mkdtemp` makes it readable by its owner only.
            self._folder = Path(tempfile.mkdtemp(prefix="pt-lsp-"))
        path = self._folder / name
        path.write_text(text, encoding="utf-8")
        return path
