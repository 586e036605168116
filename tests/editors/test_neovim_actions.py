"""Each action in a real Neovim with our companion, by its subcommand."""

from pathlib import Path

import pytest

from pt_lsp.features.edit.actions.recipe import Recipe
from tests.editors.recipes import subcommand
from tests.editors.test_neovim_pages import shows
from tests.support.action_cases import CASES, OWN, REACHED
from tests.support.neovim_companion import becomes, companion, is_ready, with_plugin
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

REPORT_A_PROBLEM = """
local row = ...
local range = { lnum = row, col = 4, end_lnum = row, end_col = 9 }
local namespace = vim.api.nvim_create_namespace('test')
vim.diagnostic.set(namespace, 0, { vim.tbl_extend('error', range, { message = 'is wrong' }) })
"""


@pytest.mark.parametrize("recipe", REACHED, ids=lambda recipe: recipe.id)
def test_an_action_is_reached_by_its_subcommand(recipe: Recipe, tmp_path: Path) -> None:
    case = CASES[recipe.id]
    with companion(tmp_path, ScriptedChat(case.reply), case.source, completes=False) as nvim:
        is_ready(nvim)
        if recipe.takes in {"problem", "problems"}:
            nvim.lua(REPORT_A_PROBLEM, case.line - 1)
        nvim.press(f"{case.line}G:Pt {subcommand(recipe)} {case.words}<CR>")
        if recipe.output == "explain":
            shows(nvim, case.reply)
        becomes(nvim, case.result.removesuffix("\n"))
        assert "Error" not in nvim.messages()


@pytest.mark.parametrize("told", [" turn", ""])
def test_an_action_of_ones_own_is_run_by_its_id_or_chosen(told: str, tmp_path: Path) -> None:
    case = CASES["edit"]
    chat = ScriptedChat(case.reply)
    with chat.serving() as url:
        settings = {"endpoint": {"baseUrl": url}, "actions": {"own": [OWN]}}
        with with_plugin(tmp_path, case.source, settings) as nvim:
            is_ready(nvim)
            nvim.lua("vim.ui.select = function(items, _, on_choice) on_choice(items[1]) end")
            nvim.press(f"{case.line}G:Pt action{told}<CR>")
            becomes(nvim, case.result.removesuffix("\n"))
    assert "Turn the values round." in chat.requests[0].text
