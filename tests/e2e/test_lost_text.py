"""A pending edit whose text was replaced or deleted: it is gone, and back when its text is."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.support.lsp_client import LspClient
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

PROGRESS = "ptLsp/editProgress"
BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n\n\ndef sub(a, b):\n    pass\n<|>\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
NEW = "def add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    return a - b\n"
AFTER = f"import os\n\n\n{NEW}\n\nprint(add(1, 2))\n"
OTHER_BRANCH = "import sys\n\n\nclass Calculator:\n    pass\n\n\ndef sub(a, b):\n    return b - a\n"
REGION = NEW.rstrip("\n")

WhilePending = Callable[[LspClient, OpenDocument, dict[str, Any]], Awaitable[None]]


def while_pending(scenario: WhilePending) -> Callable[[], None]:
    """A test of what happens once an edit waits for a verdict."""

    @with_editor(NEW, extensions=[PROGRESS])
    async def play(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        result = await editor.edit(document)
        assert result["state"] == "pending"
        assert str(document) == AFTER
        await scenario(editor, document, {"editId": result["editId"]})

    play.__name__ = scenario.__name__
    return play


def replace(editor: LspClient, document: OpenDocument, old: str, new: str) -> None:
    editor.type(document, document.offset(old), new, instead_of=len(old))


def told(editor: LspClient) -> list[str]:
    return [params["state"] for params in editor.received(PROGRESS)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (AFTER, "x"),
        (AFTER, OTHER_BRANCH),
        (AFTER, ""),
        (REGION, "x"),
        (REGION, ""),
        (NEW, ""),
        (f"\n\n{REGION}\n\n", "\n"),
        (REGION, "def add(a, b):\n    return a * b\n\n\ndef sub(a, b):\n    return a % b\n"),
    ],
)
def test_a_region_that_was_replaced_is_left_as_it_is(old: str, new: str) -> None:
    @while_pending
    async def scenario(editor: LspClient, document: OpenDocument, edit: dict[str, Any]) -> None:
        replace(editor, document, old, new)
        reads = str(document)
        assert await editor.lenses(document) == []
        last = editor.received(PROGRESS)[-1]
        assert (last["state"], last["hunks"]) == ("gone", [])
        assert "replaced or deleted" in last["warning"]
        assert any("replaced or deleted" in line for line in editor.log)
        assert await editor.command("rejectEdit", edit) == {"state": "gone", "hunks": []}
        assert str(document) == reads

    scenario()


@while_pending
async def test_a_function_deleted_line_by_line_is_left_deleted(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    for line in REGION.splitlines(keepends=True):
        replace(editor, document, line, "")
    assert (await editor.command("rejectEdit", edit))["state"] == "gone"
    assert str(document) == AFTER.replace(REGION, "")


@while_pending
async def test_the_hunk_that_still_stands_is_decided(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    replace(editor, document, "    return a + b\n", "    raise NotImplementedError\n")
    assert {lens["range"]["start"]["line"] for lens in await editor.lenses(document)} == {3}
    assert await editor.command("rejectEdit", edit) == {"state": "rejected", "hunks": []}
    assert str(document) == ORIGINAL.replace("    pass\n", "    raise NotImplementedError\n", 1)


@pytest.mark.parametrize("moved", ["", "# another line\n"])
def test_text_that_is_there_again_waits_again(moved: str) -> None:
    @while_pending
    async def scenario(editor: LspClient, document: OpenDocument, edit: dict[str, Any]) -> None:
        replace(editor, document, AFTER, OTHER_BRANCH)
        replace(editor, document, OTHER_BRANCH, moved + AFTER)
        await editor.until(lambda: told(editor)[-2:] == ["gone", "pending"])
        lines = {lens["range"]["start"]["line"] - bool(moved) for lens in await editor.lenses(document)}
        assert lines == {3, 4, 8}
        assert (await editor.command("rejectEdit", edit))["state"] == "rejected"
        assert str(document) == moved + ORIGINAL

    scenario()


@while_pending
async def test_text_that_was_cut_waits_where_it_is_pasted(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    replace(editor, document, NEW, "")
    editor.type(document, len(str(document)), f"\n\n{NEW}")
    assert (await editor.command("rejectEdit", edit))["state"] == "rejected"
    assert str(document) == AFTER.replace(NEW, "") + "\n\n" + ORIGINAL[12 : -len("\n\nprint(add(1, 2))\n")]


@while_pending
async def test_text_that_is_there_twice_is_no_place_for_an_edit(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    replace(editor, document, AFTER, "x")
    editor.type(document, 0, AFTER + AFTER)
    assert await editor.lenses(document) == []
    assert (await editor.command("rejectEdit", edit))["state"] == "gone"


@while_pending
async def test_what_was_typed_in_it_before_is_in_it_again(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    editor.type(document, document.offset("def sub"), "# why\n")
    reads = str(document)
    replace(editor, document, reads, "x")
    replace(editor, document, "x", reads)
    await editor.until(lambda: told(editor)[-2:] == ["gone", "pending"])
    assert (await editor.command("rejectEdit", edit))["state"] == "rejected"
    assert str(document) == ORIGINAL.replace("def sub", "# why\ndef sub")


@while_pending
async def test_text_that_is_not_there_when_its_document_is_opened_again_waits_for_its_branch(
    editor: LspClient, document: OpenDocument, edit: dict[str, Any]
) -> None:
    editor.close(document)
    document = editor.open(OTHER_BRANCH)
    await editor.until(lambda: told(editor)[-1:] == ["gone"])
    assert await editor.lenses(document) == []
    replace(editor, document, OTHER_BRANCH, AFTER)
    await editor.until(lambda: told(editor)[-1:] == ["pending"])
    assert (await editor.command("rejectEdit", edit))["state"] == "rejected"
    assert str(document) == ORIGINAL
