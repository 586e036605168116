"""Has the editor open a document that an edit goes to, and waits until it tells of it.

Refuses to take the cursor there, and to wait for ever.
"""

import asyncio

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.errors import EditRefused, TextUnknown, Unsupported
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.wire.dispatch import Dispatcher

_ANSWER_S = 10.0
"""An editor that loads extensions for a language takes seconds."""


class DocumentOpening:
    """One per session."""

    def __init__(self, session: Session, client: Client, dispatcher: Dispatcher) -> None:
        self._session = session
        self._client = client
        self._dispatcher = dispatcher
        self._news = asyncio.Event()
        """Set, and another one, with each document that is opened."""

    async def open(self, uri: str, name: str) -> None:
        """Return when the document is open and its text is known; `name` is what people call it.

        Raises TextUnknown, Unsupported, or EditRefused where the editor does not open it.
        """
        if self._session.find(uri) is not None:
            return
        if loss := self._session.loss(uri):
            raise TextUnknown(loss)
        if not self._client.shows_documents:
            raise Unsupported(f"This editor opens no files for a language server: open {name} and ask again.")
        try:
            async with asyncio.timeout(_ANSWER_S):
                is_shown = await self._show(uri)
                while is_shown and self._session.find(uri) is None:
                    await self._news.wait()
        except (TimeoutError, JsonRpcException):
            is_shown = False
        if not is_shown:
            raise EditRefused(f"The editor did not open {name}: open it and ask again.")

    def told(self) -> None:
        """A document is open now."""
        self._news.set()
        self._news = asyncio.Event()

    async def _show(self, uri: str) -> bool:
        """Whether the editor says that it has."""
        params = types.ShowDocumentParams(uri=uri, take_focus=False)
        result = await self._dispatcher.send_request_async(types.WINDOW_SHOW_DOCUMENT, params)
        return result is not None and bool(result.success)
