"""Our server in a real Neovim: which buffers it serves, commands that come before it, what is told of it."""

import json
import sys
from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    GO_TO_ADD,
    INIT,
    SERVER,
    SOURCE,
    HeldStream,
    arrives,
    companion,
    is_ready,
    older_too,
    with_plugin,
)
from tests.support.scripted_chat import ScriptedChat

pytestmark = [pytest.mark.editor, pytest.mark.usefixtures("servers_from_nothing")]

NEW = "def add(a, b):\n    return b + a\n"
ANSWER = f"```python\n{NEW}```\n"
ENABLE = "vim.lsp.enable('pt_lsp')"
LATE = INIT.replace(ENABLE, "")
SERVED = """
local names = {}
for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
  if #vim.lsp.get_clients({ name = 'pt_lsp', bufnr = bufnr }) > 0 then
    table.insert(names, vim.fs.basename(vim.api.nvim_buf_get_name(bufnr)))
  end
end
table.sort(names)
return names
"""
BLOB = """
vim.cmd.new()
vim.bo.buftype = 'nowrite'
vim.api.nvim_buf_set_name(0, 'scratch://blob.py')
vim.bo.filetype = 'python'
"""
LINT = """
local namespace = vim.api.nvim_create_namespace('a linter')
local function report()
  local line = vim.api.nvim_buf_get_lines(0, 4, 5, false)[1]
  vim.diagnostic.set(namespace, 0, { {
    lnum = 4, col = 4, end_lnum = 4, end_col = #line, message = 'still wrong: ' .. vim.trim(line),
    severity = vim.diagnostic.severity.ERROR, source = 'linter',
  } })
end
report()
vim.api.nvim_buf_attach(0, false, { on_lines = function() vim.defer_fn(report, 200) end })
"""


def told(nvim: Neovim, words: str) -> None:
    nvim.wait_until(f"{words!r} is told", lambda: words in nvim.messages())


