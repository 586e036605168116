"""Our companion in a real Neovim: ghost text, explanations, `:Pt`, honest answers."""

from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    GO_TO_ADD,
    INIT,
    PLUGIN,
    SOURCE,
    HeldStream,
    companion,
    is_ready,
    older_too,
    with_plugin,
)
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

WINDOWS = """
return vim.iter(vim.api.nvim_list_wins()):map(function(window)
  local bufnr = vim.api.nvim_win_get_buf(window)
  return { vim.bo[bufnr].filetype, table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, true), '\\n') }
end):totable()
"""
ANSWER = """
local version, column = ...
local client = vim.lsp.get_clients({ name = 'pt_lsp' })[1]
local start = { line = 0, character = column or 0 }
local edit = { documentChanges = { {
  textDocument = { uri = vim.uri_from_bufnr(0), version = version },
  edits = { { range = { start = start, ['end'] = start }, newText = 'ours ' } },
} } }
return client.handlers['workspace/applyEdit'](nil, { edit = edit }, { client_id = client.id }).applied
"""
TOLD_VERSION = "return vim.lsp.util.buf_versions[vim.api.nvim_get_current_buf()]"


def window_of(nvim: Neovim, filetype: str) -> str:
    """The text of the window that shows such a buffer; empty without one."""
    return next((text for kind, text in nvim.lua(WINDOWS) if kind == filetype), "")


def test_an_edit_for_another_text_than_the_buffers_is_refused(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat()) as nvim:
        is_ready(nvim)
        nvim.press("x")
        nvim.wait_until("a change was told", lambda: nvim.lua(TOLD_VERSION) > 0)
        told = nvim.lua(TOLD_VERSION)
        for stale in (told - 1, 1, 0):
            assert nvim.lua(ANSWER, stale) is False
        assert "ours" not in nvim.text()
        assert nvim.lua(ANSWER, told) is True
        assert nvim.text().startswith("ours mport os")


@pytest.mark.parametrize("version", [0, 1])
def test_an_edit_for_a_document_as_it_was_opened_is_applied_once(tmp_path: Path, version: int) -> None:
    with companion(tmp_path, ScriptedChat()) as nvim:
        is_ready(nvim)
        assert nvim.lua(ANSWER, version) is True
        assert nvim.lua(ANSWER, version) is False
        assert nvim.text().count("ours") == 1


def test_an_edit_that_was_sent_before_a_reload_is_refused(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat()) as nvim:
        is_ready(nvim)
        answered = nvim.lua("vim.cmd.edit({ bang = true })" + ANSWER, 1)
        assert answered is False
        nvim.wait_until("the server knows the text", lambda: nvim.lua(ANSWER, nvim.lua(TOLD_VERSION)))


@older_too
def test_an_explanation_streams_into_a_window_beside_the_code_and_takes_no_focus(
    tmp_path: Path, binary: Path
) -> None:
    held = HeldStream()
    with companion(tmp_path, ScriptedChat(held.step), binary=binary) as nvim:
        try:
            nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
            held.send("# add\n\nIt adds **two** ")
            nvim.wait_until("the beginning is shown", lambda: "It adds" in window_of(nvim, "markdown"))
            nvim.press("ggO# mine<Esc>")
        finally:
            held.finish("numbers.\n")
        nvim.wait_until("all is shown", lambda: "**two** numbers." in window_of(nvim, "markdown"))
        nvim.wait_until("typing went into the code", lambda: nvim.text().startswith("# mine\nimport os"))
        is_ready(nvim)
        assert len(nvim.lua(WINDOWS)) == 2


@older_too
def test_an_explanation_from_the_menu_of_actions_opens_in_the_same_window(
    tmp_path: Path, binary: Path
) -> None:
    with companion(tmp_path, ScriptedChat("It adds.\n"), binary=binary) as nvim:
        nvim.press(GO_TO_ADD)
        nvim.lua(
            "vim.lsp.buf.code_action({ apply = true, filter = function(action)"
            " return action.title:find('Explain', 1, true) ~= nil end })"
        )
        nvim.wait_until("it is shown", lambda: "It adds." in window_of(nvim, "markdown"))
        is_ready(nvim)
        assert len(nvim.lua(WINDOWS)) == 2


def test_closing_the_window_of_an_explanation_stops_it(tmp_path: Path) -> None:
    chat = ScriptedChat(hang(after="# add\n"))
    with companion(tmp_path, chat) as nvim:
        nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
        nvim.wait_until("it is shown", lambda: "# add" in window_of(nvim, "markdown"))
        nvim.press(":only<CR>")
        chat.wait_until(lambda: bool(chat.disconnect_times))
        is_ready(nvim)
        assert nvim.messages() == ""


