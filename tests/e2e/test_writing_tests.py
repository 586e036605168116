"""`ptLsp.writeTests` over stdio: into a test file that is there, and into one that is created for it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from pt_lsp.documents.uris import uri_of
from tests.support.client_kinds import NEOVIM
from tests.support.lsp_client import LspClient, LspError, Question
from tests.support.project_to_test import (
    BOTH,
    NEW,
    OLD,
    PATH,
    REVIEWED,
    SOURCE,
    ask,
    document_in,
    path_in,
    project,
)
from tests.support.scripted_chat import Live, ScriptedChat, reply, status
from tests.support.with_editor import with_editor


async def begin(live: Live, editor: LspClient) -> None:
    """The model begins to write, and the new file shows it."""
    live.send("from names import initials\n\n\ndef test_a():\n    pa")
    await editor.until(lambda: "import" in str(editor.documents.get(uri_of(path_in(editor)), "")))


@project(NEW, files={PATH: OLD})
async def test_a_test_file_that_is_open_gets_the_tests(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(OLD, PATH)
    result = await ask(editor)
    assert (result["state"], result["uri"]) == ("pending", document.uri)
    assert len(result["hunks"]) == 2
    assert str(document) == BOTH
    assert editor.received("window/showDocument") == []
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == OLD
    assert path_in(editor).exists()


@project(NEW, files={PATH: OLD})
async def test_one_that_is_not_open_is_opened_for_it(editor: LspClient, chat: ScriptedChat) -> None:
    result = await ask(editor)
    assert result["state"] == "pending"
    assert str(document_in(editor)) == BOTH
    assert [shown["takeFocus"] for shown in editor.received("window/showDocument")] == [False]


@project(NEW)
async def test_a_new_file_is_created_and_stays_when_it_is_accepted(
    editor: LspClient, chat: ScriptedChat
) -> None:
    result = await ask(editor)
    document = document_in(editor)
    assert (result["state"], result["uri"]) == ("pending", document.uri)
    assert str(document) == NEW
    assert (await editor.command("acceptEdit", {"editId": result["editId"]}))["state"] == "accepted"
    assert path_in(editor).exists()
    assert str(document) == NEW


@project(NEW)
async def test_a_rejected_file_is_gone(editor: LspClient, chat: ScriptedChat) -> None:
    result = await ask(editor)
    answer = await editor.command("rejectEdit", {"editId": result["editId"]})
    assert answer["state"] == "rejected"
    assert not path_in(editor).exists()
    assert uri_of(path_in(editor)) not in editor.documents


@project(NEW)
async def test_a_rejected_file_that_was_saved_is_gone_too(editor: LspClient, chat: ScriptedChat) -> None:
    result = await ask(editor)
    path_in(editor).write_text(str(document_in(editor)), encoding="utf-8")
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert not path_in(editor).exists()


@project(NEW)
async def test_what_was_typed_into_a_new_file_is_kept_with_it(editor: LspClient, chat: ScriptedChat) -> None:
    result = await ask(editor)
    document = document_in(editor)
    editor.type(document, 0, "# mine\n")
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == "# mine\n"
    assert path_in(editor).exists()


@project(NEW)
async def test_what_others_wrote_into_a_new_file_is_kept_with_it(
    editor: LspClient, chat: ScriptedChat
) -> None:
    result = await ask(editor)
    path_in(editor).write_text("# theirs\n", encoding="utf-8")
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert path_in(editor).read_text(encoding="utf-8") == "# theirs\n"


@project(NEW)
async def test_what_an_editor_puts_into_new_files_is_back_when_the_tests_are_rejected(
    editor: LspClient, chat: ScriptedChat
) -> None:
    editor.new_files_read = "# Copyright\n"
    result = await ask(editor)
    document = document_in(editor)
    assert str(document) == NEW
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == "# Copyright\n"
    assert path_in(editor).exists()


ENDINGS: dict[str, Callable[[LspClient, Question], object]] = {
    "the request": lambda editor, question: editor.cancel(question),
    "the progress": lambda editor, _: editor.notify("window/workDoneProgress/cancel", {"token": "mine"}),
    "all": lambda editor, _: editor.command("cancel"),
}


@pytest.mark.parametrize("cancelled", ENDINGS)
def test_nothing_is_left_of_a_file_that_is_cancelled_while_it_streams(cancelled: str) -> None:
    live = Live()

    @project(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = ask(editor, token="mine")
        await chat.received()
        assert not path_in(editor).exists()
        await begin(live, editor)
        ENDINGS[cancelled](editor, question)
        if cancelled == "the request":
            with pytest.raises(LspError):
                await question
        else:
            assert (await question)["state"] == "cancelled"
        assert not path_in(editor).exists()

    scenario()


def test_cancelled_before_any_text_it_answers_and_creates_nothing() -> None:
    live = Live()

    @project(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = ask(editor, token="mine")
        await chat.received()
        editor.notify("window/workDoneProgress/cancel", {"token": "mine"})
        assert (await question)["state"] == "cancelled"
        assert editor.applies == []
        await chat.disconnected()

    scenario()


def test_asked_for_twice_at_once_a_new_file_is_paid_for_and_created_once() -> None:
    live = Live()

    @project(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = ask(editor)
        await chat.received()
        with pytest.raises(LspError, match=f"{PATH} is being written already"):
            await ask(editor)
        live.send(NEW)
        live.finish()
        assert (await question)["state"] == "pending"
        assert str(document_in(editor)) == NEW
        await editor.command("rejectEdit", {"editId": (await question)["editId"]})
        assert not path_in(editor).exists()

    scenario()


@pytest.mark.parametrize("step", [status(500), reply("I cannot write tests for this."), reply("")])
def test_an_answer_of_no_use_creates_nothing(step: Any) -> None:
    @project(forever=step)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        with pytest.raises(LspError):
            await ask(editor)
        assert editor.applies == []
        assert not path_in(editor).exists()

    scenario()


@project(NEW)
async def test_an_editor_whose_files_all_end_with_a_line_end_keeps_it(
    editor: LspClient, chat: ScriptedChat
) -> None:
    editor.new_files_read = "\n"
    result = await ask(editor)
    document = document_in(editor)
    assert str(document) == NEW
    await editor.command("rejectEdit", {"editId": result["editId"]})
    assert str(document) == "\n"
    assert not path_in(editor).exists()


@project(NEW, kind=NEOVIM.having("workspace.workspaceEdit.resourceOperations", ["create", "delete"]))
async def test_the_prompt_shows_the_code_and_other_tests(editor: LspClient, chat: ScriptedChat) -> None:
    await ask(editor)
    text = chat.requests[0].text
    assert "def initials(name):" in text
    assert "tests/test_other.py" in text
    assert "The framework is pytest." in text
    assert f'<file path="{PATH}"' in text


@project("def test_x():\n    pass\n", NEW, files={PATH: OLD})
async def test_asked_again_the_tests_come_anew(editor: LspClient, chat: ScriptedChat) -> None:
    result = await ask(editor)
    again = await editor.command("retryEdit", {"editId": result["editId"]})
    assert again["state"] == "pending"
    assert str(document_in(editor)) == BOTH
    assert "def initials(name):" in chat.requests[1].text


@project(NEW, "I cannot write them.", "I cannot write them.")
async def test_a_new_file_whose_tests_come_to_nothing_when_asked_again_is_gone(
    editor: LspClient, chat: ScriptedChat
) -> None:
    result = await ask(editor)
    with pytest.raises(LspError):
        await editor.command("retryEdit", {"editId": result["editId"]})
    assert not path_in(editor).exists()


RUST = """\
pub fn one() -> i32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a() {}
}
"""


@with_editor("#[test]\nfn b() {}", options=REVIEWED, files={"Cargo.toml": "[package]\n", "src/lib.rs": RUST})
async def test_tests_that_stand_in_the_source_itself_go_there(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(RUST.replace("    1", "    <|>1"), "src/lib.rs", language_id="rust")
    result = await editor.command("writeTests", document.target)
    assert (result["state"], result["uri"]) == ("pending", document.uri)
    assert str(document) == RUST.replace("fn a() {}\n", "fn a() {}\n\n    #[test]\n    fn b() {}\n")
    assert "<tested" not in chat.requests[0].text


def is_deletion(applied: Any) -> bool:
    return any(change.get("kind") == "delete" for change in applied["edit"]["documentChanges"])


def test_an_editor_that_quits_while_a_new_file_streams_is_not_held_up() -> None:
    live = Live()

    @project(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = ask(editor)
        await chat.received()
        await begin(live, editor)
        await editor.ask("shutdown")
        with suppress(LspError):
            await question
        assert [applied for applied in editor.applies if is_deletion(applied)] == []

    scenario()


def test_a_file_that_is_closed_while_it_streams_is_gone_unless_it_holds_something() -> None:
    live = Live()

    @project(live)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        question = ask(editor)
        await chat.received()
        await begin(live, editor)
        editor.close(document_in(editor))
        assert (await question)["state"] in {"cancelled", "stopped"}
        assert not path_in(editor).exists()

    scenario()


@project(NEW)
async def test_it_is_run_by_its_id_too(editor: LspClient, chat: ScriptedChat) -> None:
    editor.opens_what_is_shown = True
    document = editor.open(SOURCE, "names.py")
    result = await editor.command("action", {"id": "writeTests", **document.target})
    assert result["uri"] == uri_of(path_in(editor))


@project(NEW)
async def test_a_new_file_that_was_renamed_is_emptied_by_a_rejection_and_stays(
    editor: LspClient, chat: ScriptedChat
) -> None:
    result = await ask(editor)
    old, new = document_in(editor), path_in(editor).with_name("test_renamed.py")
    path_in(editor).rename(new)
    editor.close(old)
    renamed = editor.open(f"<|>{NEW}", "tests/test_renamed.py")
    answer = await editor.command("rejectEdit", {"editId": result["editId"]})
    assert answer["state"] == "rejected"
    assert str(renamed) == ""
    assert new.exists()
