"""A pending edit when its document is closed, opened again, renamed, or opened after a crash."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.documents.uris import uri_of
from tests.support.lsp_client import LspClient
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
NEW = "def add(a, b):\n    total = a + b\n    return total\n"
ORIGINAL = BEFORE.replace("<|>", "")
AFTER = f"import os\n\n\n{NEW}\n\nprint(add(1, 2))\n"

WhilePending = Callable[[LspClient, OpenDocument, dict[str, Any]], Awaitable[None]]


def while_pending(scenario: WhilePending) -> Callable[[], None]:
    """A test of what happens once an edit waits for a verdict."""

    @with_editor(NEW, options={"edits": {"review": "always"}})
    async def play(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        result = await editor.edit(document)
        assert result["state"] == "pending"
        await scenario(editor, document, {"editId": result["editId"]})

    play.__name__ = scenario.__name__
    return play


@while_pending
async def test_a_document_opened_again_has_its_pending_edit(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    editor.close(document)
    document = editor.open("# moved\n" + str(document))
    assert (await editor.command("rejectEdit", edit))["state"] == "rejected"
    assert str(document) == "# moved\n" + ORIGINAL


@while_pending
async def test_what_was_typed_inside_before_closing_is_kept(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    editor.type(document, str(document).index("return"), "# why\n    ")
    editor.close(document)
    document = editor.open(str(document))
    await editor.command("rejectEdit", edit)
    assert str(document).replace("# why\n    ", "") == ORIGINAL
    assert str(document).count("# why") == 1


@while_pending
async def test_while_its_document_is_closed_verdicts_change_nothing(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    editor.close(document)
    n_applies = len(editor.applies)
    for command in ("rejectEdit", "acceptEdit"):
        assert await editor.command(command, edit) == {"state": "pending", "hunks": []}
    assert len(editor.applies) == n_applies
    document = editor.open(str(document))
    assert (await editor.command("acceptEdit", edit))["state"] == "accepted"
    assert str(document) == AFTER


@while_pending
async def test_a_renamed_document_has_the_edit(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    editor.close(document)
    document = editor.open(str(document), "renamed.py")
    await editor.command("rejectEdit", edit)
    assert str(document) == ORIGINAL


@while_pending
async def test_another_document_with_the_same_text_has_not(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    (editor.root / "main.py").write_text(str(document), encoding="utf-8")
    editor.close(document)
    other = editor.open(str(document), "copy.py")
    assert (await editor.command("rejectEdit", edit))["state"] == "pending"
    assert str(other) == AFTER


@pytest.mark.parametrize(
    ("reads", "state"),
    [(ORIGINAL, "gone"), (AFTER.replace("total", "sum"), "gone"), (AFTER + AFTER, "pending")],
)
def test_an_edit_whose_text_is_not_found_once_is_not_brought_back(reads: str, state: str) -> None:
    @while_pending
    async def scenario(editor: LspClient, document: OpenDocument, edit: dict[str, Any]) -> None:
        editor.close(document)
        document = editor.open(reads)
        assert (await editor.command("rejectEdit", edit))["state"] == state
        assert str(document) == reads

    scenario()


@with_editor(NEW, "def add(a, b):\n    return a\n", options={"edits": {"review": "always"}})
async def test_a_retry_works_in_a_document_opened_again(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    result = await editor.edit(document)
    editor.close(document)
    document = editor.open(str(document))
    again = await editor.command("retryEdit", {"editId": result["editId"]})
    assert (again["editId"], again["state"]) == (result["editId"], "pending")
    assert str(document) == ORIGINAL.replace("pass", "return a")


def test_an_edit_under_way_ends_when_its_document_closes() -> None:
    live = Live()

    @with_editor(live, options={"edits": {"streaming": "always", "review": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    total = a + b\n    ret")
        await editor.until(lambda: "total" in str(document))
        editor.close(document)
        assert (await question)["state"] == "cancelled"
        await chat.disconnected()

    scenario()


@while_pending
async def test_an_untitled_document_that_was_saved_has_the_edit(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    editor.close(document)
    untitled = editor.open(str(document), uri="untitled:Untitled-1")
    editor.close(untitled)
    saved = editor.open(str(untitled), uri=uri_of(Path(editor.root / "saved.py")))
    assert (await editor.command("rejectEdit", edit))["state"] == "rejected"
    assert str(saved) == ORIGINAL
