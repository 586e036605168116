"""`ptLsp.fixAll`: all problems of one kind in a file, as one edit with a hunk for each."""

from typing import Any

from tests.support.attempts import attempts
from tests.support.client_kinds import NEOVIM
from tests.support.lsp_client import LspClient
from tests.support.open_document import Json, OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

SOURCE = """\
import os


def first(a):
    return <|>one


def second(a):
    return a


def third(a):
    return three


def fourth(a):
    return four
"""
FIXED = """\
def first(a):
    return a


def second(a):
    return a


def third(a):
    return a


def fourth(a):
    return a
"""
COMPANION = ["ptLsp/editProgress", "ptLsp/diagnostics"]
REVIEWED = {"edits": {"review": "always"}}


def problem(document: OpenDocument, word: str, **more: Any) -> Json:
    start = str(document).index(f" {word}\n") + 1
    range_ = {"start": document.position_at(start), "end": document.position_at(start + len(word))}
    return {"range": range_, "message": f"{word} is not defined", "severity": 1} | more


def shown_in(document: OpenDocument) -> list[Json]:
    undefined = [problem(document, word) for word in ("one", "three", "four") if word in str(document)]
    return [
        *undefined,
        problem(document, "os", message="os is never used", code="F401", source="ruff"),
    ]


def actions_titled(actions: list[Json], words: str) -> list[Json]:
    return [each for each in actions if words in each["title"]]


async def fix_all_offered(editor: LspClient, document: OpenDocument, told: Json) -> Json:
    """The action, once it is offered: a menu does not wait for an editor that answers late."""
    for _ in attempts():
        actions = await editor.actions(document, diagnostics=[told], only=["quickfix"])
        if found := actions_titled(actions, "Fix All"):
            (action,) = found
            return action
    raise AssertionError("it was never offered")


@with_editor(FIXED, extensions=COMPANION)
async def test_all_of_the_kind_are_one_edit_with_a_hunk_for_each(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: shown_in(document)
    fix_all = await fix_all_offered(editor, document, problem(document, "one"))
    assert fix_all["title"] == "PowerTokens: Fix All: \u2026 is not defined"
    result = await editor.choose((await editor.ask("codeAction/resolve", fix_all))["command"])
    assert result["state"] == "pending"
    assert "warning" not in result
    assert len(result["hunks"]) == 3
    asked = chat.requests[0].text
    assert [f"{word} is not defined" in asked for word in ("one", "three", "four")] == [True] * 3
    assert "never used" not in asked
    first, second, third = result["hunks"]
    assert "return three" in second["oldText"]
    await editor.command("rejectEdit", {"editId": result["editId"], "hunk": second["id"]})
    await editor.command("acceptEdit", {"editId": result["editId"], "hunk": first["id"]})
    await editor.command("acceptEdit", {"editId": result["editId"], "hunk": third["id"]})
    expected = SOURCE.replace("<|>", "").replace("return one", "return a").replace("return four", "return a")
    assert str(document) == expected


@with_editor(extensions=COMPANION)
async def test_for_the_only_one_of_its_kind_there_is_a_fix_and_no_fix_of_all(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: shown_in(document)
    actions = await editor.actions(document, diagnostics=shown_in(document)[-1:], only=["quickfix"])
    assert len(actions_titled(actions, ": Fix: ")) == 1
    assert actions_titled(actions, "Fix All") == []


@with_editor(FIXED, kind=NEOVIM, options=REVIEWED)
async def test_of_other_editors_what_they_have_told_of_so_far_is_fixed_and_that_is_said(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    one, four = problem(document, "one"), problem(document, "four")
    assert actions_titled(await editor.actions(document, diagnostics=[one]), "Fix All") == []
    editor.type(document, 0, "# above\n")
    params = {"textDocument": document.identifier, "range": problem(document, "four")["range"]}
    context = {"context": {"diagnostics": [problem(document, "four")]}}
    actions = await editor.ask("textDocument/codeAction", params | context)
    assert len(actions_titled(actions, "Fix All")) == 1
    target = {"textDocument": document.identifier, "diagnostic": problem(document, "four")}
    result = await editor.command("fixAll", target)
    assert "tells nothing" in result["warning"]
    asked = chat.requests[0].text
    assert "- in `return one`: one is not defined" in asked
    assert "- in `return four`: four is not defined" in asked
    assert one["message"] != four["message"]


@with_editor(FIXED, extensions=COMPANION)
async def test_what_is_typed_while_the_editor_is_asked_moves_its_problems(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)

    def typed_before_it_tells() -> list[Json]:
        if not str(document).startswith("# above"):
            editor.type(document, 0, "# above\n")
        return shown_in(document)

    editor.shown_problems = typed_before_it_tells
    target = {"textDocument": document.identifier, "diagnostic": problem(document, "one")}
    result = await editor.command("fixAll", target)
    assert len(result["hunks"]) == 3
    asked = chat.requests[0].text
    for word in ("one", "three", "four"):
        assert asked.count(f"- in `return {word}`: {word} is not defined") == 1


@with_editor("def second_1(a):\n    return a\n", extensions=COMPANION)
async def test_what_is_too_far_away_for_one_answer_is_told(editor: LspClient, chat: ScriptedChat) -> None:
    filler = "".join(f"def filler_{n}(value):\n    return value + {n}\n\n\n" for n in range(2_000))
    document = editor.open(
        f"def second_1(a):\n    return <|>one\n\n\n{filler}def last(a):\n    return four\n"
    )
    editor.shown_problems = lambda: [
        problem(document, word) for word in ("one", "four") if f"return {word}" in str(document)
    ]
    target = {"textDocument": document.identifier, "diagnostic": problem(document, "one")}
    result = await editor.command("fixAll", target)
    assert "1 more of that kind" in result["warning"]
    assert "four is not defined" not in chat.requests[0].text


@with_editor(extensions=COMPANION)
async def test_an_editor_that_does_not_answer_gets_its_fixes_all_the_same(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(SOURCE)
    editor.shown_problems = lambda: None
    actions = await editor.actions(document, diagnostics=[problem(document, "one")], only=["quickfix"])
    assert len(actions_titled(actions, ": Fix: one is not defined")) == 1
    assert actions_titled(actions, "Fix All") == []
    assert len(editor.unanswered) == 1


@with_editor(extensions=COMPANION)
async def test_where_no_problem_is_shown_no_editor_is_asked_for_others(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await editor.actions(editor.open(SOURCE))
    assert editor.received("ptLsp/diagnostics") == []
