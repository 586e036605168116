"""`:checkhealth pt_lsp`: what is there and missing, each with its cure, and a report that can be pasted."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from pt_lsp import __version__
from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import INIT, PLUGIN, arrives, companion, is_ready, older_too
from tests.support.scripted_chat import ScriptedChat, status

pytestmark = pytest.mark.editor

MAPS = """
vim.keymap.set('n', '<Leader>pa', '<Plug>(PtLspAcceptEdit)')
vim.keymap.set('n', '<Leader>q', '<Cmd>quit<CR>', { desc = 'Leave' })
vim.g.loaded_copilot = 1
"""
KEY = "sk-secret-1234567890"


@contextmanager
def unserved(folder: Path, command: Sequence[str], binary: Path = NVIM) -> Iterator[Neovim]:
    """A Neovim with the companion that starts no server yet."""
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    with neovim(folder, command, {}, environment, init=INIT, binary=binary) as nvim:
        yield nvim


def report(nvim: Neovim) -> str:
    """All that `:checkhealth` says."""
    nvim.press(":checkhealth pt_lsp<CR>")
    arrives(nvim, "For a report of a problem")
    return nvim.text()


@older_too
def test_checkhealth_says_how_things_stand_and_what_to_paste(
    tmp_path: Path, binary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("POWERTOKENS_API_KEY", KEY)
    chat = ScriptedChat(forever=status(401, "no such key"), extras={"stop"})
    with companion(tmp_path, chat, binary=binary, completes=False) as nvim:
        is_ready(nvim)
        nvim.lua(MAPS)
        said = report(nvim)
        assert "ghost text, edits and explanations work" in said
        assert "git is there: it can write commit messages and review changes." in said
        assert f"Plugin {__version__} and server {__version__} belong together." in said
        assert "API key: there is one (never shown)" in said
        assert "model answers: it did not" in said
        assert KEY not in said
        assert "<Tab> (Insert)" in said
        assert "<Plug>(PtLspAcceptEdit)" in said
        assert "Leave" not in said
        assert "copilot.vim may draw ghost text at the same place." in said
        nvim.press("G?^  Neovim:<CR>yip")
        pasted = nvim.wait_until("it is copied", lambda: nvim.lua("return vim.fn.getreg('\"')"))
        lines = [line.strip() for line in pasted.splitlines()]
        assert [line.split(":")[0] for line in lines if not line.startswith("Doctor")] == [
            *("Neovim", "Plugin", "Command", "State", "Server", "Settings", "Keys", "Others")
        ]
        assert str(home) not in pasted


@older_too
def test_a_server_outside_of_the_path_is_found_where_uv_and_pipx_put_it(
    tmp_path: Path, binary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "home" / ".local" / "bin"
    programs.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(programs.parents[1]))
    monkeypatch.setenv("PATH", str(tmp_path))
    with unserved(tmp_path, ["no-such-pt-lsp"], binary) as nvim:
        said = report(nvim)
        assert "git is not found: no commit message is written, and no changes are reviewed." in said
        assert "The server command no-such-pt-lsp of vim.g.pt_lsp_cmd is not found." in said
        assert "uv tool install pt-lsp" in said
        assert "pt-lsp doctor is not run" in said
        server = programs / "pt-lsp"
        server.write_text("#!/bin/sh\n", encoding="utf-8")
        server.chmod(0o755)
        nvim.press(":bwipeout<CR>")
        assert f"It is at {server}: vim.g.pt_lsp_cmd = " in report(nvim)
        nvim.press(":bwipeout<CR>")
        nvim.lua("vim.lsp.config('pt_lsp', { cmd = function() end }); vim.g.pt_lsp_cmd = 'pt-lsp'")
        assert "The server command is no list that begins with a program." in report(nvim)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("nonsense", "said nothing that can be read"),
        ('{"checks": 1}', "said nothing that can be read"),
        ("pt-lsp 9.9.0, Python 3.13", "The server is version 9.9.0, the plugin"),
    ],
)
def test_another_release_and_a_doctor_that_says_nothing_are_told(
    tmp_path: Path, printed: str, said: str
) -> None:
    if printed.startswith("pt-lsp"):
        check = {"name": "version", "status": "ok", "detail": printed, "fix": ""}
        printed = json.dumps({"ok": True, "checks": [check], "settings": []})
    script = f"import sys; sys.argv[1:] == ['doctor', '--json'] and print({printed!r})"
    with unserved(tmp_path, [sys.executable, "-c", script]) as nvim:
        assert said in report(nvim)
