"""Reviews in a real Neovim with our companion: diagnostics, their fixes, and the quickfix list of changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import Neovim
from tests.support.git_repository import git, needs_git, new_repository, write
from tests.support.neovim_companion import (
    ABOVE,
    BELOW,
    SOURCE,
    HeldStream,
    arrives,
    becomes,
    companion,
    is_ready,
    is_working,
    older_too,
)
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

FOUND = """
return vim.tbl_map(function(diagnostic)
  return { diagnostic.lnum, diagnostic.severity, diagnostic.source, diagnostic.message }
end, vim.diagnostic.get(0))
"""
FIX_IT = """
vim.lsp.buf.code_action({ apply = true, filter = function(action)
  return action.title:find('Fix: ', 1, true) ~= nil
end })
"""
ADDS = {"quote": "return a + b", "severity": "error", "message": "It adds where it has to subtract."}
DOUBLES = {"quote": "    return a * 2", "severity": "hint", "message": "The factor has no name."}
ERROR, HINT = 1, 4
LISTED = """
local list = vim.fn.getqflist({ items = 0, title = 0, winid = 0, nr = 0 })
local places = vim.tbl_map(function(item)
  return { vim.fs.basename(vim.fn.bufname(item.bufnr)), item.lnum, item.col, item.type, item.text }
end, list.items)
return { list.title, list.nr, list.winid ~= 0, places }
"""


def reply(*findings: dict[str, str]) -> str:
    return json.dumps({"findings": findings})


def found(nvim: Neovim, count: int) -> Any:
    """All diagnostics of the buffer, once there are so many."""
    nvim.wait_until(f"there are {count}", lambda: len(nvim.lua(FOUND)) == count)
    return nvim.lua(FOUND)


def is_told(nvim: Neovim, sentence: str) -> None:
    nvim.wait_until(f"{sentence!r} is told", lambda: sentence in nvim.messages())


@older_too
def test_a_finding_is_a_diagnostic_until_it_is_fixed_and_others_follow_their_lines(
    tmp_path: Path, binary: Path
) -> None:
    new = "def add(a, b):\n    # the difference\n    return a - b"
    chat = ScriptedChat(reply(ADDS, DOUBLES), new)
    with companion(tmp_path, chat, binary=binary, completes=False) as nvim:
        is_ready(nvim)
        nvim.press("5G:Pt review<CR>")
        assert found(nvim, 2) == [
            [4, ERROR, "PowerTokens", ADDS["message"]],
            [8, HINT, "PowerTokens", DOUBLES["message"]],
        ]
        is_told(nvim, "Reviewing sample.py; :Pt cancel stops it.")
        is_told(nvim, "2 findings.")
        nvim.lua(FIX_IT)
        arrives(nvim, "return a - b")
        is_ready(nvim)
        nvim.press(":Pt accept<CR>")
        nvim.wait_until("only the other one is left", lambda: len(nvim.lua(FOUND)) == 1)
        assert found(nvim, 1)[0][0] == 9
        nvim.press(":Pt clear_review<CR>")
        found(nvim, 0)
    assert ADDS["message"] in chat.requests[1].text


def test_fix_knows_of_the_finding_at_the_cursor(tmp_path: Path) -> None:
    new = "def add(a, b):\n    return a - b"
    chat = ScriptedChat(reply(ADDS, DOUBLES), new)
    with companion(tmp_path, chat, completes=False) as nvim:
        is_ready(nvim)
        nvim.press("5G:Pt review<CR>")
        found(nvim, 2)
        nvim.press(":Pt fix<CR>")
        becomes(nvim, f"{ABOVE}{new}{BELOW}")
        assert [each[3] for each in found(nvim, 1)] == [DOUBLES["message"]]
    assert ADDS["message"] in chat.requests[1].text
    assert DOUBLES["message"] not in chat.requests[1].text


def test_a_range_or_a_selection_is_reviewed_alone(tmp_path: Path) -> None:
    twice = SOURCE.replace("return a * 2", "return a + b")
    chat = ScriptedChat(reply(ADDS), reply(ADDS), '{"findings": []}')
    with companion(tmp_path, chat, twice, completes=False) as nvim:
        is_ready(nvim)
        nvim.press(":8,9Pt review<CR>")
        assert found(nvim, 1)[0][0] == 8
        is_told(nvim, "1 finding.")
        nvim.press("4GVj<Plug>(PtLspReview)")
        assert [each[0] for each in found(nvim, 2)] == [4, 8]
        nvim.lua("require('pt_lsp').review()")
        found(nvim, 0)
        is_told(nvim, "Nothing found.")


def test_a_review_is_stopped_and_what_it_cannot_take_is_told(tmp_path: Path) -> None:
    held = HeldStream()
    chat = ScriptedChat(held.step)
    with companion(tmp_path, chat, completes=False) as nvim:
        is_ready(nvim)
        nvim.press(":Pt review everything<CR>")
        is_told(nvim, ':Pt review takes "changes" or nothing, but not "everything".')
        nvim.press(":Pt review<CR>")
        held.send('{"findings": [')
        is_told(nvim, "Reviewing sample.py")
        nvim.wait_until("it is asked", lambda: chat.requests)
        is_working(nvim)
        nvim.press(":Pt cancel<CR>")
        is_ready(nvim)
        held.finish()
        assert nvim.lua(FOUND) == []
        assert "ound" not in nvim.messages()
        becomes(nvim, f"{ABOVE}def add(a, b):\n    return a + b{BELOW}")


def test_the_words_of_a_review_are_completed_and_its_menu_has_what_can_be_cleared(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat(reply(ADDS)), completes=False) as nvim:
        is_ready(nvim)
        nvim.lua("vim.ui.select = function(all, how) MENU = vim.tbl_map(how.format_item, all) end")
        assert nvim.lua("return vim.fn.getcompletion('Pt review ', 'cmdline')") == ["changes"]
        nvim.press(":Pt<CR>")
        shown = nvim.wait_until("a menu is open", lambda: nvim.lua("return MENU"))
        assert "Review" in shown
        assert not {"Review Changes", "Write Commit Message", "Clear Review"} & set(shown)
        nvim.press(":Pt review<CR>")
        found(nvim, 1)
        nvim.lua("MENU = nil")
        nvim.press("4GVj:Pt<CR>")
        shown = nvim.wait_until("a menu is open", lambda: nvim.lua("return MENU"))
        assert "Review" in shown
        assert "Review Changes" not in shown
        (tmp_path / ".git").mkdir()
        nvim.lua("MENU = nil")
        nvim.press(":Pt<CR>")
        shown = nvim.wait_until("a menu is open", lambda: nvim.lua("return MENU"))
        assert {"Review", "Review Changes", "Write Commit Message", "Clear Review"} <= set(shown)


@needs_git
@older_too
def test_findings_in_changes_are_listed_where_they_are_without_a_window(tmp_path: Path, binary: Path) -> None:
    greeting = "WORDS = {'über': 'above', 'name': None}\n"
    new_repository(tmp_path, {"sample.py": SOURCE, "words.py": ""})
    write(tmp_path, {"sample.py": SOURCE.replace("a * 2", "a * b"), "words.py": greeting})
    git(tmp_path, "add", "sample.py", "words.py")
    no_name = {"quote": "'name': None", "severity": "warning", "message": "It has no value."}
    unknown = {"quote": "    return a * b", "severity": "error", "message": "b is not known here."}
    answer = reply(no_name | {"file": "words.py"}, unknown | {"file": "sample.py"})
    chat = ScriptedChat(answer, answer)
    with companion(tmp_path, chat, SOURCE.replace("a * 2", "a * b"), binary=binary, completes=False) as nvim:
        is_ready(nvim)
        for _ in range(2):
            nvim.press(":messages clear<CR>:Pt review changes<CR>")
            is_told(nvim, "2 findings; :copen lists them.")
            title, number, is_open, places = nvim.lua(LISTED)
            assert (title, number, is_open) == ("PowerTokens: review", 1, False)
            assert places == [
                ["sample.py", 9, 5, "E", unknown["message"]],
                ["words.py", 1, len("WORDS = {'über': 'above', ".encode()) + 1, "W", no_name["message"]],
            ]
        nvim.press(":cfirst<CR>")
        assert [each[3] for each in found(nvim, 1)] == [unknown["message"]]
        nvim.press(":Pt clear_review<CR>")
        found(nvim, 0)
        assert nvim.lua(LISTED)[3] == []
