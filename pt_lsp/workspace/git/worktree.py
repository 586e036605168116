"""Which working tree a folder belongs to, as git and we agree on it.

Refuses a repository that git does not trust (`safe.directory`), and one whose configuration says that its
files are elsewhere (`core.worktree`): a repository must not name the folders that are read.
"""

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path

from pt_lsp.errors import GitFailed
from pt_lsp.workspace.git.command import run_git
from pt_lsp.workspace.repositories import Repositories

_OBJECT_FORMATS = {"sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904"}
_OBJECT_FORMATS["sha256"] = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
"""How objects are named, and the name of the empty tree."""

_PLACES = re.compile(r"(?P<top>.+)\n(?P<git_folder>.+)\n(?P<format>sha1|sha256)\n")


@dataclass(frozen=True, slots=True)
class Worktree:
    """A repository's files and where git keeps what it knows of them."""

    top: Path
    """Without links."""
    git_folder: Path
    object_format: str
    head: str | None
    """The name of the commit that is checked out; None where there is none yet."""
    index_file: str | None = None
    """Where a commit is being made of another index than the repository's."""

    @property
    def base(self) -> str:
        """What the index is compared with."""
        return self.head or _OBJECT_FORMATS[self.object_format]


async def find_worktree(folder: Path) -> Worktree:
    """The one that the folder lies in. GitFailed where there is none, or none that can be used."""
    told = await run_git(folder, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--show-object-format")
    places = _PLACES.fullmatch(os.fsdecode(told.output))
    if told.code or places is None:
        raise GitFailed(_refusal(folder, told.complaint))
    top, git_folder, index_file = await asyncio.to_thread(
        _agreed, folder, places["top"], places["git_folder"]
    )
    found = await run_git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    head = found.output.decode("ascii", "replace").strip() or None
    return Worktree(top, git_folder, places["format"], head, index_file)


def _agreed(folder: Path, named_top: str, named_git_folder: str) -> tuple[Path, Path, str | None]:
    top, git_folder = Path(os.path.realpath(named_top)), Path(os.path.realpath(named_git_folder))
    if top != _nearest_top(Path(os.path.realpath(folder))):
        raise GitFailed(
            f"The repository around {folder} says that its files are elsewhere (core.worktree), "
            "so they are not looked at."
        )
    return top, git_folder, _index_in(git_folder)


def _nearest_top(folder: Path) -> Path | None:
    repositories = Repositories()
    for above in (folder, *folder.parents):
        repository = repositories.beginning_in(str(above))
        if repository is not None and repository.is_sound:
            return above
    return None


def _index_in(git_folder: Path) -> str | None:
    """`git commit -a` and `git commit FILE` start the editor while they have an index of their own."""
    named = os.environ.get("GIT_INDEX_FILE", "")
    path = Path(os.path.realpath(named))
    return str(path) if named and path.parent == git_folder and path.is_file() else None


def _refusal(folder: Path, complaint: str) -> str:
    if "dubious ownership" in complaint:
        return (
            f"git does not trust the repository around {folder}, which belongs to another user; "
            "if you do, add it to safe.directory of your git configuration."
        )
    if "not a git repository" in complaint:
        return f"{folder} is in no git repository; open a folder that is."
    if "must be run in a work tree" in complaint or "bare repository" in complaint:
        return f"{folder} is inside a git repository's own folder, where there are no files to look at."
    if "cannot change to" in complaint:
        return f"{folder} is not a folder that can be opened."
    return f"git cannot read the repository around {folder}; `git status` there tells why."