@older_too
def test_the_status_is_said_in_one_line(tmp_path: Path, binary: Path) -> None:
    with companion(tmp_path, ScriptedChat(), binary=binary) as nvim:
        nvim.press(":Pt status<CR>")
        told = nvim.wait_until("it is said", nvim.messages)
        assert told == "PowerTokens: ready, qwen3-coder-plus at 127.0.0.1, 0 tokens"


def test_subcommands_are_completed_from_what_the_server_knows(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat()) as nvim:
        found = nvim.lua("return vim.fn.getcompletion('Pt re', 'cmdline')")
        assert found == ["reject", "retry", "review", "restart"]
        every = nvim.lua("return vim.fn.getcompletion('Pt ', 'cmdline')")
        assert {"accept", "cancel", "document", "edit", "explain", "fix", "generate", "status"} <= set(every)
        assert "completionAccepted" not in every
        assert nvim.lua("return vim.fn.getcompletion('Pt reject ', 'cmdline')") == ["hunk", "all"]


def test_why_and_prompt_show_a_page_and_no_second_one(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat("It adds.", forever=hang())) as nvim:
        nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
        nvim.wait_until("it is explained", lambda: "It adds." in window_of(nvim, "markdown"))
        nvim.press(":only<CR>:Pt prompt<CR>")
        nvim.wait_until("what was sent is shown", lambda: "# Sent to" in window_of(nvim, "markdown"))
        assert len(nvim.lua(WINDOWS)) == 2
        nvim.press(":only<CR>:Pt why<CR>")
        nvim.wait_until("reasons are shown", lambda: "no completion" in window_of(nvim, "markdown"))
        assert len(nvim.lua(WINDOWS)) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("nonsense", ":Pt does not know"), ("accept", "There is nothing to accept.")],
)
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path: Path, words: str, sentence: str) -> None:
    with companion(tmp_path, ScriptedChat()) as nvim:
        nvim.press(f":Pt {words}<CR>")
        told = nvim.wait_until("it is said", nvim.messages)
        assert sentence in told
        assert "\n" not in told


def test_a_failure_of_what_was_asked_for_is_said_in_one_sentence(tmp_path: Path) -> None:
    settings = {"endpoint": {"baseUrl": "http://127.0.0.1:9/v1"}}
    with with_plugin(tmp_path, SOURCE, settings) as nvim:
        nvim.press(f"{GO_TO_ADD}:Pt document<CR>")
        told = nvim.wait_until("the failure is told", nvim.messages)
        assert "127.0.0.1" in told
        assert "\n" not in told
        assert nvim.text() == SOURCE.removesuffix("\n")


def test_a_sentence_longer_than_the_command_line_waits_for_no_key(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat()) as nvim:
        nvim.lua("vim.schedule(function() require('pt_lsp.notice').tell(('word '):rep(50)) end)")
        nvim.wait_until("it is said", nvim.messages)
        assert nvim.lua("return vim.api.nvim_get_mode().blocking") is False
        assert nvim.lua("return vim.o.cmdheight") == 3
        nvim.press("x")
        nvim.wait_until("the key counts", lambda: nvim.text().startswith("mport os"))
        nvim.wait_until("its room is given back", lambda: nvim.lua("return vim.o.cmdheight") == 1)


@pytest.mark.parametrize("start", ["require('pt_lsp').setup{}", "vim.lsp.enable('pt_lsp')"])
def test_the_plugin_starts_either_way(tmp_path: Path, start: str) -> None:
    init = INIT.replace("vim.lsp.enable('pt_lsp')", start)
    with with_plugin(tmp_path, SOURCE, {}, init=init) as nvim:
        assert nvim.is_attached()


def test_every_lua_file_is_of_readable_size() -> None:
    files = sorted(PLUGIN.rglob("*.lua"))
    assert files
    for file in files:
        lines = file.read_text(encoding="utf-8").split("\n")
        assert len(lines) <= 300, file
        assert not [line for line in lines if len(line) > 110 or line != line.rstrip() or "\t" in line], file


REFUSALS = [("readonly", "read-only"), ("nomodifiable", "cannot be changed")]


@pytest.mark.parametrize(("option", "said"), REFUSALS)
def test_nothing_is_asked_for_a_buffer_that_takes_no_change(tmp_path: Path, option: str, said: str) -> None:
    # A request would find no step played.
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        is_ready(nvim)
        nvim.press(f":set {option}<CR>{GO_TO_ADD}:Pt implement<CR>")
        nvim.wait_until("it is told", lambda: said in nvim.lua("return vim.fn.execute('messages')"))
        is_ready(nvim)
        assert nvim.text() == SOURCE.removesuffix("\n")
