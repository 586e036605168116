"""What broke the trust of people who used the Neovim plugin for an hour, one short test a defect.

Looks from outside only: keys, the screen, the buffer, public functions, and what the endpoint was asked.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.support.neovim_companion import ABOVE, BELOW, SOURCE, becomes, is_kept, older_too
from tests.support.scripted_chat import ScriptedChat, hang
from tests.support.terminal import Terminal, in_terminal

pytestmark = [pytest.mark.editor, pytest.mark.terminal]

OLD = SOURCE.removesuffix("\n")
NEW = "def add(a, b):\n    # the sum\n    return b + a"
NEW_TWICE = "def twice(a):\n    return a + a"
OTHER_BRANCH = (
    "import sys\n\n\ndef other(path):\n    return sys.path + [path]\n\n\ndef twice(a):\n    return a * 2\n"
)
CALL = "def total(items):\n    value = (items, rate)\n    return value\n"
HINT = ":Pt accept"

LISTEN = """
EVENTS = {}
vim.api.nvim_create_autocmd('User', {
  pattern = { 'PtLspEdit', 'PtLspStatus' },
  callback = function(args) table.insert(EVENTS, args.match .. ' ' .. args.data.state) end,
})
"""
MEASURE_REQUESTS = """
DELAYS = {}
local struck
vim.on_key(function() struck = vim.uv.hrtime() end)
vim.api.nvim_create_autocmd('LspRequest', { callback = function(args)
  local request = args.data.request
  if struck and request.type == 'pending' and request.method == 'textDocument/inlineCompletion' then
    table.insert(DELAYS, (vim.uv.hrtime() - struck) / 1e6)
  end
end })
"""
N_OPEN_REQUESTS = """
local n_open = 0
for _, request in pairs(vim.lsp.get_clients({ name = 'pt_lsp' })[1].requests) do
  local is_ours = request.method == 'textDocument/inlineCompletion'
  n_open = n_open + (is_ours and request.type == 'pending' and 1 or 0)
end
return n_open
"""
FORMAT = """
local lines = vim.api.nvim_buf_get_lines(0, 0, -1, true)
for number, line in ipairs(lines) do lines[number] = line:gsub('^    ', '  ') end
vim.api.nvim_buf_set_lines(0, 0, -1, true, lines)
"""
FORMATTED = """
  import os


  <|>def add(a, b):   swap them: :Pt accept, :Pt reject or :Pt retry
      return a + b
~   # the sum
~   return b + a


  def twice(a):
    return a * 2
