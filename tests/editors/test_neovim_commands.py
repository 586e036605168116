"""`:Pt` in a real Neovim with our companion: its menu, its completion, its answers to what cannot be done."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import TIMEOUT_S, Neovim, neovim
from tests.support.neovim_companion import (
    ABOVE,
    BELOW,
    GO_TO_ADD,
    INIT,
    PLUGIN,
    SERVER,
    SOURCE,
    HeldStream,
    arrives,
    becomes,
    companion,
    is_ready,
    older_too,
)
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

NEW = "def add(a, b):\n    return b + a"
MODEL_S = 3 * TIMEOUT_S
"""For a real model that has but a share of a slow machine."""
CHOOSE_IN_THE_HAND = """
vim.ui.select = function(choices, options, on_choice)
  MENU = vim.tbl_map(options.format_item, choices)
  CHOOSE = function(title)
    on_choice(vim.iter(choices):find(function(choice) return choice.title == title end))
  end
end
"""
WAIT_FOR_OFFERS = """
local defer_fn = vim.defer_fn
vim.defer_fn = function(act, ms)
  local is_of_menu = debug.getinfo(2, 'S').source:find('command/offers.lua', 1, true)
  return defer_fn(act, is_of_menu and 60 * ms or ms)
end
"""
"""Has the menu wait for what the server offers, however slow the machine is."""
EXPLAINED = """
local bufnr = vim.fn.bufnr('ptlsp://Explain')
return bufnr > 0 and table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, true), '\\n') or ''
"""
REPORT_A_PROBLEM = """
local namespace = vim.api.nvim_create_namespace('test')
vim.diagnostic.set(namespace, 0, { { lnum = 4, col = 4, end_lnum = 4, end_col = 9, message = 'b is wrong' } })
"""


def menu(nvim: Neovim, keys: str) -> Any:
    """The titles of the menu that these keys bring up."""
    nvim.lua("MENU = nil")
    nvim.press(keys)
    return nvim.wait_until("a menu is open", lambda: nvim.lua("return MENU"))


def is_told(nvim: Neovim, sentence: str, timeout_s: float = TIMEOUT_S) -> None:
    nvim.wait_until(f"{sentence!r} is told", lambda: sentence in nvim.messages(), timeout_s)


@older_too
def test_the_menu_lists_what_fits_here_best_first_and_nothing_else(tmp_path: Path, binary: Path) -> None:
    held = HeldStream()
    with companion(tmp_path, ScriptedChat(held.step), completes=False, binary=binary) as nvim:
        is_ready(nvim)
        nvim.lua(WAIT_FOR_OFFERS)
        nvim.lua(CHOOSE_IN_THE_HAND)
        on_code = ["Document", "Simplify", "Add Types", "Write Tests", "Explain"]
        shown = menu(nvim, f"{GO_TO_ADD}:Pt<CR>")
        assert shown[:7] == ["Rewrite...", "Generate Here...", *on_code]
        assert {"Why No Completion?", "Show What Was Sent", "Status"} <= set(shown)
        assert not {"Accept Edit", "Reject Edit", "Ask Again", "Cancel", "Fix"} & set(shown)
        assert menu(nvim, "Vj:Pt<CR>") == ["Rewrite...", *on_code, "Review"]
        nvim.lua(REPORT_A_PROBLEM)
        assert "Fix" in menu(nvim, ":Pt<CR>")
        assert menu(nvim, "j:Pt<CR>")[2] == "Fix: b is wrong"
        nvim.press(":Pt<CR>")
        nvim.lua("CHOOSE('Simplify')")
        held.send(f"```python\n{NEW}\n")
        arrives(nvim, "b + a")
        assert menu(nvim, ":Pt<CR>")[0] == "Cancel"
        held.finish("```")
        is_ready(nvim)
        assert menu(nvim, ":Pt<CR>")[:4] == ["Accept Edit", "Reject Edit", "Ask Again", "Next Hunk"]
        nvim.lua("CHOOSE('Reject Edit')")
        becomes(nvim, SOURCE.removesuffix("\n"))
        assert nvim.messages() == ""


def test_the_menu_works_from_visual_mode_and_in_neovims_own_list(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat(NEW), completes=False) as nvim:
        is_ready(nvim)
        nvim.lua(WAIT_FOR_OFFERS)
        nvim.lua("vim.keymap.set('x', 'gm', '<Cmd>Pt<CR>')")
        nvim.press("4GVjgm")
        nvim.wait_until(
            "the list is there", lambda: nvim.lua("return vim.api.nvim_get_mode().mode")[0] in "cr"
        )
        nvim.press("3<CR>")
        becomes(nvim, f"{ABOVE}{NEW}{BELOW}")


@pytest.mark.usefixtures("servers_from_nothing")
def test_the_menu_opens_where_the_server_hangs_and_lists_nothing_that_needs_one_where_none_is(
    tmp_path: Path,
) -> None:
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        is_ready(nvim)
        nvim.lua(CHOOSE_IN_THE_HAND)
        (server,) = nvim.lua("return vim.api.nvim_get_proc_children(vim.fn.getpid())")
        os.kill(server, signal.SIGSTOP)
        try:
            assert "Rewrite..." in menu(nvim, ":Pt<CR>")
        finally:
            os.kill(server, signal.SIGCONT)
        nvim.lua("vim.cmd.enew() vim.bo.buftype = 'nofile' MENU = {}")
        nvim.press(":Pt<CR>:let g:done = 1<CR>")
        nvim.wait_until("it is through", lambda: nvim.lua("return vim.g.done == 1"))
        assert not {"Rewrite...", "Explain", "Accept Edit", "Show What Was Sent"} & set(
            nvim.lua("return MENU")
        )


def test_subcommands_and_their_words_are_completed_without_a_server(tmp_path: Path) -> None:
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    init = INIT.replace("vim.lsp.enable('pt_lsp')", "")
    with neovim(tmp_path, SERVER, {}, environment, init=init) as nvim:
        assert nvim.lua("return vim.fn.getcompletion('Pt ac', 'cmdline')") == ["accept", "action"]
        assert nvim.lua("return vim.fn.getcompletion('Pt ct', 'cmdline')") == []
        assert "hunk" in nvim.lua("return vim.fn.getcompletion('Pt accept ', 'cmdline')")
        assert nvim.lua("return vim.fn.getcompletion('Pt nonsense ', 'cmdline')") == []
        assert nvim.lua("return package.loaded['pt_lsp.asking'] == nil")


def test_a_subcommand_that_is_not_known_is_told_with_those_that_may_have_been_meant(tmp_path: Path) -> None:
    sentences = {
        "exlpain": "did you mean explain?",
        "re": "reject or ",
        "Edit": "did you mean edit?",
        "zzzzzz": "press <Tab> after :Pt",
    }
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        for words, sentence in sentences.items():
            nvim.press(f":Pt {words}<CR>")
            is_told(nvim, f'"{words}"; ')
            assert sentence in nvim.messages().split("\n")[-1]


def test_nothing_is_asked_from_windows_without_code(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        is_ready(nvim)
        nvim.press("q:")
        nvim.wait_until("the window is there", lambda: nvim.lua("return vim.fn.getcmdwintype()") == ":")
        nvim.press(":Pt explain<CR>")
        is_told(nvim, "Leave the command-line window first.")
        nvim.press(":quit<CR>:new<CR>:setlocal buftype=nofile<CR>:Pt edit this<CR>")
        is_told(nvim, "There is no code in this window")
        assert nvim.lua("return vim.fn.execute('messages')").count("\n") <= 3


def test_the_embedded_model_answers_until_it_is_told_to_end(tmp_path: Path) -> None:
    chat = ScriptedChat("It adds, says the endpoint.")
    with companion(tmp_path, chat, completes=False) as nvim:
        is_ready(nvim)
        nvim.press(":Pt try off<CR>")
        is_told(nvim, "The embedded model does not run.")
        nvim.press("ggO# not saved<Esc>:Pt try<CR>")
        is_told(nvim, "The embedded model answers until Neovim ends or :Pt try off.", MODEL_S)
        nvim.wait_until("the server is back", nvim.is_attached)
        nvim.press("5G:Pt explain<CR>")
        nvim.wait_until("it answers", lambda: len(nvim.lua(EXPLAINED)) > len("Asking ..."), MODEL_S)
        assert chat.requests == []
        nvim.press(":Pt try off<CR>")
        is_told(nvim, "The endpoint that is configured answers again.")
        nvim.wait_until("the server is back", nvim.is_attached)
        nvim.press(":Pt explain<CR>")
        nvim.wait_until("the endpoint answers", lambda: "says the endpoint" in nvim.lua(EXPLAINED))
        assert nvim.text().startswith("# not saved\nimport os")


def test_an_embedded_model_that_does_not_start_is_told_of_in_one_sentence(tmp_path: Path) -> None:
    use = "vim.lsp.config('pt_lsp', { cmd = { ... } })"
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        is_ready(nvim)
        nvim.lua(use, "no-such-pt-lsp")
        nvim.press(":Pt try<CR>")
        is_told(nvim, "The server command is not found; :checkhealth pt_lsp says what to do.")
        nvim.lua(use, "sh", "-c", "echo 'pt-lsp: It needs a package.' >&2; exit 1")
        nvim.press(":Pt try<CR>")
        nvim.wait_until("it is told", lambda: nvim.messages().endswith("\nIt needs a package."))
        assert nvim.is_attached()
