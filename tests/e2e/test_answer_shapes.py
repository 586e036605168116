"""Answers that are not simply the new code, seen from the editor."""

import pytest

from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Live, ScriptedChat, reply
from tests.support.with_editor import with_editor

pytestmark = pytest.mark.repeats

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


MISSING = ADD + ADD.replace("    pass", "    fail").replace("a + b", "b")


@with_editor(MISSING, MISSING)
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


HALF = "def add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    if a:"


@pytest.mark.parametrize("reason", ["content_filter", "sensitive", "tool_calls"])
def test_an_answer_that_must_not_be_used_restores_the_document(reason: str) -> None:
    steps = [reply(HALF, finish_reason=reason)] * (2 if reason == "tool_calls" else 1)

    @with_editor(*steps, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        with pytest.raises(LspError, match="content filter" if "tool" not in reason else "asked for a tool"):
            await editor.edit(document)
        assert str(document) == ORIGINAL

    scenario()


@pytest.mark.parametrize("reason", ["error", "insufficient_system_resource"])
def test_an_answer_with_an_unknown_end_waits_with_a_warning(reason: str) -> None:
    @with_editor(reply(HALF, finish_reason=reason))
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        result = await editor.edit(document)
        assert result["state"] == "pending"
        assert "end may be missing" in result["warning"]
        await editor.command("rejectEdit", {"editId": result["editId"]})
        assert str(document) == ORIGINAL

    scenario()


@pytest.mark.parametrize(
    "answer", ['{"code": "x"}', "I am afraid I can only talk about the weather today.\n\nIt will rain."]
)
def test_an_answer_that_is_no_code_is_refused_the_second_time(answer: str) -> None:
    @with_editor(answer, answer, options={"edits": {"streaming": "always"}})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        with pytest.raises(LspError, match="without any code"):
            await editor.edit(document)
        assert str(document) == ORIGINAL
        assert not editor.applies

    scenario()


@pytest.mark.parametrize(
    "thought",
    [
        "<think>\n\n</think>\n\n",
        "<think>\nThe user wants a sum:\n```python\nreturn a - b\n```\nNo.\n</think>\n\n",
        "<THINKING>Simple.</THINKING>",
        "Okay, the user wants a sum:\n```python\nreturn a - b\n```\nNo.\n</think>\n\n",
        "<reasoning>\nA sum.\n</reasoning>\n",
        "<|begin_of_thought|>A sum.<|end_of_thought|>\n",
    ],
)
def test_a_thought_is_no_part_of_a_completion_or_an_edit(thought: str) -> None:
    @with_editor(f"{thought}return a + b", f"{thought}def add(a, b):\n    return a + b\n")
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open("def add(a, b):\n    <|>\n")
        assert await editor.complete(document) == ["def add(a, b):\n    return a + b\n"]
        await editor.edit(document)
        assert str(document) == "def add(a, b):\n    return a + b\n"

    scenario()


@with_editor(ADDED, options={"edits": {"streaming": "always"}})
async def test_the_whole_file_as_an_answer_changes_the_region_alone(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    result = await editor.edit(document)
    assert str(document) == ADDED
    assert "warning" not in result
    for applied in editor.applies:
        assert "import os" not in str(applied)


@with_editor(f"import math\n{ADDED}")
async def test_an_answer_with_more_than_the_region_waits_with_a_warning(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    result = await editor.edit(document)
    assert result["state"] == "pending"
    assert "more than the selected code" in result["warning"]
