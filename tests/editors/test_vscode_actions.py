"""Each action in the real VS Code, from the palette."""

import json
import sys
from pathlib import Path

import pytest

from pt_lsp.features.edit.actions.recipe import Recipe
from tests.editors.conftest import PLAIN, UNREACHABLE, Editing
from tests.support import lsp_tap, ready_server
from tests.support.action_cases import CASES, OWN, REACHED, SPOKEN, ActionCase
from tests.support.answer_page import AnswerPage
from tests.support.scripted_chat import ScriptedChat
from tests.support.vscode import VSCode

pytestmark = pytest.mark.vscode

BROKEN = '{"a": 1,, "b": 2,, "c": 3}\n'
MENDED = '{"a": 1, "b": 2, "c": 3}\n'


def case_of(recipe: Recipe) -> tuple[ActionCase, str]:
    """The case and the file's name: VS Code itself reports problems in JSON, and none in Python."""
    if recipe.takes not in {"problem", "problems"}:
        return CASES[recipe.id], "sample.py"
    if recipe.output == "explain":
        return ActionCase(BROKEN, 1, SPOKEN, BROKEN), "sample.json"
    return ActionCase(BROKEN, 1, MENDED, MENDED), "sample.json"


@pytest.mark.parametrize("recipe", REACHED, ids=lambda recipe: recipe.id)
def test_an_action_is_reached_from_the_palette(recipe: Recipe, editing: Editing) -> None:
    case, name = case_of(recipe)
    with editing(case.source, ScriptedChat(case.reply), name=name, **PLAIN) as (window, path):
        if name == "sample.json":
            window.page.locator(".squiggly-error").first.wait_for()
        window.go_to(case.line)
        window.run(f"PowerTokens: {recipe.title}")
        if recipe.takes == "words":
            window.wait_until("the input", window.asks_for)
            window.type(case.words)
            window.press("Enter")
        if recipe.output == "explain":
            window.wait_until("the answer", lambda: case.reply.replace("**", "") in AnswerPage(window).text())
        else:
            window.wait_for_text(case.result)
            assert window.saved(path) == case.result


def test_an_action_is_begun_without_another_question_when_it_is_chosen(
    editing: Editing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # VS Code forgets the command that it has asked for where the lightbulb is asked for at the same time.
    notes, server = tmp_path / "resolved", ready_server.command()
    tap = [sys.executable, lsp_tap.__file__, str(notes), "codeAction/resolve"]
    monkeypatch.setattr(ready_server, "command", lambda: [*tap, *server])
    case = CASES["document"]
    with editing(case.source, ScriptedChat(case.reply), **PLAIN) as (window, _):
        window.go_to(case.line)
        window.choose_action("Document")
        window.wait_for_text(case.result)
    assert notes.read_text(encoding="utf-8") == ""


def test_an_action_of_ones_own_is_chosen_from_the_palette(editing_alone: Editing) -> None:
    case = CASES["edit"]
    chat = ScriptedChat(case.reply)
    own = {"ptLsp.actions.own": [OWN], "ptLsp.actions.hidden": ["explain"]}
    with editing_alone(case.source, chat, **PLAIN, **own) as (window, path):
        window.go_to(case.line)
        window.run("PowerTokens: Own Action...")
        window.choose(OWN["title"])
        window.wait_for_text(case.result)
        assert window.saved(path) == case.result
        assert "Turn the values round." in chat.requests[0].text


def test_an_action_that_is_chosen_when_its_server_has_gone_is_answered(code: VSCode, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "sample.py"
    case, none = CASES["document"], json.dumps({"ptLsp.server.command": ["/bin/false"]})
    path.write_text(case.source, encoding="utf-8")
    with code.opened(folder, {"ptLsp.server.command": ready_server.command()}, UNREACHABLE) as window:
        window.open(path)
        window.go_to(case.line)
        entry = window.page.locator(".action-widget .monaco-list-row", has_text="Document").first

        def menu_is_open() -> bool:
            if not entry.is_visible():
                window.focus()
                window.press("Control+.")
                entry.wait_for()
            return True

        window.wait_until("the menu", menu_is_open)
        code.machine_settings.write_text(none, encoding="utf-8")
        window.wait_until("it is told", lambda: "/bin/false did not start" in window.status())
        entry.click()  # menus stay
        window.wait_until("an answer", window.messages)
        assert all("/bin/false did not start" in told for told in window.messages())
