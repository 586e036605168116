"""Pages beside the code in a real Neovim with our companion: what stands on them, their windows and links."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    GO_TO_ADD,
    SOURCE,
    HeldStream,
    companion,
    is_ready,
    older_too,
)
from tests.support.scripted_chat import ScriptedChat, hang, status

pytestmark = pytest.mark.editor

PAGE = """
local function page()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    local bufnr = vim.api.nvim_win_get_buf(window)
    if vim.startswith(vim.api.nvim_buf_get_name(bufnr), 'ptlsp://') then
      return window, bufnr
    end
  end
end
local window, bufnr = page()
"""
TEXT = PAGE + "return bufnr and table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, true), '\\n') or ''"
ENTER = PAGE + "vim.api.nvim_set_current_win(window)"
LAST_SHOWN = PAGE + "return { vim.fn.line('w$', window), vim.api.nvim_buf_line_count(bufnr) }"
LOOK = (
    PAGE
    + """
return {
  modifiable = vim.bo[bufnr].modifiable,
  height = vim.api.nvim_win_get_height(window),
  width = vim.api.nvim_win_get_width(window),
  is_float = vim.api.nvim_win_get_config(window).relative ~= '',
  is_focused = vim.api.nvim_get_current_win() == window,
  n_windows = #vim.api.nvim_list_wins(),
}
"""
)
LINKED = """\
See [other](src/other%20file.py#L2).
And [far](sample.py:9999), or line 5.
Not [out](../outside.py#L1), not [out](src/leads_out.py), not [none](none.py#L3).
The [web](https://example.com/a?b=%20c), not [this](file:///etc/passwd).
"""
PLACE = "return { vim.fn.expand('%:t'), vim.fn.line('.') }"
HERE = "return #vim.api.nvim_tabpage_list_wins(0)"
OPEN_IN_THE_HAND = "OPENED = {} vim.ui.open = function(address) table.insert(OPENED, address) end"
LINKS = """
local links = require('pt_lsp.asking.links')
return vim.tbl_map(function(text)
  local column = text:find('|', 1, true)
  local target = links.at(text:sub(1, column - 1) .. text:sub(column + 1), column)
  return target and (target.url or target.path .. '@' .. (target.line or '')) or 'nowhere'
end, ...)
"""


def page_text(nvim: Neovim) -> str:
    """What stands on the page; empty without one."""
    text: str = nvim.lua(TEXT)
    return text


def shows(nvim: Neovim, words: str) -> None:
    """Wait for words on the page."""
    nvim.wait_until(f"{words!r} is on the page", lambda: words in page_text(nvim))


def look(nvim: Neovim) -> Any:
    """How the page's window is."""
    return nvim.lua(LOOK)


@older_too
def test_a_page_follows_its_end_unless_somebody_reads_above_and_takes_no_change(
    tmp_path: Path, binary: Path
) -> None:
    held = HeldStream()
    with companion(tmp_path, ScriptedChat(held.step), completes=False, binary=binary) as nvim:
        try:
            nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
            shows(nvim, "Asking ...")
            held.send("# add\n\n" + "".join(f"One {number}.\n\n" for number in range(60)))
            shows(nvim, "One 59.")
            assert "Asking" not in page_text(nvim)
            last, of = nvim.wait_until("its end is shown", lambda: nvim.lua(LAST_SHOWN))
            assert last == of
            assert look(nvim)["modifiable"] is False
            nvim.lua(ENTER)
            nvim.press("gg")
            held.send("".join(f"Two {number}.\n\n" for number in range(60)))
            shows(nvim, "Two 59.")
            assert nvim.lua(LAST_SHOWN)[0] < 60
            nvim.press("Gix")
            held.send("Three.\n")
            shows(nvim, "Three.")
            last, of = nvim.lua(LAST_SHOWN)
            assert last == of
        finally:
            held.finish("The end.")
        shows(nvim, "The end.")
        nvim.press("q")
        nvim.wait_until("it is closed", lambda: nvim.lua("return #vim.api.nvim_list_wins()") == 1)
        assert nvim.text() == SOURCE.removesuffix("\n")


def test_a_page_says_that_its_answer_failed_or_was_cancelled_and_is_used_again(tmp_path: Path) -> None:
    chat = ScriptedChat(
        status(401), hang(after="# add\n"), hang(after="# twice\n"), "All of it.", "In another tab."
    )
    with companion(tmp_path, chat, completes=False) as nvim:
        is_ready(nvim)
        nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
        shows(nvim, "> ")
        assert "Asking" not in page_text(nvim)
        nvim.press(":Pt explain<CR>")
        shows(nvim, "# add")
        nvim.press(":Pt cancel<CR>")
        shows(nvim, "# add\n\n> Cancelled.")
        nvim.press(":Pt explain<CR>")
        shows(nvim, "# twice")
        nvim.press(":Pt explain<CR>")
        shows(nvim, "All of it.")
        chat.wait_until(lambda: len(chat.disconnect_times) == 2)
        is_ready(nvim)
        assert page_text(nvim) == "All of it."
        assert look(nvim)["n_windows"] == 2
        nvim.press(":tab split<CR>:Pt explain<CR>")
        shows(nvim, "All of it.\n\n*Remembered from 2")
        nvim.press(":Pt explain<CR>")
        shows(nvim, "In another tab.")
        nvim.wait_until("it is seen there", lambda: nvim.lua(HERE) == 2)


def test_a_page_may_be_a_float_as_high_as_what_it_shows(tmp_path: Path) -> None:
    held = HeldStream()
    with companion(tmp_path, ScriptedChat(held.step), completes=False) as nvim:
        nvim.lua("vim.g.pt_lsp_page = 'float'")
        try:
            nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
            held.send("# add\n\nIt adds.\n")
            shows(nvim, "It adds.")
            # The end of the last line may come by itself, after the words.
            nvim.wait_until("it has four lines", lambda: look(nvim)["height"] == 4)
            seen = look(nvim)
            assert (seen["is_float"], seen["is_focused"]) == (True, False)
            held.send("long " * 300)
            nvim.wait_until("it wraps", lambda: look(nvim)["height"] > 10)
            nvim.lua("vim.o.columns = 60 vim.o.lines = 12")
            nvim.wait_until("it fits", lambda: look(nvim)["height"] <= 7 and look(nvim)["width"] <= 56)
        finally:
            held.finish()


def test_a_page_below_the_code_grows_to_half_of_the_screen_at_most(tmp_path: Path) -> None:
    held = HeldStream()
    with companion(tmp_path, ScriptedChat(held.step), completes=False) as nvim:
        nvim.lua("vim.o.columns = 80")
        try:
            nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
            held.send("It adds.\n" + "\n" * 14)
            nvim.wait_until("it grows", lambda: look(nvim)["height"] > 10)
            held.send("\n" * 60 + "More.")
            shows(nvim, "More.")
            assert look(nvim)["height"] == 20
        finally:
            held.finish()


@older_too
def test_links_lead_to_lines_of_the_workspace_and_to_the_web_by_a_key_and_nowhere_else(
    tmp_path: Path, binary: Path
) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text("secret = 1\n", encoding="utf-8")
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    (project / "src" / "other file.py").write_text("a = 1\nb = 2\n", encoding="utf-8")
    (project / "src" / "leads_out.py").symlink_to(outside)
    with companion(project, ScriptedChat(LINKED), completes=False, binary=binary) as nvim:
        nvim.lua(OPEN_IN_THE_HAND)
        nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
        shows(nvim, "passwd")
        is_ready(nvim)

        def follow(row: int, words: str) -> None:
            nvim.lua(ENTER)
            nvim.press(f"{row}G0/{words}<CR><CR>")

        def is_at(name: str, line: int) -> None:
            nvim.wait_until(f"it leads to {name}", lambda: nvim.lua(PLACE) == [name, line])

        follow(1, "other")
        is_at("other file.py", 2)
        follow(2, "far")
        is_at("sample.py", 9)
        follow(2, "line")
        is_at("sample.py", 5)
        for row, words in [(3, "out"), (3, "src"), (3, "none"), (4, "this"), (4, "not")]:
            nvim.lua("vim.cmd.messages('clear')")
            follow(row, words)
            nvim.wait_until("it is told", lambda: "link" in nvim.messages())
            assert nvim.lua(PLACE)[0] == "Explain"
        follow(4, "web")
        nvim.wait_until("it is opened", lambda: nvim.lua("return #OPENED") == 1)
        assert nvim.lua("return OPENED") == ["https://example.com/a?b=%20c"]


def test_where_a_link_leads_is_read_from_the_text_alone(tmp_path: Path) -> None:
    # The bar is where the cursor is; it is no part of any address.
    cases = {
        "see [|it](a/b.py#L12-L14)": "a/b.py@12",
        "see [|it](./b.py:7:3)": "b.py@7",
        "see `a/b|.py:7`": "a/b.py@7",
        "see |a/b.py:7": "a/b.py@7",
        "|lines 7 to 9": "@7",
        "<|https://example.com>": "https://example.com",
        "|https://example.com/a).": "https://example.com/a",
        "[|it](/etc/passwd)": "nowhere",
        "[|it](~/a.py)": "nowhere",
        "[|it](a/../../b.py)": "nowhere",
        "[|it](a\\b.py)": "nowhere",
        "[|it](command:quit)": "nowhere",
        "[|it](javascript:alert(1))": "nowhere",
        "[|it](a%2f..%2fb.py)": "nowhere",
        "[|it](%2e%2e/b.py)": "nowhere",
        "[|it](vim:exe.py#L1)": "nowhere",
        "|no link": "nowhere",
        "[one](a.py) and [tw|o](b.py)": "b.py@",
    }
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        assert dict(zip(cases, nvim.lua(LINKS, list(cases)), strict=True)) == cases
