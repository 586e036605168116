"""What git's index says: which files are tracked, how they were recorded, and what differs from a commit.

Refuses to look at the files themselves.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pt_lsp.errors import GitFailed
from pt_lsp.workspace.git.command import GitOutput, run_git
from pt_lsp.workspace.git.worktree import Worktree

LINK, SUBMODULE = 0o120000, 0o160000
_UNCHANGING, _LATER, _ELSEWHERE = 0x8000, 0x2000_0000, 0x4000_0000
"""Flags: `assume-unchanged`, intent to add, `skip-worktree`."""
_ENTRY = re.compile(
    rb"(?P<mode>\d{6}) (?P<name>[0-9a-f]{40,64}) (?P<stage>[0-3])\t(?P<path>[^\0]+)\0"
    rb"\s+ctime: \d+:\d+\s+mtime: (?P<s>\d+):(?P<ns>\d+)\s+dev: \d+\s+ino: \d+\s+uid: \d+\s+gid: \d+"
    rb"\s+size: (?P<size>\d+)\s+flags: (?P<flags>[0-9a-f]+)\n"
)
_CHANGE = re.compile(
    rb":(?P<old_mode>\d{6}) (?P<new_mode>\d{6}) (?P<old>[0-9a-f]{40,64}) (?P<new>[0-9a-f]{40,64}) "
    rb"(?P<status>[A-Z])\d*\0(?P<path>[^\0]+)\0"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One side of a change as git names it."""

    mode: int
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What an index says of a path and a commit does not, or the other way round."""

    path: str
    old: Recorded | None
    new: Recorded | None
    old_path: str | None = None
    """Of a renamed file."""
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A tracked path, and how its file looked when it was last seen to hold what is recorded."""

    path: str
    recorded: Recorded
    mtime_ns: int
    size: int
    is_conflict: bool
    is_to_be_added: bool
    """Its name alone is recorded yet (`git add --intent-to-add`)."""
    is_left_alone: bool
    """The user has told git not to look at the file."""


async def staged_differences(worktree: Worktree) -> list[Difference]:
    """Where the index differs from the commit that is checked out; a rename is a path gone and one come."""
    answer = await run_git(
        worktree.top,
        *("diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames"),
        *("--no-ext-diff", "--no-textconv", "--ita-invisible-in-index", "--ignore-submodules=none"),
        worktree.base,
        "--",
        index_file=worktree.index_file,
    )
    return [
        Difference(
            os.fsdecode(found["path"]),
            _recorded(found["old_mode"], found["old"]),
            _recorded(found["new_mode"], found["new"]),
            is_conflict=found["status"] == b"U",
        )
        for found in _CHANGE.finditer(_checked(answer))
    ]


async def index_entries(worktree: Worktree) -> Iterator[IndexEntry]:
    """All tracked paths, those in conflict once for each side."""
    arguments = "ls-files", "--stage", "--debug", "-z"
    answer = await run_git(worktree.top, *arguments, index_file=worktree.index_file)
    return (_entry(found) for found in _ENTRY.finditer(_checked(answer)))


async def tells_programs(worktree: Worktree) -> bool:
    """Whether the disk knows which files are programs (`core.fileMode`)."""
    answer = await run_git(worktree.top, "config", "--type=bool", "--get", "core.fileMode")
    return answer.output.strip() != b"false"


async def untracked_paths(worktree: Worktree) -> list[str]:
    """What lies in the working tree, is not tracked, and not ignored; no files of repositories inside."""
    arguments = "ls-files", "--others", "--exclude-standard", "-z"
    answer = await run_git(worktree.top, *arguments, index_file=worktree.index_file)
    paths = os.fsdecode(_checked(answer)).split("\0")
    return [path for path in paths if path and not path.endswith("/")]


def _entry(found: re.Match[bytes]) -> IndexEntry:
    flags = int(found["flags"], 16)
    return IndexEntry(
        os.fsdecode(found["path"]),
        Recorded(int(found["mode"], 8), found["name"].decode()),
        int(found["s"]) * 1_000_000_000 + int(found["ns"]),
        int(found["size"]),
        is_conflict=found["stage"] != b"0",
        is_to_be_added=bool(flags & _LATER),
        is_left_alone=bool(flags & (_UNCHANGING | _ELSEWHERE)),
    )


def _recorded(mode: bytes, name: bytes) -> Recorded | None:
    return Recorded(int(mode, 8), name.decode()) if mode != b"000000" else None


def _checked(answer: GitOutput) -> bytes:
    """The output; what was cut off is left away, as a repository may be larger than anybody reads."""
    if answer.code and not answer.is_cut:
        raise GitFailed("git cannot read the repository's index; `git status` tells why.")
    return answer.output.rpartition(b"\0")[0] + b"\0" if answer.is_cut else answer.output
