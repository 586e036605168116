"""The main job in a real Neovim 0.12 that has nothing but its own LSP client."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.chat_steps import Request, Sink, Step, stream_events, text_events
from tests.support.editors import Neovim, neovim
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

SERVER = [sys.executable, "-m", "pt_lsp"]
SOURCE = """\
def add(a, b):
    return a + b


def twice(a):
    return a * 2
"""
DOCUMENTED = '''\
def add(a, b):
    """The sum of two numbers."""
    return a + b
'''


@contextmanager
def editing(
    folder: Path, chat: ScriptedChat, source: str = SOURCE, **sections: Any
) -> Iterator[tuple[Neovim, Path]]:
    """A Neovim in which a file with `source` is open and served, asking `chat`."""
    path = folder / "sample.py"
    path.write_text(source, encoding="utf-8")
    with chat.serving() as url:
        settings = {"endpoint": {"baseUrl": url}, "completion": {"debounceMs": 0}, **sections}
        with neovim(folder, SERVER, settings) as nvim:
            nvim.open(path)
            yield nvim, path


def choose_action(nvim: Neovim, title: str) -> None:
    """Have the code action with that title carried out, as one chooses it from the menu."""
    nvim.lua(
        "local title = ...; vim.lsp.buf.code_action({"
        " apply = true, filter = function(action) return action.title:find(title, 1, true) ~= nil end })",
        title,
    )


def gated(first: str, gate: threading.Event, rest: str) -> Step:
    """A good answer that waits in its middle until the test opens the gate."""

    async def play(request: Request, sink: Sink) -> None:
        await sink.start(200, {"content-type": "text/event-stream"})
        await sink.write(b"".join(text_events(first)))
        await asyncio.to_thread(gate.wait)
        await sink.write(b"".join(stream_events(rest)))

    return Step("gated", play)


def test_an_inline_completion_is_shown_and_accepted(tmp_path: Path) -> None:
    source = "def add(a, b):\n    \n\n\nprint(add(1, 2))\n"
    chat = ScriptedChat("return a + b", forever=hang())
    with editing(tmp_path, chat, source) as (nvim, _):
        nvim.press("jA")
        ghost = nvim.wait_until("ghost text", nvim.ghost_text)
        assert ghost == "return a + b"
        assert nvim.text() == source.removesuffix("\n")
        nvim.press("<Tab>")
        accepted = source.removesuffix("\n").replace("    \n", "    return a + b\n", 1)
        nvim.wait_until("the text is accepted", lambda: nvim.text() == accepted)
        assert "return a + b" in nvim.text()


def test_typing_what_was_foreseen_keeps_the_ghost_text_without_asking_again(tmp_path: Path) -> None:
    source = "def add(a, b):\n    \n\n\nprint(add(1, 2))\n"
    chat = ScriptedChat("return a + b")
    with editing(tmp_path, chat, source) as (nvim, _):
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("return")
        nvim.wait_until("the rest is drawn", lambda: nvim.ghost_text() == " a + b")
    assert len(chat.requests) == 1


def test_a_code_action_is_resolved_and_applied_as_one_undo_step(tmp_path: Path) -> None:
    chat = ScriptedChat(f"```python\n{DOCUMENTED}```")
    with editing(tmp_path, chat) as (nvim, _):
        choose_action(nvim, "Document")
        wanted = SOURCE.replace(SOURCE.partition("\n\n\n")[0], DOCUMENTED.rstrip()).removesuffix("\n")
        nvim.wait_until("the function is documented", lambda: nvim.text() == wanted)
        nvim.press("u")
        nvim.wait_until("it is undone", lambda: nvim.text() == SOURCE.removesuffix("\n"))


def test_an_edit_streams_while_the_user_types_elsewhere(tmp_path: Path) -> None:
    gate = threading.Event()
    body = [f"    total += {number}" for number in range(12)]
    first = "\n".join(["def add(a, b):", "    total = a + b", *body[:8], ""])
    rest = "\n".join([*body[8:], "    return total", ""])
    chat = ScriptedChat(gated(f"```python\n{first}", gate, f"{rest}```"))
    with editing(tmp_path, chat, edits={"streaming": "always"}) as (nvim, _):
        choose_action(nvim, "Simplify")
        try:
            nvim.wait_until("the first part has come", lambda: "total += 3" in nvim.text())
            nvim.press("Go# mine<Esc>")
            nvim.wait_until("the user's line is there", lambda: nvim.text().endswith("# mine"))
        finally:
            gate.set()
        kept = SOURCE.partition("\n\n\n")[2]
        wanted = f"{first}{rest}\n\n{kept}# mine"
        nvim.wait_until("all has come, and the user's line stays", lambda: nvim.text() == wanted)


def test_an_explanation_opens_in_a_document_of_its_own(tmp_path: Path) -> None:
    markdown = "# add\n\nIt adds **two** numbers.\n"
    chat = ScriptedChat(markdown)
    with editing(tmp_path, chat) as (nvim, _):
        choose_action(nvim, "Explain")
        nvim.wait_until("the explanation is shown", lambda: "It adds **two** numbers." in shown(nvim))
        assert SOURCE.removesuffix("\n") in shown(nvim), "the code stays beside it"


def shown(nvim: Neovim) -> str:
    """The text of all windows."""
    lines = nvim.lua(
        "return vim.iter(vim.api.nvim_list_wins()):map(function(window)"
        " return vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false) end)"
        ":flatten():totable()"
    )
    return "\n".join(lines)


def test_a_killed_server_is_started_again_and_works(tmp_path: Path) -> None:
    source = "def add(a, b):\n    \n\n\nprint(add(1, 2))\n"
    chat = ScriptedChat("return a + b", forever=hang())
    with editing(tmp_path, chat, source) as (nvim, path):
        (pid,) = nvim.lua("return vim.api.nvim_get_proc_children(vim.fn.getpid())")
        nvim.lua("vim.uv.kill(..., 'sigkill')", pid)
        nvim.wait_until("the death is seen", lambda: not nvim.is_attached())
        nvim.press(":edit<CR>")
        nvim.open(path)
        nvim.press("jA")
        assert nvim.wait_until("ghost text", nvim.ghost_text) == "return a + b"


def test_an_unreachable_endpoint_leaves_the_text_alone_and_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(SOURCE, encoding="utf-8")
    settings = {"endpoint": {"baseUrl": "http://127.0.0.1:9/v1"}}
    with neovim(tmp_path, SERVER, settings) as nvim:
        nvim.open(path)
        choose_action(nvim, "Document")
        told = nvim.wait_until("the failure is told", nvim.messages)
        assert "127.0.0.1" in told
        assert "Traceback" not in told
        assert nvim.text() == SOURCE.removesuffix("\n")
