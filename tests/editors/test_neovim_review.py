"""Deciding edits in a real Neovim with our companion, and what it tells while they run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import NVIM, Neovim
from tests.support.neovim_companion import (
    ABOVE,
    BELOW,
    GO_TO_ADD,
    SOURCE,
    arrives,
    becomes,
    companion,
    is_ready,
    older_too,
    streaming,
)
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

RENAMED = SOURCE.replace("twice(a)", "twice(b)").replace("a * 2", "b * 2").removesuffix("\n")
NEW = "def add(a, b):\n    # the sum\n    return b + a"
LISTEN = """
EVENTS = {}
vim.api.nvim_create_autocmd('User', {
  pattern = { 'PtLspEdit', 'PtLspStatus' },
  callback = function(args) table.insert(EVENTS, { args.match, args.data.state }) end,
})
"""
SHOWN = """
local namespace = vim.api.nvim_get_namespaces()['pt_lsp.edits']
local shown = {}
for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
  if mark[4].virt_text then table.insert(shown, { mark[2], mark[4].virt_text[1][1] }) end
end
return shown
"""


@contextmanager
def pending(
    folder: Path, *more: str, binary: Path = NVIM, new: str = NEW, instruction: str = "swap them"
) -> Iterator[tuple[Neovim, ScriptedChat]]:
    """A Neovim in which `add` has been rewritten, and waits to be decided."""
    chat = ScriptedChat(new, *more)
    with companion(folder, chat, binary=binary, completes=False) as nvim:
        nvim.lua(LISTEN)
        nvim.press(f"{GO_TO_ADD}:Pt edit {instruction}<CR>")
        nvim.wait_until("it waits", lambda: states(nvim)[-1:] == ["pending"])
        assert nvim.text() == f"{ABOVE}{new}{BELOW}"
        yield nvim, chat


def states(nvim: Neovim) -> list[str]:
    """The states of edits that were told, in order, each once."""
    told = [state for event, state in nvim.lua("return EVENTS") if event == "PtLspEdit"]
    return [state for number, state in enumerate(told) if told[number - 1 : number] != [state]]


def shown(nvim: Neovim) -> Any:
    """What is drawn beside the lines: pairs of a row and a text."""
    return nvim.lua(SHOWN)


def is_told(nvim: Neovim, state: str) -> None:
    nvim.wait_until(f"it is {state}", lambda: states(nvim)[-1] == state)


@older_too
def test_an_accepted_edit_stays_and_its_marks_go(tmp_path: Path, binary: Path) -> None:
    with pending(tmp_path, binary=binary) as (nvim, _):
        ((row, hint),) = shown(nvim)
        assert row == 3
        assert ":Pt accept" in hint
        nvim.press(":Pt accept<CR>")
        is_told(nvim, "accepted")
        assert nvim.text() == f"{ABOVE}{NEW}{BELOW}"
        assert shown(nvim) == []


@older_too
def test_a_rejected_edit_is_gone_what_was_typed_stays_and_an_undo_brings_it_back(
    tmp_path: Path, binary: Path
) -> None:
    with pending(tmp_path, binary=binary) as (nvim, _):
        nvim.press("ggO# mine<Esc>")
        nvim.press(":Pt reject<CR>")
        is_told(nvim, "rejected")
        becomes(nvim, f"# mine\n{SOURCE}".removesuffix("\n"))
        assert shown(nvim) == []
        nvim.press("u")
        becomes(nvim, f"# mine\n{ABOVE}{NEW}{BELOW}")


def test_one_hunk_is_rejected_where_the_cursor_is_and_the_rest_waits(tmp_path: Path) -> None:
    new = "def add(a, b, c):\n    return a + b\n\n\ndef twice(b):\n    return b * 2\n"
    with companion(tmp_path, ScriptedChat(new), completes=False) as nvim:
        nvim.lua(LISTEN)
        nvim.press(":4,9Pt edit rename<CR>")
        nvim.wait_until("it waits", lambda: states(nvim)[-1:] == ["pending"])
        nvim.press("4G:Pt reject hunk<CR>")
        becomes(nvim, RENAMED)
        nvim.press("8G:Pt accept hunk<CR>")
        nvim.wait_until("nothing is left to decide", lambda: shown(nvim) == [])
        assert "def twice(b):" in nvim.text()


def test_an_edit_is_asked_for_again_with_a_further_instruction(tmp_path: Path) -> None:
    again = "def add(a, b):\n    return sum((a, b))"
    with pending(tmp_path, again) as (nvim, chat):
        nvim.press(":Pt retry use sum<CR>")
        becomes(nvim, f"{ABOVE}{again}{BELOW}")
        is_told(nvim, "pending")
        assert "use sum" in chat.requests[-1].text


def test_the_state_of_an_edit_is_told_as_it_goes(tmp_path: Path) -> None:
    with pending(tmp_path) as (nvim, _):
        assert states(nvim) == ["running", "pending"]
        told = [state for event, state in nvim.lua("return EVENTS") if event == "PtLspStatus"]
        assert "working" in told


def test_where_an_edit_runs_is_shown_and_how_it_is_stopped(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, _, _chat):
        ((row, hint),) = nvim.wait_until("it is shown", lambda: shown(nvim))
        assert row == 3
        assert ":Pt cancel" in hint


def test_rejecting_an_edit_that_still_runs_cancels_it(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, _, chat):
        nvim.press(":Pt reject<CR>")
        becomes(nvim, SOURCE.removesuffix("\n"))
        chat.wait_until(lambda: bool(chat.disconnect_times))


def test_a_lens_decides_an_edit_too(tmp_path: Path) -> None:
    with pending(tmp_path) as (nvim, _):
        nvim.lua("vim.ui.select = function(items, _, choose) choose(items[2]) end")
        nvim.press(f"{GO_TO_ADD}:lua vim.lsp.codelens.run()<CR>")
        is_told(nvim, "rejected")
        becomes(nvim, SOURCE.removesuffix("\n"))


def test_an_undone_edit_waits_no_more_and_a_redone_one_does_again(tmp_path: Path) -> None:
    with pending(tmp_path) as (nvim, _):
        nvim.press("u")
        is_told(nvim, "undone")
        assert shown(nvim) == []
        nvim.press("<C-r>")
        is_told(nvim, "pending")


def test_nothing_to_decide_is_said_in_one_sentence(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        nvim.press(":Pt accept<CR>")
        told = nvim.wait_until("it is said", nvim.messages)
        assert "There is nothing to accept." in told


def test_new_text_comes_where_the_cursor_is(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat("def thrice(a):\n    return a * 3\n"), completes=False) as nvim:
        nvim.press("7G:Pt generate thrice<CR>")
        arrives(nvim, "return a * 3")
        assert nvim.text().count("def ") == 3


def test_a_fix_is_told_what_is_wrong_there(tmp_path: Path) -> None:
    chat = ScriptedChat("def twice(a):\n    return a * 3")
    with companion(tmp_path, chat, completes=False) as nvim:
        nvim.lua(
            "local namespace = vim.api.nvim_create_namespace('test')"
            " vim.diagnostic.set(namespace, 0, {"
            " { lnum = 8, col = 0, message = 'three was meant' },"
            " { lnum = 0, col = 0, message = 'unused' } })"
        )
        nvim.press("9G:Pt fix<CR>")
        arrives(nvim, "return a * 3")
    assert "three was meant" in chat.requests[0].text
    assert "unused" not in chat.requests[0].text


def test_a_selection_is_rewritten_as_instructed_when_asked(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat("def twice(b):\n    return b * 2\n"), completes=False) as nvim:
        nvim.lua("vim.ui.input = function(options, go) ASKED = options.prompt; go('rename it') end")
        nvim.lua("vim.keymap.set('x', 'E', function() require('pt_lsp').edit() end)")
        nvim.press("8GVGE<Esc>")
        arrives(nvim, "def twice(b):")
        is_ready(nvim)
        assert nvim.lua("return ASKED") == "Rewrite lines 8-9: "
        assert nvim.text() == SOURCE.replace("twice(a)", "twice(b)").replace("a * 2", "b * 2").removesuffix(
            "\n"
        )
