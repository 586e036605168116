"""Why a file is left out of what is known about the workspace, counted; refuses to know who counts."""

import os
import stat
from collections import Counter
from typing import Literal, TypeAlias

SkipReason: TypeAlias = Literal[
    "binary",
    "changing",
    "excluded",
    "heavy folder",
    "ignored",
    "link",
    "long lines",
    "no known language",
    "not UTF-8",
    "not understood",
    "odd name",
    "special file",
    "too large",
    "too many entries",
    "too many files",
    "too much text",
    "unreadable",
]
"""`heavy folder`: dependencies, build results and caches. `link`: what it leads to is read under its own
name, if it lies in a workspace folder. `changing`: written while it was read. `odd name`: one that
could not stand in a prompt. The `too many` and `too much`
end a walk, so that what lies beyond is not counted."""

ENDS_OF_A_WALK: frozenset[SkipReason] = frozenset({"too many entries", "too many files", "too much text"})

Skips: TypeAlias = Counter[SkipReason]

HEAVY_FOLDERS = frozenset((
    ".cache", ".dart_tool", ".eggs", ".git", ".gradle", ".hg", ".idea", ".mypy_cache", ".next",
    ".nox", ".nuxt", ".pytest_cache", ".ruff_cache", ".svelte-kit", ".svn", ".terraform", ".tox",
    ".venv", "DerivedData", "Pods", "__pycache__", "bower_components", "dist", "node_modules",
    "site-packages", "vendor", "venv",
))  # fmt: skip
"""Nothing that somebody wrote in this project, whether a `.gitignore` says so or not."""

DOUBTFUL_FOLDERS = frozenset({"build", "env", "out", "target"})
"""Build results in most projects and sources in some: heavy only where no `.gitignore` tells them apart."""

HEAVY_MARKS = frozenset({"CACHEDIR.TAG", "pyvenv.cfg"})
"""A folder that holds such a file is a cache or an environment, whatever its name is."""

_MOUNT_POINT = 0xA0000003


def summary(skipped: Skips) -> str:
    """The counts in words, the largest first: `12 no known language, 3 binary`."""
    return ", ".join(f"{count} {reason}" for reason, count in skipped.most_common()) or "nothing"


def is_link(status: os.stat_result) -> bool:
    """Whether this `lstat` is that of a symbolic link, or of a junction as Windows has them."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT
