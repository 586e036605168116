"""Reads what git has stored, as it is stored: no filter and no conversion has a part in it.

Refuses to know what the objects are for.
"""

import re
from collections.abc import Iterable

from pt_lsp.workspace.git.command import run_git
from pt_lsp.workspace.git.worktree import Worktree
from pt_lsp.workspace.reading import MOST_BYTES
from pt_lsp.workspace.skip_reasons import SkipReason

_HEADER = re.compile(rb"^(?P<name>[0-9a-f]{40,64}) blob (?P<size>\d+)\n", re.MULTILINE)


async def read_blobs(
    worktree: Worktree, names: Iterable[str], most_bytes: int
) -> dict[str, bytes | SkipReason]:
    """The content of each blob, or why it is left out; all of them together have at most so many bytes."""
    found: dict[str, bytes | SkipReason] = dict.fromkeys(names, "unreadable")
    wanted: list[str] = []
    for name, size in (await _sizes(worktree, list(found))).items():
        if size > MOST_BYTES:
            found[name] = "too large"
        elif size > most_bytes:
            found[name] = "too much text"
        else:
            most_bytes -= size
            wanted.append(name)
    if wanted:
        given = _lines(wanted)
        answer = await run_git(worktree.top, "cat-file", "--batch", given=given)
        found |= _contents(answer.output)
    return found


async def _sizes(worktree: Worktree, names: list[str]) -> dict[str, int]:
    """Of those that are there."""
    if not names:
        return {}
    answer = await run_git(worktree.top, "cat-file", "--batch-check", given=_lines(names))
    return {found["name"].decode(): int(found["size"]) for found in _HEADER.finditer(answer.output)}


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii")


def _contents(output: bytes) -> dict[str, bytes]:
    """What `cat-file --batch` has printed: a line with name, type and size before each content."""
    contents: dict[str, bytes] = {}
    at = 0
    while found := _HEADER.search(output, at):
        at = found.end() + int(found["size"])
        if at < len(output):
            contents[found["name"].decode()] = output[found.end() : at]
    return contents
