"""`ptLsp.review` of a folder: what has changed in its repository, file by file."""

from pathlib import Path

import pytest

from pt_lsp.documents.uris import uri_of
from tests.e2e.test_code_review import lines_of, said, shown
from tests.support.client_kinds import NEOVIM
from tests.support.git_repository import git, needs_git
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

pytestmark = needs_git

OLD = {
    "src/a.py": "def ratio(a, b):\n    return a\n" + "\n\nX = 1\n" * 20 + "\n\ndef last():\n    return 0\n",
    "b.py": "def first(items):\n    return items\n",
    ".gitignore": "made.py\n",
}
ZERO = {"file": "src/a.py", "quote": "return a / b", "severity": "error", "message": "It fails for zero."}
EMPTY = {
    "file": "b.py",
    "quote": "+    return items[0]",
    "severity": "warning",
    "message": "It may be empty.",
}


def commit(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Begin")


def change(root: Path) -> None:
    (root / "src/a.py").write_text(OLD["src/a.py"].replace("return a\n", "return a / b\n"), encoding="utf-8")
    (root / "b.py").write_text("def first(items):\n    return items[0]\n", encoding="utf-8")


@with_editor(said(ZERO, EMPTY), files=OLD)
async def test_the_changes_of_a_folder_are_reviewed(editor: LspClient, chat: ScriptedChat) -> None:
    commit(editor.root)
    change(editor.root)
    (editor.root / "made.py").write_text("ignored = 1\n", encoding="utf-8")
    (editor.root / ".env").write_text("KEY=1\n", encoding="utf-8")
    result = await editor.command("review", {"folder": uri_of(editor.root)})
    found = [(each["uri"].rpartition("/")[2], each["range"]["start"]["line"]) for each in result["findings"]]
    assert found == [("b.py", 1), ("a.py", 1)]
    asked = chat.requests[0].text
    assert "-    return a\n+    return a / b\n" in asked
    assert "def last" not in asked
    assert "ignored" not in asked
    assert "KEY" not in asked
    published = editor.received("textDocument/publishDiagnostics")
    assert [each.get("version") for each in published] == [None, None]


@with_editor(said(ZERO, ZERO | {"quote": "return 0"}), files=OLD)
async def test_what_is_staged_is_reviewed_and_placed_where_it_is_in_the_open_document(
    editor: LspClient, chat: ScriptedChat
) -> None:
    commit(editor.root)
    change(editor.root)
    git(editor.root, "add", "src/a.py")
    document = editor.open(f"# mine\n{(editor.root / 'src/a.py').read_text(encoding='utf-8')}", "src/a.py")
    result = await editor.command("review")
    assert result["message"] == "1 finding could not be placed."
    assert "items" not in chat.requests[0].text
    assert lines_of(shown(editor, document)) == [2]
    assert editor.received("textDocument/publishDiagnostics")[-1]["version"] == document.version


@with_editor(said(ZERO, EMPTY), files=OLD)
async def test_findings_have_the_name_by_which_a_file_is_open_in_a_folder_behind_a_link(
    editor: LspClient, chat: ScriptedChat
) -> None:
    commit(editor.root)
    change(editor.root)
    link = editor.root / "link"
    link.symlink_to(editor.root)
    (editor.root / ".git/info/exclude").write_text("link\n", encoding="utf-8")
    document = editor.open(
        f"# mine\n{(editor.root / 'src/a.py').read_text(encoding='utf-8')}", "link/src/a.py"
    )
    result = await editor.command("review", {"folder": uri_of(link)})
    assert [each["uri"] for each in result["findings"]] == [uri_of(link / "b.py"), uri_of(link / "src/a.py")]
    assert lines_of(shown(editor, document)) == [2]
    assert len(chat.requests) == 1


@with_editor(kind=NEOVIM, files=OLD)
async def test_nothing_to_review_is_said(editor: LspClient, chat: ScriptedChat) -> None:
    with pytest.raises(LspError, match="in no git repository") as caught:
        await editor.command("review")
    assert caught.value.data == {"code": "gitFailed", "fix": "none"}
    commit(editor.root)
    with pytest.raises(LspError, match="Nothing that could be reviewed has changed") as caught:
        await editor.command("review")
    assert caught.value.data == {"code": "nothingChanged", "fix": "none"}
    assert chat.requests == []


MANY = {f"m{n:02}.py": f"def f{n}():\n" + f"    return '{n} {'x' * 90}'\n" * 60 for n in range(12)}


@with_editor(forever=said(), files={"a.py": "a = 1\n"}, settings={"context": {"budgetTokens": 2000}})
async def test_what_is_too_much_at_once_is_told(editor: LspClient, chat: ScriptedChat) -> None:
    commit(editor.root)
    for name, content in MANY.items():
        (editor.root / name).write_text(content, encoding="utf-8")
    result = await editor.command("review", token="mine")
    assert result["findings"] == []
    assert result["message"].startswith("Not reviewed, for there is too much at once: m")
    assert len(chat.requests) == 8
    told = [each.get("message", "") for each in editor.progress("mine")]
    assert any("of 8" in each for each in told)
