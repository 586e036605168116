"""Asking in a real Neovim with our companion: what is meant, and the input for an instruction."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    ABOVE,
    BELOW,
    GO_TO_ADD,
    SOURCE,
    becomes,
    companion,
    is_ready,
    older_too,
)
from tests.support.scripted_chat import ScriptedChat, status

pytestmark = pytest.mark.editor

NEW = "def add(a, b):\n    return b + a"
ASK_IN_THE_HAND = """
ASKED = {}
vim.ui.input = function(options, on_words)
  table.insert(ASKED, {
    prompt = options.prompt,
    mode = vim.api.nvim_get_mode().mode,
    answer = on_words,
  })
end
for _, mode in ipairs({ 'n', 'x' }) do
  vim.keymap.set(mode, 'gl', function() require('pt_lsp').edit() end)
  vim.keymap.set(mode, 'gc', '<Cmd>Pt edit<CR>')
end
"""
PROMPTS = "return vim.tbl_map(function(asked) return asked.prompt .. '|' .. asked.mode end, ASKED)"
MARKED = """
local namespace = vim.api.nvim_get_namespaces()['pt_lsp.asking']
return vim.tbl_map(function(mark)
  return { mark[2], mark[4].end_row or mark[2] }
end, vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true }))
"""


@contextmanager
def asking(folder: Path, *answers: str) -> Iterator[tuple[Neovim, ScriptedChat]]:
    """A Neovim whose inputs stay open until the test answers them."""
    chat = ScriptedChat(*answers)
    with companion(folder, chat, completes=False) as nvim:
        is_ready(nvim)
        nvim.lua(ASK_IN_THE_HAND)
        yield nvim, chat


def opens(nvim: Neovim, number: int) -> str:
    """The prompt of that input, with the mode that it came up in."""
    prompts: list[str] = nvim.wait_until(
        f"input {number} is open", lambda: (told := nvim.lua(PROMPTS))[number - 1 :] and told
    )
    return prompts[number - 1]


def answer(nvim: Neovim, words: str | None) -> None:
    """Answer the input that came up last."""
    nvim.lua("local words = ... ASKED[#ASKED].answer(words ~= vim.NIL and words or nil)", words)


def marked(nvim: Neovim) -> Any:
    """The first and the last row of what is marked, for each mark."""
    return nvim.lua(MARKED)


def test_what_is_selected_in_whatever_way_is_meant_as_lines_and_visual_mode_ends(tmp_path: Path) -> None:
    selections = [
        "4GVjgl",
        "5Gllvkgl",
        "4G<C-v>jlgl",
        "4GVjgc",
        "5Gvkgc",
        "4GVj:Pt edit<CR>",
        "4G2:Pt edit<CR>",
    ]
    with asking(tmp_path) as (nvim, chat):
        for number, keys in enumerate(selections, 1):
            nvim.press(keys)
            assert opens(nvim, number) == "Rewrite lines 4-5: |n", keys
            assert marked(nvim) == [[3, 4]], keys
            answer(nvim, None)
            assert marked(nvim) == [], keys
        nvim.press("5Ggl")
        assert opens(nvim, len(selections) + 1) == "Rewrite around line 5: |n"
        answer(nvim, "")
        nvim.press(":split<CR>8G<C-w>j:Pt edit<CR>")
        assert opens(nvim, len(selections) + 2) == "Rewrite around line 5: |n"
        answer(nvim, None)
        nvim.press("7G:Pt generate<CR>")
        assert opens(nvim, len(selections) + 3) == "Generate at line 7: |n"
        assert chat.requests == []
        assert nvim.messages() == ""


@older_too
def test_the_place_follows_the_text_while_the_input_is_open(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat(NEW)
    with companion(tmp_path, chat, completes=False, binary=binary) as nvim:
        is_ready(nvim)
        nvim.lua(ASK_IN_THE_HAND)
        nvim.press("4GVjgl")
        opens(nvim, 1)
        nvim.press("ggO# mine<CR># mine too<Esc>G")
        nvim.wait_until("lines have come", lambda: "mine too" in nvim.text())
        assert marked(nvim) == [[5, 6]]
        answer(nvim, "swap them")
        becomes(nvim, f"# mine\n# mine too\n{ABOVE}{NEW}{BELOW}")
        assert "swap them" in chat.requests[-1].text


def test_buffer_0_is_the_one_that_was_current_when_it_was_asked_for(tmp_path: Path) -> None:
    with asking(tmp_path, NEW) as (nvim, _):
        nvim.lua("vim.keymap.set('x', 'g0', function() require('pt_lsp').edit(nil, { bufnr = 0 }) end)")
        nvim.press("4GVjg0")
        assert opens(nvim, 1) == "Rewrite lines 4-5: |n"
        nvim.press(":hide enew<CR>")
        nvim.wait_until("another is there", lambda: not nvim.text())
        answer(nvim, "swap them")
        nvim.press(":buffer sample.py<CR>")
        becomes(nvim, f"{ABOVE}{NEW}{BELOW}")


@pytest.mark.parametrize(
    "call", ["edit('x', %s)", "generate('x', %s)", "explain(%s)", "review_changes(%s)", "commit_message(%s)"]
)
def test_a_buffer_that_is_gone_is_told_of_in_one_sentence(tmp_path: Path, call: str) -> None:
    with asking(tmp_path) as (nvim, _):
        nvim.lua("require('pt_lsp')." + call % "{ bufnr = 999 }")
        sentence = "That buffer is not open any more."
        nvim.wait_until("it is told", lambda: nvim.messages() == sentence)


@pytest.mark.parametrize("keys", ["4G2dd", ":bwipeout!<CR>"])
def test_nothing_is_asked_where_what_was_meant_is_gone(tmp_path: Path, keys: str) -> None:
    with asking(tmp_path) as (nvim, chat):
        nvim.press("4GVjgl")
        opens(nvim, 1)
        nvim.press(keys)
        nvim.wait_until("it is gone", lambda: "def add" not in nvim.text())
        answer(nvim, "swap them")
        assert "What you meant is not there any more." in nvim.messages()
        assert chat.requests == []


@older_too
def test_an_instruction_that_comes_late_is_carried_out_by_the_server_that_lives_then(
    tmp_path: Path, binary: Path
) -> None:
    with companion(tmp_path, ScriptedChat(NEW), completes=False, binary=binary) as nvim:
        is_ready(nvim)
        nvim.lua(ASK_IN_THE_HAND)
        nvim.press("4GVjgl")
        opens(nvim, 1)
        client = "return vim.lsp.get_clients({ name = 'pt_lsp', bufnr = 0 })[1].id"
        before = nvim.lua(client)
        nvim.press(":Pt restart<CR>")
        nvim.wait_until("another serves", lambda: nvim.is_attached() and nvim.lua(client) != before)
        answer(nvim, "swap them")
        becomes(nvim, f"{ABOVE}{NEW}{BELOW}")


def test_what_was_typed_into_an_input_that_was_left_is_there_the_next_time(tmp_path: Path) -> None:
    typed = "return vim.fn.getcmdline()"
    with companion(tmp_path, ScriptedChat(NEW), completes=False) as nvim:
        is_ready(nvim)
        nvim.press(f"{GO_TO_ADD}:Pt edit<CR>swap the")
        nvim.wait_until("it is typed", lambda: nvim.lua(typed) == "swap the")
        nvim.press("<Esc>:Pt edit<CR>")
        nvim.wait_until("it is there again", lambda: nvim.lua(typed) == "swap the")
        nvim.press("m<CR>")
        becomes(nvim, f"{ABOVE}{NEW}{BELOW}")
        is_ready(nvim)
        nvim.press(":Pt edit<CR>")
        nvim.wait_until("it is empty", lambda: nvim.lua("return vim.fn.getcmdtype()") == "@")
        assert nvim.lua(typed) == ""
        nvim.press("<Up>")
        nvim.wait_until("it is in the history", lambda: nvim.lua(typed) == "swap them")
        nvim.press("<C-u>gone<C-u><Esc>:Pt generate<CR>")
        nvim.wait_until(
            "another input is open", lambda: nvim.lua("return vim.fn.getcmdprompt()")[:3] == "Gen"
        )
        assert nvim.lua(typed) == ""
        nvim.press("<Esc>")


def test_a_command_from_the_menu_of_actions_is_told_of_as_one_of_ours(tmp_path: Path) -> None:
    choose = (
        "vim.lsp.buf.code_action({ apply = true, filter = function(action)"
        " return action.title:find('Simplify', 1, true) ~= nil end })"
    )
    with companion(tmp_path, ScriptedChat(status(401)), completes=False) as nvim:
        is_ready(nvim)
        nvim.press(f":set readonly<CR>{GO_TO_ADD}")
        nvim.lua(choose)
        nvim.wait_until("it is told", lambda: "read-only" in nvim.messages())
        nvim.press(":messages clear<CR>:set noreadonly<CR>")
        nvim.wait_until("it is cleared", lambda: nvim.messages() == "")
        nvim.lua(choose)
        told = nvim.wait_until("the failure is told", nvim.messages)
        assert "\n" not in told
        assert nvim.text() == SOURCE.removesuffix("\n")
