"""A real server process as one who is asked, over real stdio: any with `textDocument/inlineCompletion`."""

import asyncio
import contextlib
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from pt_lsp.documents.encoding import PositionEncoding, line_and_units, offset_at
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.protocol.wire.framing import FrameDecoder, encode
from tests.support.replay_editor import Item
from tests.support.replay_keys import Key, Session

_FULL_SYNC = 1
_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {"inlineCompletion": {}, "synchronization": {}},
}


class ServerAsker:
    """Sends what an editor sends: changes, requests, and `$/cancelRequest` for a cancelled task."""

    def __init__(self, session: Session, process: Process, on_key: Callable[[int], None]) -> None:
        self._session = session
        self._process = process
        self._on_key = on_key
        self._encoding: PositionEncoding = "utf-16"
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._n_requests = 0
        self._is_full = False
        self._texts = list(session.starts)
        self._reading = asyncio.get_running_loop().create_task(self._read())

    @classmethod
    @contextlib.asynccontextmanager
    async def running(
        cls, session: Session, command: Sequence[str], base_url: str, on_key: Callable[[int], None]
    ) -> AsyncIterator["ServerAsker"]:
        """A server of its own, with all documents open; `{url}` in the command is the endpoint's."""
        arguments = [argument.replace("{url}", base_url) for argument in command]
        keys = {"PT_LSP_BASE_URL": base_url, "OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": "none"}
        environment = os.environ | keys
        process = await asyncio.create_subprocess_exec(
            *arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
        )
        try:
            asker = cls(session, process, on_key)
            await asker._open()
            yield asker
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def changed(self, key: Key) -> None:
        self._on_key(key.index)
        document = {"uri": self._session.documents[key.document].uri, "version": key.index + 2}
        changes = [{"text": str(key.text)}] if self._is_full else self._changes(key)
        self._texts[key.document] = key.text
        self._send(
            method="textDocument/didChange", params={"textDocument": document, "contentChanges": changes}
        )

    async def complete(self, key: Key) -> Sequence[Item]:
        params = {
            "textDocument": {"uri": self._session.documents[key.document].uri},
            "position": self._position(key.text, key.cursor),
            "context": {"triggerKind": 2},
        }
        self._n_requests += 1
        number = self._n_requests
        try:
            result = await self._request(number, "textDocument/inlineCompletion", params)
        except asyncio.CancelledError:
            self._send(method="$/cancelRequest", params={"id": number})
            raise
        items = result.get("items", []) if isinstance(result, dict) else result or []
        return [self._item(key, item) for item in items]

    async def aclose(self) -> None:
        self._reading.cancel()

    def _changes(self, key: Key) -> list[dict[str, Any]]:
        text, changes = self._texts[key.document], []
        for change in key.changes:
            changes.append({"range": self._range(text, change.span), "text": change.text})
            text = text.replace(change.span, change.text)
        return changes

    def _item(self, key: Key, item: dict[str, Any]) -> Item:
        inserted = item["insertText"]
        text = inserted["value"] if isinstance(inserted, dict) else inserted
        place = item.get("range")
        if place is None:
            return Item(text, Span(key.cursor, key.cursor))
        ends = [
            offset_at(key.text, place[end]["line"], place[end]["character"], self._encoding)
            for end in ("start", "end")
        ]
        return Item(text, Span(*ends))

    async def _open(self) -> None:
        params = {
            "processId": None,
            "rootUri": None,
            "capabilities": _CAPABILITIES,
            "initializationOptions": {},
        }
        result = await self._request(0, "initialize", params)
        sync = result["capabilities"].get("textDocumentSync")
        self._is_full = (sync.get("change") if isinstance(sync, dict) else sync) == _FULL_SYNC
        self._send(method="initialized", params={})
        for document, text in zip(self._session.documents, self._session.starts, strict=True):
            item = {"uri": document.uri, "languageId": document.language_id, "version": 1, "text": str(text)}
            self._send(method="textDocument/didOpen", params={"textDocument": item})

    def _position(self, text: Text, offset: int) -> dict[str, int]:
        line, units = line_and_units(text, offset, self._encoding)
        return {"line": line, "character": units}

    def _range(self, text: Text, span: Span) -> dict[str, Any]:
        return {"start": self._position(text, span.start), "end": self._position(text, span.end)}

    async def _request(self, number: int, method: str, params: Any) -> Any:
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self._send(id=number, method=method, params=params)
        try:
            return await answer
        finally:
            del self._answers[number]

    def _send(self, **message: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(encode({"jsonrpc": "2.0", **message}))

    async def _read(self) -> None:
        assert self._process.stdout is not None
        decoder = FrameDecoder()
        while data := await self._process.stdout.read(65536):
            for message in decoder.feed(data):
                if isinstance(message, dict):
                    self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message:
            if "id" in message:
                self._send(id=message["id"], result=_as_little_as_possible(message))
            return
        answer = self._answers.get(message.get("id", -1))
        if answer is not None and not answer.done():
            answer.set_result(message.get("result"))  # an error takes ghost text away as nothing does


def _as_little_as_possible(request: dict[str, Any]) -> list[None] | None:
    """The client's answer to a server's request: no settings, and all else is well."""
    is_for_settings = request["method"] == "workspace/configuration"
    return [None] * len(request["params"]["items"]) if is_for_settings else None
