"""Going through hunks in a real Neovim with our companion: keys, ranges, text object, list and diff."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import NVIM, Neovim
from tests.support.neovim_companion import becomes, companion, is_answered, older_too, streaming
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
LIST = """
local list = vim.fn.getqflist({ items = 0, title = 0, idx = 0 })
local items = vim.tbl_map(function(item)
  return { vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr)), item.lnum, item.text }
end, list.items)
return { list.title, list.idx, items }
"""
DIFF = """
local windows = {}
for _, window in ipairs(vim.api.nvim_list_wins()) do
  local bufnr = vim.api.nvim_win_get_buf(window)
  local lines = vim.api.nvim_buf_get_lines(bufnr, 0, -1, true)
  table.insert(windows, {
    text = table.concat(lines, '\\n'),
    diff = vim.wo[window].diff,
    filetype = vim.bo[bufnr].filetype,
    modifiable = vim.bo[bufnr].modifiable,
    focus = window == vim.api.nvim_get_current_win(),
  })
end
return windows
"""
FOCUS_LEFT = "vim.cmd.wincmd('h')"


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
        is_answered(nvim)  # a verdict is told before its command has ended, and that would be cancelled
        nvim.press(":Pt cancel<CR>")
        is_said(nvim, "Nothing is running.")


def test_all_edits_of_a_buffer_are_rejected_at_once_and_a_wrong_word_decides_none(tmp_path: Path) -> None:
    with two_edits(tmp_path) as nvim:
        nvim.press(":Pt reject everything<CR>")
        is_said(nvim, ':Pt reject takes "hunk", "all" or nothing')
        nvim.press(":Pt reject all<CR>")
        becomes(nvim, SOURCE.removesuffix("\n"))
        nvim.wait_until("nothing waits", lambda: nvim.lua(N_WAITING) == 0)


@older_too
def test_the_list_of_hunks_stays_true_while_it_is_the_current_one(tmp_path: Path, binary: Path) -> None:
    with two_edits(tmp_path, binary) as nvim:
        nvim.press(":Pt hunks<CR>")
        title, _, items = nvim.wait_until("it is listed", lambda: nvim.lua(LIST)[2] and nvim.lua(LIST))
        assert title == "PowerTokens: pending edits"
        assert [item[:2] for item in items] == [["sample.py", line] for line in ROWS]
        assert items[0][2].endswith(": + def one(b):")
        assert items[1][2].endswith(": - y = a")
        nvim.press(":cc 4<CR>:3Pt accept<CR>")
        nvim.wait_until("one is gone", lambda: len(nvim.lua(LIST)[2]) == 3)
        assert nvim.lua(LIST)[1] == 3
        assert nvim.lua("return vim.bo.buftype") == ""
        nvim.lua("vim.fn.setqflist({}, ' ', { title = 'mine' })")
        nvim.press(":Pt accept all<CR>")
        nvim.wait_until("nothing waits", lambda: nvim.lua(N_WAITING) == 0)
        assert nvim.lua(LIST)[0] == "mine"
        nvim.press(":Pt hunks<CR>")
        is_said(nvim, "There is no pending edit.")


def test_an_edit_that_was_stopped_is_listed_as_such_and_can_be_kept(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, _, _chat):
        nvim.lua(MAPS)
        nvim.press("/total = a<CR>A  # mine<Esc>")
        nvim.wait_until("it is stopped", lambda: "stopped" in nvim.lua("return vim.tbl_values(STATES)"))
        nvim.press(":Pt hunks<CR>")
        items = nvim.wait_until("it is listed", lambda: nvim.lua(LIST)[2])
        assert items[0][2].startswith("Stopped: ")
        nvim.press(":cfirst<CR>:Pt accept<CR>")
        nvim.wait_until("it is kept", lambda: "accepted" in nvim.lua("return vim.tbl_values(STATES)"))
        nvim.wait_until("the list is empty", lambda: not nvim.lua(LIST)[2])
        assert "    total = a  # mine\n    total += 0\n" in nvim.text()


def sides(nvim: Neovim) -> Any:
    """The old text's window and the user's, while the diff is open."""
    windows = nvim.lua(DIFF)
    return windows if len(windows) == 2 and all(window["diff"] for window in windows) else None


def is_closed(nvim: Neovim) -> None:
    nvim.wait_until("the diff is closed", lambda: [window["diff"] for window in nvim.lua(DIFF)] == [False])


@older_too
def test_the_old_text_stands_beside_the_buffer_and_follows_typing_and_verdicts(
    tmp_path: Path, binary: Path
) -> None:
    with two_edits(tmp_path, binary) as nvim:
        nvim.press(":Pt diff<CR>")
        old, new = nvim.wait_until("it is shown", lambda: sides(nvim))
        assert (old["text"], new["text"]) == (SOURCE.removesuffix("\n"), NOW)
        assert (old["filetype"], old["modifiable"], new["focus"]) == ("python", False, True)
        nvim.press("ggO# mine<Esc>Go# too<Esc>:4Pt accept<CR>")
        before = SOURCE.replace("    y = a\n", "")
        wanted = f"# mine\n{before}# too"
        nvim.wait_until("it follows", lambda: (sides(nvim) or [{}])[0].get("text") == wanted)
        nvim.press(":Pt accept all<CR>")
        is_closed(nvim)
        nvim.press(":Pt diff<CR>")
        is_said(nvim, "There is no pending edit here.")
        assert nvim.text() == f"# mine\n{NOW}\n# too"


def test_a_diff_is_closed_by_a_key_by_its_command_and_with_either_window(tmp_path: Path) -> None:
    with two_edits(tmp_path) as nvim:
        for leave in (":Pt diff<CR>", "<C-w>hq", "<C-w>h:q<CR>", ":only<CR>", ":edit other.py<CR>"):
            nvim.press(":Pt diff<CR>")
            nvim.wait_until("it is shown", lambda: sides(nvim))
            nvim.press(leave)
            is_closed(nvim)
        nvim.press(":buffer sample.py<CR>:diffthis<CR>:Pt diff<CR>")
        is_said(nvim, "This window shows another diff")
