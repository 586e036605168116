import os
import time
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.cli.demo.client import DemoClient, ServerRefused
from pt_lsp.cli.demo.editor import Editor
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import PtLspError
from tests.support.running import run


def test_a_server_that_cannot_start_is_told_with_its_log(tmp_path: Path) -> None:
    async def ask() -> None:
        environ = {**os.environ, "PYTHONHOME": str(tmp_path / "nowhere")}
        async with DemoClient.running(environ, tmp_path / "server.log") as client:
            await client.request("initialize", {}, 60)

    with pytest.raises(PtLspError, match=r"ended before it answered; its log is .*server\.log"):
        run(ask())
    assert (tmp_path / "server.log").read_bytes()


def test_a_server_s_error_is_its_own_sentence(tmp_path: Path) -> None:
    async def ask() -> None:
        async with DemoClient.running(os.environ, tmp_path / "server.log") as client:
            await Editor(client).initialize(tmp_path, {})
            await client.request("workspace/executeCommand", {"command": "ptLsp.nonsense"}, 60)

    with pytest.raises(ServerRefused, match="nonsense"):
        run(ask())


def test_an_answer_that_does_not_come_is_told_and_the_process_still_ends(tmp_path: Path) -> None:
    async def ask() -> None:
        async with DemoClient.running(os.environ, tmp_path / "server.log") as client:
            with pytest.raises(PtLspError, match=r"no answer to initialize within 0 s"):
                await client.request("initialize", {"capabilities": {}, "processId": None}, 0)

    started_s = time.monotonic()
    run(ask())
    assert time.monotonic() - started_s < 30


class Recorder(DemoClient):
    """Records what an editor sends, without a server behind it."""

    def __init__(self) -> None:
        self.notified: list[tuple[str, Any]] = []

    def notify(self, method: str, params: Any) -> None:
        self.notified.append((method, params))


@pytest.fixture
def client() -> Recorder:
    return Recorder()


@pytest.fixture
def editor(client: Recorder, tmp_path: Path) -> Editor:
    editor = Editor(client)
    editor.open(tmp_path / "a.py", "python", Text.of("a = '😀'\nb = 2\n"))
    return editor


def edit_of(client: Recorder, version: int | None, *edits: tuple[int, int, int, str]) -> dict[str, Any]:
    """A workspace/applyEdit; each edit is line, first and last UTF-16 unit, and the new text."""
    uri = client.notified[-1][1]["textDocument"]["uri"]
    changes = [
        {
            "range": {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}},
            "newText": new,
        }
        for line, start, end, new in edits
    ]
    return {
        "edit": {"documentChanges": [{"textDocument": {"uri": uri, "version": version}, "edits": changes}]}
    }


def test_several_edits_are_one_change_with_positions_of_the_text_before(
    editor: Editor, client: Recorder
) -> None:
    edit = edit_of(client, 1, (0, 5, 7, "x"), (1, 4, 5, "3"))
    assert client.handle("workspace/applyEdit", edit) == {"applied": True}
    assert str(editor.text) == "a = 'x'\nb = 3\n"
    method, params = client.notified[-1]
    assert method == "textDocument/didChange"
    assert params["textDocument"]["version"] == 2
    assert [change["text"] for change in params["contentChanges"]] == ["3", "x"]
    assert params["contentChanges"][1]["range"]["end"] == {"line": 0, "character": 7}


@pytest.mark.parametrize("version", [0, 2, None])
def test_an_edit_for_another_version_is_refused(
    editor: Editor, client: Recorder, version: int | None
) -> None:
    before = editor.text
    edit = edit_of(client, version, (0, 0, 1, "x"))
    assert client.handle("workspace/applyEdit", edit) == {"applied": False}
    assert editor.text == before
    assert len(client.notified) == 1


def test_settings_are_asked_of_nobody(editor: Editor, client: Recorder) -> None:
    assert client.handle("workspace/configuration", {"items": [{}, {}]}) == [None, None]
    assert client.handle("window/logMessage", {"type": 3, "message": "x"}) is None


def test_opening_another_document_closes_the_first(editor: Editor, client: Recorder, tmp_path: Path) -> None:
    editor.open(tmp_path / "b.py", "python", Text.of(""))
    assert [method.rpartition("/")[2] for method, _ in client.notified] == ["didOpen", "didClose", "didOpen"]


def test_typing_is_told_to_whoever_watches(editor: Editor) -> None:
    seen: list[str] = []
    editor.on_change = lambda text: seen.append(str(text))
    editor.replace((Span(0, 1), "abc"))
    assert seen == ["abc = '😀'\nb = 2\n"]
