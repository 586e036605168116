import asyncio
import logging
import stat
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from pt_lsp.documents.uris import path_of
from pt_lsp.protocol import pages
from pt_lsp.protocol.background_tasks import BackgroundTasks
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.pages import Pages
from tests.support.running import run

SHOWS_FILES = Client(shows_documents=True)
READS_CONTENT = Client(shows_documents=True, reads_content=True)


class Editor:
    """What `Pages` sees of the server; it never answers."""

    def __init__(self, client: Client) -> None:
        self.shown: list[types.ShowDocumentParams] = []
        self.refreshed: list[str] = []
        self.pages = Pages(client, BackgroundTasks(), self._request)

    def finish(self, title: str, text: str) -> None:
        """Show a whole document."""
        run(self.pages.finish(self.pages.begin(title), title, text))

    @property
    def shown_path(self) -> Path:
        path = path_of(self.shown[-1].uri)
        assert path is not None
        return path

    def _request(self, method: str, params: Any) -> None:
        if method == types.WINDOW_SHOW_DOCUMENT:
            self.shown.append(params)
        else:
            self.refreshed.append(params.uri)


def test_a_plain_client_gets_a_private_file_beside_the_code() -> None:
    editor = Editor(SHOWS_FILES)
    assert editor.pages.begin("Explain") is None
    editor.finish("Explain", "# Grüße\n\ud800")
    path = editor.shown_path
    assert path.read_text(encoding="utf-8") == "# Grüße\n\\ud800"
    assert path.suffix == ".md"
    assert editor.shown[0].take_focus is False
    if sys.platform != "win32":
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) & 0o077 for file in path.parent.glob("*.md")} == {0}
    editor.pages.close()
    assert not path.parent.exists()


def test_two_documents_of_one_title_are_two_files() -> None:
    editor = Editor(SHOWS_FILES)
    for text in ("one", "two"):
        editor.finish("What was / sent?", text)
    assert len({shown.uri for shown in editor.shown}) == 2
    assert editor.shown_path.read_text() == "two"
    editor.pages.close()


def test_a_client_that_shows_nothing_gets_no_file() -> None:
    editor = Editor(Client())
    editor.finish("Explain", "text")
    editor.pages.show("file:///x")
    assert editor.shown == []
    editor.pages.close()


def test_nothing_is_written_once_the_folder_is_gone() -> None:
    editor = Editor(SHOWS_FILES)
    editor.finish("Explain", "one")
    editor.pages.close()
    editor.finish("Explain", "two")
    assert len(editor.shown) == 1
    assert not editor.shown_path.parent.exists()


def test_a_temporary_folder_that_cannot_be_written_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    editor = Editor(SHOWS_FILES)
    with caplog.at_level(logging.WARNING):
        editor.finish("Explain", "one")
        editor.finish("Explain", "two")
    assert editor.shown == []
    assert [record.getMessage() for record in caplog.records] == [
        "No temporary file can be written, so none is shown in the editor: No such file or directory."
    ]


def test_a_document_can_be_read_while_it_grows() -> None:
    editor = Editor(READS_CONTENT)
    page = editor.pages.begin("Explain")
    assert page is not None
    assert page.startswith("ptlsp:")
    assert editor.pages.text(page) == ""
    editor.pages.grow(page, "one")
    assert editor.pages.text(page) == "one"


def test_refreshes_are_few_but_the_last_text_is_always_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        editor = Editor(READS_CONTENT)
        page = editor.pages.begin("Explain")
        assert page is not None
        for length in range(1, 9):
            editor.pages.grow(page, "x" * length)
        assert len(editor.refreshed) <= 1
        n_before = len(editor.refreshed)
        await editor.pages.finish(page, "Explain", "whole")
        assert editor.pages.text(page) == "whole"
        assert editor.refreshed[n_before:] == [page]

    monkeypatch.setattr(pages, "_REFRESH_S", 3600.0)
    run(scenario())


def test_a_result_does_not_wait_for_a_dead_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    editor, is_alive = Editor(SHOWS_FILES), threading.Event()
    monkeypatch.setattr(pages, "_WRITING_S", 0.01)
    monkeypatch.setattr(editor.pages._files, "write", lambda *_: is_alive.wait(60) and None)

    async def scenario() -> None:
        for _ in range(40):
            await editor.pages.finish(None, "Explain", "text")
        assert await asyncio.to_thread(lambda: "another thread is free") != ""
        is_alive.set()

    run(scenario())
