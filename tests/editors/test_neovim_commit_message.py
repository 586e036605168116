"""Commit messages in a real Neovim with our companion: the buffers in which git asks for them, and elsewhere."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import INIT, PLUGIN, is_ready, older_too, server_command
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

IDENTITY = {f"GIT_{who}_{what}": "somebody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ENVIRONMENT = {**os.environ, **IDENTITY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_EDITOR": "false"}
ROOT_BY_MARKERS = INIT.replace("root_dir = given.root, ", "")
SERVED_AS = """
local client = vim.lsp.get_clients({ name = 'pt_lsp', bufnr = 0 })[1]
return { vim.uv.fs_realpath(client.root_dir), client.get_language_id(0, vim.bo.filetype) }
"""


def git(folder: Path, *words: str, is_done: bool = True) -> str:
    """What git prints; `is_done` false where its editor gives the message up."""
    run = subprocess.run(
        ["git", *words], cwd=folder, env=ENVIRONMENT, check=is_done, capture_output=True, text=True
    )
    return run.stdout


def repository(folder: Path) -> Path:
    """A repository with a commit in it, and one more change that is staged."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "sums.py").write_text("def add(a, b):\n    return a + b\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=feat: add numbers")
    stage(folder)
    return folder


def stage(folder: Path) -> None:
    """Change something, and stage it."""
    (folder / "sums.py").write_text("def add(a, b):\n    return b + a\n", encoding="utf-8")
    git(folder, "add", ".")


def asked_for_a_message(folder: Path) -> Path:
    """The file that git opens when a commit is made in the folder."""
    git(folder, "commit", is_done=False)
    return Path(git(folder, "rev-parse", "--absolute-git-dir").strip()) / "COMMIT_EDITMSG"


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


@older_too
def test_a_message_is_served_with_the_worktree_that_it_is_about(tmp_path: Path, binary: Path) -> None:
    main = repository(tmp_path / "main")
    linked, library = tmp_path / "linked", repository(tmp_path / "library")
    git(main, "worktree", "add", "--quiet", str(linked))
    git(main, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library), "inner")
    for folder in (linked, main / "inner"):
        stage(folder)
    with serving(tmp_path, ScriptedChat(), binary=binary) as nvim:
        for folder in (main, linked, main / "inner"):
            nvim.open(asked_for_a_message(folder))
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
