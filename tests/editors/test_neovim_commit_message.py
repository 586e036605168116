"""Commit messages in a real Neovim with our companion: in buffers where git asks for one, and elsewhere."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import NVIM, Neovim, neovim
from tests.support.git_repository import git, needs_git, new_repository, write
from tests.support.neovim_companion import (
    INIT,
    PLUGIN,
    HeldStream,
    arrives,
    becomes,
    is_ready,
    is_working,
    older_too,
    server_command,
)
from tests.support.scripted_chat import ScriptedChat

pytestmark = [pytest.mark.editor, needs_git]

FILES = {"sums.py": "def add(a, b):\n    return a + b\n"}
CHANGED = {"sums.py": "def add(a, b):\n    return b + a\n"}
ROOT_BY_MARKERS = INIT.replace("root_dir = given.root, ", "")
SERVED_AS = """
local client = vim.lsp.get_clients({ name = 'pt_lsp', bufnr = 0 })[1]
return { vim.uv.fs_realpath(client.root_dir), client.get_language_id(0, vim.bo.filetype) }
"""
REGISTER = """return vim.fn.getreg('"')"""
MESSAGE = "Add the values the other way round"
BODY = "The order counts for texts."


def repository(folder: Path) -> Path:
    """A repository with a commit in it, and one more change that is staged."""
    new_repository(folder, FILES)
    stage(folder)
    return folder


def stage(folder: Path) -> None:
    write(folder, CHANGED)
    git(folder, "add", ".")


def message_file(folder: Path) -> Path:
    """The file that git opens when a commit is made in the folder."""
    with suppress(subprocess.CalledProcessError):  # nobody writes a message into it
        git(folder, "commit", GIT_EDITOR="true")
    return Path(git(folder, "rev-parse", "--absolute-git-dir").strip()) / "COMMIT_EDITMSG"


def open_end(pipe: Path) -> int | None:
    """The end of a pipe into which one writes, once somebody reads from it."""
    with suppress(OSError):
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    return None


@contextmanager
def committing(folder: Path, nvim: Neovim, *options: str) -> Iterator[None]:
    """Has git ask for a message, which is open in Neovim; at the end git goes on with what was saved."""
    pipe = folder.with_suffix(".pipe")
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        commit = pool.submit(git, folder, "commit", *options, GIT_EDITOR=f"cat '{pipe}' #")
        end = nvim.wait_until("git waits for its editor", lambda: open_end(pipe) or commit.done())
        assert not commit.done(), commit.exception()
        try:
            nvim.open(Path(git(folder, "rev-parse", "--absolute-git-dir").strip()) / "COMMIT_EDITMSG")
            is_ready(nvim)
            yield
        finally:
            os.close(end)
        commit.result()


@contextmanager
def serving(folder: Path, chat: ScriptedChat, *, binary: Path = NVIM) -> Iterator[Neovim]:
    """A Neovim whose companion finds out which folder a file belongs to."""
    with chat.serving() as url:
        settings: dict[str, Any] = {"endpoint": {"baseUrl": url}, "completion": {"automatic": False}}
        environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
        with neovim(
            folder, server_command(), settings, environment, init=ROOT_BY_MARKERS, binary=binary
        ) as nvim:
            yield nvim


def is_told(nvim: Neovim, sentence: str) -> None:
    nvim.wait_until(f"{sentence!r} is told", lambda: sentence in nvim.messages())


@older_too
def test_git_commits_the_message_that_was_written_where_it_asks(tmp_path: Path, binary: Path) -> None:
    folder = repository(tmp_path / "project")
    chat = ScriptedChat(f"{MESSAGE}\n\n{BODY}")
    with serving(tmp_path, chat, binary=binary) as nvim:
        with committing(folder, nvim):
            asked = nvim.text()
            nvim.press(":Pt commit_message<CR>")
            arrives(nvim, BODY)
            is_ready(nvim)
            assert nvim.text().startswith(f"{MESSAGE}\n\n{BODY}\n")
            assert nvim.text().endswith(asked.lstrip("\n"))
            nvim.press("u")
            becomes(nvim, asked)
            nvim.press("<C-r>")
            arrives(nvim, BODY)
            nvim.press(":write<CR>")
            nvim.wait_until("it is written", lambda: not nvim.lua("return vim.bo.modified"))
        assert git(folder, "log", "-1", "--format=%B").rstrip("\n") == f"{MESSAGE}\n\n{BODY}"
    assert "return b + a" in chat.requests[0].text


def test_a_message_is_ghost_text_in_the_first_line_and_is_rejected_as_an_edit(tmp_path: Path) -> None:
    folder = repository(tmp_path / "project")
    chat = ScriptedChat(MESSAGE, MESSAGE)
    with serving(tmp_path, chat) as nvim, committing(folder, nvim, "--signoff"):
        asked = nvim.text()
        assert "\nSigned-off-by: " in asked
        nvim.lua("require('pt_lsp').commit_message()")
        arrives(nvim, MESSAGE)
        is_ready(nvim)
        assert nvim.text().removeprefix(MESSAGE).lstrip("\n") == asked.lstrip("\n")
        nvim.press(":Pt reject<CR>")
        becomes(nvim, asked)
        nvim.press("ggIAdd<Plug>(PtLspTrigger)")
        nvim.wait_until("it is shown", lambda: nvim.ghost_text() == MESSAGE.removeprefix("Add"))
        nvim.press("<Tab>")
        nvim.wait_until("it is accepted", lambda: nvim.text().startswith(f"{MESSAGE}\n"))
        nvim.press("<Esc>:write<CR>")
        nvim.wait_until("it is written", lambda: not nvim.lua("return vim.bo.modified"))


@older_too
def test_elsewhere_the_message_is_there_to_be_put(tmp_path: Path, binary: Path) -> None:
    folder = repository(tmp_path / "project")
    chat = ScriptedChat(f"{MESSAGE}\n\n{BODY}", MESSAGE)
    with serving(tmp_path, chat, binary=binary) as nvim:
        nvim.open(folder / "sums.py")
        is_ready(nvim)
        nvim.press(":Pt commit_message<CR>")
        is_told(nvim, f'"p" puts: {MESSAGE}')
        assert nvim.lua(REGISTER) == f"{MESSAGE}\n\n{BODY}"
        assert nvim.text() == CHANGED["sums.py"].rstrip("\n")
        # A plugin's window has no server of its own.
        nvim.lua("vim.cmd.cd(...) vim.cmd.new() vim.bo.buftype = 'nofile'", str(folder))
        nvim.press(":Pt commit_message<CR>")
        nvim.wait_until("another one is there", lambda: nvim.lua(REGISTER) == MESSAGE)


def test_a_function_may_take_the_message_or_what_went_wrong(tmp_path: Path) -> None:
    folder = repository(tmp_path / "project")
    take = """
    TAKEN = nil
    require('pt_lsp').commit_message({ on_message = function(...) TAKEN = { ... } end })
    """
    with serving(tmp_path, ScriptedChat(MESSAGE)) as nvim:
        nvim.open(message_file(folder))
        is_ready(nvim)
        asked = nvim.text()
        nvim.lua(take)
        assert nvim.wait_until("it is taken", lambda: nvim.lua("return TAKEN")) == [MESSAGE]
        assert nvim.lua(REGISTER) == ""
        assert nvim.text() == asked
        git(folder, "reset", "--quiet", "--hard")
        nvim.lua(take)
        failed = nvim.wait_until("it failed", lambda: nvim.lua("return TAKEN and TAKEN[2]"))
        is_told(nvim, failed)
        assert "\n" not in failed


def test_writing_a_message_is_stopped(tmp_path: Path) -> None:
    held = HeldStream()
    chat = ScriptedChat(held.step)
    with serving(tmp_path, chat) as nvim:
        nvim.open(repository(tmp_path / "project") / "sums.py")
        is_ready(nvim)
        nvim.press("<Plug>(PtLspCommitMessage)")
        is_told(nvim, "Writing a commit message; :Pt cancel stops it.")
        nvim.wait_until("it is asked", lambda: chat.requests)
        held.send("Add")
        is_working(nvim)
        nvim.press(":Pt cancel<CR>")
        is_ready(nvim)
        held.finish()
        assert nvim.lua(REGISTER) == ""


@older_too
def test_a_message_is_served_with_the_worktree_that_it_is_about(tmp_path: Path, binary: Path) -> None:
    main = repository(tmp_path / "main")
    linked, library = tmp_path / "linked", repository(tmp_path / "library")
    git(main, "worktree", "add", "--quiet", str(linked))
    git(main, "submodule", "--quiet", "add", str(library), "inner")
    for folder in (linked, main / "inner"):
        stage(folder)
    with serving(tmp_path, ScriptedChat(), binary=binary) as nvim:
        for folder in (main, linked, main / "inner"):
            nvim.open(message_file(folder))
            assert nvim.lua(SERVED_AS) == [str(folder.resolve()), "gitcommit"]
            nvim.lua("vim.bo.filetype = 'NeogitCommitMessage'")
            assert nvim.lua(SERVED_AS)[1] == "gitcommit"


def test_a_repository_names_no_folder_of_others_as_its_worktree(tmp_path: Path) -> None:
    main, private = repository(tmp_path / "main"), repository(tmp_path / "private")
    claims = {"gitdir": f"{private}/.git\n", "config": f"[core]\n\tworktree = {private}\n"}
    with serving(tmp_path, ScriptedChat()) as nvim:
        for name, claim in claims.items():
            lying = main / f"bare-{name}"
            lying.mkdir()
            (lying / name).write_text(claim, encoding="utf-8")
            if name != "gitdir":
                os.mkfifo(lying / "gitdir")  # who reads it waits for ever
            (lying / "COMMIT_EDITMSG").write_text("\n# Please enter the commit message\n", encoding="utf-8")
            nvim.open(lying / "COMMIT_EDITMSG")
            assert nvim.lua(SERVED_AS) == [str(main.resolve()), "gitcommit"]
