"""Where a git repository begins, and which ignore files beside `.gitignore` it has: what `.git` says.

Refuses to start git, and to read the repository's own configuration: it comes with the code.
"""

import os
import stat
from typing import NamedTuple

from pt_lsp.workspace.remembered import RememberedFiles, Version


class Repository(NamedTuple):
    """What begins in a folder that holds `.git`."""

    exclude_file: str | None
    """Its path, whether it is there or not."""
    is_sound: bool
    """git itself passes over a `.git` that is not sound, to find the one above."""


class Repositories:
    """Looks at the disk each time, but for `.git` files, which are remembered until they change."""

    def __init__(self) -> None:
        self._pointers = RememberedFiles(_line)

    def beginning_in(self, folder: str) -> Repository | None:
        """The repository whose top is the folder; None where none begins."""
        git = os.path.join(folder, ".git")  # noqa: PTH118 - asked for each folder above a file at every key
        try:
            mode = os.stat(git).st_mode  # noqa: PTH116
        except (OSError, ValueError):
            return None
        if stat.S_ISDIR(mode):
            return _repository(git, git)
        pointer = self._pointers.at(git) or ""
        if not pointer.startswith("gitdir:"):
            return Repository(None, is_sound=False)
        own = os.path.join(folder, pointer.removeprefix("gitdir:").strip())  # noqa: PTH118
        shared = self._pointers.at(os.path.join(own, "commondir")) or ""  # noqa: PTH118
        return _repository(own, os.path.join(own, shared))  # noqa: PTH118


def _repository(own: str, shared: str) -> Repository:
    """`own` is the folder of a worktree or submodule, `shared` that of all worktrees."""
    is_sound = os.path.lexists(f"{own}/HEAD") and all(
        map(os.path.isdir, (f"{shared}/objects", f"{shared}/refs"))
    )
    return Repository(f"{shared}/info/exclude", is_sound)


def _line(_version: Version, raw: bytes | None) -> str:
    return os.fsdecode(raw or b"").partition("\n")[0].strip()
