"""How the last commits of a repository are called; refuses to know what that tells."""

from dataclasses import replace

from pt_lsp.workspace.git.command import run_git
from pt_lsp.workspace.git.worktree import Worktree

_MOST_BYTES = 100_000


async def recent_subjects(worktree: Worktree, most: int) -> tuple[str, ...]:
    """Of the commits below the one that is checked out, the newest first, without merges; at most so many."""
    if worktree.head is None:
        return ()
    answer = await run_git(
        worktree.top,
        *("rev-list", f"--max-count={most}", "--no-merges", "--encoding=UTF-8", "--format=tformat:%s"),
        worktree.head,
        "--",
        most_bytes=_MOST_BYTES,
    )
    lines = answer.output.decode("utf-8", "replace").split("\n")
    return tuple(line for line in lines[1::2] if line.strip())


async def amending(worktree: Worktree) -> Worktree:
    """The working tree as if the commit that is checked out were still to be made."""
    if worktree.head is None:
        return worktree
    found = await run_git(worktree.top, "rev-parse", "--verify", "--quiet", f"{worktree.head}^")
    return replace(worktree, head=found.output.decode("ascii", "replace").strip() or None)
