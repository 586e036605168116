"""What a companion is told of an edit's place while it streams, and while text around it changes."""

import functools
from typing import Any

import pytest

from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat, status
from tests.support.with_editor import with_editor

PROGRESS = "ptLsp/editProgress"
BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n\n\ndef sub(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
NEW = "def add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    return a - b\n"


def last(editor: LspClient) -> dict[str, Any]:
    told = editor.received(PROGRESS)
    return told[-1] if told else {"hunks": [], "state": None}


def reads(document: OpenDocument, part: str) -> bool:
    return part in str(document)


def texts(document: OpenDocument, progress: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands where the hunks are said to be, and what they took away."""
    spans = [document.span_of(hunk["range"]) for hunk in progress["hunks"]]
    return [
        (str(document.text.slice(span)), hunk["oldText"])
        for span, hunk in zip(spans, progress["hunks"], strict=True)
    ]


@with_editor(NEW, extensions=[PROGRESS])
async def test_a_pending_edit_is_told_where_it_is_when_lines_above_it_change(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    await editor.edit(document)
    hunks = [("    return a + b\n", "    pass\n"), ("    return a - b", "    pass")]
    assert texts(document, last(editor)) == hunks
    editor.type(document, 0, "# one\n# two\n")
    await editor.until(lambda: last(editor)["hunks"][0]["range"]["start"]["line"] == 6)
    assert texts(document, last(editor)) == hunks
    assert last(editor)["state"] == "pending"


@with_editor(NEW, extensions=[PROGRESS])
async def test_what_is_typed_into_a_hunk_is_told_and_what_moves_nothing_is_not(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    await editor.edit(document)
    n_told = len(editor.received(PROGRESS))
    editor.type(document, 0, "#")
    editor.type(document, document.offset("print"), "\n")
    editor.type(document, document.offset("a + b"), "1 + ")
    await editor.until(lambda: len(editor.received(PROGRESS)) > n_told)
    assert last(editor)["hunks"][0]["newText"] == "    return 1 + a + b\n"
    editor.type(document, 0, "#")
    await editor.lenses(document)
    assert len(editor.received(PROGRESS)) == n_told + 1


def test_what_has_streamed_so_far_is_told_as_hunks() -> None:
    live = Live()

    @with_editor(live, extensions=[PROGRESS, "groupedUndo"])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        asked = editor.edit(document)
        await chat.received()
        live.send("def add(a, b):\n    return a + b\n\n")
        await editor.until(lambda: last(editor)["hunks"])
        assert last(editor)["state"] == last(editor)["hunks"][0]["state"] == "running"
        assert texts(document, last(editor)) == [("    return a + b\n", "")]
        live.send("\ndef sub(a, b):\n    return a - b\n")
        live.finish()
        await asked
        assert len(texts(document, last(editor))) == 2

    scenario()


def test_who_has_stopped_a_stream_is_told() -> None:
    live, other = Live(), Live()

    @with_editor(live, other, extensions=[PROGRESS, "groupedUndo"])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        for each, old, new, by in (
            (live, "return", "xreturn", "typing"),
            (other, "a + b", "sum(a)", "other"),
        ):
            document = editor.open(BEFORE)
            asked = editor.edit(document)
            await chat.received()
            each.send("def add(a, b):\n    return a + b\n\n")
            await editor.until(functools.partial(reads, document, "a + b"))
            editor.type(document, document.offset(old), new, instead_of=len(old))
            await asked
            assert (last(editor)["state"], last(editor)["stoppedBy"]) == ("stopped", by)
            await editor.command("rejectEdit", {"editId": last(editor)["editId"]})
            editor.close(document)

    scenario()


@with_editor(status(400, "no such field"), extensions=[PROGRESS])
async def test_what_the_endpoint_refuses_has_failed_and_is_not_told_as_cancelled(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    with pytest.raises(LspError, match="no such field"):
        await editor.edit(document)
    await editor.until(lambda: last(editor)["state"] != "running")
    assert last(editor)["state"] == "failed"
    assert str(document) == BEFORE.replace("<|>", "")
