"""The README's own blocks set the plugin up: for real, or by what a plugin manager documents."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import PLUGIN, ROOT, older_too

pytestmark = pytest.mark.editor

URL = "https://github.com/powertokens/pt-lsp"
HELPS = """
return vim.tbl_map(function(tag)
  vim.cmd.help(tag)
  local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(0), ':t')
  vim.cmd.helpclose()
  return name
end, { 'pt-lsp', 'pt_lsp', ':Pt' })
"""
MANAGERS = {
    "lazy.nvim": """
local spec, folder = (function() %(block)s end)(), vim.env.PT_LSP_TEST_CLONE
assert(spec[1] == vim.env.PT_LSP_TEST_URL and spec.cmd == 'Pt')
-- "config: fun(LazyPlugin, opts:table)"; `dir` of a LazyPlugin is where it was cloned to.
spec.config({ dir = folder, name = 'pt-lsp' }, {})
""",
    "packer": """
local function use(spec)
  assert(spec[1] == vim.env.PT_LSP_TEST_URL)
  -- "rtp: a subdirectory of the plugin to add to runtimepath"; a config is dumped, and runs without upvalues.
  vim.o.runtimepath = vim.o.runtimepath .. ',' .. vim.env.PT_LSP_TEST_CLONE .. '/' .. spec.rtp
  loadstring(string.dump(spec.config))()
end
%(block)s
""",
}
"""What the managers document that they make of a spec: they cannot be had here."""


def blocks(page: Path, heading: str, language: str) -> list[str]:
    """The fenced blocks below a heading of a page."""
    _, _, below = page.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    section = re.split(r"^#{1,3} ", below, maxsplit=1, flags=re.MULTILINE)[0]
    found = re.findall(rf"^```{language}\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no {language} below {heading}"
    return found


def block(heading: str, language: str = "lua") -> str:
    (only,) = blocks(PLUGIN / "README.md", heading, language)
    return only


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, a server in the PATH, and a repository that git takes for the one of the README."""
    home, programs = tmp_path / "home", tmp_path / "bin"
    home.mkdir()
    programs.mkdir()
    server = programs / "pt-lsp"
    server.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pt_lsp "$@"\n', encoding="utf-8")
    server.chmod(0o755)
    repository = repository_in(tmp_path / "repository")
    given = {
        "HOME": str(home),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{repository}.insteadOf",
        "GIT_CONFIG_VALUE_0": URL,
        "PT_LSP_BASE_URL": "http://127.0.0.1:9/v1",
        "PT_LSP_TEST_CLONE": str(repository),
        "PT_LSP_TEST_URL": URL,
    }
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        given[f"XDG_{name}_HOME"] = str(home / name.lower())
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return home


def repository_in(folder: Path) -> Path:
    """A small git repository with the plugin where it lies in ours."""
    shutil.copytree(PLUGIN, folder / PLUGIN.relative_to(ROOT))
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "-m", "All"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@contextmanager
def set_up(folder: Path, init: str, binary: Path, *, confirms: bool = False) -> Iterator[Neovim]:
    """A Neovim with nothing but `init`, in which a file is open and served."""
    path = folder / "sample.py"
    path.write_text("import os\n", encoding="utf-8")
    with neovim(folder, [], {}, init=init.replace("%", "%%"), binary=binary) as nvim:
        if confirms:
            nvim.press("y")
        nvim.wait_until("it has started", lambda: nvim.lua("return vim.v.vim_did_enter") == 1)
        nvim.open(path)
        yield nvim


def is_complete(nvim: Neovim) -> None:
    """That what a person tries first is there: the command, Lua, the help."""
    assert nvim.lua("return vim.fn.exists(':Pt')") == 2
    assert "status" in nvim.lua("return vim.fn.getcompletion('Pt ', 'cmdline')")
    nvim.wait_until("a status", lambda: nvim.lua("return (require('pt_lsp').status())") == "ready")
    assert nvim.lua(HELPS) == ["pt_lsp.txt"] * 3
    assert nvim.lua("return vim.v.errmsg") == ""


def test_vim_pack_clones_the_repository_and_loads_its_folder(tmp_path: Path, machine: Path) -> None:
    init = block("### vim.pack")
    with set_up(tmp_path, init, NVIM, confirms=True) as nvim:
        is_complete(nvim)
        assert nvim.lua("return vim.pack.get()[1].path").startswith(str(machine))
    with set_up(tmp_path, init, NVIM) as nvim:
        is_complete(nvim)


@older_too
def test_a_native_package_is_a_clone_and_a_link(tmp_path: Path, machine: Path, binary: Path) -> None:
    subprocess.run(["sh", "-euc", block("### A native package", "sh")], check=True)
    with set_up(tmp_path, block("### A native package"), binary) as nvim:
        is_complete(nvim)


@pytest.mark.parametrize("manager", MANAGERS)
def test_a_managers_spec_does_what_the_manager_documents(tmp_path: Path, machine: Path, manager: str) -> None:
    init = MANAGERS[manager] % {"block": block(f"### {manager}")}
    with set_up(tmp_path, init, NVIM) as nvim:
        is_complete(nvim)


@older_too
def test_neovims_own_client_serves_with_the_block_for_it(tmp_path: Path, machine: Path, binary: Path) -> None:
    (init,) = [each for each in blocks(ROOT / "README.md", "### Neovim", "lua") if "vim.lsp.config" in each]
    with set_up(tmp_path, init, binary) as nvim:
        assert nvim.lua("return vim.fn.exists(':Pt')") == 0
        assert nvim.lua("return vim.v.errmsg") == ""
        is_mapped = nvim.lua("return vim.fn.maparg('<C-l>', 'i') ~= ''")
        assert is_mapped is nvim.lua("return vim.lsp.inline_completion ~= nil")
        assert nvim.messages() == ""
