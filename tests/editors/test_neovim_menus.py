"""Ghost text beside completion menus: Neovim's own for real, blink.cmp's and nvim-cmp's by a faked contract.

Of blink.cmp that contract is `is_menu_visible`, `get_selected_item` and its `User` events. Of nvim-cmp it is
`menu_opened`, `menu_closed`, and of the `window` in them `visible`, `get_selected_entry`, `change`.
"""

from pathlib import Path

import pytest

from tests.support.neovim_companion import companion, older_too
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

UNFINISHED = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"
GHOST = "return alpha + b"

BLINK = """
local menu = { is_open = false }
package.loaded['blink.cmp'] = {
  is_menu_visible = function() return menu.is_open end,
  get_selected_item = function() return menu.item end,
}
local function tell(name) vim.api.nvim_exec_autocmds('User', { pattern = name, data = {} }) end
_G.menu = {
  open = function(item) menu.is_open, menu.item = true, item; tell('BlinkCmpMenuOpen') end,
  select = function(item) menu.item = item; tell('BlinkCmpListSelect') end,
  close = function() menu.is_open = false; tell('BlinkCmpMenuClose') end,
}
"""
CMP = """
local function emitter()
  local listeners = {}
  return {
    on = function(_, name, act) listeners[name] = vim.list_extend(listeners[name] or {}, { act }) end,
    emit = function(_, name, data) for _, act in ipairs(listeners[name] or {}) do act(data) end end,
  }
end
local menu, event = { is_open = false }, emitter()
local window = {
  event = emitter(),
  visible = function() return menu.is_open end,
  get_selected_entry = function()
    return menu.item and { get_completion_item = function() return menu.item end } or nil
  end,
}
package.loaded.cmp = { event = event }
vim.api.nvim_exec_autocmds('User', { pattern = 'CmpReady', modeline = false })
_G.menu = {
  open = function(item)
    menu.is_open, menu.item = true, item
    event:emit('menu_opened', { window = window })
  end,
  select = function(item) menu.item = item; window.event:emit('change') end,
  close = function() menu.is_open = false; event:emit('menu_closed', { window = window }) end,
}
"""
SNIPPET = {"label": "return ...", "insertText": "return ${1:value}", "insertTextFormat": 2}
EDIT = {"label": "ret", "textEdit": {"newText": "return"}}


@pytest.mark.parametrize("plugin", [BLINK, CMP], ids=["blink.cmp", "nvim-cmp"])
def test_ghost_text_hides_from_a_plugins_menu_unless_it_agrees(tmp_path: Path, plugin: str) -> None:
    with companion(tmp_path, ScriptedChat(GHOST, forever=hang()), UNFINISHED) as nvim:
        nvim.lua(plugin)
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("re")
        nvim.wait_until("less is left", lambda: nvim.ghost_text() == "turn alpha + b")
        for item, is_shown in [(None, False), ({"label": "raise"}, False), (EDIT, True), (SNIPPET, True)]:
            nvim.lua("_G.menu.open(...)", item)
            assert bool(nvim.ghost_text()) is is_shown, item
        nvim.lua("_G.menu.select(...)", {"label": "rest"})
        assert not nvim.ghost_text()
        nvim.lua("_G.menu.close()")
        assert nvim.ghost_text() == "turn alpha + b"
        nvim.lua("package.loaded['blink.cmp'], package.loaded.cmp = {}, {}; _G.menu.open({})")
        nvim.press("t")
        nvim.wait_until("the key is typed", lambda: "ret\n" in nvim.text())
        assert "E5108" not in nvim.messages()


@older_too
def test_ghost_text_hides_from_neovims_menu_unless_it_agrees(tmp_path: Path, binary: Path) -> None:
    source = f"{UNFINISHED}\n# retry return\n"
    with companion(tmp_path, ScriptedChat(GHOST, forever=hang()), source, binary=binary) as nvim:
        nvim.lua("vim.o.completeopt = 'menuone,noinsert'; vim.o.complete = '.'")
        nvim.press("jAre")
        nvim.wait_until("ghost text", lambda: nvim.ghost_text() == "turn alpha + b")
        nvim.press("<C-n>")
        nvim.wait_until("another word is selected", lambda: not nvim.ghost_text())
        nvim.press("<C-n>")
        nvim.wait_until("the same word is selected", lambda: nvim.ghost_text() == " alpha + b")
        nvim.press("<C-e>")
        nvim.wait_until("the menu is gone", lambda: nvim.lua("return vim.fn.pumvisible()") == 0)
        nvim.wait_until("ghost text is back", lambda: nvim.ghost_text() == "turn alpha + b")
