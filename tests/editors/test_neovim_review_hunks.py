"""Going through hunks in a real Neovim with our companion: keys, ranges and the text object."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.editors import NVIM, Neovim
from tests.support.neovim_companion import becomes, companion, older_too
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

FIRST = "def one(a):\n    x = 1\n    y = a\n    z = 3\n    return a\n"
SECOND = "def two(a):\n    return a\n"
SOURCE = f"{FIRST}\n\n{SECOND}\n\nEND = 0\n"
NEW_FIRST = "def one(b):\n    x = 1\n    z = 3\n    return b\n"
NEW_SECOND = "def two(a):\n    return 2\n"
NOW = f"{NEW_FIRST}\n\n{NEW_SECOND}\n\nEND = 0"
ROWS = [1, 3, 4, 8]
"""Lines on which the hunks begin; the second only takes a line away."""

MAPS = """
local review = require('pt_lsp.review')
vim.keymap.set({ 'n', 'x' }, ']h', review.next_hunk)
vim.keymap.set({ 'n', 'x' }, '[h', review.previous_hunk)
vim.keymap.set({ 'o', 'x' }, 'ih', review.select_hunk)
vim.keymap.set('x', 'A', function() require('pt_lsp').accept() end)
STATES = {}
vim.api.nvim_create_autocmd('User', {
  pattern = 'PtLspEdit',
  callback = function(args) STATES[args.data.editId] = args.data.state end,
})
"""
N_WAITING = """
local states = vim.tbl_values(STATES)
return #vim.tbl_filter(function(state) return state == 'pending' end, states)
"""
LINE = "return vim.fn.line('.')"
MODE = "return vim.api.nvim_get_mode().mode"


@contextmanager
def two_edits(folder: Path, binary: Path = NVIM) -> Iterator[Neovim]:
    """A Neovim in whose buffer two edits wait: one of three hunks, one of one."""
    answers = ScriptedChat(NEW_FIRST, NEW_SECOND)
    with companion(folder, answers, SOURCE, binary=binary, completes=False) as nvim:
        nvim.lua(MAPS)
        nvim.press(":1,5Pt edit rename<CR>")
        nvim.wait_until("the first waits", lambda: nvim.lua(N_WAITING) == 1)
        nvim.press(":7,8Pt edit two<CR>")
        nvim.wait_until("both wait", lambda: nvim.lua(N_WAITING) == 2)
        assert nvim.text() == NOW
        yield nvim


def is_said(nvim: Neovim, sentence: str) -> None:
    nvim.wait_until(sentence, lambda: sentence in nvim.messages())
    nvim.lua("vim.cmd.messages('clear')")


def is_on(nvim: Neovim, keys: str, line: int) -> None:
    nvim.press(keys)
    nvim.wait_until(f"{keys} leads to {line}", lambda: nvim.lua(LINE) == line)


@older_too
def test_one_goes_from_hunk_to_hunk_over_all_edits_around_the_end_and_back(
    tmp_path: Path, binary: Path
) -> None:
    with two_edits(tmp_path, binary) as nvim:
        nvim.press("G:set foldmethod=indent<CR>zM")
        for line in ROWS:
            is_on(nvim, "]h", line)
        assert nvim.lua("return vim.fn.foldclosed('.')") == -1
        is_on(nvim, "]h", ROWS[0])
        is_on(nvim, "3]h", ROWS[3])
        is_on(nvim, "2[h", ROWS[1])
        is_on(nvim, "<C-o>", ROWS[3])
        is_on(nvim, "6G[h", ROWS[2])
        is_on(nvim, "gg[h", ROWS[3])
        is_on(nvim, ":Pt next<CR>", ROWS[0])
        is_on(nvim, ":Pt previous<CR>", ROWS[3])
        nvim.press(":Pt accept all<CR>")
        nvim.wait_until("nothing waits", lambda: nvim.lua(N_WAITING) == 0)
        nvim.press("]h")
        is_said(nvim, "There is no pending edit here.")


@older_too
def test_a_hunk_is_a_text_object_of_whole_lines(tmp_path: Path, binary: Path) -> None:
    with two_edits(tmp_path, binary) as nvim:
        nvim.press("8G$yih")
        nvim.wait_until("it is yanked", lambda: nvim.lua("return vim.fn.getreg()") == "    return 2\n")
        nvim.press("gglvih")
        nvim.wait_until("it is selected", lambda: nvim.lua(MODE) == "V")
        nvim.press("<Esc>3Gcih")
        is_said(nvim, "This hunk only takes lines away")
        nvim.press("6Gcih")
        is_said(nvim, "There is no pending edit here.")
        assert nvim.lua(MODE) == "n"
        assert nvim.text() == NOW
        nvim.press("8Gdih")
        becomes(nvim, NOW.replace("    return 2\n", ""))


@older_too
def test_a_range_decides_the_hunks_in_it_and_a_selection_too(tmp_path: Path, binary: Path) -> None:
    with two_edits(tmp_path, binary) as nvim:
        nvim.press(":5,6Pt reject<CR>")
        is_said(nvim, "No hunk is in these lines.")
        nvim.press(":3,8Pt reject<CR>")
        becomes(nvim, SOURCE.replace("def one(a)", "def one(b)").removesuffix("\n"))
        nvim.press("ggVA")
        nvim.wait_until("nothing waits", lambda: nvim.lua(N_WAITING) == 0)
        assert nvim.lua(MODE) == "n"
        nvim.press(":Pt accept<CR>")
        is_said(nvim, "There is nothing to accept.")
        nvim.press(":Pt reject all<CR>")
        is_said(nvim, "There is nothing to reject.")
        nvim.press(":Pt retry<CR>")
        is_said(nvim, "There is nothing to ask for again.")
        nvim.press(":Pt cancel<CR>")
        is_said(nvim, "Nothing is running.")


def test_all_edits_of_a_buffer_are_rejected_at_once_and_a_wrong_word_decides_none(tmp_path: Path) -> None:
    with two_edits(tmp_path) as nvim:
        nvim.press(":Pt reject everything<CR>")
        is_said(nvim, ':Pt reject takes "hunk", "all" or nothing')
        nvim.press(":Pt reject all<CR>")
        becomes(nvim, SOURCE.removesuffix("\n"))
        nvim.wait_until("nothing waits", lambda: nvim.lua(N_WAITING) == 0)