"""
MODE = "return vim.api.nvim_get_mode().mode"
CLIENT = "return (vim.lsp.get_clients({ name = 'pt_lsp', bufnr = 0 })[1] or {}).id"
CHILDREN = "return vim.api.nvim_get_proc_children(vim.fn.getpid())"
ACCEPT = "return require('pt_lsp').completion.accept()"
IS_SHOWN = "return require('pt_lsp').completion.is_shown()"


@contextmanager
def pending(folder: Path, binary: Path, *more: str) -> Iterator[Terminal]:
    """A terminal in which `add` has been rewritten, and waits to be decided."""
    chat = ScriptedChat(NEW, *more)
    with in_terminal(folder, chat, SOURCE, binary=binary, completes=False, setup=LISTEN) as terminal:
        asks(terminal, 4, "swap them", f"{ABOVE}{NEW}{BELOW}")
        yield terminal


def asks(terminal: Terminal, row: int, instruction: str, text: str) -> None:
    """Have what stands in a row rewritten into this text, and wait until it can be decided."""
    n_waiting = terminal.lua("return #EVENTS")
    at(terminal, row, f"edit {instruction}")
    becomes(terminal, text)
    happens(terminal, "PtLspEdit pending", after=n_waiting)


def at(terminal: Terminal, row: int, subcommand: str) -> None:
    """Give `:Pt` a subcommand with the cursor in a row, and let what it says be said as to a person."""
    terminal.lua(
        "local row, line = ...\nvim.schedule(function() vim.cmd(tostring(row)) vim.cmd(line) end)",
        row,
        f"Pt {subcommand}",
    )


def happens(terminal: Terminal, event: str, after: int = 0) -> None:
    terminal.wait_until(event, lambda: event in terminal.lua("return EVENTS")[after:])


def no_hint_is_left(terminal: Terminal) -> None:
    terminal.wait_until("no hint is left", lambda: HINT not in terminal.screen())


def is_told(terminal: Terminal, subcommand: str) -> str:
    """What the user is told because of a subcommand: one line."""
    terminal.lua("vim.cmd.messages('clear')")
    at(terminal, 1, subcommand)
    told = terminal.wait_until("it is told", terminal.messages)
    assert "\n" not in told
    assert not terminal.is_stuck()
    return told


def other_branch_is_checked_out(terminal: Terminal, folder: Path) -> None:
    path = folder / "sample.py"
    terminal.lua("vim.cmd('silent write')")
    path.write_text(OTHER_BRANCH, encoding="utf-8")
    later_s = time.time() + 5  # clocks of files tick slowly, and Neovim has just written it, too
    os.utime(path, (later_s, later_s))
    terminal.lua("vim.o.autoread = true vim.cmd.checktime()")
    becomes(terminal, OTHER_BRANCH.removesuffix("\n"))


# Dead edits


@older_too
def test_an_edit_whose_text_went_with_another_branch_leaves_no_hint_and_says_that_it_is_gone(
    tmp_path: Path, binary: Path
) -> None:
    with pending(tmp_path, binary) as terminal:
        other_branch_is_checked_out(terminal, tmp_path)
        no_hint_is_left(terminal)
        # It is said a second later, perhaps among what is said to a command.
        terminal.wait_until("it is said", lambda: "was replaced or deleted" in terminal.messages())
        for subcommand in ("accept", "reject"):
            assert subcommand in is_told(terminal, subcommand)
        becomes(terminal, OTHER_BRANCH.removesuffix("\n"))


@older_too
def test_an_edit_is_decided_though_one_before_it_is_dead(tmp_path: Path, binary: Path) -> None:
    with pending(tmp_path, binary, NEW_TWICE, NEW_TWICE) as terminal:
        other_branch_is_checked_out(terminal, tmp_path)
        new = OTHER_BRANCH.replace("a * 2", "a + a").removesuffix("\n")
        asks(terminal, 8, "add instead", new)
        at(terminal, 8, "reject")
        becomes(terminal, OTHER_BRANCH.removesuffix("\n"))
        asks(terminal, 8, "add instead", new)
        at(terminal, 1, "accept")
        happens(terminal, "PtLspEdit accepted")
        no_hint_is_left(terminal)


@older_too
def test_two_edits_on_one_row_are_told_apart(tmp_path: Path, binary: Path) -> None:
    with pending(tmp_path, binary, NEW_TWICE) as terminal:
        asks(terminal, 9, "add instead", f"{ABOVE}{NEW}\n\n\n{NEW_TWICE}")
        terminal.lua("vim.cmd('4,8delete _')")
        at(terminal, 4, "reject")
        becomes(terminal, f"{ABOVE}def twice(a):\n    return a * 2")


@older_too
def test_a_formatter_that_writes_all_lines_anew_takes_no_mark_away(tmp_path: Path, binary: Path) -> None:
    with pending(tmp_path, binary) as terminal:
        terminal.wait_until("its hint", lambda: HINT in terminal.screen())
        terminal.lua(FORMAT)
        terminal.shows(FORMATTED)
        assert terminal.style_of("return b + a") != terminal.style_of("import os")
        at(terminal, 4, "reject")
        terminal.wait_until("it is taken back", lambda: "b + a" not in terminal.text())
        no_hint_is_left(terminal)


# Ghost text that lies


@older_too
def test_contradicted_ghost_text_is_on_no_screen_while_one_types_on(tmp_path: Path, binary: Path) -> None:
    with in_terminal(tmp_path, ScriptedChat("compute", forever=hang()), CALL, binary=binary) as terminal:
        terminal.strike("jf(i")
        terminal.wait_until("ghost text", lambda: "compute(" in terminal.screen())
        mark = terminal.redraws.now()
        terminal.strike("x", "yz", " + 1")
        terminal.redraws.since(mark, "xyz + 1(items")
        assert terminal.redraws.none_has(mark, "comp", once="= x")
        assert terminal.lua(IS_SHOWN) is False
        assert terminal.lua(ACCEPT) is False
        mark = terminal.redraws.now()  # on its way to here it has read so before
        terminal.strike("BSpace", "BSpace", "BSpace", "BSpace")
        terminal.redraws.since(mark, "= xyz(items")
        assert terminal.redraws.none_has(mark, "comp", once="= x")


@older_too
def test_what_is_typed_is_asked_about_at_once_and_older_questions_are_withdrawn(
    tmp_path: Path, binary: Path
) -> None:
    with in_terminal(tmp_path, ScriptedChat(forever=hang()), CALL, binary=binary) as terminal:
        terminal.lua(MEASURE_REQUESTS)
        terminal.strike("jA")
        for key in " + x + y":
            n_asked = terminal.lua("return #DELAYS")
            terminal.strike(key)
            terminal.wait_until("it is asked", partial(terminal.lua, "return #DELAYS > ...", n_asked))
        assert min(terminal.lua("return DELAYS")) < 150
        terminal.wait_until("one is open", lambda: terminal.lua(N_OPEN_REQUESTS) <= 1)


@pytest.mark.parametrize("keys", [["Left"], ["Escape"], ["C-o", "j"], ["Escape", "R"]])
@older_too
def test_ghost_text_is_not_where_it_does_not_belong(tmp_path: Path, binary: Path, keys: list[str]) -> None:
    with in_terminal(tmp_path, ScriptedChat("compute", forever=hang()), CALL, binary=binary) as terminal:
        terminal.strike("jf(i")
        terminal.wait_until("ghost text", lambda: "compute(" in terminal.screen())
        terminal.strike(*keys)
        terminal.wait_until("it is gone", lambda: "compute(" not in terminal.screen())
        assert terminal.lua(ACCEPT) is False
        assert terminal.text() == CALL.removesuffix("\n")


# A server that dies


@pytest.mark.usefixtures("servers_from_nothing")
@older_too
def test_a_server_that_is_killed_comes_back_and_text_and_pending_edits_are_kept(
    tmp_path: Path, binary: Path
) -> None:
    with pending(tmp_path, binary) as terminal:
        terminal.strike("ggO# mine", "Escape")
        text = f"# mine\n{ABOVE}{NEW}{BELOW}"
        becomes(terminal, text)
        is_kept(terminal, "return b + a")
        before, n_told = terminal.lua(CLIENT), terminal.lua("return #EVENTS")
        for child in terminal.lua(CHILDREN):
            os.kill(child, signal.SIGKILL)
        terminal.wait_until("another serves", lambda: terminal.lua(CLIENT) not in {None, before})
        happens(terminal, "PtLspStatus stopped", after=n_told)
        happens(terminal, "PtLspEdit pending", after=n_told)
        told = terminal.wait_until("it is told", terminal.messages)
        assert "quit with exit code" not in told
        assert ":edit" not in told
        assert terminal.text() == text
        terminal.wait_until("its hint is back", lambda: HINT in terminal.screen())
        at(terminal, 5, "reject")
        becomes(terminal, f"# mine\n{OLD}")


@older_too
def test_a_server_that_cannot_start_is_tried_three_times_at_most_and_told_of_in_words(
    tmp_path: Path, binary: Path
) -> None:
    starts = tmp_path / "starts"
    setup = f"vim.g.pt_lsp_cmd = {{ 'sh', '-c', 'echo start >>{starts}; exit 3' }}"
    with in_terminal(
        tmp_path, ScriptedChat(), SOURCE, binary=binary, setup=setup, is_served=False
    ) as terminal:
        terminal.lua("vim.cmd.edit(...)", str(tmp_path / "sample.py"))
        told = terminal.wait_until("it is told", terminal.messages)
        assert "quit with exit code" not in told, told
        assert ":edit" not in told
        terminal.strike("ggx")
        becomes(terminal, OLD.removeprefix("i"))
        assert len(starts.read_text(encoding="utf-8").split()) <= 3


@older_too
def test_a_restart_keeps_unsaved_text_and_pending_edits(tmp_path: Path, binary: Path) -> None:
    with pending(tmp_path, binary) as terminal:
        terminal.strike("ggO# mine", "Escape")
        becomes(terminal, f"# mine\n{ABOVE}{NEW}{BELOW}")
        before, n_told = terminal.lua(CLIENT), terminal.lua("return #EVENTS")
        at(terminal, 1, "restart")
        terminal.wait_until("another serves", lambda: terminal.lua(CLIENT) not in {None, before})
        happens(terminal, "PtLspEdit pending", after=n_told)
        terminal.wait_until("its hint is back", lambda: HINT in terminal.screen())
        at(terminal, 5, "reject")
        becomes(terminal, f"# mine\n{OLD}")


@older_too
def test_a_command_given_before_the_server_is_there_waits_for_it(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat(NEW)
    with in_terminal(tmp_path, chat, SOURCE, binary=binary, completes=False, is_served=False) as terminal:
        terminal.lua("vim.cmd.edit(...)", str(tmp_path / "sample.py"))
        at(terminal, 4, "implement")
        becomes(terminal, f"{ABOVE}{NEW}{BELOW}")
        assert terminal.messages() == ""


# Keys of others

CHAINED = """
vim.o.expandtab = true
vim.o.shiftwidth = 4
vim.o.tabstop = 4
SEEN = {}
vim.keymap.set('i', '<C-f>', function()
  table.insert(SEEN, require('pt_lsp').completion.accept())
end)
vim.keymap.set('i', '<C-g>', function()
  require('pt_lsp').completion.accept(function() table.insert(SEEN, 'fell through') end)
end)
vim.keymap.set('i', '<Tab>', function() require('pt_lsp').completion.accept('<Tab>') end)
vim.keymap.set('i', '<C-l>', function() return 'was here' end, { expr = true })
for _ = 1, 2 do -- as when a configuration is read twice
  require('pt_lsp').completion.map('<C-l>')
