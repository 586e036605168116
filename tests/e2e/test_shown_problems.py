"""Fixes know what the editor shows of a document, whoever reports it, and tell what is left of it."""

from typing import Any

import pytest

from tests.support.attempts import attempts
from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import Json, OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

SOURCE = "x = 1\n\n\ndef add(a, b):\n    d = 2\n    return <|>c\n\n\nx.y()\n"
FIXED = "def add(a, b):\n    d = 2\n    return a + b\n"
COMPANION = ["ptLsp/editProgress", "ptLsp/diagnostics"]


def problem(document: OpenDocument, word: str, message: str, **more: Any) -> Json:
    start = document.position_at(document.offset(word))
    return {"range": {"start": start, "end": start}, "message": message, "severity": 1} | more


def first_line(document: OpenDocument) -> Json:
    return {"uri": document.uri, "range": {"start": document.position_at(0), "end": document.position_at(1)}}


def told(editor: LspClient) -> list[str]:
    """Warnings of edits, as they were told."""
    return [it["warning"] for it in editor.received("ptLsp/editProgress") if it["warning"]]


def asked(editor: LspClient) -> list[Json]:
    return editor.received("ptLsp/diagnostics")


@with_editor(FIXED, extensions=COMPANION)
async def test_a_fix_asks_for_what_is_shown_in_its_region(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    shown = [
        problem(document, "c\n", "c is not defined", source="pyright", code="reportUndefined")
        | {"relatedInformation": [{"location": first_line(document), "message": "did you mean x?"}]},
        problem(document, "d = 2", "d is never used", severity=2),
        problem(document, "x.y", "ints have no y"),
    ]
    editor.shown_problems = lambda: shown
    assert (await editor.command("fix", document.target))["state"] == "pending"
    (region,) = {(it["range"]["start"]["line"], it["range"]["end"]["line"]) for it in asked(editor)[:1]}
    assert region == (3, 5)
    prompt = chat.requests[0].text
    assert "c is not defined (pyright reportUndefined)" in prompt
    assert "did you mean x?: `x = 1`" in prompt
    assert "never used" not in prompt
    assert "ints have no y" not in prompt


@with_editor(FIXED, extensions=COMPANION)
async def test_where_nothing_is_shown_at_the_cursor_all_of_the_region_is_fixed(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: [
        problem(document, "d = 2", "d is never used", severity=2, source="ruff", code="F841"),
        problem(document, "x.y", "ints have no y"),
    ]
    await editor.command("fix", document.target)
    assert "d is never used (warning, ruff F841)" in chat.requests[0].text
    assert "ints have no y" not in chat.requests[0].text


@with_editor(FIXED, FIXED, extensions=COMPANION)
async def test_what_remains_is_told_once_the_editor_has_looked_anew(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: [
        problem(document, "return", "c is\nnot\x1b defined."),
        problem(document, "d = 2", "a hint", severity=4),
        problem(document, "d = 2", "d is never used", severity=2),
        problem(document, "x.y", "ints have no y"),
    ]
    assert "warning" not in await editor.command("fix", document.target)
    editor.type(document, 0, "# above\n")
    await editor.until(lambda: told(editor))
    assert told(editor) == ["2 problems remain: c is not\\x1b defined; d is never used."]
    assert any("2 problems remain" in lens["command"]["title"] for lens in await editor.lenses(document))


@with_editor(FIXED, extensions=COMPANION)
async def test_where_nothing_remains_nothing_is_told_and_nobody_asks_again(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    shown = [problem(document, "c\n", "c is not defined")]
    editor.shown_problems = lambda: [] if str(document).count("a + b") else shown
    await editor.command("fix", document.target)
    await editor.until(lambda: len(asked(editor)) == 2)
    editor.shown_problems = lambda: pytest.fail("asked a third time")
    await editor.ask("shutdown")
    assert told(editor) == []


@with_editor(FIXED, extensions=COMPANION, options={"edits": {"review": "never"}})
async def test_what_remains_of_an_edit_that_nobody_reviews_is_told_too(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: [problem(document, "return", "c is not defined.")]
    assert (await editor.command("fix", document.target))["state"] == "applied"
    await editor.until(lambda: told(editor))
    assert told(editor) == ["1 problem remains: c is not defined."]


@with_editor(FIXED, extensions=COMPANION)
async def test_a_decided_edit_is_not_warned_of(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: [problem(document, "return", "c is not defined.")]
    result = await editor.command("fix", document.target)
    await editor.until(lambda: len(asked(editor)) == 2)
    assert (await editor.command("acceptEdit", {"editId": result["editId"]}))["state"] == "accepted"
    editor.close(document)
    await editor.ask("shutdown")
    assert told(editor) == []


@with_editor(FIXED, extensions=COMPANION)
async def test_an_editor_that_never_answers_is_asked_in_vain(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: None
    question = editor.command("fix", document.target)
    await editor.until(lambda: asked(editor))
    editor.type(document, 0, "# above\n")
    assert (await question)["state"] == "pending"
    assert str(document) == "# above\n" + SOURCE.replace("<|>", "").replace("return c", "return a + b")
    assert "Find what is wrong" in chat.requests[0].text
    editor.close(document)
    for late in editor.unanswered:
        editor.answer(late, {"diagnostics": [{}]})
    await editor.settle()
    assert told(editor) == []


NONSENSE: list[Any] = [
    LspError({"code": -32603, "message": "not now"}),
    "nothing",
    7,
    {"a": 1},
    [None, {}, {"range": "there", "message": 4}, {"message": "no range"}],
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_an_editor_that_answers_nonsense_has_said_nothing(nonsense: Any) -> None:
    @with_editor(FIXED, extensions=COMPANION)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(SOURCE)
        editor.shown_problems = lambda: nonsense
        assert (await editor.command("fix", document.target))["state"] == "pending"
        assert "Find what is wrong" in chat.requests[0].text

    scenario()


@with_editor(FIXED, extensions=COMPANION)
async def test_what_an_editor_answers_is_bounded(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    far = {"start": {"line": 10**12, "character": -5}, "end": {"line": 0, "character": 10**12}}
    place = {"uri": document.uri, "range": far}
    endless = problem(document, "return", "long " * 100_000, source="s" * 9_000, code="c" * 9_000)
    endless["relatedInformation"] = [{"location": place, "message": "m" * 9_000}] * 500
    editor.shown_problems = lambda: [endless, *[problem(document, "return", f"n{i}") for i in range(5_000)]]
    assert (await editor.command("fix", document.target))["state"] == "pending"
    assert len(chat.requests[0].text) < 40_000


@with_editor(FIXED, kind=VSCODE, extensions=["ptLsp/editProgress"])
async def test_an_editor_that_does_not_list_it_is_not_asked(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(SOURCE)
    await editor.command("fix", document.target)
    assert asked(editor) == []


@with_editor(FIXED, extensions=COMPANION)
async def test_what_a_quick_fix_knows_of_its_problem_is_all_told(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    shown = problem(document, "c\n", "c is not defined", source="pyright", code=7, data={"large": "x"})
    shown["relatedInformation"] = [{"location": first_line(document), "message": "did you mean x?"}]
    fix, _ = await editor.actions(document, diagnostics=[shown], only=["quickfix"])
    await editor.choose((await editor.ask("codeAction/resolve", fix))["command"])
    assert "large" not in str(fix["data"])
    assert "c is not defined (pyright 7)" in chat.requests[0].text
    assert "did you mean x?: `x = 1`" in chat.requests[0].text


CROWD = "".join(f"def helper_of_part_{n}(first, second, third):\n    ...\n\n\n" for n in range(300))
FAR_AWAY = {
    "deep/inside/money.py": "class Tally:\n    def sum_up(self) -> float:\n        return 1.0\n",
    "helpers.py": CROWD,
}
USING = "from helpers import *\n\n\ndef show(a):\n    return <|>helper_of_part_1(a.worth, 1, 2)\n"


@with_editor(
    forever="def show(a):\n    return a\n", files=FAR_AWAY, options={"context": {"budgetTokens": 1600}}
)
async def test_a_fix_sees_what_its_problem_names_though_nothing_leads_there(
    editor: LspClient, chat: ScriptedChat
) -> None:
    seen = ("helper_of_part_2(", "class Tally:\n    def sum_up(self) -> float")
    for _ in attempts():  # the index grows in the background, file by file
        document = editor.open(USING)
        named = problem(document, "a.worth", 'Cannot access attribute "worth" for class "Tally"')
        await editor.command("fix", document.target | {"diagnostics": [named]})
        editor.close(document)
        if all(each in chat.requests[-1].text for each in seen):
            return
    raise AssertionError("it was never shown")
