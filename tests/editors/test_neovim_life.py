"""The server's life in a real Neovim: it dies, is started again, hangs, cannot start, and is left."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.editors import NVIM, POLL_S, TIMEOUT_S, Neovim, neovim
from tests.support.neovim_companion import (
    GO_TO_ADD,
    INIT,
    PLUGIN,
    SOURCE,
    arrives,
    becomes,
    companion,
    is_kept,
    is_ready,
    older_too,
    streaming,
)
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = [pytest.mark.editor, pytest.mark.usefixtures("servers_from_nothing")]

NEW = "def add(a, b):\n    total = a\n    total += b\n    return total\n"
CHILDREN = "return vim.api.nvim_get_proc_children(vim.fn.getpid())"
LISTEN = """
EVENTS = {}
vim.api.nvim_create_autocmd('User', {
  pattern = { 'PtLspStatus', 'PtLspEdit' },
  callback = function(args) table.insert(EVENTS, args.match .. ' ' .. args.data.state) end,
})
"""
N_MARKS = """
local namespace = vim.api.nvim_get_namespaces()['pt_lsp.edits']
return namespace and #vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, {}) or 0
"""
IS_BLOCKED = "return vim.api.nvim_get_mode().blocking"


def server_pid(nvim: Neovim) -> int:
    (pid,) = nvim.lua(CHILDREN)
    return int(pid)


def kill(nvim: Neovim, number: int = signal.SIGKILL) -> int:
    """End the server as something from outside would; its process id."""
    pid = server_pid(nvim)
    os.kill(pid, number)
    return pid


def has_another(nvim: Neovim, pid: int) -> None:
    """Wait until another server serves the buffer."""
    nvim.wait_until("the old server is gone", lambda: pid not in nvim.lua(CHILDREN))
    nvim.wait_until("another one is attached", nvim.is_attached)
    is_ready(nvim)


def has_ended(pid: int) -> bool:
    """Whether the process ends; one that nobody has waited for is none any more."""
    deadline = time.monotonic() + TIMEOUT_S
    stat = Path(f"/proc/{pid}/stat")
    while time.monotonic() < deadline:
        try:
            state = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(POLL_S)  # between two looks, never instead of one
    return False


def told(nvim: Neovim, words: str) -> None:
    nvim.wait_until(f"{words!r} is told", lambda: words in nvim.messages())
    assert nvim.lua(IS_BLOCKED) is False


@contextmanager
def with_command(folder: Path, command: list[str], binary: Path, init: str = INIT) -> Iterator[Neovim]:
    """A Neovim in which a file is open that a server started so is to serve."""
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    path = folder / "sample.py"
    path.write_text(SOURCE, encoding="utf-8")
    settings = {"endpoint": {"baseUrl": "http://127.0.0.1:9/v1"}}
    with neovim(folder, command, settings, environment, init=init, binary=binary) as nvim:
        nvim.show_screen()
        nvim.press(f":silent edit {path}<CR>")
        yield nvim


@older_too
def test_a_server_that_is_killed_is_started_again_with_the_text_that_stands_there(
    tmp_path: Path, binary: Path
) -> None:
    chat = ScriptedChat(f"```python\n{NEW}```\n")
    with companion(tmp_path, chat, binary=binary, completes=False) as nvim:
        nvim.show_screen()
        is_ready(nvim)
        nvim.lua(LISTEN)
        nvim.press("ggO# mine<Esc>")
        pid = kill(nvim)
        told(nvim, "pt-lsp has died (signal 9) and starts again; your text is kept.")
        has_another(nvim, pid)
        assert "exit code" not in nvim.messages()
        assert "PtLspStatus stopped" in nvim.lua("return EVENTS")
        nvim.press("ggO# more<Esc>6G:Pt implement<CR>")
        arrives(nvim, "return total")
        assert nvim.text().startswith("# more\n# mine\nimport os")


@older_too
def test_a_pending_edit_outlives_its_server_and_can_be_rejected(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat(f"```python\n{NEW}```\n")
    with companion(tmp_path, chat, binary=binary, completes=False) as nvim:
        nvim.lua(LISTEN)
        nvim.press(f"{GO_TO_ADD}:Pt implement<CR>")
        nvim.wait_until("it is pending", lambda: "PtLspEdit pending" in nvim.lua("return EVENTS"))
        is_ready(nvim)
        is_kept(nvim, "return total")
        nvim.lua(LISTEN)
        pid = kill(nvim)
        nvim.wait_until("it is told to be gone", lambda: "PtLspEdit gone" in nvim.lua("return EVENTS"))
        has_another(nvim, pid)
        nvim.wait_until("it is offered", lambda: "PtLspEdit pending" in nvim.lua("return EVENTS"))
        nvim.wait_until("it is marked", lambda: nvim.lua(N_MARKS) > 0)
        nvim.press(":Pt reject<CR>")
        becomes(nvim, SOURCE.removesuffix("\n"))


@older_too
def test_what_runs_when_the_server_dies_is_told_to_have_ended(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat(hang(after="# add\n"))
    with companion(tmp_path, chat, binary=binary, completes=False) as nvim:
        nvim.press(f"{GO_TO_ADD}:Pt explain<CR>")
        page = "return vim.iter(vim.api.nvim_list_bufs()):map(function(b) "
        page += "return table.concat(vim.api.nvim_buf_get_lines(b, 0, -1, true), '\\n') end):join('\\n')"
        nvim.wait_until("the page has begun", lambda: "# add" in nvim.lua(page))
        pid = kill(nvim)
        nvim.wait_until("the page says so", lambda: "pt-lsp has ended" in nvim.lua(page))
        has_another(nvim, pid)


@older_too
def test_a_server_that_dies_again_and_again_is_left_until_somebody_restarts_it(
    tmp_path: Path, binary: Path
) -> None:
    chat = ScriptedChat(f"```python\n{NEW}```\n")
    with companion(tmp_path, chat, binary=binary, completes=False) as nvim:
        nvim.show_screen()
        for _ in range(2):
            is_ready(nvim)
            has_another(nvim, kill(nvim))
        kill(nvim)
        told(nvim, "pt-lsp has died again and again")
        assert nvim.lua(CHILDREN) == []
        assert nvim.lua("return require('pt_lsp').status()") == "stopped"
        nvim.press("ggO# mine<Esc>:Pt implement<CR>")
        nvim.wait_until("a command says so at once", lambda: nvim.messages().count("again and again") == 2)
        nvim.press(":Pt restart<CR>")
        nvim.wait_until("it serves again", nvim.is_attached)
        is_ready(nvim)
        nvim.press("ggO# more<Esc>6G:Pt implement<CR>")
        arrives(nvim, "return total")
        assert nvim.text().startswith("# more\n# mine\nimport os\n\n\ndef add")


@older_too
def test_a_restart_keeps_unsaved_text_and_ends_a_server_that_hangs(tmp_path: Path, binary: Path) -> None:
    with companion(tmp_path, ScriptedChat(), binary=binary, completes=False) as nvim:
        nvim.press("ggO# mine<Esc>")
        is_ready(nvim)
        pid = server_pid(nvim)
        nvim.press(":Pt restart<CR>")
        has_another(nvim, pid)
        pid = kill(nvim, signal.SIGSTOP)
        nvim.lua("require('pt_lsp').restart()")
        has_another(nvim, pid)
        assert nvim.text().startswith("# mine\nimport os")
        assert "died" not in nvim.messages()


BAD_STARTS = [
    pytest.param(["no-such-pt-lsp"], 'there is no command "no-such-pt-lsp"', id="not found"),
    pytest.param([sys.executable, "-c", "raise SystemExit(1)"], "(exit code 1)", id="exits"),
    pytest.param([sys.executable, "-m", "no_such_module"], "(exit code 1)", id="other Python"),
    pytest.param([sys.executable, "-c", "print('hello')"], "(exit code 0)", id="no server"),
]


@older_too
@pytest.mark.parametrize(("command", "sentence"), BAD_STARTS)
def test_a_server_that_cannot_start_is_told_of_once_and_starts_when_it_can(
    tmp_path: Path, binary: Path, command: list[str], sentence: str
) -> None:
    with with_command(tmp_path, command, binary) as nvim:
        told(nvim, sentence)
        nvim.press(f":silent edit {tmp_path / 'other.py'}<CR>:silent edit #<CR>")
        nvim.press("ggO# mine<Esc>")
        arrives(nvim, "# mine")
        assert nvim.messages().count(sentence) == 1
        nvim.lua("vim.g.pt_lsp_cmd = ...", [sys.executable, "-m", "pt_lsp"])
        nvim.press(":Pt restart<CR>")
        nvim.wait_until("it serves", nvim.is_attached)
        is_ready(nvim)


@older_too
def test_a_command_that_is_no_list_is_told_of_by_whatever_needs_it(tmp_path: Path, binary: Path) -> None:
    init = INIT.replace("= given.command", "= 'pt-lsp'")
    with with_command(tmp_path, [], binary, init) as nvim:
        reason = ": the server command is no list that begins with a program; :checkhealth pt_lsp says"
        told(nvim, f"pt-lsp is not started{reason}")
        nvim.press(":Pt login<CR>")
        told(nvim, f"No key can be stored{reason}")
        nvim.press(":Pt try<CR>")
        told(nvim, "The server command is not found; :checkhealth pt_lsp says")
        assert "stack traceback" not in nvim.messages()


def test_a_plugin_that_its_first_command_loads_says_once_that_there_is_no_server(tmp_path: Path) -> None:
    init = INIT.replace("vim.lsp.enable('pt_lsp')\n", "")
    with with_command(tmp_path, ["no-such-pt-lsp"], NVIM, init) as nvim:
        nvim.wait_until("it is open", lambda: "import os" in nvim.text())
        nvim.lua("vim.lsp.enable('pt_lsp'); vim.cmd('Pt edit swap')")
        told(nvim, 'there is no command "no-such-pt-lsp"')
        nvim.lua("vim.g.is_later = nil; vim.schedule(function() vim.g.is_later = 1 end)")
        nvim.wait_until("all is told", lambda: nvim.lua("return vim.g.is_later"))
        assert nvim.messages().count("no-such-pt-lsp") == 1


@older_too
def test_a_command_that_was_set_as_neovim_documents_it_ends_as_quietly(tmp_path: Path, binary: Path) -> None:
    init = INIT.replace(
        "vim.lsp.config('pt_lsp', { root_dir = given.root,", "vim.lsp.config('pt_lsp', { cmd = given.command,"
    ).replace("vim.g.pt_lsp_cmd = given.command\n", "")
    command = [sys.executable, "-m", "pt_lsp"]
    with with_command(tmp_path, command, binary, init) as nvim:
        nvim.wait_until("it serves", nvim.is_attached)
        is_ready(nvim)
        pid = kill(nvim)
        has_another(nvim, pid)
        assert nvim.messages().strip() == "pt-lsp has died (signal 9) and starts again; your text is kept."


@older_too
@pytest.mark.parametrize("leave", ["qall!", "cquit"])
def test_leaving_in_mid_stream_takes_no_time_and_leaves_no_process_behind(
    tmp_path: Path, binary: Path, leave: str
) -> None:
    with streaming(tmp_path, binary) as (nvim, _, _):
        pid = server_pid(nvim)
        took_s = nvim.leave(leave)
        assert took_s < 2
        assert has_ended(pid)