end
"""
NAMES = [
    *("Accept", "AcceptWord", "AcceptLine", "Dismiss", "Next", "Previous", "Trigger"),
    *("AcceptEdit", "RejectEdit", "AcceptHunk", "RejectHunk", "NextHunk", "PreviousHunk"),
]
OURS = """
local maps = {}
for _, mode in ipairs({ 'n', 'x', 'o', 'i', 's', 'c', 't' }) do
  local here = vim.api.nvim_buf_get_keymap(0, mode)
  for _, map in ipairs(vim.list_extend(here, vim.api.nvim_get_keymap(mode))) do
    local source = map.callback and debug.getinfo(map.callback, 'S').source or map.rhs
    maps[map.lhs] = source:find('editors/neovim', 1, true) and true or source:lower():find('pt_?lsp') and true
  end
end
return vim.tbl_keys(maps)
"""


@older_too
def test_accepting_falls_through_where_there_is_nothing_to_accept(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat(forever=hang())
    with in_terminal(tmp_path, chat, CALL, binary=binary, setup=CHAINED) as terminal:
        terminal.strike("O", "C-f", "C-g")
        terminal.wait_until(
            "both fell through", lambda: terminal.lua("return SEEN") == [False, "fell through"]
        )
        terminal.strike("Tab", "x")
        becomes(terminal, f"    x\n{CALL}".removesuffix("\n"))
        terminal.strike("BSpace", "C-l")
        becomes(terminal, f"    was here\n{CALL}".removesuffix("\n"))
        terminal.strike("C-u")
        becomes(terminal, f"\n{CALL}".removesuffix("\n"))
        terminal.lua("vim.snippet.expand('a(${1:b}, ${2:c})')")
        terminal.wait_until("its first place is selected", lambda: terminal.lua(MODE) == "s")
        terminal.strike("z")
        becomes(terminal, f"a(z, c)\n{CALL}".removesuffix("\n"))
        terminal.strike("Tab")
        # Neovim selects with keys that it puts behind those that it has read already.
        terminal.wait_until("the next place is selected", lambda: terminal.lua(MODE) == "s")
        terminal.strike("d")
        becomes(terminal, f"a(z, d)\n{CALL}".removesuffix("\n"))


@older_too
def test_every_action_has_a_plug_map_and_no_key_is_taken(tmp_path: Path, binary: Path) -> None:
    with in_terminal(tmp_path, ScriptedChat(), CALL, binary=binary, completes=False) as terminal:
        ours = set(terminal.lua(OURS))
        assert {f"<Plug>(PtLsp{name})" for name in NAMES} <= ours
        assert {name for name in ours if not name.startswith("<Plug>(PtLsp")} == set()
