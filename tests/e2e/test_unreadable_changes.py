"""Changes as older editors tell them, and changes that nobody can read."""

from typing import Any

import pytest

from pt_lsp.documents.text import Text
from tests.support.client_kinds import MINIMAL, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n"
NEW = "def add(a, b):\n    return a + b\n"
MISSING: Any = object()


def tell(
    editor: LspClient, document: OpenDocument, changes: Any = MISSING, *, version: Any = MISSING
) -> None:
    """A didChange as an editor might write it."""
    told = {"version": version, "uri": document.uri}
    identifier = {key: value for key, value in told.items() if value is not MISSING}
    params = {"textDocument": identifier} | ({} if changes is MISSING else {"contentChanges": changes})
    editor.notify("textDocument/didChange", params)


def at(start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    return {"start": {"line": start[0], "character": start[1]}, "end": {"line": end[0], "character": end[1]}}


INSERTED = [{"range": at((0, 0), (0, 0)), "text": "# new\n"}]
WHOLE = "# new\n" + BEFORE.replace("<|>", "")


@pytest.mark.parametrize("kind", [VSCODE, MINIMAL], ids=lambda kind: str(kind.name))
@pytest.mark.parametrize(
    ("changes", "version"),
    [
        (INSERTED, None),
        (INSERTED, MISSING),
        ([{"text": WHOLE}], None),
        ([{"text": WHOLE, "range": None}], 2),
        ([{"text": WHOLE, "range": None, "rangeLength": None}], 2),
        ([{"text": WHOLE, "rangeLength": 36}], 2),
        ([{"text": "", "range": None}, {"range": at((0, 0), (0, 0)), "text": WHOLE}], 2),
        ([{"range": at((99, 0), (0, 0)), "text": WHOLE, "rangeLength": 36}], 2),
        ([{"range": at((0, -1), (1, 2**40)), "text": "# new\nimport os\n"}], 2.0),
    ],
)
def test_a_change_as_older_editors_tell_it_is_made(kind: ClientKind, changes: Any, version: Any) -> None:
    @with_editor(NEW, kind=kind)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        tell(editor, document, changes, version=version)
        document.text = Text.of(WHOLE)
        if isinstance(version, int | float):
            document.version = int(version)
        line = WHOLE.count("\n", 0, WHOLE.index("def"))
        target = {"textDocument": document.identifier, "range": at((line, 0), (line + 2, 0))}
        await editor.command("edit", target | {"instruction": "add"})
        assert str(document) == WHOLE.replace("pass", "return a + b")

    scenario()


@pytest.mark.parametrize(
    "changes",
    [
        MISSING,
        None,
        "text",
        [None],
        [{}],
        [{"text": None}],
        [{"range": at((0, 0), (0, 0))}],
        [{"text": "x", "range": 3}],
        [{"text": "x", "range": {"start": {"line": 0, "character": 0}}}],
        [
            {
                "text": "x",
                "range": at((0, 0), (0, 0)) | {"start": {"line": "0", "character": 0}},
            }
        ],
        [*INSERTED, {"text": 3}],
    ],
)
def test_a_change_beyond_reading_makes_its_document_unknown_and_no_other(changes: Any) -> None:
    @with_editor("sum(a, b)", "a + b")
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        other = editor.open("def other(a, b):\n    return <|>\n", "other.py")
        document = editor.open("def lost_text(a, b):\n    return <|>\n")
        tell(editor, document, changes, version=2)
        assert await editor.complete(document, is_invoked=True) == []
        (reason, *_) = (await editor.command("whyNoCompletion"))["reasons"]
        assert reason["reason"] == "text unknown"
        with pytest.raises(LspError, match=r"main\.py that cannot be read: close and open it again"):
            await editor.edit(document)
        with pytest.raises(LspError, match="cannot be read"):
            await editor.command("explain", document.target)
        assert await editor.complete(other) == ["def other(a, b):\n    return sum(a, b)\n"]
        assert "lost_text" not in str(chat.requests)
        tell(editor, document, [{"text": str(document)}], version=3)
        assert await editor.complete(document) == ["def lost_text(a, b):\n    return a + b\n"]

    scenario()


def test_an_edit_that_runs_when_its_document_becomes_unknown_ends_and_sends_nothing_more() -> None:
    live = Live()

    @with_editor(live.step, extensions=["ptLsp/editProgress", "groupedUndo"])
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        edit = editor.edit(document)
        live.send("def add(a, b):\n    return a + b\n")
        await editor.until(lambda: editor.applies)
        n_applies = len(editor.applies)
        tell(editor, document, [{"text": None}], version=9)
        with pytest.raises(LspError, match="cannot be read"):
            await edit
        await editor.command("status")
        assert len(editor.applies) == n_applies
        tell(editor, document, [{"text": str(document)}], version=10)
        document.version = 10
        await editor.until(lambda: editor.received("ptLsp/editProgress")[-1]["state"] == "pending")
        edit_id = editor.received("ptLsp/editProgress")[-1]["editId"]
        assert (await editor.command("rejectEdit", {"editId": edit_id}))["state"] == "rejected"
        assert str(document) == BEFORE.replace("<|>", "")

    scenario()


@with_editor(NEW, extensions=["ptLsp/editProgress"])
async def test_a_pending_edit_is_there_again_when_its_document_is_known_again(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    edit = await editor.edit(document)
    tell(editor, document, None, version=9)
    assert await editor.lenses(document) == []
    tell(editor, document, [{"text": "# new\n" + str(document)}], version=10)
    document.text, document.version = Text.of("# new\n" + str(document)), 10
    assert [lens["range"]["start"]["line"] for lens in await editor.lenses(document)] == [4, 4, 4]
    assert (await editor.command("rejectEdit", {"editId": edit["editId"]}))["state"] == "rejected"
    assert str(document) == WHOLE


@with_editor(NEW)
async def test_a_change_of_a_document_that_was_never_opened_changes_nothing(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BEFORE)
    stranger = {"uri": "file:///nowhere.py", "version": 2}
    for changes in (INSERTED, None, [{"text": "x"}]):
        editor.notify("textDocument/didChange", {"textDocument": stranger, "contentChanges": changes})
    await editor.edit(document)
    assert str(document) == BEFORE.replace("<|>", "").replace("pass", "return a + b")
    with pytest.raises(LspError, match="not open"):
        await editor.command("explain", {"textDocument": stranger, "range": document.range})


@with_editor()
async def test_a_change_of_no_document_may_have_been_of_any(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    editor.notify("textDocument/didChange", {"textDocument": None, "contentChanges": INSERTED})
    with pytest.raises(LspError, match="cannot be read"):
        await editor.edit(document)
