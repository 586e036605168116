"""A server in this process, without pipes: messages go to its dispatcher, and what it sends is kept.

For what cannot be seen from outside: what is left of a document, or of the server itself.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

from pt_lsp.cli.services import make_server
from pt_lsp.protocol.registration import register
from pt_lsp.protocol.server import Server
from tests.support.client_kinds import VSCODE


class InProcess:
    """A server in this process, and the messages that it sends."""

    @classmethod
    async def begin(cls, root: Path, base_url: str = "http://127.0.0.1:9/v1", **endpoint: Any) -> "InProcess":
        """One that has answered `initialize`."""
        editor = cls(root, {"baseUrl": base_url, **endpoint})
        await asyncio.sleep(0)
        return editor

    def __init__(self, root: Path, endpoint: dict[str, Any]) -> None:
        self.uri = (root / "main.py").as_uri()
        self.sent: list[dict[str, Any]] = []
        self._is_told = asyncio.Event()
        self._n_asked = 0
        self.server: Server = make_server()
        self.server.protocol.send = self._take
        register(self.server)
        options = {"extensions": ["ptLsp/editProgress"], "endpoint": endpoint}
        self._receive(
            {
                "id": 1,
                "method": "initialize",
                "params": {
                    "capabilities": dict(VSCODE.capabilities),
                    "workspaceFolders": [{"uri": root.as_uri(), "name": "root"}],
                    "initializationOptions": options,
                },
            }
        )

    def open(self, text: str) -> None:
        document = {"uri": self.uri, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def insert(self, line: int, character: int, text: str, version: int) -> None:
        here = {"line": line, "character": character}
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": self.uri, "version": version},
                "contentChanges": [{"range": {"start": here, "end": here}, "text": text}],
            },
        )

    def notify(self, method: str, params: dict[str, Any]) -> None:
        self._receive({"method": method, "params": params})

    async def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a request."""
        return (await self.answer(method, params))["result"]

    async def answer(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """What a request is answered with, which may be an error."""
        self._n_asked += 1
        msg_id = f"request-{self._n_asked}"
        self._receive({"id": msg_id, "method": method, "params": params})
        while not (answers := [each for each in self.sent if each.get("id") == msg_id]):
            await self._is_told.wait()
            self._is_told.clear()
        return answers[0]

    async def until_told(self, state: str) -> None:
        while not any((told.get("params") or {}).get("state") == state for told in self.sent):
            await self._is_told.wait()
            self._is_told.clear()

    def _receive(self, message: dict[str, Any]) -> None:
        self.server.protocol.receive({"jsonrpc": "2.0", **message})

    def _take(self, data: bytes) -> None:
        self.sent.append(json.loads(data.partition(b"\r\n\r\n")[2]))
        self._is_told.set()
