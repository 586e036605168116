import asyncio
from typing import Any

import pytest
from lsprotocol import types

from pt_lsp.errors import EditRefused
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing import opening
from pt_lsp.protocol.editing.opening import DocumentOpening
from tests.support.running import run

N_WAITING = 3


class Editor:
    """Says that it shows what it is asked to, and has open what it is told to have."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.n_asked = 0
        self.all_asked = asyncio.Event()

    def find(self, uri: str) -> str | None:
        return uri if uri in self.open else None

    def loss(self, uri: str) -> str:
        return ""

    async def send_request_async(self, method: str, params: Any) -> Any:
        self.n_asked += 1
        if self.n_asked == N_WAITING:
            self.all_asked.set()
        return types.ShowDocumentResult(success=True)


def opening_in(editor: Any) -> DocumentOpening:
    return DocumentOpening(editor, Client(shows_documents=True), editor)


def test_what_the_editor_does_not_tell_of_in_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_ANSWER_S", 0.01)
    with pytest.raises(EditRefused, match="did not open a:"):
        run(opening_in(Editor()).open("file:///a", "a"))


def test_whoever_waits_for_a_document_goes_on_with_it_and_not_with_another() -> None:
    async def scenario() -> None:
        editor = Editor()
        door = opening_in(editor)
        waiting = [asyncio.create_task(door.open(f"file:///{name}", name)) for name in ("a", "a", "b")]
        await editor.all_asked.wait()
        editor.open.add("file:///a")
        door.told()
        await asyncio.gather(*waiting[:2])
        assert not waiting[2].done()
        editor.open.add("file:///b")
        door.told()
        await waiting[2]

    run(scenario())


def test_nothing_is_asked_for_a_document_that_is_open() -> None:
    editor = Editor()
    editor.open.add("file:///a")
    run(opening_in(editor).open("file:///a", "a"))
    assert editor.n_asked == 0
