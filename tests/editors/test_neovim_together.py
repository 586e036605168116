"""Where several things come together in a real Neovim: nothing breaks or costs a key."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    GO_TO_ADD,
    SOURCE,
    arrives,
    becomes,
    companion,
    older_too,
    streaming,
)
from tests.support.neovim_edits import is_told, value, waiting
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

NEW = "def add(a, b):\n    # the sum\n    return b + a"
N_WINDOWS = "#vim.api.nvim_tabpage_list_wins(0)"
PAGE = "vim.fn.getbufline('ptlsp://Explain', 1, '$')"
PLACE = "{ vim.fn.expand('%:t'), vim.fn.line('.') }"
MODE = "vim.api.nvim_get_mode().mode"
LATE_MENU = """
vim.ui.select = function(choices, options, on_choice)
  CHOOSE = function(title)
    for _, choice in ipairs(choices) do
      if options.format_item(choice) == title then vim.schedule(function() on_choice(choice) end) end
    end
  end
end
"""
RESTORED = """
vim.cmd('silent %bwipeout!')
vim.cmd.edit(...)
local old_text = ('ptlsp://before/%d/sample.py'):format(vim.api.nvim_get_current_buf())
for _, name in ipairs({ 'ptlsp://Explain', old_text }) do
  vim.cmd('new | file ' .. name .. ' | wincmd p')
