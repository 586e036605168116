"""A server that is stopped has nothing left to do, and what was undecided is on the disk."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.cli.services import make_server
from pt_lsp.protocol.registration import register
from pt_lsp.protocol.server import Server
from pt_lsp.store.originals import OriginalRecord, Originals, originals_folder
from tests.support.client_kinds import VSCODE
from tests.support.running import run

NEW = "def add(a, b):\n    return a + b\n"
TEXT = f"import os\n\n{NEW}"


class InProcess:
    """A server in this process, and the messages that it sends."""

    def __init__(self, root: Path) -> None:
        self.uri = (root / "main.py").as_uri()
        self.sent: list[dict[str, Any]] = []
        self._is_told = asyncio.Event()
        self.server: Server = make_server()
        self.server.protocol.send = self._take
        register(self.server)
        options = {"extensions": ["ptLsp/editProgress"], "endpoint": {"baseUrl": "http://127.0.0.1:9/v1"}}
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

    async def open(self, text: str) -> None:
        await asyncio.sleep(0)
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

    async def until_told(self, state: str) -> None:
        while not any((told.get("params") or {}).get("state") == state for told in self.sent):
            await self._is_told.wait()
            self._is_told.clear()

    def _receive(self, message: dict[str, Any]) -> None:
        self.server.protocol.receive({"jsonrpc": "2.0", **message})

    def _take(self, data: bytes) -> None:
        self.sent.append(json.loads(data.partition(b"\r\n\r\n")[2]))
        self._is_told.set()


def left_to_do() -> list[object]:
    """What would run later if nobody ended the loop."""
    loop: Any = asyncio.get_running_loop()
    timers = [timer for timer in loop._scheduled if not timer.cancelled()]
    # Only the wait of `run` is due.
    own = [timer for timer in timers if "Timeout" in repr(timer)]
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return [timer for timer in timers if timer not in own] + list(tasks)


@pytest.mark.parametrize("n_keys", [0, 1, 3])
def test_what_was_typed_into_an_undecided_edit_is_on_the_disk_when_the_server_stops(
    tmp_path: Path, n_keys: int
) -> None:
    async def scenario() -> None:
        editor = InProcess(tmp_path)
        pieces = [("old", "def add(a, b):\n    pass\n", 1), ("new", NEW, 1)]
        disk = Originals(originals_folder())
        disk.keep(OriginalRecord("edit-1", editor.uri, "python", "Fix", time.time(), (pieces,)))
        await editor.open(TEXT)
        await editor.until_told("pending")
        for number in range(n_keys):
            editor.insert(3, 4 + number, "x", 2 + number)
            await asyncio.sleep(0)
        await editor.server.stop()
        assert left_to_do() == []
        (record,) = disk.of(editor.uri)
        newest = "".join(text for kind, text, _ in record.candidates[-1] if kind != "old")
        assert newest == NEW.replace("    return", f"    {'x' * n_keys}return")

    run(scenario())


def test_nothing_runs_after_a_server_that_did_nothing_is_stopped(tmp_path: Path) -> None:
    async def scenario() -> None:
        editor = InProcess(tmp_path)
        editor.notify("initialized", {})
        await editor.open(TEXT)
        editor.insert(0, 0, "# ", 2)
        await editor.server.stop()
        assert left_to_do() == []

    run(scenario())
