"""`ptLsp.writeTests` where an editor cannot create or open a file, or rules keep it from being made."""

from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.support.client_kinds import MINIMAL, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.project_to_test import (
    FULL,
    NEW,
    OLD,
    PATH,
    REVIEWED,
    SOURCE,
    ask,
    document_in,
    names_in,
    path_in,
    project,
)
from tests.support.scripted_chat import ScriptedChat


@pytest.mark.parametrize("kind", [VSCODE, MINIMAL, FULL.having("window.showDocument.support", False)])
def test_an_editor_that_creates_or_opens_no_files_is_told_which_one_to_make(kind: ClientKind) -> None:
    @project(kind=kind)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        with pytest.raises(LspError, match=f"belong into {PATH}.*create it, open it") as caught:
            await ask(editor)
        assert caught.value.data is not None
        assert caught.value.data["code"] == "unsupported"
        assert chat.requests == []

    scenario()


@project(NEW, kind=MINIMAL)
async def test_such_an_editor_gets_the_tests_in_an_empty_file_of_its_own(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("", PATH)
    result = await ask(editor)
    assert str(document) == NEW
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == ""


@project(kind=MINIMAL, files={PATH: OLD})
async def test_an_editor_that_opens_no_files_is_told_which_one_to_open(
    editor: LspClient, chat: ScriptedChat
) -> None:
    with pytest.raises(LspError, match=f"open {PATH} and ask again"):
        await ask(editor)


@project(NEW, kind=FULL.having("workspace.workspaceEdit.resourceOperations", ["create"]))
async def test_an_editor_that_deletes_nothing_is_told_of_the_empty_file(
    editor: LspClient, chat: ScriptedChat
) -> None:
    result = await ask(editor)
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document_in(editor)) == ""
    assert any(f"{PATH} is empty" in line for line in editor.log)


@pytest.mark.parametrize(
    ("options", "files"),
    [
        (REVIEWED | {"privacy": {"exclude": ["tests/test_names.py"]}}, {}),
        (REVIEWED, {".gitignore": "test_n*\n"}),
    ],
)
def test_no_file_is_made_where_rules_exclude_it(options: Any, files: Any) -> None:
    @project(options=options, files=files)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        with pytest.raises(LspError, match=f"belong into {PATH}, which stays as it is"):
            await ask(editor)
        assert editor.applies == []
        assert chat.requests == []

    scenario()


@project()
async def test_a_test_has_no_tests_of_its_own(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("def test_a():\n    pass<|>\n", "tests/test_other.py")
    with pytest.raises(LspError, match="no tests of its own"):
        await editor.command("writeTests", document.target)


@project()
async def test_a_file_of_no_workspace_folder_gets_none(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE, uri="untitled:Untitled-1")
    with pytest.raises(LspError, match="workspace folder"):
        await editor.command("writeTests", document.target)


@project()
async def test_a_link_that_leads_out_of_the_folder_gets_no_file(
    editor: LspClient, chat: ScriptedChat
) -> None:
    with TemporaryDirectory() as elsewhere:
        (editor.root / "tests/test_other.py").unlink()
        (editor.root / "tests").rmdir()
        (editor.root / "tests").symlink_to(elsewhere)
        with pytest.raises(LspError, match="leads out of the workspace folder"):
            await ask(editor)
        assert names_in(elsewhere) == []


@project(NEW)
async def test_an_editor_that_does_not_open_the_new_file_keeps_none(
    editor: LspClient, chat: ScriptedChat
) -> None:
    editor.shows_documents = False
    source = editor.open(SOURCE, "names.py")
    with pytest.raises(LspError, match=f"did not open {PATH}"):
        await editor.command("writeTests", source.target)
    assert not path_in(editor).exists()
