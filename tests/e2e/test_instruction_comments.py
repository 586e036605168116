"""Instruction comments in editors: written, chosen among the code actions, done, and brought back."""

from typing import Any

import pytest

from tests.support.client_kinds import EMACS, HELIX, MINIMAL, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

TITLE = "PowerTokens: Do What This Comment Says"
PROGRESS = "ptLsp/editProgress"
BEFORE = "import os\n\n\n# pt: <|>return the sum\ndef add(a, b):\n    pass\n\n\nprint(add(1, 2))\n"
ORIGINAL = BEFORE.replace("<|>", "")
NEW = "def add(a, b):\n    return a + b\n"
AFTER = f"import os\n\n\n{NEW}\n\nprint(add(1, 2))\n"


async def chosen(editor: LspClient, document: OpenDocument) -> dict[str, Any]:
    """What becomes of the action when it is chosen among those that are offered at the cursor."""
    (action,) = [each for each in await editor.actions(document) if each["title"] == TITLE]
    assert action["kind"] == "refactor.rewrite"
    if "command" not in action:
        action = await editor.ask("codeAction/resolve", action)
    result: dict[str, Any] = await editor.choose(action["command"])
    return result


@pytest.mark.parametrize("kind", [EMACS, HELIX, MINIMAL, VSCODE], ids=lambda kind: kind.name)
def test_in_editors_without_an_input_of_ours_a_comment_is_the_instruction(kind: ClientKind) -> None:
    @with_editor(NEW, kind=kind)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        assert (await chosen(editor, document))["state"] == "applied"
        assert str(document) == AFTER
        assert "The comment says: return the sum" in chat.requests[0].text

    scenario()


@with_editor(kind=HELIX)
async def test_the_action_is_offered_on_such_a_comment_only(editor: LspClient, chat: ScriptedChat) -> None:
    for marked, is_offered in (
        ("a = 1\n# pt: b<|>\n", True),
        ("a = 1  # pt: b<|>\n", True),
        ("# pt: b\na = 1<|>\n", False),
        ("# b<|>\n", False),
        ("a = '# pt: b<|>'\n", False),
    ):
        document = editor.open(marked)
        titles = [each["title"] for each in await editor.actions(document)]
        assert (TITLE in titles) == is_offered, marked
        editor.close(document)
    assert chat.requests == []


@with_editor(f"# pt: return the sum\n{NEW}", extensions=[PROGRESS, "groupedUndo"])
async def test_rejecting_brings_the_comment_back(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    result = await chosen(editor, document)
    assert result["state"] == "pending"
    assert str(document) == AFTER
    shown = [(hunk["oldText"], hunk["newText"]) for hunk in result["hunks"]]
    assert shown == [("# pt: return the sum\n", ""), ("    pass", "    return a + b")]
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == ORIGINAL


@with_editor("a = 2", extensions=[PROGRESS])
async def test_a_comment_behind_code_goes_and_comes_back_with_its_line(
    editor: LspClient, chat: ScriptedChat
) -> None:
    before = "# pt: not this\n\na = 1\t # pt: more<|>\r\nb = 1\r\n"
    document = editor.open(before)
    result = await chosen(editor, document)
    assert str(document) == "# pt: not this\n\na = 2\r\nb = 1\r\n"
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == before.replace("<|>", "")


@with_editor(NEW, "def add(a, b):\n    return sum((a, b))\n", extensions=[PROGRESS])
async def test_a_retry_comes_without_the_comment_too(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    result = await chosen(editor, document)
    again = await editor.command("retryEdit", {"editId": result["editId"]})
    assert again["state"] == "pending"
    assert str(document) == AFTER.replace("a + b", "sum((a, b))")
    assert "return the sum" in chat.requests[1].text
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == ORIGINAL


@with_editor(kind=MINIMAL)
async def test_without_such_a_comment_the_command_says_so(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("# sort them<|>\na = 1\n")
    with pytest.raises(LspError, match="no comment here that begins with `pt:`"):
        await editor.command("doComment", document.target)


@with_editor("b = 2", kind=HELIX, files={".pt-lsp.toml": '[edits]\ncomment_marker = "AI:"\n'})
async def test_a_project_may_have_a_marker_of_its_own(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("# ai: double<|>\nb = 1\n")
    await chosen(editor, document)
    assert str(document) == "b = 2\n"


@with_editor(kind=HELIX, options={"edits": {"commentMarker": ""}})
async def test_an_empty_marker_turns_it_off(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(BEFORE)
    assert TITLE not in [each["title"] for each in await editor.actions(document)]
    with pytest.raises(LspError, match="turned off"):
        await editor.command("doComment", document.target)


@with_editor("key = read('PT')", kind=HELIX)
async def test_a_secret_in_the_comment_stays_here(editor: LspClient, chat: ScriptedChat) -> None:
    secret = "sk-proj-" + "x5Rt9Vb2Lk7Wq0Zn4Jd8m3Hs6Yc1Pf8Gt5Ax2Ke7"
    document = editor.open(f"# pt: read it instead of '{secret}'<|>\nkey = '{secret}'\n")
    await chosen(editor, document)
    assert "read it instead of" in chat.requests[0].text
    assert secret[8:20] not in chat.requests[0].text
