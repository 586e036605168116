"""A real Neovim with our companion in a real terminal: what is on its screen, and what ever was.

A terminal shows what stands now; only a record (`redraws`) tells that something was never shown.
"""

import json
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pynvim

from tests.support import neovim_companion, tmux
from tests.support.editors import NO_PROVIDER, NVIM, POLL_S, TIMEOUT_S, Neovim
from tests.support.neovim_companion import PLUGIN
from tests.support.redraws import Redraws, close_ended
from tests.support.scripted_chat import ScriptedChat

INIT = """
local given = vim.json.decode(%(given)s)
vim.o.swapfile = false
vim.o.shortmess = vim.o.shortmess .. 'IFc'
vim.o.laststatus = 0
vim.o.statusline = '%%t'
vim.o.ruler = false
vim.o.showmode = false
vim.o.showcmd = false
vim.o.termguicolors = true
vim.g.loaded_matchparen = 1
vim.opt.fillchars:append({ eob = ' ' })
vim.cmd.syntax('off')
vim.opt.runtimepath:prepend(given.plugin)
vim.g.pt_lsp_cmd = given.command
vim.lsp.config('pt_lsp', { root_dir = given.root, init_options = given.settings })
vim.lsp.enable('pt_lsp')
"""
"""A configuration under which only text and notices are on the screen, and only what is ours is coloured."""


class Terminal(Neovim):
    """A Neovim in a terminal. Made by `in_terminal`."""

    def __init__(self, nvim: Any, terminal: tmux.Tmux, redraws: Redraws) -> None:
        super().__init__(nvim)
        self.strike = terminal.strike
        self.screen = terminal.screen
        self.style_of = terminal.style_of
        self.redraws = redraws

    def is_stuck(self) -> bool:
        """Whether Neovim wants a key before it goes on, as after a message that has no room."""
        return bool(self._nvim.request("nvim_get_mode")["blocking"])

    def lua(self, code: str, *arguments: Any) -> Any:
        """What the Lua chunk returns; a failure where it has to wait for a key."""
        assert not self.is_stuck(), f"Neovim wants a key:\n{self.screen()}"
        rescue = threading.Timer(TIMEOUT_S, self.strike, ["Enter"])
        rescue.start()
        try:
            return super().lua(code, *arguments)
        finally:
            rescue.cancel()

    def text(self) -> str:
        return "\n".join(self.lua("return vim.api.nvim_buf_get_lines(0, 0, -1, true)"))

    def messages(self) -> str:
        return str(self.lua("return vim.trim(vim.fn.execute('messages'))"))

    def shows(self, picture: str) -> None:
        """Wait until the screen reads so, in full."""
        wanted = picture.strip("\n")
        deadline = time.monotonic() + TIMEOUT_S
        while (seen := self.screen()) != wanted and time.monotonic() < deadline:
            time.sleep(POLL_S)  # between two looks, never instead of one
        assert seen == wanted, f"the screen reads\n{seen}\n--- instead of\n{wanted}"


@contextmanager
def in_terminal(
    folder: Path,
    chat: ScriptedChat,
    source: str,
    *,
    binary: Path = NVIM,
    size: tuple[int, int] = (80, 24),
    completes: bool = True,
    setup: str = "",
    is_served: bool = True,
) -> Iterator[Terminal]:
    """A Neovim in a terminal in which a file with `source` is open and served, asking `chat`.

    `size`: columns and rows. `setup`: Lua of the user's own, run before the file is opened. If it is not to$
    be served, the test opens it.
    """
    path = folder / "sample.py"
    path.write_bytes(source.encode())
    with chat.serving() as url:
        completion = {"debounceMs": 0, "automatic": completes}
        settings = {"endpoint": {"baseUrl": url}, "completion": completion}
        with _started(folder, settings, setup, binary, size) as terminal:
            if is_served:
                terminal.open(path)
            yield terminal


@contextmanager
def _started(
    folder: Path, settings: Mapping[str, Any], setup: str, binary: Path, size: tuple[int, int]
) -> Iterator[Terminal]:
    command = neovim_companion.server_command()
    given = {"command": command, "settings": settings, "root": str(folder), "plugin": str(PLUGIN)}
    init = folder / "init.lua"
    init.write_text(INIT % {"given": f"[==[{json.dumps(given)}]==]"} + setup, encoding="utf-8")
    # A path in a test's folder may be longer than a socket's may.
    with tempfile.TemporaryDirectory(prefix="pt-tty-") as sockets:
        address = f"{sockets}/nvim"
        program = [str(binary), "--listen", address, *NO_PROVIDER, "-u", str(init), "-i", "NONE", "-n"]
        with tmux.running(program, *size, socket=f"{sockets}/tmux") as terminal:
            nvim = _attached(address)
            try:
                with Redraws(address, *size, end=terminal.end) as redraws:
                    try:
                        yield Terminal(nvim, terminal, redraws)
                    finally:
                        _hang_up(terminal, nvim)
            finally:
                close_ended(nvim)


def _hang_up(terminal: tmux.Tmux, nvim: Any) -> None:
    """Return once Neovim has ended: its last words may want a key, which no terminal gives any more."""
    terminal.end()
    deadline = time.monotonic() + TIMEOUT_S
    with suppress(OSError, EOFError):
        while time.monotonic() < deadline:
            if nvim.request("nvim_get_mode")["blocking"]:
                nvim.request("nvim_input", "<CR>")
            time.sleep(POLL_S)  # between two looks, never instead of one
        raise AssertionError("Neovim does not end")


def _attached(address: str) -> Any:
    deadline = time.monotonic() + TIMEOUT_S
    while not _is_listening(address):
        assert time.monotonic() < deadline, "Neovim does not listen"
        time.sleep(POLL_S)
    nvim = pynvim.attach("socket", path=address)
    while not nvim.eval("v:vim_did_enter"):  # it listens before it has read its configuration
        assert time.monotonic() < deadline, "Neovim does not start"
        time.sleep(POLL_S)
    return nvim


def _is_listening(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(address)
        return True
    return False
