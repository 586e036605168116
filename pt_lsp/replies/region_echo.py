"""Lines around the region that the model wrote once more. Pure; a match must be too long for chance."""

from collections.abc import Iterable, Sequence
from itertools import islice

_LONG = 12


class RegionEcho:
    """What stands around a region. Nothing is taken that the region has at its own ends."""

    def __init__(self, before: str, original: str, after: str) -> None:
        self._before = _solid(before)[::-1]
        self._after = _solid(after)
        self._old = _solid(original)

    def n_before(self, lines: Sequence[str]) -> int:
        """How many of the lines at their beginning repeat the end of what stands before the region."""
        return _n_repeated(enumerate(lines), self._before, self._old)

    def n_after(self, lines: Sequence[str]) -> int:
        """How many of the lines at their end repeat the beginning of what stands after it."""
        return _n_repeated(enumerate(reversed(lines)), self._after, self._old[::-1])


def _n_repeated(lines: Iterable[tuple[int, str]], outwards: list[str], old: list[str]) -> int:
    """How many lines at the beginning repeat the surroundings, which are given from the region outwards."""
    solid = ((index, line.rstrip()) for index, line in lines if line.strip())
    written = list(islice(solid, len(outwards) + 1))
    if not written or (old and written[0][1] == old[0]):
        return 0
    shown = [line for _, line in written]
    for size in range(min(len(outwards), len(written) - 1), 0, -1):
        is_repeated = shown[0] == outwards[size - 1] and shown[:size] == outwards[:size][::-1]
        if is_repeated and (size > 1 or _is_telling(shown[0], old)):
            return written[size][0]
    return 0


def _is_telling(line: str, old: list[str]) -> bool:
    """Whether one line is enough: it is long, or the head of the block that the region is in."""
    is_head = line.endswith((":", "{")) and bool(old) and _indent(line) < _indent(old[0])
    return is_head or len(line.strip()) >= _LONG


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _solid(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]
