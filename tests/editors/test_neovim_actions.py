"""Each action in a real Neovim with our companion, by its subcommand."""

from pathlib import Path

import pytest

from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.table import RECIPES
from tests.editors.recipes import subcommand
from tests.editors.test_neovim_pages import shows
from tests.support.action_cases import CASES
from tests.support.neovim_companion import becomes, companion, is_ready
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

REPORT_A_PROBLEM = """
local row = ...
local range = { lnum = row, col = 4, end_lnum = row, end_col = 9 }
local namespace = vim.api.nvim_create_namespace('test')
vim.diagnostic.set(namespace, 0, { vim.tbl_extend('error', range, { message = 'is wrong' }) })
"""


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.id)
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
