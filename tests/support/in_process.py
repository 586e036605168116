"""A server in this process, without pipes: messages go to its dispatcher, and what it sends is kept.

For what cannot be seen from outside: what is left of a document, or of the server itself.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

from pt_lsp.cli.services import make_server
from pt_lsp.documents.encoding import offset_at
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.protocol.registration import register
from pt_lsp.protocol.server import Server
from tests.support.client_kinds import VSCODE


class InProcess:
    """A server in this process, and the messages that it sends."""

    @classmethod
    async def begin(
        cls, root: Path, base_url: str = "http://127.0.0.1:9/v1", options: dict[str, Any] | None = None
    ) -> "InProcess":
        """One that has answered `initialize`."""
        editor = cls(root, base_url, options or {})
        await asyncio.sleep(0)
        return editor

    def __init__(self, root: Path, base_url: str, options: dict[str, Any]) -> None:
        self.uri = (root / "main.py").as_uri()
        self.text, self.version = Text.of(""), 0
        self.sent: list[dict[str, Any]] = []
        self._is_told = asyncio.Event()
        self._n_asked = 0
        self._answers_edits = False
        self.server: Server = make_server()
        self.server.protocol.send = self._take
        register(self.server)
        self._receive(
            {
                "id": 1,
                "method": "initialize",
                "params": {
                    "capabilities": dict(VSCODE.capabilities),
                    "workspaceFolders": [{"uri": root.as_uri(), "name": "root"}],
                    "initializationOptions": {
                        "extensions": ["ptLsp/editProgress"],
                        "endpoint": {"baseUrl": base_url},
                        **options,
                    },
                },
            }
        )

    def answer_edits(self) -> None:
        """Apply each `workspace/applyEdit` from now on, and report it."""
        self._answers_edits = True

    def open(self, text: str) -> None:
        self.text, self.version = Text.of(text), 1
        document = {"uri": self.uri, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def insert(self, line: int, character: int, text: str, version: int) -> None:
        here = {"line": line, "character": character}
        self._change({"range": {"start": here, "end": here}, "text": text}, version)

    def _change(self, change: dict[str, Any], version: int) -> None:
        start, end = (
            offset_at(self.text, place["line"], place["character"], "utf-16")
            for place in (change["range"]["start"], change["range"]["end"])
        )
        self.text, self.version = self.text.replace(Span(start, end), change["text"]), version
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri, "version": version},
                "contentChanges": [change],
            },
        )

    def _apply(self, message: dict[str, Any]) -> None:
        for document in message["params"]["edit"]["documentChanges"]:
            for edit in reversed(document["edits"]):
                self._change({"range": edit["range"], "text": edit["newText"]}, self.version + 1)
        self._receive({"id": message["id"], "result": {"applied": True}})

    def notify(self, method: str, params: dict[str, Any]) -> None:
        self._receive({"method": method, "params": params})

    def answer(self, method: str, result: Any) -> None:
        """Answer the newest request of the server for `method`."""
        asked = [each for each in self.sent if each.get("method") == method]
        self._receive({"id": asked[-1]["id"], "result": result})

    async def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a request; None of one that fails."""
        self._n_asked += 1
        msg_id = f"request-{self._n_asked}"
        self._receive({"id": msg_id, "method": method, "params": params})
        while not (answers := [each for each in self.sent if each.get("id") == msg_id]):
            await self._is_told.wait()
            self._is_told.clear()
        return answers[0].get("result")

    async def until_told(self, state: str) -> None:
        while not any((told.get("params") or {}).get("state") == state for told in self.sent):
            await self._is_told.wait()
            self._is_told.clear()

    def _receive(self, message: dict[str, Any]) -> None:
        self.server.protocol.receive({"jsonrpc": "2.0", **message})

    def _take(self, data: bytes) -> None:
        message = json.loads(data.partition(b"\r\n\r\n")[2])
        self.sent.append(message)
        self._is_told.set()
        if self._answers_edits and message.get("method") == "workspace/applyEdit":
            asyncio.get_running_loop().call_soon(self._apply, message)
