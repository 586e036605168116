"""Actions in a real Helix: an editor without a companion, and with nothing but code actions."""

import json
from pathlib import Path

import pytest

from pt_lsp.features.edit.actions.recipe import Recipe
from tests.support.action_cases import ADD, CASES, OWN, REACHED, REPLY, TURNED
from tests.support.helix import helix
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.helix

OFFERED = [each for each in REACHED if each.offer not in {"in menus", "problem", "problem kind"}]
"""Those that need neither an input nor another server, which reports problems."""


@pytest.mark.parametrize("recipe", OFFERED, ids=lambda recipe: recipe.id)
def test_an_action_is_reached_from_the_menu_of_code_actions(recipe: Recipe, tmp_path: Path) -> None:
    case = CASES[recipe.id]
    chat = ScriptedChat(case.reply)
    with chat.serving() as url, helix(tmp_path, case.source, {"endpoint": {"baseUrl": url}}) as editor:
        editor.strike(*str(case.line), "g", "g")
        editor.choose(recipe.title)
        if recipe.output == "explain":
            editor.shows(case.reply)
        else:
            editor.reads(case.result)


def test_an_action_of_ones_own_is_in_the_menu(tmp_path: Path) -> None:
    case = CASES["edit"]
    chat = ScriptedChat(case.reply)
    with chat.serving() as url:
        settings = {"endpoint": {"baseUrl": url}, "actions": {"own": [OWN], "hidden": ["document"]}}
        with helix(tmp_path, case.source, settings) as editor:
            editor.strike(*str(case.line), "g", "g")
            editor.choose("Turn Round")
            editor.reads(case.result)
    assert "Turn the values round." in chat.requests[0].text


def test_a_finding_of_a_review_is_shown_and_fixed(tmp_path: Path) -> None:
    found = {"quote": "return a + b", "severity": "error", "message": "The sum is taken in the wrong order."}
    chat = ScriptedChat(json.dumps({"findings": [found]}), REPLY)
    with chat.serving() as url, helix(tmp_path, ADD, {"endpoint": {"baseUrl": url}}) as editor:
        editor.strike("5", "g", "g")
        argument = {"textDocument": {"uri": (tmp_path / "sample.py").as_uri()}}
        editor.command("ptLsp.review", argument, "The sum is taken in", lambda: chat.requests)
        editor.choose("Fix: The sum")
        editor.reads(TURNED)
