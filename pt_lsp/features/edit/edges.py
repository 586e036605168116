"""The blank lines at the edges of a region: what an answer makes of them was never asked for."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edges:
    """The lines of a region in three parts; new text takes the place of the inner ones."""

    top: list[str]
    inner: list[str]
    bottom: list[str]

    @classmethod
    def of(cls, region: str) -> "Edges":
        """Of blank lines alone the one in the middle is a place for new text."""
        lines = region.split("\n")
        first, last = _solid(lines) or (len(lines) // 2, len(lines) // 2)
        return cls(lines[:first], lines[first : last + 1], lines[last + 1 :])

    def around(self, lines: Sequence[str]) -> list[str]:
        """The lines with these blank ones around them instead of their own; at least one."""
        return [*self.top, *without_blank_edges(lines), *self.bottom] or [""]


def without_blank_edges(lines: Sequence[str]) -> list[str]:
    """The lines from the first to the last that is not blank."""
    solid = _solid(lines)
    return list(lines[solid[0] : solid[1] + 1]) if solid else []


def _solid(lines: Sequence[str]) -> tuple[int, int] | None:
    """The first and the last line that is not blank."""
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    return first, next(index for index in range(len(lines) - 1, -1, -1) if lines[index].strip())
