"""What has changed in a repository, as texts before and after: for its next commit, or in its working tree.

The working tree's side is read here, not by git, which would run the filters that a repository names. Refuses
to know what may be told: callers say which paths may, and of the others nothing is read.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pt_lsp.workspace.git.file_change import ChangeKind, FileChange, Textless
from pt_lsp.workspace.git.index import (
    LINK,
    SUBMODULE,
    Difference,
    Recorded,
    index_entries,
    staged_differences,
    tells_programs,
    untracked_paths,
)
from pt_lsp.workspace.git.objects import read_blobs
from pt_lsp.workspace.git.renames import renames_of_equal, renames_of_similar
from pt_lsp.workspace.git.tree_files import TreeFiles
from pt_lsp.workspace.git.worktree import Worktree
from pt_lsp.workspace.reading import why_no_source
from pt_lsp.workspace.skip_reasons import SkipReason

MayBeTold: TypeAlias = Callable[[str], bool]
"""Whether a path of the repository, from its top on with forward slashes, may be told. For any thread."""

_NO_FILES: Mapping[int, Textless] = {LINK: "link", SUBMODULE: "submodule"}
_Contents: TypeAlias = Mapping[str, bytes | SkipReason]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs, as far as it may be told, in the order of the paths."""

    top: Path
    files: tuple[FileChange, ...]
    n_more: int
    """So many other files have changed than are listed."""
    n_untold: int
    """So many may not be told."""


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """What bounds an answer; a single file has the bounds of `reading`."""

    files: int = 2_000
    bytes: int = 8_000_000
    """Of the texts on either side; files that lie beyond come without."""


DEFAULT_LIMITS = ChangeLimits()


async def staged_changes(
    worktree: Worktree, may_be_told: MayBeTold, limits: ChangeLimits = DEFAULT_LIMITS
) -> Changes:
    """What the next commit would change. GitFailed where git cannot tell."""
    found = await staged_differences(worktree)
    told = await asyncio.to_thread(_told, found, may_be_told)
    return await _changes(worktree, told, {}, len(found) - len(told), limits)


async def working_changes(
    worktree: Worktree, may_be_told: MayBeTold, limits: ChangeLimits = DEFAULT_LIMITS
) -> Changes:
    """How the working tree differs from the index, with files that are neither tracked nor ignored.

    GitFailed where git cannot tell.
    """
    entries = list(await index_entries(worktree))
    untracked = await untracked_paths(worktree)
    files = TreeFiles(worktree, tells_programs=await tells_programs(worktree))
    doubtful = await asyncio.to_thread(files.doubtful, entries, untracked)
    told = await asyncio.to_thread(_told, doubtful, may_be_told)
    changed = await asyncio.to_thread(files.changed, told)
    return await _changes(worktree, changed, files.contents, len(doubtful) - len(told), limits)


def _told(found: Iterable[Difference], may_be_told: MayBeTold) -> list[Difference]:
    return [each for each in found if may_be_told(each.path)]


async def _changes(
    worktree: Worktree, found: list[Difference], in_tree: _Contents, n_untold: int, limits: ChangeLimits
) -> Changes:
    """`in_tree`: contents that are not in the repository, by the names that git would give them."""
    listed = renames_of_equal(found)
    n_more, listed = max(0, len(listed) - limits.files), listed[: limits.files]
    names = {side.name for each in listed for side in (each.old, each.new) if side and _is_wanted(each)}
    contents = await read_blobs(worktree, sorted(names - in_tree.keys()), limits.bytes)
    files = await asyncio.to_thread(_files, listed, contents, in_tree)
    return Changes(worktree.top, tuple(files), n_more, n_untold)


def _is_wanted(each: Difference) -> bool:
    """Whether its texts say more than that it has changed."""
    modes = {side.mode for side in (each.old, each.new) if side}
    return not modes & _NO_FILES.keys() and _kind(each) != "mode"


def _files(listed: Iterable[Difference], contents: _Contents, in_tree: _Contents) -> list[FileChange]:
    known = {**contents, **in_tree}
    return renames_of_similar(_change(each, known, in_tree) for each in listed)


def _change(each: Difference, known: _Contents, in_tree: Collection[str]) -> FileChange:
    old_path, kind = each.old_path or each.path, _kind(each)
    textless = None if kind in {"conflict", "mode"} else _why_textless(each, known)
    if textless is not None or kind in {"conflict", "mode"}:
        return FileChange(each.path, old_path, kind, None, None, textless)
    old, new = _text(each.old, known), _text(each.new, known)
    is_in_tree = each.new is not None and each.new.name in in_tree
    if is_in_tree and new is not None and old is not None and "\r\n" not in old:
        new = new.replace("\r\n", "\n")
    return FileChange(each.path, old_path, kind, old, new)


def _kind(each: Difference) -> ChangeKind:
    if each.is_conflict:
        return "conflict"
    if each.old is None:
        return "added"
    if each.new is None:
        return "deleted"
    if each.old_path is not None:
        return "renamed"
    return "mode" if each.old.name == each.new.name else "modified"


def _why_textless(each: Difference, known: _Contents) -> Textless | None:
    """Why the texts of neither side are shown."""
    sides = [side for side in (each.old, each.new) if side is not None]
    told: list[Textless | None] = [_NO_FILES.get(side.mode) for side in sides]
    if not any(told):
        contents = (known[side.name] for side in sides)
        told = [content if isinstance(content, str) else why_no_source(content) for content in contents]
    return next((reason for reason in told if reason), None)


def _text(side: Recorded | None, known: _Contents) -> str | None:
    content = None if side is None else known[side.name]
    return content.decode("utf-8-sig") if isinstance(content, bytes) else None
