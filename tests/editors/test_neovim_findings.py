"""Reviews in a real Neovim with our companion: diagnostics, their fixes, and the quickfix list of changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    ABOVE,
    BELOW,
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
        assert {"Review", "Review Changes"} <= set(shown)
        assert "Clear Review" not in shown
        nvim.press(":Pt review<CR>")
        found(nvim, 1)
        nvim.lua("MENU = nil")
        nvim.press("4GVj:Pt<CR>")
        shown = nvim.wait_until("a menu is open", lambda: nvim.lua("return MENU"))
        assert "Review" in shown
        assert "Review Changes" not in shown
        nvim.lua("MENU = nil")
        nvim.press(":Pt<CR>")
        assert "Clear Review" in nvim.wait_until("a menu is open", lambda: nvim.lua("return MENU"))
