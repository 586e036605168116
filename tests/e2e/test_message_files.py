"""The files that git has an editor open for a commit's message: the one exception in git's own folder."""

import shutil
from pathlib import Path

import pytest

from tests.support.client_kinds import NEOVIM
from tests.support.git_repository import commit, git, needs_git, new_repository, write
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

pytestmark = needs_git

TITLE = "PowerTokens: Write Commit Message"
HELP = "# Please enter the commit message for your changes.\n#\tmodified:   a.py\n"
SCISSORS = "# ------------------------ >8 ------------------------\n# Do not touch.\ndiff a.py\n+secret\n"
SIGNED = "Signed-off-by: A <a@example.org>\n"
MESSAGE = "Be two\n\nOne was too few."


def changed(root: Path) -> Path:
    top = new_repository(root, {"a.py": "a = 1\n"})
    write(top, {"a.py": "a = 2\n"})
    git(top, "add", "a.py")
    return top


def open_message(editor: LspClient, marked: str, name: str = ".git/COMMIT_EDITMSG") -> OpenDocument:
    return editor.open(marked, name, language_id="git-commit")


async def titles(editor: LspClient, document: OpenDocument) -> list[str]:
    return [action["title"] for action in await editor.actions(document)]


@with_editor(MESSAGE, kind=NEOVIM)
async def test_an_action_writes_the_message_above_what_git_has_written(
    editor: LspClient, chat: ScriptedChat
) -> None:
    changed(editor.root)
    document = open_message(editor, f"<|>Old\n\n{SIGNED}\n{HELP}{SCISSORS}")
    action = next(each for each in await editor.actions(document) if each["title"] == TITLE)
    resolved = await editor.ask("codeAction/resolve", action)
    result = await editor.choose(resolved["command"])
    assert result["state"] == "applied"
    assert str(document) == f"{MESSAGE}\n\n{SIGNED}\n{HELP}{SCISSORS}"
    sent = chat.requests[0].text
    assert "-a = 1\n+a = 2" in sent
    for own in ("Old", "Please enter", "secret", "Signed-off-by: A"):
        assert own not in sent


@with_editor(MESSAGE, "Be 2", "Etre deux", extensions=["ptLsp/editProgress"])
async def test_the_message_waits_for_a_verdict_and_can_be_asked_for_again(
    editor: LspClient, chat: ScriptedChat
) -> None:
    changed(editor.root)
    document = open_message(editor, f"<|>\n{HELP}")
    result = await editor.command("commitMessage", {"textDocument": document.identifier})
    assert result["state"] == "pending"
    assert str(document) == f"{MESSAGE}\n{HELP}"
    edit_id = result["editId"]
    result = await editor.command("retryEdit", {"editId": edit_id})
    assert (result["state"], str(document)) == ("pending", f"Be 2\n{HELP}")
    await editor.command("retryEdit", {"editId": edit_id, "instruction": "In French."})
    assert str(document) == f"Etre deux\n{HELP}"
    assert "Write the commit message. In French." in chat.requests[-1].text
    await editor.command("rejectEdit", {"editId": edit_id})
    await editor.settle()
    assert str(document) == f"\n{HELP}"


@with_editor("Be two or more", MESSAGE, "fix(a): be two\n\nWhy.", "of it", "More of it")
async def test_the_first_line_goes_on_when_it_is_asked_for(editor: LspClient, chat: ScriptedChat) -> None:
    changed(editor.root)
    document = open_message(editor, f"Be two<|>\n{HELP}")
    assert await editor.complete(document) == []
    assert await editor.complete(document, is_invoked=True) == [f"Be two or more\n{HELP}"]
    assert "<begun>\nBe two\n</begun>" in chat.requests[-1].text
    document = open_message(editor, f"<|>\n{HELP}")
    assert await editor.complete(document, is_invoked=True) == [f"{MESSAGE}\n{HELP}"]
    document = open_message(editor, f"fix(a): <|>\n\nThere is a body.\n{HELP}")
    assert await editor.complete(document, is_invoked=True) == [f"fix(a): be two\n\nThere is a body.\n{HELP}"]
    document = open_message(editor, f"Say more <|>\n{HELP}")
    assert await editor.complete(document, is_invoked=True) == [f"Say more of it\n{HELP}"]
    document = open_message(editor, f"Say less<|>\n{HELP}")
    assert await editor.complete(document, is_invoked=True) == []
    for elsewhere in (f"Subject\n\nbody<|>\n{HELP}", f"Be<|> two\n{HELP}", "# comment<|>\n"):
        assert await editor.complete(open_message(editor, elsewhere), is_invoked=True) == []


