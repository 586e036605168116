"""`ptLsp.review`: findings as the editor has them, from the question to the fix."""

import json

import pytest

from tests.support.client_kinds import NEOVIM
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import Json, OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat, status
from tests.support.with_editor import with_editor

SOURCE = "def ratio(a, b):\n    return a / b\n\n\ndef first(items):\n    return items[0]\n"
ZERO = {"quote": "return a / b", "severity": "error", "message": "It fails when `b` is zero."}
EMPTY = {"quote": "return items[0]", "severity": "warning", "message": "An empty list has no first item."}
GONE = {"quote": "return items[1]", "severity": "error", "message": "There is none."}


def said(*findings: Json) -> str:
    return json.dumps({"findings": findings})


def shown(editor: LspClient, document: OpenDocument) -> list[Json] | None:
    """What is published of a document; None before anything was."""
    told = [
        each
        for each in editor.received("textDocument/publishDiagnostics")
        if each["uri"] == document.identifier["uri"]
    ]
    return told[-1]["diagnostics"] if told else None


def lines_of(diagnostics: list[Json] | None) -> list[int]:
    return [each["range"]["start"]["line"] for each in diagnostics or []]


def about(document: OpenDocument) -> Json:
    return {"textDocument": document.identifier}


@with_editor(said(ZERO, EMPTY))
async def test_findings_are_answered_and_published(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    result = await editor.command("review", about(document))
    range_ = {"start": {"line": 1, "character": 4}, "end": {"line": 1, "character": 16}}
    assert result["findings"][0] == {
        "uri": document.identifier["uri"],
        "range": range_,
        "severity": 1,
        "message": "It fails when b is zero.",
    }
    (told,) = editor.received("textDocument/publishDiagnostics")
    assert told["version"] == document.version
    assert told["diagnostics"][0] == {
        "range": range_,
        "severity": 1,
        "source": "PowerTokens",
        "message": "It fails when b is zero.",
    }
    assert lines_of(told["diagnostics"]) == [1, 5]
    assert chat.requests[0]["response_format"] == {"type": "json_object"}


@with_editor(said(ZERO, GONE, EMPTY))
async def test_what_cannot_be_placed_is_counted(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    result = await editor.command("review", about(document))
    assert len(result["findings"]) == 2
    assert result["message"] == "1 finding could not be placed."


@with_editor(said(ZERO, EMPTY), said())
async def test_a_range_has_findings_of_its_own(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(
        "def ratio(a, b):\n    return a / b\n\n\n<|>def first(items):\n    return items[0]<|>\n"
    )
    result = await editor.command("review", document.target)
    assert [each["range"]["start"]["line"] for each in result["findings"]] == [5]
    assert "<review>\ndef first(items):\n    return items[0]\n</review>" in chat.requests[0].text
    await editor.command("review", document.target)
    assert shown(editor, document) == []


@with_editor(said(ZERO, EMPTY))
async def test_a_finding_goes_along_with_its_line_until_that_changes(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    await editor.command("review", about(document))
    editor.type(document, 0, "import os\n\n\n")
    await editor.settle()
    assert lines_of(shown(editor, document)) == [4, 8]
    editor.type(document, str(document).index(" / b"), " // 1")
    await editor.settle()
    assert lines_of(shown(editor, document)) == [8]
    n_told = len(editor.received("textDocument/publishDiagnostics"))
    editor.type(document, 0, "#")
    await editor.settle()
    assert len(editor.received("textDocument/publishDiagnostics")) == n_told


@with_editor(said(ZERO, EMPTY))
async def test_cleared_findings_are_gone(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    await editor.command("review", about(document))
    assert await editor.command("clearReview") is None
    assert shown(editor, document) == []


@with_editor(said(ZERO, EMPTY), files={"main.py": f"# saved\n{SOURCE}"})
async def test_findings_of_a_closed_file_stay_by_what_the_disk_says(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    await editor.command("review", about(document))
    editor.close(document)
    await editor.until(lambda: lines_of(shown(editor, document)) == [2, 6])
    assert editor.received("textDocument/publishDiagnostics")[-1].get("version") is None
    (editor.root / "main.py").write_text("x = 1\n" + SOURCE.replace("items[0]", "items[2]"), encoding="utf-8")
    changed = {"changes": [{"uri": document.identifier["uri"], "type": 2}]}
    editor.notify("workspace/didChangeWatchedFiles", changed)
    await editor.until(lambda: lines_of(shown(editor, document)) == [2])
    (editor.root / "main.py").unlink()
    editor.notify("workspace/didChangeWatchedFiles", changed)
    await editor.until(lambda: shown(editor, document) == [])


@with_editor(said(ZERO, EMPTY))
async def test_a_reopened_document_has_its_findings(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    (editor.root / "main.py").write_text(SOURCE, encoding="utf-8")
    await editor.command("review", about(document))
    editor.close(document)
    again = editor.open("# new\n" + SOURCE)
    await editor.until(lambda: lines_of(shown(editor, again)) == [2, 6])
    assert editor.received("textDocument/publishDiagnostics")[-1]["version"] == again.version


@with_editor(said(ZERO))
async def test_findings_of_what_is_no_file_go_with_it(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE, uri="untitled:one")
    await editor.command("review", about(document))
    assert lines_of(shown(editor, document)) == [1]
    editor.close(document)
    await editor.settle()
    assert shown(editor, document) == []


@with_editor(
    said(ZERO), "def ratio(a, b):\n    return a / b if b else 0", settings={"edits": {"review": "always"}}
)
async def test_a_finding_can_be_fixed_though_the_editor_does_not_tell_of_it(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("def ratio(a, b):\n    <|>return a / b\n")
    await editor.command("review", about(document))
    (action,) = [each for each in await editor.actions(document) if "Fix:" in each["title"]]
    assert action["title"] == "PowerTokens: Fix: It fails when b is zero."
    action = await editor.ask("codeAction/resolve", action)
    result = await editor.choose(action["command"])
    assert result["state"] == "pending"
    assert "It fails when b is zero." in chat.requests[1].text
    await editor.command("acceptEdit", {"editId": result["editId"]})
    assert str(document) == "def ratio(a, b):\n    return a / b if b else 0\n"
    assert shown(editor, document) == []
    assert not [each for each in await editor.actions(document) if "Fix:" in each["title"]]


@with_editor(
    said(ZERO, EMPTY),
    "def ratio(a, b):\n    return a / b if b else 0",
    settings={"edits": {"review": "always"}},
)
async def test_the_finding_of_a_rejected_fix_is_there_again(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    await editor.command("review", about(document))
    told = shown(editor, document) or []
    fix = about(document) | {"range": told[0]["range"], "diagnostics": told[:1]}
    result = await editor.command("fix", fix)
    await editor.settle()
    assert lines_of(shown(editor, document)) == [5]
    await editor.command("rejectEdit", {"editId": result["editId"]})
    await editor.settle()
    assert str(document) == SOURCE
    assert lines_of(shown(editor, document)) == [1, 5]


@with_editor(said(ZERO), status(402, '{"error": {"message": "no credit"}}'))
async def test_the_finding_of_a_failed_fix_stays(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    await editor.command("review", about(document))
    told = shown(editor, document) or []
    with pytest.raises(LspError):
        await editor.command("fix", about(document) | {"range": told[0]["range"], "diagnostics": told})
    assert lines_of(shown(editor, document)) == [1]


LATER = "def ratio(a, b):\n    if not b:\n        return 0\n    return a / b"


@with_editor(said(ZERO), LATER)
async def test_a_fix_that_leaves_the_line_of_its_finding_solves_it_all_the_same(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    await editor.command("review", about(document))
    told = shown(editor, document) or []
    await editor.command("fix", about(document) | {"range": told[0]["range"], "diagnostics": told})
    await editor.settle()
    assert str(document).startswith(LATER)
    assert shown(editor, document) == []


@with_editor(said(ZERO))
async def test_a_finding_that_the_editor_tells_of_is_offered_once(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("def ratio(a, b):\n    <|>return a / b\n")
    await editor.command("review", about(document))
    actions = await editor.actions(document, diagnostics=shown(editor, document))
    assert len([each for each in actions if "Fix:" in each["title"]]) == 1


@with_editor("I like this code very much, and so will you.", kind=NEOVIM)
async def test_an_answer_without_findings_says_so(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    with pytest.raises(LspError, match="no findings that can be read") as caught:
        await editor.command("review", about(document))
    assert caught.value.data == {"code": "unusableReply", "fix": "retry"}
    assert shown(editor, document) is None


@with_editor(status(402, '{"error": {"message": "no credit"}}'))
async def test_a_failure_leaves_the_findings_that_are_there(editor: LspClient, chat: ScriptedChat) -> None:
    with pytest.raises(LspError) as caught:
        await editor.command("review", about(editor.open(SOURCE)))
    assert caught.value.data == {"code": "unpaid", "fix": "none"}


@with_editor(files={".gitignore": "main.py\n"})
async def test_an_ignored_file_is_not_reviewed(editor: LspClient, chat: ScriptedChat) -> None:
    with pytest.raises(LspError, match="stays on your machine"):
        await editor.command("review", about(editor.open(SOURCE)))
    assert chat.requests == []


live_changed = Live()


@with_editor(live_changed)
async def test_a_finding_is_placed_in_the_text_as_it_is_when_the_answer_is_there(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    question = editor.command("review", about(document))
    await chat.received()
    editor.type(document, 0, "import os\n\n\n")
    editor.type(document, str(document).index("items[0]"), "list(items)[0]", instead_of=len("items[0]"))
    await editor.settle()
    live_changed.send(said(ZERO, EMPTY))
    live_changed.finish()
    result = await question
    assert [each["range"]["start"]["line"] for each in result["findings"]] == [4]
    assert result["message"] == "1 finding could not be placed."
    assert editor.received("textDocument/publishDiagnostics")[-1]["version"] == document.version


live_cancelled = Live()


@with_editor(live_cancelled)
async def test_a_cancelled_review_shows_nothing(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    question = editor.command("review", about(document), token="mine")
    await chat.received()
    live_cancelled.send(said(ZERO))
    editor.notify("window/workDoneProgress/cancel", {"token": "mine"})
    assert await question == {"findings": [], "state": "cancelled"}
    await chat.disconnected()
    assert shown(editor, document) is None
