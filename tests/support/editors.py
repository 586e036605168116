"""Drives a real Neovim with nothing but its own LSP client: no plugin, a minimal init.

Refuses to know what our server does; tests say what they expect to see on the screen and in the buffer.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import pynvim

NVIM = Path(__file__).parents[2] / ".cache" / "nvim12" / "nvim"
NO_PROVIDER = ("--cmd", "let g:loaded_python3_provider = 0")
"""For plugins in Python, Neovim starts each Python of PATH at the first Python file: longer than a test."""
POLL_S = 0.02
TIMEOUT_S = 60.0  # of a busy machine

INIT = """
local given = vim.json.decode(%(given)s)
vim.o.swapfile = false
vim.o.shortmess = vim.o.shortmess .. 'I'
vim.o.columns = 120
vim.o.lines = 40
vim.lsp.config('pt_lsp', {
  cmd = given.command,
  cmd_env = given.environment,
  filetypes = { 'python' },
  root_dir = given.root,
  init_options = given.settings,
})
vim.lsp.enable('pt_lsp')
vim.lsp.inline_completion.enable()
vim.keymap.set('i', '<Tab>', function()
  if not vim.lsp.inline_completion.get() then return '<Tab>' end
end, { expr = true })
"""

GHOST_TEXT = """
local namespaces = vim.api.nvim_get_namespaces()
local namespace = namespaces['pt_lsp.completion'] or namespaces['nvim.lsp.inline_completion']
local function text_of(line)
  return table.concat(vim.tbl_map(function(chunk) return chunk[1] end, line))
end
local beside, below = {}, {}
local marks = namespace and vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })
for _, mark in ipairs(marks or {}) do
  table.insert(beside, text_of(mark[4].virt_text or {}))
  vim.list_extend(below, vim.tbl_map(text_of, mark[4].virt_lines or {}))
end
return table.concat({ table.concat(beside), unpack(below) }, '\\n')
"""

T = TypeVar("T")


def what_lacks() -> str | None:
    """What keeps tests with the marker `editor` from running here, as one clause; None if nothing."""
    return None if NVIM.exists() else "no Neovim 0.12 (`make setup` fetches it where apt is)"


class Neovim:
    """A running headless Neovim. Made by `neovim`."""

    def __init__(self, nvim: Any) -> None:
        self._nvim = nvim

    def open(self, path: Path) -> None:
        """Edit the file, and wait until our server is attached to it."""
        self._nvim.command(f"edit {path}")
        self.wait_until("the server is attached", self.is_attached)

    def press(self, keys: str) -> None:
        """Type keys as a person would, in Neovim's notation (`<Esc>`, `<Tab>`)."""
        self._nvim.input(keys)

    def lua(self, code: str, *arguments: Any) -> Any:
        """What the Lua chunk returns; it sees the arguments as `...`."""
        return self._nvim.exec_lua(code, *arguments)

    def text(self) -> str:
        """The current buffer's text, joined by line feeds, without one at the end."""
        return "\n".join(self._nvim.current.buffer[:])

    def ghost_text(self) -> str:
        """The part of the inline completion that is drawn: empty when none is."""
        return cast("str", self.lua(GHOST_TEXT))

    def show_screen(self) -> None:
        """Have it draw as for a person; what is too long for the width then waits for a key."""
        self._nvim.ui_attach(*self.lua("return { vim.o.columns, vim.o.lines }"))

    def leave(self, command: str) -> float:
        """End it by this command; the seconds that this took."""
        began_s = time.monotonic()
        with suppress(EOFError, OSError):  # it leaves without an answer
            self._nvim.command(command)
        return time.monotonic() - began_s

    def is_attached(self) -> bool:
        """Whether an initialized client of ours serves the current buffer."""
        return bool(self.lua("return #vim.lsp.get_clients({ name = 'pt_lsp', bufnr = 0 }) > 0"))

    def messages(self) -> str:
        """All that the user was told."""
        return cast("str", self._nvim.command_output("messages"))

    def wait_until(self, what: str, look: Callable[[], T], timeout_s: float = TIMEOUT_S) -> T:
        """The first true value that `look` returns; a failure that shows the buffer if none comes in time."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if seen := look():
                return seen
            time.sleep(POLL_S)  # between two looks, never instead of one
        seen_instead = {"buffer": self.text(), "messages": self.messages(), "log": self._log()}
        raise AssertionError("\n--- ".join([f"never: {what}", *map("\n".join, seen_instead.items())]))

    def _log(self) -> str:
        """The end of Neovim's LSP log, which holds what the server wrote to stderr."""
        path = Path(self.lua("return vim.lsp.log.get_filename()"))
        return path.read_text(encoding="utf-8")[-3000:] if path.exists() else ""


@contextmanager
def neovim(
    folder: Path,
    server: Sequence[str],
    settings: Mapping[str, Any],
    environment: Mapping[str, str] | None = None,
    *,
    init: str = INIT,
    binary: Path = NVIM,
) -> Iterator[Neovim]:
    """A Neovim that starts `server` for the Python files it opens, with `folder` as the workspace."""
    given = {
        "command": list(server),
        "settings": settings,
        "environment": dict(environment or {}),
        "root": str(folder),
    }
    path = folder / "init.lua"
    path.write_text(init % {"given": f"[==[{json.dumps(given)}]==]"}, encoding="utf-8")
    argv = [str(binary), "--embed", "--headless", *NO_PROVIDER, "-u", str(path), "-i", "NONE", "-n"]
    nvim = pynvim.attach("child", argv=argv)
    try:
        yield Neovim(nvim)
    finally:
        with suppress(EOFError, OSError):  # it leaves without an answer
            nvim.command("qall!")
        nvim.close()
