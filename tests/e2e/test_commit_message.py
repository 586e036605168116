"""`ptLsp.commitMessage` over stdio, in real repositories."""

import pytest

from pt_lsp.documents.uris import uri_of
from tests.support.git_repository import git, needs_git, new_repository, write
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat, hang, status
from tests.support.with_editor import with_editor

pytestmark = needs_git

FILES = {"a.py": "a = 1\n", "sub/b.py": "b = 1\n"}


@with_editor("Be two\n\nOne was too few.")
async def test_a_message_is_written_for_what_is_staged(editor: LspClient, chat: ScriptedChat) -> None:
    top = new_repository(editor.root, FILES)
    write(top, {"a.py": "a = 2\n", "sub/b.py": "b = 2\n"})
    git(top, "add", "a.py")
    result = await editor.command("commitMessage", token="mine")
    assert result == {"message": "Be two\n\nOne was too few."}
    assert "-a = 1\n+a = 2" in chat.requests[0].text
    assert "b.py" not in chat.requests[0].text
    begin, *_, end = editor.progress("mine")
    assert (begin["title"], begin["cancellable"], end["kind"]) == ("Commit Message", True, "end")
    prompt = await editor.command("showPrompt")
    assert "commit message" in prompt["markdown"]
    assert "| changes |" in prompt["markdown"]


@with_editor(forever="Be two")
async def test_the_folder_is_the_one_that_is_named_or_used_last(
    editor: LspClient, chat: ScriptedChat
) -> None:
    one, two = (new_repository(editor.root / name, FILES) for name in ("one", "two"))
    for top in (one, two):
        write(top, {f"{top.name}.py": "n = 1\n"})
    await editor.command("commitMessage", {"folder": uri_of(two)})
    assert "added two.py" in chat.requests[-1].text
    added = [{"uri": uri_of(top), "name": top.name} for top in (one, two)]
    removed = [{"uri": uri_of(editor.root), "name": "root"}]
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": added, "removed": removed}})
    with pytest.raises(LspError, match="which folder is meant") as caught:
        await editor.command("commitMessage")
    assert caught.value.data == {"code": "gitFailed", "fix": "none"}
    editor.open("b = 1<|>\n", "two/sub/b.py")
    editor.open("b = 1<|>\n", "one/sub/b.py")
    await editor.command("commitMessage")
    assert "added one.py" in chat.requests[-1].text


@with_editor(status(401))
async def test_what_goes_wrong_is_a_sentence_with_its_kind(editor: LspClient, chat: ScriptedChat) -> None:
    failures = {}
    for step in ("no repository", "unchanged", "private", "refused"):
        if step == "unchanged":
            new_repository(editor.root, FILES)
        elif step == "private":
            write(editor.root, {".env": "KEY=1\n"})
        elif step == "refused":
            write(editor.root, {"a.py": "a = 2\n"})
        with pytest.raises(LspError, match=r"\.$") as caught:
            await editor.command("commitMessage")
        assert caught.value.data is not None
        failures[step] = caught.value.data["code"]
    assert failures == {
        "no repository": "gitFailed",
        "unchanged": "nothingChanged",
        "private": "excluded",
        "refused": "unauthorized",
    }


@with_editor(hang(), hang())
async def test_it_can_be_cancelled_in_either_way(editor: LspClient, chat: ScriptedChat) -> None:
    write(new_repository(editor.root, FILES), {"a.py": "a = 2\n"})
    for n, cancel in enumerate(("progress", "command"), 1):
        asked = editor.command("commitMessage", token=f"mine{n}")
        await chat.received(n)
        if cancel == "progress":
            editor.notify("window/workDoneProgress/cancel", {"token": f"mine{n}"})
        else:
            await editor.command("cancel")
        assert await asked == {"message": "", "state": "cancelled"}


@with_editor("Be two", options={"privacy": {"exclude": ["sub/"]}})
async def test_what_the_user_excludes_is_not_named(editor: LspClient, chat: ScriptedChat) -> None:
    write(new_repository(editor.root, FILES), {"a.py": "a = 2\n", "sub/b.py": "b = 2\n", "sub/c.py": "c\n"})
    await editor.command("commitMessage")
    assert "a.py" in chat.requests[0].text
    assert "sub" not in chat.requests[0].text.partition("<files>")[2]