@older_too
def test_a_command_that_loads_the_plugin_waits_for_its_server(tmp_path: Path, binary: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(SOURCE, encoding="utf-8")
    chat = ScriptedChat(ANSWER)
    with chat.serving() as url:
        settings = {"endpoint": {"baseUrl": url}, "completion": {"automatic": False}}
        with with_plugin(tmp_path, SOURCE, settings, init=LATE, binary=binary, is_served=False) as nvim:
            nvim.press(":Pt edit swap<CR>")
            told(nvim, "pt-lsp is not enabled")
            nvim.press(f":lua {ENABLE}<CR>{GO_TO_ADD}:Pt edit swap<CR>gg:new<CR>")
            nvim.wait_until("it is asked for where it was meant", lambda: chat.requests)
            nvim.press(":close!<CR>")
            arrives(nvim, "return b + a")
            assert "twice(a):\n    return a * 2" in nvim.text()


def test_a_command_waits_for_a_server_that_takes_long_to_start(tmp_path: Path) -> None:
    chat = ScriptedChat(ANSWER)
    with chat.serving() as url:
        settings = {"endpoint": {"baseUrl": url}, "completion": {"automatic": False}}
        with with_plugin(tmp_path, SOURCE, settings, init=LATE, is_served=False) as nvim:
            nvim.lua("vim.g.pt_lsp_cmd = ...", ["sh", "-c", 'sleep 3; exec "$0" "$@"', *SERVER])
            nvim.press(f":lua {ENABLE}<CR>{GO_TO_ADD}:Pt edit swap<CR>")
            arrives(nvim, "return b + a")
            assert nvim.messages() == ""


def test_a_buffer_that_is_not_served_says_so_at_once(tmp_path: Path) -> None:
    init = INIT.replace("root_dir = given.root", "filetypes = { 'go' }")
    with with_plugin(tmp_path, SOURCE, {}, init=init, is_served=False) as nvim:
        nvim.press(":Pt document<CR>")
        told(nvim, 'pt-lsp is set up to leave files of type "python" alone.')
        nvim.lua("vim.lsp.config('pt_lsp', { filetypes = { 'python', 'lua', 'help' } })")
        nvim.press(":enew | set filetype=python<CR>:Pt document<CR>")
        told(nvim, "pt-lsp serves a buffer once it has a name; :write it.")
        nvim.press(":help<CR>:Pt document<CR>")
        told(nvim, "There is no code in this window; go to a file first.")


@older_too
def test_only_files_are_served_each_with_its_root(tmp_path: Path, binary: Path) -> None:
    init = INIT.replace("root_dir = given.root, ", "")
    roots = [tmp_path / "one", tmp_path / "two"]
    for root in roots:
        (root / ".git").mkdir(parents=True)
        (root / f"{root.name}.py").write_text(SOURCE, encoding="utf-8")
    with with_plugin(tmp_path, SOURCE, {}, init=init, binary=binary) as nvim:
        for root in roots:
            nvim.open(root / f"{root.name}.py")
        n_clients = "return #vim.lsp.get_clients({ name = 'pt_lsp' })"
        assert nvim.lua(n_clients) == 3
        nvim.lua(BLOB)
        nvim.press(":help<CR>:enew<CR>:set filetype=python<CR>:copen<CR>:split | terminal<CR>")
        nvim.wait_until("all is open", lambda: nvim.lua("return vim.bo.buftype") == "terminal")
        nvim.open(roots[0] / "one.py")
        is_ready(nvim)
        assert nvim.lua(SERVED) == ["one.py", "sample.py", "two.py"]


@older_too
def test_a_buffer_that_gets_a_name_or_another_one_is_served_under_it(tmp_path: Path, binary: Path) -> None:
    held = HeldStream()
    with companion(tmp_path, ScriptedChat(held.step), binary=binary, completes=False) as nvim:
        is_ready(nvim)
        nvim.press(f":silent file {tmp_path / 'other.py'}<CR>{GO_TO_ADD}")
        nvim.wait_until("it is served again", nvim.is_attached)
        nvim.press(":Pt implement<CR>")
        held.finish(ANSWER)
        arrives(nvim, "return b + a")
        nvim.press(f":enew! | set filetype=python<CR>:silent write {tmp_path / 'third.py'}<CR>")
        nvim.wait_until("it is served", nvim.is_attached)
        nvim.press(f":silent saveas {tmp_path / 'fourth.py'}<CR>ix = 1<Esc>")
        nvim.wait_until("it is served", nvim.is_attached)
        uris = "return vim.tbl_keys(vim.lsp.get_clients({ name = 'pt_lsp', bufnr = 0 })[1].attached_buffers)"
        assert len(nvim.lua(uris)) == 2


@older_too
def test_a_fix_is_told_what_others_report_before_and_after(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat(ANSWER, ANSWER)  # what is left is asked about once more
    with companion(tmp_path, chat, binary=binary, completes=False) as nvim:
        is_ready(nvim)
        nvim.lua(LINT)
        nvim.press(f"{GO_TO_ADD}:Pt fix<CR>")
        arrives(nvim, "return b + a")
        told(nvim, "1 problem remains: still wrong: return b + a.")
        assert "still wrong: return a + b" in json.dumps(chat.requests[0].body)


@older_too
def test_a_missing_key_is_told_in_one_quiet_line_and_status_says_what_to_do(
    tmp_path: Path, binary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POWERTOKENS_API_KEY", raising=False)
    with with_plugin(tmp_path, SOURCE, {}, binary=binary) as nvim:
        nvim.press(f"{GO_TO_ADD}:Pt implement<CR>")
        told(nvim, 'PowerTokens has no API key yet: ":Pt login" stores one.')
        nvim.open(tmp_path / "other.py")
        nvim.press(":Pt status<CR>")
        told(nvim, "(:Pt login stores a key)")
        assert nvim.messages().count("no API key yet") == 1


HAS_ENDED = "return vim.fn.jobwait({ vim.bo.channel }, 0)[1] ~= -1"
STAND_IN = """\
import runpy, sys
if sys.argv[1:] == ['login']:
    raise SystemExit(int(input('API key: ') != 'good'))
runpy.run_module('pt_lsp', run_name='__main__')
"""


@older_too
def test_login_runs_in_a_terminal_and_starts_the_server_anew_when_it_ended_well(
    tmp_path: Path, binary: Path
) -> None:
    command = [sys.executable, "-c", STAND_IN]
    with companion(tmp_path, ScriptedChat(), binary=binary, completes=False) as nvim:
        is_ready(nvim)
        (pid,) = nvim.lua("return vim.api.nvim_get_proc_children(vim.fn.getpid())")
        nvim.lua("vim.g.pt_lsp_cmd = ...", [*command, "serve", "--stdio"])
        for key, code in (("bad", 1), ("good", 0)):
            nvim.press("<C-Bslash><C-n>:stopinsert<CR>:Pt login<CR>")
            nvim.wait_until("it asks", lambda: "API key: " in nvim.text())
            nvim.press(f"{key}<CR>")
            if code:
                nvim.wait_until("it says so", lambda: nvim.lua(HAS_ENDED))
                nvim.press("<C-Bslash><C-n>:close<CR>")
        told(nvim, "The key is stored, and pt-lsp starts again with it.")
        nvim.wait_until("the terminal is gone", lambda: nvim.text() == SOURCE.removesuffix("\n"))
        children = "return vim.api.nvim_get_proc_children(vim.fn.getpid())"
        nvim.wait_until("the old server is gone", lambda: pid not in nvim.lua(children))
        nvim.wait_until("it serves again", nvim.is_attached)


@older_too
def test_model_stats_and_log_show_what_the_server_knows(tmp_path: Path, binary: Path) -> None:
    with companion(tmp_path, ScriptedChat(), binary=binary, completes=False) as nvim:
        is_ready(nvim)
        nvim.press(":Pt model other-model<CR>")
        told(nvim, "other-model")
        pages = "return vim.iter(vim.api.nvim_list_bufs()):map(function(b) "
        pages += "return table.concat(vim.api.nvim_buf_get_lines(b, 0, -1, true), '\\n') end):join('\\n')"
        nvim.press(":Pt stats<CR>")
        nvim.wait_until("statistics are shown", lambda: "suggestions shown" in nvim.lua(pages))
        nvim.lua("vim.lsp.log.error('something is wrong')")
        nvim.press(":Pt log<CR>")
        arrives(nvim, "something is wrong")
        assert nvim.lua("return vim.bo.readonly")
        assert not nvim.is_attached()
