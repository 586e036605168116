"""What ghost text looks like on the screen of real Neovims, at the first look after a key."""

from pathlib import Path
from typing import cast

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import companion, older_too
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

UNFINISHED = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"
FORESEEN = "    return alpha + b"
SCREEN = """
local rows = {}
for row = 1, vim.o.lines do
  local cells = {}
  for column = 1, vim.o.columns do table.insert(cells, vim.fn.screenstring(row, column)) end
  rows[row] = (table.concat(cells):gsub('%s+$', ''))
end
return { rows, vim.api.nvim_get_current_line(), vim.api.nvim_win_get_cursor(0), vim.api.nvim_get_mode().mode }
"""
DRAW = """
local item, line, column, insert_text, last = require('pt_lsp.completion.item'), ...
vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'above', line, 'below' })
local place = { bufnr = vim.api.nvim_get_current_buf(), row = 1, column = column }
place.before, place.behind = line:sub(1, column), line:sub(column + 1)
vim.api.nvim_win_set_cursor(0, { 2, column })
local range = { start = { line = 1, character = column }, ['end'] = { line = 1, character = last } }
local read = assert(item.read({ insertText = insert_text, range = range }, line, place, 'utf-8'))
require('pt_lsp.completion.drawing').draw(place, assert(item.rest(read, place.before, place.behind)))
vim.cmd.redraw()
"""


def rows_of(nvim: Neovim) -> list[str]:
    """The lines of the screen."""
    return cast("list[str]", nvim.lua(SCREEN)[0])


def row_after(nvim: Neovim, keys: str, line: str, row: int = 2) -> str:
    """A line of the screen at the first look at which the keys have made the cursor's line read so."""
    nvim.press(keys)

    def look() -> str:
        rows, seen, _, _ = nvim.lua(SCREEN)
        return cast("str", rows[row - 1]) if seen == line else ""

    return nvim.wait_until(f"{line!r} stands there", look)


@older_too
def test_a_key_shortens_ghost_text_or_hides_it_before_the_screen_is_drawn(
    tmp_path: Path, binary: Path
) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED, binary=binary) as nvim:
        nvim.press("jA")
        nvim.wait_until("ghost text", lambda: rows_of(nvim)[1] == FORESEEN)
        assert row_after(nvim, "r", "    r") == FORESEEN
        assert row_after(nvim, "eturn", "    return") == FORESEEN
        assert row_after(nvim, "x", "    returnx") == "    returnx"
        nvim.press("<BS>")
        nvim.wait_until("it is back", lambda: rows_of(nvim)[1] == FORESEEN)
        assert row_after(nvim, "<C-w>", "    ") in {"", FORESEEN}
        nvim.wait_until("it is back", lambda: rows_of(nvim)[1] == FORESEEN)
        nvim.press("<Esc>")
        nvim.wait_until("it is gone", lambda: not nvim.ghost_text())


DISTURBING = ["x", "<BS>", "<C-w>", "<C-u>", "<Left>", "<Home>", "<Up>", "<CR>", "<C-o>u", "<C-o>b"]


@older_too
def test_no_key_leaves_ghost_text_that_is_not_what_would_stand_there(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED, binary=binary) as nvim:
        for n, key in enumerate(DISTURBING):
            nvim.press("<Esc>")
            nvim.wait_until("nothing is typed", lambda: nvim.lua(SCREEN)[3] == "n")
            nvim.lua("vim.api.nvim_buf_set_lines(0, 0, -1, false, ...)", UNFINISHED.splitlines())
            nvim.press("2GA")
            nvim.wait_until("ghost text", lambda: rows_of(nvim)[1] == FORESEEN)
            nvim.press(f"{'return'[: n % 4]}{key}")
            for _ in range(3):
                rows, line, (row, column), _ = nvim.lua(SCREEN)
                wanted = {line.rstrip(), FORESEEN if FORESEEN.startswith(line[:column]) else ""}
                assert rows[row - 1] in wanted, key


@older_too
def test_ghost_text_pushes_what_stands_behind_the_cursor(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat("compute(items, ", forever=hang())
    source = "def f(items, rate):\n    value = items, rate)\n    return value\n"
    with companion(tmp_path, chat, source, binary=binary) as nvim:
        nvim.press("j0fii")
        nvim.wait_until("ghost text", nvim.ghost_text)
        assert rows_of(nvim)[1] == "    value = compute(items, rate)"
        nvim.press("<Tab>")
        nvim.wait_until("it is accepted", lambda: "compute(items, rate)" in nvim.text())


DRAWN = [
    ("f()", 2, "a, b)", 3, "", ["f(a, b)"]),
    ("f(): x", 2, "a): -> b: x", 6, "", ["f(a): -> b: x"]),
    ("f()", 2, "a, b):\n    return a", 3, "", ["f(a, b):", "    return a"]),
    ("f()", 2, "\n  a,\n)", 3, "", ["f()", "  a,", ")"]),
    ("\tx", 2, "y\tz\n\tend", 2, "vim.bo.tabstop = 4", ["    xy  z", "    end"]),
    ("漢", 3, "字\n" + "漢" * 70, 3, "", ["漢字", "漢" * 60, "漢" * 10]),
    ("x = ", 4, "word " * 30 + "end", 4, "", ["x = " + "word " * 23 + "w", "ord " + "word " * 6 + "end"]),
    (
        "x = ",
        4,
        "word " * 30 + "end",
        4,
        "vim.wo.wrap = false",
        ["x = " + "word " * 23, "word " * 7 + "end"],
    ),
]


@older_too
def test_what_is_drawn_is_all_there_and_looks_as_it_will(tmp_path: Path, binary: Path) -> None:
    with companion(tmp_path, ScriptedChat(), binary=binary, completes=False) as nvim:
        for line, column, text, last, setup, expected in DRAWN:
            nvim.lua("vim.wo.wrap = true; vim.bo.tabstop = 8;" + setup)
            nvim.lua(DRAW, line, column, text, last)
            wanted = ["above", *(each.rstrip() for each in expected), "below"]
            assert rows_of(nvim)[: len(wanted)] == wanted
