import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.uris import path_of
from pt_lsp.protocol import pages
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.pages import Pages
from tests.support.running import run

SHOWS_FILES = Client(shows_documents=True)
READS_CONTENT = Client(shows_documents=True, reads_content=True)


class Editor:
    """What `Pages` sees of the server."""

    def __init__(self, *, declines: bool = False) -> None:
        self.shown: list[types.ShowDocumentParams] = []
        self.refreshed: list[str] = []
        self._declines = declines

    async def window_show_document_async(self, params: types.ShowDocumentParams) -> None:
        self.shown.append(params)
        if self._declines:
            raise JsonRpcException(message="no", code=1)

    def refresh(self, params: types.TextDocumentContentRefreshParams) -> None:
        self.refreshed.append(params.uri)


def documents_for(editor: Editor, client: Client) -> Pages:
    server: Any = editor
    return Pages(server, client, editor.refresh)


def shown_path(editor: Editor) -> Path:
    path = path_of(editor.shown[-1].uri)
    assert path is not None
    return path


def test_a_plain_client_gets_a_private_file_beside_the_code() -> None:
    editor = Editor()
    documents = documents_for(editor, SHOWS_FILES)
    page = documents.begin("Explain")
    assert page is None
    run(documents.finish(page, "Explain", "# Grüße\n"))
    path = shown_path(editor)
    assert path.read_text(encoding="utf-8") == "# Grüße\n"
    assert path.suffix == ".md"
    assert editor.shown[0].take_focus is False
    if sys.platform != "win32":
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    documents.close()
    assert not path.parent.exists()


def test_two_documents_of_one_title_are_two_files() -> None:
    editor = Editor()
    documents = documents_for(editor, SHOWS_FILES)
    for text in ("one", "two"):
        run(documents.finish(None, "What was / sent?", text))
    assert [path_of(shown.uri) for shown in editor.shown] != [shown_path(editor)] * 2
    assert shown_path(editor).read_text() == "two"
    documents.close()


def test_a_client_that_shows_nothing_gets_no_file() -> None:
    editor = Editor()
    documents = documents_for(editor, Client())
    run(documents.finish(documents.begin("Explain"), "Explain", "text"))
    run(documents.show("file:///x"))
    assert editor.shown == []
    documents.close()


def test_a_client_may_decline_to_show() -> None:
    editor = Editor(declines=True)
    documents = documents_for(editor, SHOWS_FILES)
    run(documents.finish(None, "Explain", "text"))
    assert len(editor.shown) == 1
    documents.close()


def test_a_document_can_be_read_while_it_grows() -> None:
    editor = Editor()
    documents = documents_for(editor, READS_CONTENT)
    page = documents.begin("Explain")
    assert page is not None
    assert page.startswith("ptlsp:")
    assert documents.text(page) == ""
    documents.grow(page, "one")
    assert documents.text(page) == "one"


def test_refreshes_are_few_but_the_last_text_is_always_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        editor = Editor()
        documents = documents_for(editor, READS_CONTENT)
        page = documents.begin("Explain")
        assert page is not None
        for length in range(1, 9):
            documents.grow(page, "x" * length)
        assert len(editor.refreshed) <= 1
        n_before = len(editor.refreshed)
        await documents.finish(page, "Explain", "whole")
        assert documents.text(page) == "whole"
        assert editor.refreshed[n_before:] == [page]

    monkeypatch.setattr(pages, "_REFRESH_S", 3600.0)
    run(scenario())
