"""`ptLsp.retryEdit`: an edit is taken back and asked for again, under the same id."""

import asyncio
from typing import Any

import pytest

from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat, status
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
FIRST = "def add(a, b):\n    return b\n"
SECOND = "def add(a, b):\n    return a + b\n"
REVIEWED = {"edits": {"review": "always", "streaming": "always"}}


def reading(new: str) -> str:
    return f"import os\n\n\n{new}\n\nprint(add(1, 2))\n"


async def asked(editor: LspClient) -> tuple[OpenDocument, dict[str, Any]]:
    document = editor.open(BEFORE)
    return document, await editor.edit(document)


@with_editor(FIRST, SECOND, options=REVIEWED)
async def test_the_text_is_taken_back_and_asked_for_again(editor: LspClient, chat: ScriptedChat) -> None:
    document, first = await asked(editor)
    assert str(document) == reading(FIRST)
    again = {"editId": first["editId"], "instruction": "and mind the order"}
    result = await editor.command("retryEdit", again)
    assert (result["editId"], result["state"]) == (first["editId"], "pending")
    assert str(document) == reading(SECOND)
    asked_for = chat.requests[1].text
    assert asked_for.index("Instruction: change it") < asked_for.index("- and mind the order")
    assert "return b" not in asked_for
    await editor.command("rejectEdit", {"editId": first["editId"]})
    assert str(document) == ORIGINAL


@with_editor(FIRST, SECOND, options=REVIEWED)
async def test_without_a_further_instruction_the_same_is_asked(editor: LspClient, chat: ScriptedChat) -> None:
    document, first = await asked(editor)
    await editor.command("retryEdit", {"editId": first["editId"]})
    assert chat.requests[0].text == chat.requests[1].text
    assert str(document) == reading(SECOND)


@with_editor(FIRST, SECOND, options=REVIEWED)
async def test_it_is_asked_where_the_region_is_by_then(editor: LspClient, chat: ScriptedChat) -> None:
    document, first = await asked(editor)
    editor.type(document, 0, "# above\n")
    await editor.command("retryEdit", {"editId": first["editId"]})
    assert str(document) == "# above\n" + reading(SECOND)
    assert "# above" in chat.requests[1].text


def test_a_cancelled_edit_can_be_tried_again() -> None:
    live = Live()

    @with_editor(live, SECOND, options=REVIEWED)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        await editor.command("cancel")
        result = await question
        assert result["state"] == "cancelled"
        again = await editor.command("retryEdit", {"editId": result["editId"]})
        assert again["state"] == "pending"
        assert str(document) == reading(SECOND)

    scenario()


def test_a_stopped_edit_can_be_tried_again_and_what_was_typed_stays() -> None:
    live = Live()

    @with_editor(live, SECOND, options=REVIEWED)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    return b\n    more\n")
        await editor.until(lambda: "return b" in str(document))
        editor.type(document, document.offset("def add") + len("def add(a, b):"), "  # typed")
        result = await question
        assert result["state"] == "stopped"
        await editor.command("retryEdit", {"editId": result["editId"]})
        assert "return b" not in chat.requests[1].text
        assert "# typed" in chat.requests[1].text

    scenario()


@with_editor(FIRST, SECOND, options=REVIEWED)
async def test_an_undone_edit_can_be_tried_again(editor: LspClient, chat: ScriptedChat) -> None:
    document, first = await asked(editor)
    editor.type(document, document.offset("return b"), "pass", instead_of=len("return b"))
    assert str(document) == ORIGINAL
    await editor.command("retryEdit", {"editId": first["editId"]})
    assert str(document) == reading(SECOND)


@with_editor(FIRST, options=REVIEWED)
async def test_what_is_decided_or_unknown_cannot_be_tried_again(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document, first = await asked(editor)
    await editor.command("acceptEdit", {"editId": first["editId"]})
    for edit_id in (first["editId"], "none"):
        with pytest.raises(LspError, match="cannot be tried again") as caught:
            await editor.command("retryEdit", {"editId": edit_id})
        assert caught.value.code == -32803
    assert str(document) == reading(FIRST)


@with_editor(FIRST, status(400), options=REVIEWED)
async def test_a_retry_that_fails_leaves_the_original(editor: LspClient, chat: ScriptedChat) -> None:
    document, first = await asked(editor)
    with pytest.raises(LspError):
        await editor.command("retryEdit", {"editId": first["editId"]})
    assert str(document) == ORIGINAL
    assert await editor.lenses(document) == []


@with_editor(FIRST, SECOND, options=REVIEWED)
async def test_an_edit_tried_twice_at_once_is_asked_for_once(editor: LspClient, chat: ScriptedChat) -> None:
    document, first = await asked(editor)
    again = [editor.command("retryEdit", {"editId": first["editId"]}) for _ in range(2)]
    results = await asyncio.gather(*(each.answer for each in again), return_exceptions=True)
    (refusal,) = (each for each in results if isinstance(each, LspError))
    assert "being tried again already" in str(refusal)
    assert [each["state"] for each in results if isinstance(each, dict)] == ["pending"]
    assert str(document) == reading(SECOND)
