"""Markdown fences: the one grammar of where a fenced block begins and ends, line by line. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([^`]*)$")
_USUAL = len("```")
_WRAPPING = frozenset({"", "markdown", "md", "text", "txt"})


class Fence(NamedTuple):
    """A line that opens or closes a fenced block; `info` is what an opening one says of it."""

    mark: str
    info: str

    @property
    def language(self) -> str:
        """The language that it names; a file name may follow it."""
        return self.info.lower().split(" ")[0]

    @property
    def may_wrap_prose(self) -> bool:
        """Whether a document of prose, which holds fences itself, may stand in it as a whole."""
        return self.language in _WRAPPING

    @property
    def wraps(self) -> bool:
        """Whether it is made to hold a document of prose: longer than the fences in one, or named for it."""
        return self.may_wrap_prose and (len(self.mark) > _USUAL or self.language in {"markdown", "md"})

    def may_close(self, opening: "Fence") -> bool:
        """Whether it is of the kind of the one that opened the block, and as long."""
        return self.mark[0] == opening.mark[0] and len(self.mark) >= len(opening.mark)


def fence_of(line: str) -> Fence | None:
    """The fence that a line is, indented by three blanks at most."""
    if "```" not in line and "~~~" not in line:
        return None
    match = _FENCE.match(line)
    return Fence(match[1], match[2].strip()) if match else None


def first_fence(lines: Sequence[str], start: int = 0) -> tuple[int, Fence] | None:
    """The first fence from `start` on, and its index before it."""
    found = ((index, fence_of(lines[index])) for index in range(start, len(lines)))
    return next(((index, fence) for index, fence in found if fence is not None), None)


def closings(body: Sequence[str], opening: Fence) -> Iterator[int]:
    """Indices of the fences that may close the block; one with an info opens a block inside it."""
    depth = 0
    for index, line in enumerate(body):
        fence = fence_of(line)
        if fence is None or not fence.may_close(opening):
            continue
        if fence.info:
            depth += 1
        elif depth:
            depth -= 1
        else:
            yield index
