"""The user's own actions, and a project's, over stdio: in the list of code actions and by `ptLsp.action`."""

from typing import Any

import pytest

from tests.support.client_kinds import EMACS, MINIMAL, NEOVIM
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

ADD = "def add(a, b):\n    return <|>a + b\n"
SHOUT: dict[str, Any] = {
    "id": "shout",
    "title": "Shout",
    "instruction": "Turn {selection} in {path} ({language}) into capitals, {but} keep {diagnostics}.",
    "region": "definition",
}
RISKS: dict[str, Any] = {
    "id": "risks",
    "title": "Tell the Risks",
    "instruction": "List what can go wrong in {selection}.",
    "output": "explain",
}
OWN = {"actions": {"own": [SHOUT, RISKS]}}
THEIRS = '[[actions.own]]\nid = "lint"\ntitle = "Lint"\ninstruction = "Follow our rules."\n'
LET = {"actions": {"fromProject": True}}


def titles(actions: list[dict[str, Any]]) -> list[str]:
    return [action["title"].removeprefix("PowerTokens: ") for action in actions]


def named(actions: list[dict[str, Any]], title: str) -> dict[str, Any]:
    (found,) = [action for action in actions if action["title"] == f"PowerTokens: {title}"]
    return found


@with_editor("def add(a, b):\n    return A + B\n", kind=NEOVIM, options=OWN)
async def test_an_own_edit_is_chosen_from_the_list_and_done_with_its_variables_told(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    problem = {"range": document.range, "message": "too quiet", "severity": 2}
    action = named(await editor.actions(document, diagnostics=[problem]), "Shout")
    assert action["kind"] == "refactor.rewrite"
    resolved = await editor.ask("codeAction/resolve", action)
    result = await editor.choose(resolved["command"])
    assert result["state"] == "applied"
    assert str(document) == "def add(a, b):\n    return A + B\n"
    (request,) = chat.requests
    assert (
        "Instruction: Turn def add(a, b):\n    return a + b in main.py (python) into capitals, {but} keep "
        "- in `return a + b`: too quiet."
    ) in request.text


@with_editor("It may overflow.", kind=MINIMAL, options=OWN)
async def test_an_own_explanation_answers_what_was_asked(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("<|>total = 1 / 0<|>\n")
    action = named(await editor.actions(document), "Tell the Risks")
    assert await editor.choose(action["command"]) == {"markdown": "It may overflow."}
    (request,) = chat.requests
    assert "Instruction: List what can go wrong in total = 1 / 0." in request.text
    assert "Explain this part" not in request.text


@with_editor("x = 2", options=OWN)
async def test_what_a_variable_stands_for_is_not_read_for_variables_again(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open('<|>x = "{language}"<|>\n')
    await editor.command("action", {"id": "shout", **document.target})
    assert (
        'Turn x = "{language}" in main.py (python) into capitals, {but} keep (none).' in chat.requests[0].text
    )


@with_editor("x = 2", options=OWN)
async def test_a_secret_that_a_variable_brings_is_replaced_as_everywhere(
    editor: LspClient, chat: ScriptedChat
) -> None:
    secret = "AKIA" + "Z3Q7" * 4
    document = editor.open(f'<|>key = "{secret}"<|>\n')
    await editor.command("action", {"id": "shout", **document.target})
    assert secret not in chat.requests[0].text


@with_editor("x = 2", options=OWN, extensions=["ptLsp/diagnostics"])
async def test_a_companion_is_asked_for_the_problems_that_an_instruction_names(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    problem = {"range": document.range, "message": "too quiet", "severity": 2}
    editor.shown_problems = lambda: [problem]
    await editor.command("action", {"id": "shout", **document.target})
    assert "keep - in `return a + b`: too quiet." in chat.requests[0].text


@with_editor("def add(a, b):\n    return b + a\n", "It adds.")
async def test_an_action_of_the_table_can_be_run_by_its_id(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    assert (await editor.command("action", {"id": "simplify", **document.target}))["state"] == "applied"
    assert (await editor.command("action", {"id": "explain", **document.target}))["markdown"] == "It adds."


@with_editor(options=OWN)
async def test_an_unknown_id_and_missing_words_are_named(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    for action, named_part in (("lint", "lint"), ("edit", "instruction"), ("", "actions.own")):
        with pytest.raises(LspError, match=named_part) as caught:
            await editor.command("action", {"id": action, **document.target})
        assert caught.value.code == -32602


@with_editor(
    options={"actions": {"own": [SHOUT, RISKS | {"kind": "quickfix"}], "hidden": ["shout", "explain"]}}
)
async def test_own_ones_stand_behind_ours_and_hidden_ones_nowhere(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    actions = await editor.actions(document)
    assert titles(actions) == ["Document", "Simplify", "Add Types", "Write Tests", "Tell the Risks"]
    assert titles(await editor.actions(document, only=["quickfix"])) == ["Tell the Risks"]
    assert (await editor.command("status"))["actions"] == [{"id": "risks", "title": "Tell the Risks"}]


@with_editor(options={"actions": {"own": [RISKS | {"languages": ["go"]}, SHOUT]}})
async def test_own_ones_are_offered_in_their_languages_and_where_they_find_what_they_are_about(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert titles(await editor.actions(editor.open("x = <|>1\n", "a.py"))) == ["Explain"]
    go = editor.open("package a\n\nvar x<|> = 1\n", "a.go", language_id="go")
    assert titles(await editor.actions(go)) == ["Explain", "Tell the Risks"]


@with_editor(
    kind=EMACS,
    options={"actions": {"hidden": ["document"]}},
    files={".pt-lsp.toml": 'actions.hidden = ["explain"]'},
)
async def test_a_project_hides_more_and_shows_nothing_that_the_user_hides(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert titles(await editor.actions(editor.open(ADD))) == ["Simplify", "Add Types", "Write Tests"]


@with_editor("def add(a, b):\n    return b + a\n", options=LET, files={".pt-lsp.toml": THEIRS})
async def test_a_project_brings_actions_that_bear_its_name_where_the_user_says_so(
    editor: LspClient, chat: ScriptedChat
) -> None:
    title = f"Lint ({editor.root.name})"
    assert titles(await editor.actions(editor.open(ADD)))[-1] == title
    assert (await editor.command("status"))["actions"] == [{"id": "lint", "title": title}]
    assert (await editor.command("action", {"id": "lint", **editor.open(ADD, "b.py").target}))[
        "state"
    ] == "applied"
    assert "Instruction: Follow our rules." in chat.requests[0].text
    outside = editor.open(ADD, uri="untitled:a")
    assert title not in titles(await editor.actions(outside))


@with_editor(options={"project": LET}, files={".pt-lsp.toml": "actions.from_project = true\n" + THEIRS})
async def test_a_project_brings_none_where_only_the_project_says_so(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    assert "Lint" not in str(await editor.actions(document))
    with pytest.raises(LspError, match="no action 'lint'"):
        await editor.command("action", {"id": "lint", **document.target})
    log = "\n".join(editor.log)
    assert "`actions.own` in " in log
    assert "where `actions.fromProject` is on" in log


@with_editor(options={"actions": {"own": [SHOUT, RISKS | {"output": "MARKED"}, {"id": "document"}]}})
async def test_bad_ones_are_named_in_the_log_and_the_others_are_in_force(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert titles(await editor.actions(editor.open(ADD)))[-1] == "Shout"
    log = "\n".join(editor.log)
    assert "`actions.own[1].output` in initializationOptions must be `edit` or `explain`" in log
    assert "`actions.own[2].title` in initializationOptions is missing" in log
    assert "MARKED" not in log
