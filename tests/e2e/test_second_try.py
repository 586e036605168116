"""A fix that leaves problems is tried once more, never over what the user did, and then told of."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.support.attempts import attempts
from tests.support.client_kinds import NEOVIM, VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import Json, OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat, status
from tests.support.with_editor import with_editor

SOURCE = "x = 1\n\n\ndef add(a, b):\n    return <|>c\n\n\nx.y()\n"
ORIGINAL = SOURCE.replace("<|>", "")
FIRST = "def add(a, b):\n    return d\n"
SECOND = "def add(a, b):\n    return a + b\n"
THIRD = "def add(a, b):\n    return sum((a, b))\n"
COMPANION = ["ptLsp/editProgress", "ptLsp/diagnostics"]
REVIEWED = {"edits": {"review": "always"}}


def reading(new: str) -> str:
    return f"x = 1\n\n\n{new}\n\nx.y()\n"


def problem(document: OpenDocument, word: str, message: str, **more: Any) -> Json:
    start = document.position_at(document.offset(word))
    end = document.position_at(document.offset(word) + len(word))
    return {"range": {"start": start, "end": end}, "message": message, "severity": 1} | more


def undefined(document: OpenDocument) -> list[Json]:
    """What a checker says of the document as it reads."""
    names = [name for name in "cde" if f"return {name}\n" in str(document)]
    return [problem(document, f"return {name}", f"{name} is not defined") for name in names]


def told(editor: LspClient) -> list[str]:
    return [it["warning"] for it in editor.received("ptLsp/editProgress") if it["warning"]]


async def looked_at(editor: LspClient, n: int) -> None:
    """Return once the editor was asked so often what it shows."""
    await editor.until(lambda: len(editor.received("ptLsp/diagnostics")) >= n)


@with_editor(FIRST, SECOND, extensions=COMPANION)
async def test_new_errors_are_fixed_by_a_second_try_of_the_same_edit(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: undefined(document)
    result = await editor.command("fix", document.target)
    assert str(document) == reading(FIRST)
    await editor.until(lambda: str(document) == reading(SECOND))
    asked = chat.requests[1].text
    assert "c is not defined" in asked
    assert "<answer>\ndef add(a, b):\n    return d\n</answer>" in asked
    assert "- in `return d`: d is not defined" in asked
    assert asked.count("return c") == chat.requests[0].text.count("return c")
    await editor.settle()
    assert (await editor.command("rejectEdit", {"editId": result["editId"]}))["state"] == "rejected"
    assert str(document) == ORIGINAL
    assert told(editor) == []


@with_editor(FIRST, FIRST.replace("return d", "return e"), extensions=COMPANION)
async def test_a_fix_is_tried_twice_at_most_and_then_tells_what_remains(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: undefined(document)
    await editor.command("fix", document.target)
    await editor.until(lambda: told(editor))
    assert str(document) == reading(FIRST.replace("return d", "return e"))
    assert told(editor)[-1] == "1 problem remains: e is not defined."
    assert len(chat.requests) == 2


@with_editor(FIRST, extensions=COMPANION)
async def test_other_problems_that_were_there_before_need_no_second_try(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    other = "b is of another type"
    editor.shown_problems = lambda: [problem(document, "def add", other)]
    fix = document.target | {"diagnostics": [problem(document, "return c", "c is not defined")]}
    await editor.command("fix", fix)
    await editor.until(lambda: told(editor))
    assert told(editor) == [f"1 problem remains: {other}."]


@with_editor(FIRST, extensions=COMPANION)
async def test_where_nothing_remains_the_first_answer_stays(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    before = undefined(document)
    editor.shown_problems = lambda: before if "return c" in str(document) else []
    await editor.command("fix", document.target)
    await looked_at(editor, 2)
    await editor.settle()
    assert str(document) == reading(FIRST)
    assert told(editor) == []


@with_editor(FIRST, SECOND, extensions=COMPANION)
async def test_an_editor_that_does_not_know_yet_is_asked_until_it_does(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    n_unknown = 4

    def shown() -> Any:
        nonlocal n_unknown
        if "return d" not in str(document):
            return undefined(document)
        n_unknown -= 1
        unknown = LspError({"code": -32803, "message": "Nothing was reported of the new text yet."})
        return unknown if n_unknown > 0 else undefined(document)

    editor.shown_problems = shown
    await editor.command("fix", document.target)
    await editor.until(lambda: str(document) == reading(SECOND))
    assert n_unknown == 0


@with_editor(FIRST, status(400), extensions=COMPANION)
async def test_a_second_try_that_fails_leaves_the_first_answer_and_what_remains_is_told(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: undefined(document)
    result = await editor.command("fix", document.target)
    await editor.until(lambda: told(editor))
    assert str(document) == reading(FIRST)
    assert told(editor) == ["1 problem remains: d is not defined."]
    assert (await editor.command("acceptEdit", {"editId": result["editId"]}))["state"] == "accepted"


async def asked_until(
    is_so: Callable[[], bool], editor: LspClient, document: OpenDocument, shown: list[Json]
) -> None:
    """Ask for code actions, as an editor does now and then, until something has come of it."""
    for _ in attempts():
        await editor.actions(document, diagnostics=shown)
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nothing has come of it")


def overtaken(act: str) -> None:
    """The user does something while the second answer comes: then that is left out."""
    live = Live()

    @with_editor(FIRST, live, extensions=COMPANION)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(SOURCE)
        editor.shown_problems = lambda: undefined(document)
        result = await editor.command("fix", document.target)
        await chat.received(2)
        expected = reading(FIRST)
        if act == "accept":
            await editor.command("acceptEdit", {"editId": result["editId"]})
        elif act == "reject":
            await editor.command("rejectEdit", {"editId": result["editId"]})
            expected = ORIGINAL
        elif act == "cancel":
            await editor.command("cancel", {"editId": result["editId"]})
        elif act == "close":
            editor.close(document)
        else:
            editor.type(document, document.offset("return d"), "# typed\n    ")
            expected = reading(FIRST.replace("return d", "# typed\n    return d"))
        await editor.settle()
        await chat.disconnected()
        await editor.settle()
        assert str(document) == expected

    scenario()


def test_an_edit_that_is_accepted_during_the_second_try_stays_as_it_is() -> None:
    overtaken("accept")


def test_an_edit_that_is_rejected_during_the_second_try_stays_rejected() -> None:
    overtaken("reject")


def test_what_is_typed_during_the_second_try_stays() -> None:
    overtaken("type")


def test_a_second_try_can_be_cancelled() -> None:
    overtaken("cancel")


def test_a_second_try_in_a_document_that_is_closed_ends() -> None:
    overtaken("close")


@with_editor(FIRST, SECOND, kind=NEOVIM, options=REVIEWED)
async def test_other_editors_tell_with_their_next_code_action(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    first = undefined(document)
    result = await editor.command("fix", document.target | {"diagnostics": first})
    assert result["state"] == "pending"
    shown = [problem(document, "return d", "c is not defined")]
    await asked_until(lambda: len(chat.requests) == 2, editor, document, shown)
    await editor.until(lambda: str(document) == reading(SECOND))


@with_editor(FIRST, kind=NEOVIM)
async def test_an_edit_that_was_simply_applied_is_told_of_and_left(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    result = await editor.command("fix", document.target | {"diagnostics": undefined(document)})
    assert result["state"] == "applied"
    shown = [problem(document, "return d", "c is not defined")]
    await asked_until(lambda: any("1 problem remains" in it for it in editor.log), editor, document, shown)
    assert str(document) == reading(FIRST)


BROKEN = "def add(a, b):\n    return <|>(a + b\n\n\nx = 1\n"
STILL_BROKEN = "def add(a, b):\n    return (b + a\n"


@with_editor(STILL_BROKEN, SECOND, kind=VSCODE, options=REVIEWED)
async def test_where_nobody_tells_the_grammar_says_whether_a_syntax_error_is_mended(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(BROKEN)
    shown = problem(document, "return", "'(' was never closed")
    await editor.command("fix", document.target | {"diagnostics": [shown]})
    await editor.until(lambda: "return a + b\n" in str(document))
    assert "syntax error" in chat.requests[1].text
