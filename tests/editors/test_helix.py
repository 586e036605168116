"""Actions in a real Helix: an editor without a companion, and with nothing but code actions."""

from pathlib import Path

import pytest

from pt_lsp.features.edit.actions.recipe import Recipe
from tests.support.action_cases import CASES, OWN, REACHED
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
