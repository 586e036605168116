import pytest

from tests.support.client_kinds import EMACS, NEOVIM, VSCODE, ClientKind
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat, hang, status
from tests.support.with_editor import with_editor

ADD = "def add(a, b):\n    return <|>\n"


@with_editor("a + b")
async def test_a_line_is_completed(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    assert await editor.complete(document) == ["def add(a, b):\n    return a + b\n"]


@with_editor("a + b")
async def test_an_item_is_one_lines_range_with_a_command_that_counts_it(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    item = (await editor.ask_to_complete(document))["items"][0]
    assert item["range"]["start"]["line"] == item["range"]["end"]["line"] == 1
    command = item["command"]
    assert command["command"] == "ptLsp.completionAccepted"
    assert await editor.command("completionAccepted", command["arguments"][0]) is None
    assert (await editor.command("stats"))["accepted"] == 1


@with_editor(hang(), "a * b")
async def test_a_newer_request_answers_for_the_older_one_and_ends_its_stream(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    first = editor.ask_to_complete(document)
    await chat.received()
    editor.type(document, 0, "x = 1\n")
    document.selection = document.selection.shifted(6)
    newer = await editor.ask_to_complete(document)
    shown = [document.reading_with(item["range"], item["insertText"]) for item in newer["items"]]
    assert shown == ["x = 1\ndef add(a, b):\n    return a * b\n"]
    assert (await first)["items"] == newer["items"]
    await chat.disconnected()


@with_editor("a + b")
async def test_what_is_typed_as_foreseen_asks_nobody(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    await editor.complete(document)
    editor.type(document, document.selection.start, "a +")
    document.selection = document.selection.shifted(3)
    assert await editor.complete(document) == ["def add(a, b):\n    return a + b\n"]
    assert len(chat.requests) == 1


@with_editor(hang())
async def test_a_cancelled_completion_says_so(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    question = editor.ask_to_complete(document)
    await chat.received()
    editor.cancel(question)
    with pytest.raises(LspError) as caught:
        await question
    assert caught.value.code == -32800


@with_editor(status(401))
async def test_a_failure_nobody_asked_about_shows_in_log_status_and_reasons_only(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    assert await editor.complete(document) == []
    told = await editor.command("status")
    assert told["state"] == "error"
    assert "key" in told["message"]
    reasons = (await editor.command("whyNoCompletion"))["reasons"]
    assert reasons[0]["uri"] == document.uri
    assert reasons[0]["position"] == document.position


async def with_emoji(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open('s = "🎉ü"; t = <|>\n')
    assert await editor.complete(document) == ['s = "🎉ü"; t = s\n']
    edge = (await editor.ask_to_complete(document))["items"][0]["range"]["end"]
    assert edge == document.position


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM, EMACS], ids=lambda kind: kind.encoding)
def test_an_emoji_before_the_cursor_moves_nothing(kind: ClientKind) -> None:
    with_editor("s", kind=kind)(with_emoji)()


@with_editor("b")
async def test_an_unsaved_document_is_completed(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("a = <|>\n", uri="untitled:Untitled-1")
    assert await editor.complete(document) == ["a = b\n"]


@with_editor()
async def test_a_document_that_is_not_open_has_no_completions(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    editor.close(document)
    assert await editor.complete(document) == []


@with_editor()
async def test_an_excluded_file_never_leaves_the_machine(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("TOKEN=<|>\n", ".env", language_id="dotenv")
    assert await editor.complete(document) == []
    assert ".env" in str(await editor.command("whyNoCompletion"))
    with pytest.raises(LspError, match="stays on your machine"):
        await editor.edit(document)


@with_editor(options={"completion": {"enabled": False}})
async def test_completion_can_be_switched_off(editor: LspClient, chat: ScriptedChat) -> None:
    assert await editor.complete(editor.open(ADD)) == []
    assert (await editor.command("whyNoCompletion"))["reasons"]
