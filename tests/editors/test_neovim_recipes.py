"""The help's lines for other plugins do what those document: they cannot be had here, so each is faked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.editors.neovim_reference import HELP
from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import INIT, PLUGIN

pytestmark = pytest.mark.editor

FAKES = """
_G.told = {}
local function fake(name, module)
  package.preload[name] = function() return module end
end
local function keep(name)
  return function(options) told[name] = options end
end
for _, name in ipairs({ 'blink.cmp', 'cmp', 'lualine', 'fidget' }) do
  fake(name, { setup = keep(name), mapping = function(run, modes) return { run = run, modes = modes } end })
end
fake('which-key', { add = keep('which-key') })
fake('conform', { format = keep('conform') })
_G.Snacks = { toggle = { new = function(options)
  told.snacks = options
  return { map = function(_, key) options.key = key end }
end } }
_G.ghost = { is_shown = false }
require('pt_lsp').completion = { accept = function() return ghost.is_shown end }
"""
"""What the recipes call, as the plugins document it."""


def recipe(name: str) -> str:
    """The lines of Lua below a recipe's tag."""
    found = re.search(rf"\*pt_lsp-{name}\*\n.*?>lua\n(.*?)\n<$", HELP.read_text(), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@contextmanager
def with_recipe(folder: Path, name: str) -> Iterator[Neovim]:
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    with neovim(folder, ["no-such-pt-lsp"], {}, environment, init=INIT, binary=NVIM) as nvim:
        nvim.lua(FAKES)
        nvim.lua(recipe(name))
        yield nvim


def test_every_block_of_the_help_can_be_read(tmp_path: Path) -> None:
    blocks = re.findall(r">lua\n(.*?)\n<$", HELP.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) > 10
    with with_recipe(tmp_path, "lualine") as nvim:
        for block in blocks:
            assert nvim.lua("return select(2, loadstring(...))", block) is None, block


def test_a_key_of_blink_goes_on_where_there_is_no_ghost_text(tmp_path: Path) -> None:
    with with_recipe(tmp_path, "blink") as nvim:
        first = "return told['blink.cmp'].keymap['<Tab>'][1]()"
        assert nvim.lua(first) is False
        nvim.lua("ghost.is_shown = true")
        assert nvim.lua(first) is True
        assert nvim.lua("return told['blink.cmp'].keymap['<Tab>'][3]") == "fallback"


def test_a_key_of_nvim_cmp_falls_back_where_there_is_no_ghost_text(tmp_path: Path) -> None:
    with with_recipe(tmp_path, "cmp") as nvim:
        press = "local n = 0; told.cmp.mapping['<Tab>'].run(function() n = n + 1 end); return n"
        assert nvim.lua(press) == 1
        nvim.lua("ghost.is_shown = true")
        assert nvim.lua(press) == 0


def test_the_sources_for_menus_are_where_the_help_says(tmp_path: Path) -> None:
    modules = set(re.findall(r"'(pt_lsp\.completion\.\w+)'", HELP.read_text(encoding="utf-8")))
    assert modules == {"pt_lsp.completion.blink", "pt_lsp.completion.cmp"}
    with with_recipe(tmp_path, "lualine") as nvim:
        for module in modules:
            assert nvim.lua("return type(require(...))", module) == "table"


def test_lualine_shows_the_state(tmp_path: Path) -> None:
    with with_recipe(tmp_path, "lualine") as nvim:
        assert nvim.lua("return told.lualine.sections.lualine_x[1]()") == "PT stopped"


def test_conform_formats_what_was_accepted(tmp_path: Path) -> None:
    fire = "require('pt_lsp.events').fire('PtLspEdit', { bufnr = 7, state = ... })"
    with with_recipe(tmp_path, "conform") as nvim:
        nvim.lua(fire, "pending")
        assert nvim.lua("return told.conform") is None
        nvim.lua(fire, "accepted")
        assert nvim.lua("return told.conform") == {"bufnr": 7}


def test_a_toggle_of_snacks_is_the_switch_for_ghost_text(tmp_path: Path) -> None:
    with with_recipe(tmp_path, "snacks") as nvim:
        assert nvim.lua("return told.snacks.get()") is True
        assert nvim.lua("told.snacks.set(false); return told.snacks.get()") is False
        assert nvim.lua("return vim.g.pt_lsp_completion") is False
