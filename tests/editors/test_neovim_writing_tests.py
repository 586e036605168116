"""Tests are written into a file that Neovim creates, and takes away again, with our companion and without."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import companion, server_command
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

SOURCE = "def initials(name):\n    return name[0]\n"
NEW = "from sample import initials\n\n\ndef test_initials():\n    assert initials('Ada') == 'A'\n"
RUN = """
local client = vim.lsp.get_clients({ name = 'pt_lsp' })[1]
local command, argument = ...
_G.answers = _G.answers or {}
local params = { command = command, arguments = { argument } }
client:request('workspace/executeCommand', params, function(failure, result)
  table.insert(_G.answers, failure and { failure = failure.message } or result)
end)
"""
START = {"line": 0, "character": 0}


@contextmanager
def stock(folder: Path, chat: ScriptedChat) -> Iterator[Neovim]:
    """One without our companion."""
    path = folder / "sample.py"
    path.write_text(SOURCE, encoding="utf-8")
    with chat.serving() as url:
        settings = {"endpoint": {"baseUrl": url}, "edits": {"review": "always"}}
        with neovim(folder, server_command(), settings) as nvim:
            nvim.open(path)
            yield nvim


@contextmanager
def ours(folder: Path, chat: ScriptedChat) -> Iterator[Neovim]:
    with companion(folder, chat, SOURCE, binary=NVIM, completes=False) as nvim:
        yield nvim


def answer(nvim: Neovim, command: str, argument: object) -> dict[str, object]:
    """What the command answers."""
    n_before = nvim.lua("return #(_G.answers or {})")
    nvim.lua(RUN, f"ptLsp.{command}", argument)
    nvim.wait_until("the command answers", lambda: nvim.lua("return #(_G.answers or {})") > n_before)
    found: dict[str, object] = nvim.lua("return _G.answers[#_G.answers]")
    return found


@pytest.mark.parametrize("editor", [stock, ours])
@pytest.mark.parametrize("verdict", ["acceptEdit", "rejectEdit"])
def test_a_file_for_tests_is_created_and_goes_when_they_are_rejected(
    tmp_path: Path, editor: object, verdict: str
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", encoding="utf-8")
    path = tmp_path / "tests" / "test_sample.py"
    with editor(tmp_path, ScriptedChat(NEW)) as nvim:  # type: ignore[operator] # one of the two above
        target = {"textDocument": {"uri": nvim.lua("return vim.uri_from_bufnr(0)")}}
        result = answer(nvim, "writeTests", target | {"range": {"start": START, "end": START}})
        assert result.get("state") == "pending", result
        read = "return vim.api.nvim_buf_get_lines(vim.uri_to_bufnr(...), 0, -1, true)"
        assert "\n".join(nvim.lua(read, result["uri"])) == NEW.removesuffix("\n")
        assert nvim.lua("return vim.fn.expand('%:t')") == "sample.py"
        assert path.exists()
        assert answer(nvim, verdict, {"editId": result["editId"]})["state"] == f"{verdict[:6]}ed"
        assert path.exists() == (verdict == "acceptEdit")
