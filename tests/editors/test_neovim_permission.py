"""Whether ghost text comes by itself: what the user's variables, `:Pt` and a snooze say, in a real Neovim."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.editors import Neovim, neovim
from tests.support.neovim_companion import PLUGIN, companion, is_ready
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

BARE = """
local given = vim.json.decode(%(given)s)
vim.o.swapfile = false
vim.o.shortmess = vim.o.shortmess .. 'I'
vim.o.columns = 120
vim.opt.runtimepath:prepend(given.environment.PT_LSP_TEST_PLUGIN)
"""
IS_ALLOWED = """
local everywhere, here, filetype = ...
vim.g.pt_lsp_completion = vim.json.decode(everywhere)
vim.b.pt_lsp_completion = vim.json.decode(here)
vim.bo.filetype = filetype
return require('pt_lsp.completion.permission').is_allowed(0)
"""
IS_ON_HERE = "return require('pt_lsp.completion.permission').is_allowed(0)"
COUNT_REQUESTS = """
vim.g.n_asked = 0
vim.api.nvim_create_autocmd('LspRequest', { callback = function(args)
  local request = args.data.request
  if request.method == 'textDocument/inlineCompletion' and request.type == 'pending' then
    vim.g.n_asked = vim.g.n_asked + 1
  end
end })
"""
N_ASKED = "return vim.g.n_asked"
LATER = "vim.g.is_later = nil; vim.defer_fn(function() vim.g.is_later = 1 end, 100)"
STATUS = "return (require('pt_lsp').status())"
UNFINISHED = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"


@contextmanager
def without_server(folder: Path) -> Iterator[Neovim]:
    """A Neovim with the companion and nothing else."""
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    with neovim(folder, [], {}, environment, init=BARE) as nvim:
        yield nvim


def says(nvim: Neovim, command: str) -> str:
    """What the user is told after `:Pt` was told this."""
    nvim.lua("vim.cmd('messages clear'); vim.cmd('Pt ' .. ...)", command)
    return nvim.messages()


def test_the_buffer_has_its_word_before_the_type_and_the_type_before_the_rest(tmp_path: Path) -> None:
    by_type = '{"python": false, "*": true}'
    cases = [
        ("null", "null", "python", True),
        ("false", "null", "python", False),
        ("false", "true", "python", True),
        ("true", "false", "python", False),
        (by_type, "null", "python", False),
        (by_type, "true", "python", True),
        (by_type, "null", "lua", True),
        (by_type, "null", "python.django", False),
        ('{"*": false, "lua": true}', "null", "lua", True),
        ('{"*": false, "lua": true}', "null", "", False),
        ('{"markdown": false}', "null", "lua", True),
        ("{}", "null", "lua", True),
        ("0", "null", "lua", False),
        ("1", "null", "lua", True),
    ]
    with without_server(tmp_path) as nvim:
        for *case, is_allowed in cases:
            assert nvim.lua(IS_ALLOWED, *case) is is_allowed, case
        assert not nvim.messages()


def test_what_cannot_be_read_is_told_once_and_asks_for_nothing(tmp_path: Path) -> None:
    cases = [
        ('"off"', "null", "vim.g.pt_lsp_completion must be true or false"),
        ('["python"]', "null", "vim.g.pt_lsp_completion must be true, false, or a table such as"),
        ('{"python": "no"}', "null", 'vim.g.pt_lsp_completion["python"] must be true or false'),
        ("null", "{}", "vim.b.pt_lsp_completion must be true or false"),
    ]
    for number, (everywhere, here, told) in enumerate(cases):
        folder = tmp_path / str(number)
        folder.mkdir()
        with without_server(folder) as nvim:
            for _ in range(3):
                assert nvim.lua(IS_ALLOWED, everywhere, here, "python") is False
            assert nvim.messages().count(told) == 1


def test_pt_turns_it_off_and_on_where_it_is_told_to(tmp_path: Path) -> None:
    with without_server(tmp_path) as nvim:
        nvim.lua("vim.bo.filetype = 'python'")
        assert says(nvim, "disable") == "Ghost text is off."
        assert nvim.lua("return vim.g.pt_lsp_completion") is False
        assert says(nvim, "enable filetype") == 'Ghost text is on in files of type "python".'
        assert nvim.lua("return vim.g.pt_lsp_completion") == {"*": False, "python": True}
        assert says(nvim, "toggle buffer") == "Ghost text is off in this buffer."
        assert not nvim.lua(IS_ON_HERE)
        told = "Ghost text is on; it stays off in this buffer until you say :Pt enable buffer."
        assert says(nvim, "toggle") == told
        assert says(nvim, "toggle buffer") == "Ghost text is on in this buffer."
        assert nvim.lua(IS_ON_HERE)
        assert "takes" in says(nvim, "disable here")


def test_a_snooze_ends_by_zero_and_by_turning_on(tmp_path: Path) -> None:
    with without_server(tmp_path) as nvim:
        assert says(nvim, "snooze").startswith("Ghost text is snoozed until ")
        assert not nvim.lua(IS_ON_HERE)
        assert says(nvim, "snooze 0") == "Ghost text is not snoozed any more."
        assert nvim.lua(IS_ON_HERE)
        says(nvim, "snooze 0.5")
        assert not nvim.lua(IS_ON_HERE)
        says(nvim, "enable")
        assert nvim.lua(IS_ON_HERE)
        for wrong in ("soon", "-1", "1e9", "nan"):
            assert "takes minutes" in says(nvim, f"snooze {wrong}")
        assert nvim.lua(IS_ON_HERE)


def test_status_tells_why_no_ghost_text_comes_in_this_buffer(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat(), completes=False) as nvim:
        is_ready(nvim)
        for command, told in [
            ("disable filetype", 'off in files of type "python"; ":Pt enable filetype" turns it on.'),
            ("disable buffer", 'Ghost text is off in this buffer; ":Pt enable buffer" turns it on.'),
            ("snooze", '":Pt snooze 0" ends that.'),
        ]:
            says(nvim, command)
            says(nvim, "status")
            nvim.wait_until("it is told", lambda: "tokens" in nvim.messages())
            assert nvim.messages().endswith(told)
        says(nvim, "enable buffer")
        says(nvim, "status")
        nvim.wait_until("it is told", lambda: "tokens" in nvim.messages())
        assert "Ghost text" not in nvim.messages()


def test_nothing_goes_out_where_it_is_off_until_it_is_asked_for_by_hand(tmp_path: Path) -> None:
    with companion(tmp_path, ScriptedChat("return alpha + b"), UNFINISHED) as nvim:
        is_ready(nvim)
        nvim.lua(f"{COUNT_REQUESTS}; vim.keymap.set('i', '<C-l>', '<Plug>(PtLspTrigger)')")
        says(nvim, "disable filetype")
        nvim.press("jA")
        nvim.lua(LATER)
        nvim.wait_until("a request would have gone out", lambda: nvim.lua("return vim.g.is_later"))
        assert nvim.lua(N_ASKED) == 0
        nvim.press("<C-l>")
        assert nvim.wait_until("ghost text", nvim.ghost_text) == "return alpha + b"
        assert nvim.lua(N_ASKED) == 1
        says(nvim, "snooze")
        assert not nvim.ghost_text()
        nvim.wait_until("the server knows", lambda: nvim.lua(STATUS) == "paused")
        says(nvim, "enable filetype")
        nvim.wait_until("the server knows", lambda: nvim.lua(STATUS) == "ready")
