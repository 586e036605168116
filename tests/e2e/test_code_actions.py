from typing import Any

import pytest

from tests.support.client_kinds import EMACS, MINIMAL, NEOVIM, VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

ADD = "def add(a, b):\n    return <|>c\n"
PROBLEM = "c is not defined"


def problem(editor: LspClient) -> dict[str, Any]:
    (document,) = editor.documents.values()
    return {"range": document.range, "message": PROBLEM, "severity": 1}


@with_editor()
async def test_actions_are_offered_without_asking_a_model(editor: LspClient, chat: ScriptedChat) -> None:
    actions = await editor.actions(editor.open(ADD))
    assert {action.get("kind") for action in actions} == {"refactor.rewrite", "source", None}
    assert all(action["title"].startswith("PowerTokens: ") for action in actions)
    assert chat.requests == []


@with_editor()
async def test_a_quick_fix_and_an_explanation_are_offered_for_each_problem(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    actions = await editor.actions(
        document, diagnostics=[problem(editor), problem(editor)], only=["quickfix"]
    )
    assert [action["kind"] for action in actions] == ["quickfix"] * 4
    assert [action["title"] for action in actions] == 2 * [
        f"PowerTokens: Fix: {PROBLEM}",
        f"PowerTokens: Explain This Problem: {PROBLEM}",
    ]
    assert all(action["diagnostics"][0]["message"] == PROBLEM for action in actions)


@with_editor()
async def test_a_long_problem_is_cut_in_the_title_only(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    long = problem(editor) | {"message": "far too\nlong " * 50}
    action, _ = await editor.actions(document, diagnostics=[long], only=["quickfix"])
    assert len(action["title"]) < 90
    assert "\n" not in action["title"]
    assert action["diagnostics"][0]["message"] == long["message"]


@with_editor(options={"actions": {"own": [{"id": "mine", "title": "Mine", "instruction": "{diagnostics}"}]}})
async def test_a_message_without_end_comes_back_as_far_as_it_is_read(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    related = {"location": {"uri": document.uri, "range": document.range}, "message": "see here"}
    endless = problem(editor) | {"message": "c " * 500_000, "relatedInformation": [related] * 1_000}
    actions = await editor.actions(document, diagnostics=[endless])
    about = [each for each in actions if "diagnostic" in str(each["data"]["argument"].keys())]
    assert len(about) == 3
    assert all(len(str(each["data"])) < 5_000 for each in about)
    assert about[0]["diagnostics"][0]["message"] == endless["message"]


@with_editor()
async def test_of_thousands_of_problems_at_one_place_a_hundred_are_offered(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    problems = [problem(editor) | {"code": number} for number in range(5_000)]
    actions = await editor.actions(document, diagnostics=problems, only=["quickfix"])
    assert len(actions) == 2 * 100


@with_editor()
async def test_what_a_menu_would_not_show_of_a_message_is_seen_in_its_title(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    sly = problem(editor) | {"message": "c \x1b[2J\u202eis"}
    action, _ = await editor.actions(document, diagnostics=[sly], only=["quickfix"])
    assert action["title"] == "PowerTokens: Fix: c \\x1b[2J\\u202eis"


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["refactor"], {"refactor.rewrite"}),
        (["refactor.rewrite"], {"refactor.rewrite"}),
        (["refactor.extract"], set()),
        (["source"], {"source"}),
        ([""], {"refactor.rewrite", "source", None, "quickfix"}),
        (["quickfix", "refactor"], {"refactor.rewrite", "quickfix"}),
        (["my.own.kind"], set()),
    ],
)
def test_only_what_is_wanted_is_offered(only: list[str], kinds: set[str | None]) -> None:
    @with_editor()
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(ADD)
        actions = await editor.actions(document, diagnostics=[problem(editor)], only=only)
        assert {action.get("kind") for action in actions} == kinds

    scenario()


@with_editor("def add(a, b):\n    return a + b\n", kind=NEOVIM)
async def test_a_chosen_action_is_resolved_and_done(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    fix, _ = await editor.actions(document, diagnostics=[problem(editor)], only=["quickfix"])
    assert "command" not in fix
    resolved = await editor.ask("codeAction/resolve", fix)
    assert chat.requests == []
    result = await editor.ask(
        "workspace/executeCommand", {key: resolved["command"][key] for key in ("command", "arguments")}
    )
    assert result["state"] == "applied"
    assert str(document) == "def add(a, b):\n    return a + b\n"
    assert PROBLEM in chat.requests[0].text


@with_editor(kind=MINIMAL)
async def test_a_client_that_resolves_nothing_gets_the_commands_at_once(
    editor: LspClient, chat: ScriptedChat
) -> None:
    actions = await editor.actions(editor.open(ADD))
    assert {action["command"]["command"] for action in actions} == {
        "ptLsp.document",
        "ptLsp.simplify",
        "ptLsp.addTypes",
        "ptLsp.writeTests",
        "ptLsp.explain",
    }


@with_editor(kind=VSCODE)
async def test_actions_are_tagged_where_tags_are_known(editor: LspClient, chat: ScriptedChat) -> None:
    assert all(action["tags"] == [1] for action in await editor.actions(editor.open(ADD)))


@with_editor(kind=NEOVIM)
async def test_actions_are_not_tagged_elsewhere(editor: LspClient, chat: ScriptedChat) -> None:
    assert not any(action.get("tags") for action in await editor.actions(editor.open(ADD)))


@with_editor()
async def test_a_document_that_is_not_open_has_no_actions(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    editor.close(document)
    assert await editor.actions(document) == []


@with_editor()
async def test_a_command_for_a_document_that_is_not_open_is_refused(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    editor.close(document)
    with pytest.raises(LspError, match="not open in the editor") as caught:
        await editor.command("explain", document.target)
    assert caught.value.code == -32602


@with_editor()
async def test_wrong_arguments_and_unknown_commands_are_named(editor: LspClient, chat: ScriptedChat) -> None:
    for command, argument, name in (
        ("edit", {"instruction": "x"}, "textDocument"),
        ("explain", {"textDocument": {"uri": "a:b"}}, "range"),
        ("nonsense", None, "nonsense"),
    ):
        with pytest.raises(LspError, match=name) as caught:
            await editor.command(command, argument)
        assert caught.value.code == -32602


@with_editor(kind=EMACS)
async def test_what_the_actions_do_is_told_on_a_page_without_asking_a_model(
    editor: LspClient, chat: ScriptedChat
) -> None:
    told = await editor.command("describeActions")
    assert "## Simplify" in told["markdown"]
    await editor.until(lambda: editor.received("window/showDocument"))
    assert chat.requests == []


@with_editor("It has no value yet.", kind=MINIMAL)
async def test_the_explanation_of_a_problem_is_chosen_from_the_list(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(ADD)
    _, explanation = await editor.actions(document, diagnostics=[problem(editor)], only=["quickfix"])
    told = await editor.choose(explanation["command"])
    assert told["markdown"] == "It has no value yet."
    assert PROBLEM in chat.requests[0].text


@with_editor(kind=MINIMAL, options={"actions": {"hidden": ["fix"]}})
async def test_what_is_hidden_is_offered_for_no_problem(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    (action,) = await editor.actions(document, diagnostics=[problem(editor)], only=["quickfix"])
    assert action["command"]["command"] == "ptLsp.explainDiagnostic"
