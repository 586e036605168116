import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.support.lsp_client import LspClient, LspError, Question
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat, hang
from tests.support.with_editor import with_editor

BEFORE = "import os\n\n\n<|>def add(a, b):\n    pass\n<|>\n"
ORIGINAL = BEFORE.replace("<|>", "")

UnderWay = Callable[[LspClient, ScriptedChat, OpenDocument, Question], Awaitable[None]]


def while_it_streams(scenario: UnderWay) -> Callable[[], None]:
    """A test of what happens once a part of an edit stands in the document."""
    live = Live()

    @with_editor(live, options={"edits": {"streaming": "always"}})
    async def play(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(BEFORE)
        question = editor.edit(document, token="mine")
        await chat.received()
        live.send("def add(a, b):\n    total = a + b\n    ret")
        await editor.until(lambda: "total" in str(document))
        await scenario(editor, chat, document, question)
        await chat.disconnected()

    play.__name__ = scenario.__name__
    return play


async def code_of(question: Question) -> int:
    with pytest.raises(LspError) as caught:
        await question
    return caught.value.code


@while_it_streams
async def test_a_cancelled_edit_restores_the_region_and_answers_then(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, question: Question
) -> None:
    editor.before_applying = lambda: pytest.fail("answered first") if question.answer.done() else None
    editor.cancel(question)
    assert await code_of(question) == -32800
    assert str(document) == ORIGINAL


@while_it_streams
async def test_cancel_keeps_what_was_typed_elsewhere(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, question: Question
) -> None:
    editor.type(document, 0, "# typed\n")
    editor.cancel(question)
    assert await code_of(question) == -32800
    assert str(document) == "# typed\n" + ORIGINAL


@while_it_streams
async def test_a_second_cancel_does_not_end_the_restoring(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, question: Question
) -> None:
    editor.cancel(question)
    editor.cancel(question)
    assert await code_of(question) == -32800
    await editor.until(lambda: str(document) == ORIGINAL)


@while_it_streams
async def test_the_progress_has_a_cancel_that_is_an_answer(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, question: Question
) -> None:
    editor.notify("window/workDoneProgress/cancel", {"token": "mine"})
    assert (await question)["state"] == "cancelled"
    assert str(document) == ORIGINAL
    assert [value["kind"] for value in editor.progress("mine")][-1] == "end"


@while_it_streams
async def test_the_cancel_command_stops_everything(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, question: Question
) -> None:
    await editor.command("cancel")
    assert (await question)["state"] == "cancelled"
    assert str(document) == ORIGINAL


@while_it_streams
async def test_cancelling_another_edit_leaves_this_one(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, question: Question
) -> None:
    await editor.command("cancel", {"editId": "job-999"})
    await editor.settle()
    assert not question.answer.done()
    (cancel,) = await editor.lenses(document)
    await editor.choose(cancel["command"])
    (argument,) = cancel["command"]["arguments"]
    assert (await question)["editId"] == argument["editId"]


@while_it_streams
async def test_shutting_down_ends_the_stream(
    editor: LspClient, chat: ScriptedChat, document: OpenDocument, question: Question
) -> None:
    ending = asyncio.ensure_future(editor.ask("shutdown").answer)
    assert await code_of(question) == -32800
    await ending


@with_editor(hang())
async def test_an_edit_is_cancelled_before_the_first_word(editor: LspClient, chat: ScriptedChat) -> None:
    question = editor.edit(editor.open(BEFORE))
    await chat.received()
    editor.cancel(question)
    assert await code_of(question) == -32800
    assert editor.applies == []
    await chat.disconnected()


@with_editor(hang("It adds"))
async def test_a_cancelled_explanation_closes_its_stream(editor: LspClient, chat: ScriptedChat) -> None:
    question = editor.command("explain", editor.open(BEFORE).target)
    await chat.received()
    editor.cancel(question)
    assert await code_of(question) == -32800
    await chat.disconnected()


@with_editor(hang("It adds two numbers "), extensions=["ptLsp/explainDelta"])
async def test_an_explanation_that_was_stopped_gives_what_had_come(
    editor: LspClient, chat: ScriptedChat
) -> None:
    question = editor.command("explain", editor.open(BEFORE).target, token="mine")
    await editor.until(lambda: _explained(editor) == "It adds two numbers ")
    editor.notify("window/workDoneProgress/cancel", {"token": "mine"})
    assert await question == {"markdown": "It adds two numbers ", "state": "cancelled"}
    await chat.disconnected()


def _explained(editor: LspClient) -> str:
    return "".join(each["delta"] for each in editor.received("ptLsp/explainDelta"))