@with_editor(forever="Never")
async def test_nothing_else_of_git_s_own_folder_leaves(editor: LspClient, chat: ScriptedChat) -> None:
    top = changed(editor.root)
    for name in (
        ".git/TAG_EDITMSG",
        ".git/config",
        ".git/hooks/COMMIT_EDITMSG",
        "COMMIT_EDITMSG",
        ".git/MERGE_MSG.py",
    ):
        document = open_message(editor, f"<|>one\n{HELP}", name)
        assert TITLE not in await titles(editor, document)
        with pytest.raises(LspError, match="no file that git has opened") as caught:
            await editor.command("commitMessage", {"textDocument": document.identifier})
        assert caught.value.data == {"code": "editRefused", "fix": "none"}
    document = open_message(editor, f"<|>one\n{HELP}")
    with pytest.raises(LspError, match="git's own"):
        await editor.command("explain", document.target)
    shutil.rmtree(top / ".git" / "objects")
    assert TITLE not in await titles(editor, document)
    assert chat.requests == []


@with_editor(forever="Be two", options={"privacy": {"exclude": ["COMMIT_EDITMSG"]}})
async def test_the_user_may_exclude_them_too(editor: LspClient, chat: ScriptedChat) -> None:
    changed(editor.root)
    document = open_message(editor, f"<|>\n{HELP}")
    with pytest.raises(LspError, match="stays on your machine"):
        await editor.command("commitMessage", {"textDocument": document.identifier})
    assert await editor.complete(document, is_invoked=True) == []
    assert chat.requests == []


@with_editor(forever="Be two")
async def test_worktrees_submodules_and_other_messages_are_as_good(
    editor: LspClient, chat: ScriptedChat
) -> None:
    top = new_repository(editor.root / "top", {"a.py": "a = 1\n"})
    other = editor.root / "other"
    git(top, "worktree", "add", "-q", str(other))
    git(
        top,
        "submodule",
        "add",
        "-q",
        str(new_repository(editor.root / "source", {"i.py": "i = 1\n"})),
        "inner",
    )
    commit(top, {}, "Add inner")
    write(editor.root, {"top/a.py": "a = 2\n", "other/a.py": "a = 3\n", "top/inner/i.py": "i = 4\n"})
    for name, line in {
        "top/.git/MERGE_MSG": "+a = 2",
        "top/.git/SQUASH_MSG": "+a = 2",
        "top/.git/worktrees/other/COMMIT_EDITMSG": "+a = 3",
        "top/.git/modules/inner/COMMIT_EDITMSG": "+i = 4",
    }.items():
        document = open_message(editor, f"<|>\n{HELP}", name)
        await editor.command("commitMessage", {"textDocument": document.identifier})
        assert line in chat.requests[-1].text
        assert str(document) == f"Be two\n{HELP}"


@with_editor(forever="Be two")
async def test_a_folder_that_claims_another_s_files_is_refused(editor: LspClient, chat: ScriptedChat) -> None:
    top = changed(editor.root / "top")
    outside = new_repository(editor.root / "outside", {"private.py": "p = 1\n"})
    write(outside, {"private.py": "p = 2\n"})
    bare = editor.root / "claims"
    git(top, "clone", "-q", "--bare", str(top), str(bare))
    (bare / "gitdir").write_text(f"{outside}/.git\n")
    git(bare, "config", "core.bare", "false")
    git(bare, "config", "core.worktree", str(outside))
    document = open_message(editor, f"<|>\n{HELP}", "claims/COMMIT_EDITMSG")
    with pytest.raises(LspError, match="cannot be told"):
        await editor.command("commitMessage", {"textDocument": document.identifier})
    assert chat.requests == []
