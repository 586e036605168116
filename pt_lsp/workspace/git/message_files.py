"""Which files git has an editor open for a commit's message, and whose commit it is.

They lie in git's own folder, of which nothing else is anybody's text. Refuses to read them.
"""

import asyncio
import os
from pathlib import Path

from pt_lsp.errors import GitFailed
from pt_lsp.workspace.git.command import run_git
from pt_lsp.workspace.git.worktree import Worktree, find_worktree
from pt_lsp.workspace.reading import read_beginning
from pt_lsp.workspace.remembered import MOST_BYTES

_NAMES = frozenset({"COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG"})
"""Not the messages of tags, and not what a rebase is to do."""


def is_message_file(path: Path) -> bool:
    """Whether git has written the file for the message of a commit. Looks at the disk, but reads nothing."""
    folder = path.parent
    is_gits_own = any(os.path.lexists(folder / name) for name in ("objects", "commondir"))
    return path.name in _NAMES and os.path.lexists(folder / "HEAD") and is_gits_own


async def worktree_of_message(path: Path) -> Worktree:
    """The working tree whose commit the message is for. GitFailed where nobody can tell."""
    git_folder = await asyncio.to_thread(lambda: Path(os.path.realpath(path.parent)))
    top = await asyncio.to_thread(_top, git_folder) or await _configured_top(git_folder)
    if top is not None and await asyncio.to_thread(_leads_to, top, git_folder):
        worktree = await find_worktree(top)
        if worktree.git_folder == git_folder:
            return worktree
    raise GitFailed(
        f"It cannot be told which files the commit of {path} is about; ask in their folder instead."
    )


def _top(git_folder: Path) -> Path | None:
    """By git's own rules for repositories and worktrees."""
    if git_folder.name == ".git":
        return git_folder.parent
    pointer = _first_line(git_folder / "gitdir")
    return Path(pointer).parent if pointer else None


async def _configured_top(git_folder: Path) -> Path | None:
    """That of a submodule; whether it is true is seen at the other end."""
    arguments = "config", "--file", str(git_folder / "config"), "--no-includes", "--get", "core.worktree"
    told = await run_git(git_folder, *arguments)
    named = os.fsdecode(told.output).strip("\n")
    return git_folder / named if named and not told.code else None


def _leads_to(top: Path, git_folder: Path) -> bool:
    """Whether `.git` there is the folder, or names it."""
    own = top / ".git"
    named = "" if own.is_dir() else _first_line(own).removeprefix("gitdir:").strip()
    return Path(os.path.realpath(top / named if named else own)) == git_folder


def _first_line(file: Path) -> str:
    try:
        return os.fsdecode(read_beginning(str(file), MOST_BYTES)).partition("\n")[0].strip()
    except (OSError, ValueError):
        return ""
