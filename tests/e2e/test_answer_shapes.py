"""Answers that are not simply the new code, seen from the editor."""

import pytest

from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Live, ScriptedChat, reply
from tests.support.with_editor import with_editor

BEFORE = (
    "import os\n\n\n<|>def add(a, b):\n    pass\n\n\ndef sub(a, b):\n    return 0\n<|>\n\nprint(add(1, 2))\n"
)
ORIGINAL = BEFORE.replace("<|>", "")
ADD = "<<<<<<< SEARCH\n    pass\n=======\n    return a + b\n>>>>>>> REPLACE\n"
SUB = "<<<<<<< SEARCH\n    return 0\n=======\n    return a - b\n>>>>>>> REPLACE\n"
ADDED = ORIGINAL.replace("pass", "return a + b")
DONE = ADDED.replace("return 0", "return a - b")
BROKEN = "def add(a, b):\n    return (a + b\n\n\ndef sub(a, b):\n    return 0\n"


def test_each_block_changes_the_document_as_it_completes() -> None:
    live = Live()

    @with_editor(live, kind=VSCODE, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document)
        await chat.received()
        live.send(f"I change two lines.\n\n{ADD}<<<<<<< SEARCH\n    return")
        await editor.until(lambda: str(document) == ADDED)
        live.send(SUB.removeprefix("<<<<<<< SEARCH\n    return"))
        live.finish()
        result = await question
        assert str(document) == DONE
        assert [hunk["newText"].strip() for hunk in result["hunks"]] == ["return a + b", "return a - b"]

    scenario()


@with_editor(ADD + ADD.replace("    pass", "    fail").replace("a + b", "b"))
async def test_a_change_without_a_place_restores_the_document(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    with pytest.raises(LspError, match="lines that are not in the code"):
        await editor.edit(document)
    assert str(document) == ORIGINAL


@with_editor(reply(BROKEN, finish_reason="length"), reply("    # cut\n"), reply(BROKEN))
async def test_a_cut_and_broken_answer_comes_with_a_warning(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    result = await editor.edit(document)
    assert "return (a + b" in str(document)
    assert "syntax error near `return (a + b`" in result["warning"]
    assert len(chat.requests) == 3