end
"""


def is_at_ease(nvim: Neovim) -> None:
    """Nothing has failed, and no key is waited for."""
    assert not value(nvim, "vim.api.nvim_get_mode().blocking")
    assert "traceback" not in nvim.messages()
    assert "E5108" not in nvim.messages()


def said(nvim: Neovim, words: str) -> None:
    nvim.wait_until(f"it is said: {words}", lambda: words in nvim.messages())


def has_windows(nvim: Neovim, count: int) -> None:
    nvim.wait_until(f"there are {count} windows", lambda: value(nvim, N_WINDOWS) == count)


def came_back(nvim: Neovim) -> None:
    """Wait until the edit was gone and waits again; that may be so before anybody has seen it gone."""

    def is_back() -> bool:
        told = value(nvim, "STATES")
        return "gone" in told and told[-1] == "pending"

    nvim.wait_until("it has come back", is_back)


@contextmanager
def menu(folder: Path) -> Iterator[Neovim]:
    """A Neovim with a pending edit and an open menu, which the test answers by `CHOOSE`."""
    with waiting(folder, NEW) as nvim:
        nvim.show_screen()
        nvim.lua(LATE_MENU)
        nvim.press(":Pt<CR>")
        nvim.wait_until("the menu is open", lambda: value(nvim, "CHOOSE ~= nil"))
        yield nvim


def test_a_sentence_longer_than_the_screen_is_shortened(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat()) as nvim:
        nvim.show_screen()
        nvim.press(f":Pt accept {'é' * 3000}<CR>")
        said(nvim, "é ...")
        is_at_ease(nvim)
        nvim.lua("require('pt_lsp.notice').tell('one\\0two')")
        said(nvim, "one two")


@older_too
def test_windows_that_a_session_has_restored_are_in_no_pages_way(tmp_path: Path, binary: Path) -> None:
    with companion(tmp_path, ScriptedChat(NEW, "A sum."), binary=binary, completes=False) as nvim:
        nvim.lua(RESTORED, str(tmp_path / "sample.py"))
        nvim.wait_until("it is served", nvim.is_attached)
        nvim.press(f"{GO_TO_ADD}:Pt edit swap them<CR>")
        arrives(nvim, "# the sum")
        nvim.press(":Pt diff<CR>")
        has_windows(nvim, 3)
        nvim.press(":Pt explain<CR>")
        nvim.wait_until(
            "it is explained", lambda: "A sum." in value(nvim, "vim.fn.getbufline('ptlsp://Explain', 1, '$')")
        )
        is_at_ease(nvim)
        assert value(nvim, N_WINDOWS) == 3


def test_old_text_is_shown_where_no_new_buffer_can_be_modified(tmp_path: Path) -> None:
    with waiting(tmp_path, NEW) as nvim:
        nvim.press(":set nomodifiable<CR>:Pt diff<CR>")
        has_windows(nvim, 2)
        is_at_ease(nvim)


@older_too
def test_a_link_is_followed_from_beside_a_buffer_that_cannot_be_left(tmp_path: Path, binary: Path) -> None:
    (tmp_path / "other.py").write_text("x = 1\ny = 2\n", encoding="utf-8")
    with companion(tmp_path, ScriptedChat("See other.py:2"), binary=binary, completes=False) as nvim:
        nvim.show_screen()
        nvim.lua("vim.o.hidden = false")
        nvim.press("Goz = 3<Esc>:Pt explain<CR>")
        has_windows(nvim, 2)
        nvim.press("<C-w>l")
        # A link of the server's where the index has come to the file by then; it leads there either way.
        nvim.wait_until("the page is full", lambda: nvim.text().endswith(("other.py:2", "(other.py#L2)")))
        nvim.press("$<CR>")
        nvim.wait_until(
            "it is there",
            lambda: value(nvim, "{ vim.fn.expand('%:t'), vim.fn.line('.') }") == ["other.py", 2],
        )
        is_at_ease(nvim)
        assert value(nvim, N_WINDOWS) == 3


@older_too
def test_what_runs_in_another_workspace_folder_is_stopped_too(tmp_path: Path, binary: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with streaming(tmp_path, binary) as (nvim, _, _):
        nvim.lua("vim.lsp.config('pt_lsp', { root_dir = ... })", str(other))
        nvim.open(other / "mine.py")
        assert value(nvim, "#vim.lsp.get_clients({ name = 'pt_lsp' })") == 2
        nvim.press(":Pt cancel<CR>")
        nvim.press(":buffer sample.py<CR>")
        becomes(nvim, SOURCE.removesuffix("\n"))
        is_at_ease(nvim)


@older_too
def test_where_windows_take_all_the_room_pages_float_and_a_diff_says_so(tmp_path: Path, binary: Path) -> None:
    with waiting(tmp_path, NEW, binary=binary) as nvim:
        nvim.show_screen()
        nvim.lua("vim.o.winminwidth = 20; while pcall(vim.cmd.vsplit) do end")
        nvim.lua("vim.o.winheight = 9; vim.o.winminheight = 9; while pcall(vim.cmd.split) do end")
        n_windows = value(nvim, N_WINDOWS)
        nvim.press(":Pt diff<CR>")
        said(nvim, "There is no room for a window beside this one.")
        nvim.press(":Pt stats<CR>")
        has_windows(nvim, n_windows + 1)
        nvim.lua("vim.g.pt_lsp_cmd = { 'false' }")
        nvim.press(":Pt login<CR>")
        has_windows(nvim, n_windows + 2)
        is_at_ease(nvim)


@older_too
def test_ctrl_c_in_the_menu_chooses_nothing(tmp_path: Path, binary: Path) -> None:
    with companion(tmp_path, ScriptedChat(), binary=binary, completes=False) as nvim:
        nvim.show_screen()
        nvim.press(":Pt<CR>")
        nvim.wait_until("the menu is open", lambda: value(nvim, MODE) == "c")
        nvim.press("<C-c>")
        nvim.wait_until("it is closed", lambda: value(nvim, MODE) == "n")
        is_at_ease(nvim)


def test_a_choice_that_comes_late_says_so_where_the_buffer_is_gone(tmp_path: Path) -> None:
    with menu(tmp_path) as nvim:
        nvim.press(":bwipeout!<CR>")
        is_told(nvim, "gone")
        nvim.lua("CHOOSE('Reject Edit')")
        said(nvim, "What this menu was for is not there any more.")
        is_at_ease(nvim)


def test_a_choice_that_comes_late_is_carried_out_by_the_server_that_lives_then(tmp_path: Path) -> None:
    with menu(tmp_path) as nvim:
        nvim.press(":Pt restart<CR>")
        came_back(nvim)
        nvim.lua("CHOOSE('Reject Edit')")
        is_told(nvim, "rejected")
        is_at_ease(nvim)


@older_too
def test_a_diff_that_ends_during_the_command_line_window_is_closed_after_it(
    tmp_path: Path, binary: Path
) -> None:
    with streaming(tmp_path, binary) as (nvim, _, _):
        nvim.show_screen()
        nvim.press(":Pt diff<CR>")
        has_windows(nvim, 2)
        nvim.press("q:")
        has_windows(nvim, 3)
        (pid,) = nvim.lua("return vim.api.nvim_get_proc_children(vim.fn.getpid())")
        os.kill(pid, signal.SIGKILL)
        said(nvim, "has died")
        nvim.press(":quit<CR>")
        has_windows(nvim, 1)
        is_at_ease(nvim)
