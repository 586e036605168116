"""Ghost text as an item in the menus of blink.cmp and nvim-cmp, which are faked: what they call of a source.

Both take LSP completion items, and move the end of an item's range as far as the cursor has come since
they asked. blink.cmp asks a source by `get_completions`, whose callback may come several times with more
items, and accepts by `execute`. nvim-cmp asks by `complete`, whose callback counts once, and calls `execute`
when the text is there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import HeldStream, companion, older_too
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

UNFINISHED = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"
GHOST = "return alpha + b"

ENGINE = """
_G.engine = { n_answers = 0, counted = {}, told = {} }
local column
local function cursor_column() return vim.api.nvim_win_get_cursor(0)[2] end
local function note(items)
  engine.n_answers, engine.items = engine.n_answers + 1, items
end
local function apply(edit)
  local first, last = edit.range.start, edit.range['end']
  local moved = cursor_column() - column
  local lines = vim.split(edit.newText, '\\n')
  local to = last.character + moved
  vim.api.nvim_buf_set_text(0, first.line, first.character, last.line, to, lines)
end
local function begin()
  engine.n_answers, engine.items, column = 0, {}, cursor_column()
end
local client = vim.lsp.get_clients({ name = 'pt_lsp' })[1]
if client then
  local execute = client.exec_cmd
  client.exec_cmd = function(self, command, context)
    table.insert(engine.counted, command.command)
    return execute(self, command, context)
  end
end
vim.api.nvim_create_autocmd('User', { pattern = 'PtLspCompletion', callback = function(args)
  table.insert(engine.told, args.data.kind .. ' ' .. args.data.text)
end })
"""
BLINK = """
local source = require('pt_lsp.completion.blink').new({}, {})
function engine.ask()
  begin()
  local all = {}
  engine.cancel = source:get_completions({}, function(response)
    note(vim.list_extend(all, vim.deepcopy(response.items)))
  end)
end
function engine.accept()
  local item = engine.items[1]
  source:execute({}, item, function() engine.is_done = true end, function() apply(item.textEdit) end)
end
engine.is_available = function() return source:enabled() end
"""
CMP = """
local source = require('pt_lsp.completion.cmp')
function engine.ask()
  begin()
  local is_called = false
  source:complete({ offset = 1, context = {} }, function(response)
    if not is_called then note(response.items or response) end
    is_called = true
  end)
end
function engine.accept()
  assert(source:get_position_encoding_kind() == 'utf-8')
  apply(engine.items[1].textEdit)
  source:execute(engine.items[1], function() engine.is_done = true end)
end
engine.is_available = function() return source:is_available() end
"""
OFFER = """
local item = { text = '    ' .. ..., column = 6, replaced = '', tail = '' }
require('pt_lsp.completion.offer').set({ bufnr = vim.fn.bufnr(), row = 1, items = { item }, index = 1 })
"""
either = pytest.mark.parametrize("engine", [BLINK, CMP], ids=["blink.cmp", "nvim-cmp"])


@contextmanager
def beside(
    engine: str, folder: Path, chat: ScriptedChat, source: str = UNFINISHED, **options: Any
) -> Iterator[Neovim]:
    with companion(folder, chat, source, **options) as nvim:
        nvim.lua(ENGINE + engine)
        yield nvim


def ask(nvim: Neovim) -> list[dict[str, Any]]:
    """The items that the engine has right after it has asked."""
    nvim.lua("engine.ask()")
    return items(nvim)


def items(nvim: Neovim) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = nvim.lua("return engine.items")
    return found


@older_too
@either
def test_ghost_text_is_an_item_that_is_asked_for_once_and_counted(
    tmp_path: Path, engine: str, binary: Path
) -> None:
    chat = ScriptedChat(GHOST, forever=hang())
    with beside(engine, tmp_path, chat, binary=binary) as nvim:
        assert nvim.lua("return engine.is_available()")
        nvim.press("jAre")
        nvim.wait_until("ghost text", lambda: nvim.ghost_text() == "turn alpha + b")
        (item,) = ask(nvim)
        assert item["label"] == item["filterText"] == GHOST
        assert (item["kind_name"], item["cmp"]["kind_text"]) == ("PowerTokens", "PowerTokens")
        assert "documentation" not in item
        nvim.press("tu")
        nvim.wait_until("less is left", lambda: nvim.ghost_text() == "rn alpha + b")
        assert len(ask(nvim)) == 1
        assert len(chat.requests) == 1
        nvim.lua("engine.accept()")
        assert nvim.text() == UNFINISHED.replace("    \n", f"    {GHOST}\n", 1).removesuffix("\n")
        assert nvim.lua("return engine.is_done")
        assert nvim.lua("return engine.counted") == ["ptLsp.completionAccepted"]
        assert nvim.lua("return engine.told[#engine.told]") == "accepted rn alpha + b"
        assert not nvim.ghost_text()


@either
def test_what_comes_late_fits_the_text_that_the_menu_asked_for(tmp_path: Path, engine: str) -> None:
    held = HeldStream()
    chat = ScriptedChat(held.step, forever=hang())
    with beside(engine, tmp_path, chat, "def add(alpha, b):\n    print('é', )\n") as nvim:
        nvim.press("j$ia")
        nvim.wait_until("the model is asked", lambda: len(chat.requests))
        assert ask(nvim) == []
        nvim.press("lp")
        nvim.wait_until("more is typed", lambda: "alp)" in nvim.text())
        held.finish("lpha, b + 1, b)")
        nvim.wait_until("an item has come", lambda: items(nvim))
        nvim.lua("engine.accept()")
        assert nvim.text().endswith("\n    print('é', alpha, b + 1, b)")
        assert len(chat.requests) == 1


@either
def test_lines_below_the_first_are_previewed_as_code_that_ends_where_they_do(
    tmp_path: Path, engine: str
) -> None:
    text = "result = alpha  # ````\n    return result"
    with beside(engine, tmp_path, ScriptedChat(), completes=False) as nvim:
        nvim.press("jAre")
        nvim.wait_until("it is typed", lambda: "re\n" in nvim.text())
        nvim.lua(OFFER, text)
        (item,) = ask(nvim)
        assert item["label"] == "result = alpha  # ````"
        assert item["textEdit"]["newText"] == text
        assert item["documentation"] == {"kind": "markdown", "value": f"`````python\n    {text}\n`````"}
        nvim.lua("engine.accept()")
        assert f"    {text}\n" in nvim.text()


@either
def test_a_menu_is_answered_where_there_is_nothing(tmp_path: Path, engine: str) -> None:
    chat = ScriptedChat(forever=hang())
    with beside(engine, tmp_path, chat) as nvim:
        nvim.lua("vim.b.pt_lsp_completion = false")
        nvim.press("jAre")
        assert ask(nvim) == []
        nvim.wait_until("it is known", lambda: nvim.lua("return engine.n_answers"))
        assert not chat.requests
        nvim.lua("vim.b.pt_lsp_completion = true")
        nvim.press("t")
        nvim.wait_until("the model is asked", lambda: len(chat.requests))
        assert ask(nvim) == []
        n_before = nvim.lua("return engine.n_answers")
        nvim.press("<Esc>")
        if engine is CMP:
            nvim.wait_until("that is the end", lambda: nvim.lua("return engine.n_answers") > n_before)
        assert items(nvim) == []
        nvim.lua("vim.cmd.enew()")
        assert not nvim.lua("return engine.is_available()")
