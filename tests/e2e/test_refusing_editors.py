"""Editors that do not let a document be changed, and editors that only seem so."""

from collections.abc import Callable
from typing import Literal

import pytest

from tests.support.client_kinds import MINIMAL, NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import Json
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n"
NEW = "def add(a, b):\n    return a + b\n"


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM, MINIMAL], ids=lambda kind: str(kind.name))
@pytest.mark.parametrize("how", ["refuse", "fail"])
def test_a_document_that_takes_no_change_is_tried_thrice_and_told(
    kind: ClientKind, how: Literal["refuse", "fail"]
) -> None:
    @with_editor(NEW, kind=kind)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        editor.when_asked_to_apply = how
        with pytest.raises(LspError, match="read-only"):
            await editor.edit(document)
        assert len(editor.applies) == 3
        assert str(document) == BEFORE.replace("<|>", "")

    scenario()


def test_a_stream_into_a_document_that_takes_no_change_is_closed() -> None:
    live = Live()

    @with_editor(live.step, extensions=["groupedUndo"])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        editor.when_asked_to_apply = "refuse"
        edit = editor.edit(document)
        live.send("def add(a, b):\n    return a\n")
        with pytest.raises(LspError, match="read-only"):
            await edit
        assert len(editor.applies) == 3

    scenario()


@with_editor(NEW)
async def test_an_editor_that_refuses_while_it_is_typed_in_gets_the_edit_in_the_end(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    n_refused = 0

    def apply(params: Json, answer: Callable[[bool], None]) -> None:
        nonlocal n_refused
        n_refused += 1
        answer(False)
        editor.type(document, 0, "#")
        if n_refused == 5:
            del editor.appliers[document.uri]

    editor.appliers[document.uri] = apply
    assert (await editor.edit(document))["state"] == "applied"
    assert str(document) == "#####" + BEFORE.replace("<|>", "").replace("pass", "return a + b")


@with_editor(NEW)
async def test_an_editor_that_has_something_under_way_is_asked_until_that_has_ended(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    editor.refusals = [*["a completion is under way"] * 2, "a command is under way"]
    assert (await editor.edit(document))["state"] == "applied"
    assert len(editor.applies) == 4
