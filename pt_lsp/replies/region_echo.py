"""Lines around the region that the model wrote once more. Pure; a match must be too long for chance.

An answer may be the region with its neighbours, with the file's imports, or the whole file. What stands
around it as it is in the document is left out; what was changed there can only be told.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice, takewhile

from pt_lsp.replies.brackets import CLOSERS, depth
from pt_lsp.replies.line_kinds import defined_by, is_import

_LONG = 12
_BODY = 4
"""So many lines of a definition are looked at."""


class RegionEcho:
    """What stands around a region. Nothing is taken that the region has at its own ends."""

    def __init__(self, before: str, original: str, after: str) -> None:
        self._top = solid_lines(before)
        self._before = self._top[::-1]
        self._after = solid_lines(after)
        self._old = solid_lines(original)
        # Asked for each line that comes: what does not match at its first line costs that line only.
        self._lines_before, self._lines_after = frozenset(self._before), frozenset(self._after)

    def n_top(self, lines: Sequence[str]) -> int | None:
        """How many lines of a reply that still comes are all that stands before; None while they may be."""
        top = self._top
        if not top or _first_solid(lines) != top[0]:
            return 0
        written = list(islice(_numbered(lines), len(top) + 1))
        shown = [line for _, line in written]
        if len(shown) > len(top):
            return written[len(top)][0] if shown[:-1] == top else 0
        return None if shown == top[: len(shown)] and sum(map(len, shown)) >= _LONG else 0

    def n_before(self, lines: Sequence[str]) -> int:
        """How many of the lines at their beginning repeat what stands before the region."""
        return self._n_before(lines, is_sure=False) or self._n_head(lines)

    def n_after(self, lines: Sequence[str]) -> int:
        """How many of the lines at their end repeat the beginning of what stands after it."""
        return self._n_after(lines, is_sure=False) or self._n_ends(lines)

    def without(self, lines: list[str]) -> list[str]:
        """The lines without what they repeat; once one end tells it, a short match does at the other.

        None is left of those that are nothing but neighbours: where both ends claim a line, it is no news.
        """
        n_before = self.n_before(lines)
        inner = lines[n_before:]
        n_after = self.n_after(inner)
        if not n_before and not n_after:
            inner = lines[self._n_before(lines, is_sure=True) :]
            n_after = self._n_after(inner, is_sure=True)
            return inner[: len(inner) - n_after] if n_after and len(inner) < len(lines) else lines
        if not n_before:
            inner = inner[self._n_before(inner, is_sure=True) :]
        return inner[: max(len(inner) - (n_after or self._n_after(inner, is_sure=True)), 0)]

    def holds_more(self, lines: Sequence[str]) -> bool:
        """Whether the lines that are left hold what stands around, in the form of another definition too."""
        shown = [line for _, line in _numbered(lines)]
        if not shown:
            return False
        adds_imports = (
            bool(self._before and self._old) and is_import(shown[0]) and not any(map(is_import, self._old))
        )
        return adds_imports or self._begins_file(shown) or self._defines_others(shown)

    def _n_before(self, lines: Sequence[str], *, is_sure: bool) -> int:
        if _first_solid(lines) not in self._lines_before:
            return 0
        return _n_repeated(enumerate(lines), self._before, self._old, is_sure=is_sure)

    def _n_after(self, lines: Sequence[str], *, is_sure: bool) -> int:
        if _first_solid(reversed(lines)) not in self._lines_after:
            return 0
        return _n_repeated(enumerate(reversed(lines)), self._after, self._old[::-1], is_sure=is_sure)

    def _n_ends(self, lines: Sequence[str]) -> int:
        """How many of the last lines end blocks that the region is in: brackets that nothing opens there.

        No more than it has in excess: the region may end with such lines of its own.
        """
        n_open, least, n_ends = None, 0, 0
        for n_lines, line in enumerate(reversed(lines), 1):
            if not line.strip():
                continue
            is_end = line.lstrip().startswith(tuple(CLOSERS)) and line.rstrip() in self._lines_after
            is_outer = bool(self._old) and indent_of(line) < indent_of(self._old[0])
            if not (is_end and is_outer):
                return n_ends
            if n_open is None:
                n_open, least = depth("\n".join(lines)), min(depth("\n".join(self._old)), 0)
            if n_open >= least:
                return n_ends
            n_open, n_ends = n_open - depth(line), n_lines
        return 0

    def _n_head(self, lines: Sequence[str]) -> int:
        """The same for what does not reach the region: the file's beginning, imports, heads of blocks."""
        written = list(_numbered(lines))
        shown = [line for _, line in written]
        n_imports = sum(1 for _ in takewhile(is_import, shown))
        is_known = set(shown[:n_imports]) <= self._outside
        if 0 < n_imports < len(shown) and is_known and not any(map(is_import, self._old)):
            n_imports += self._n_heads(shown[n_imports:])
            return written[n_imports][0]
        start = next((at for at, line in enumerate(shown) if at and self._begins_region(line)), 0)
        is_top = shown[:start] == self._top[:start] and self._begins_file(shown)
        return written[start if is_top else self._n_heads(shown)][0] if shown else 0

    def _n_heads(self, shown: Sequence[str]) -> int:
        """How many of the lines begin blocks around the region, whose old beginning comes next."""
        heads = takewhile(lambda line: line in self._heads, shown)
        n_heads = sum(1 for _ in heads)
        return n_heads if n_heads < len(shown) and self._begins_region(shown[n_heads]) else 0

    @cached_property
    def _heads(self) -> frozenset[str]:
        """The lines that begin the blocks which the region is in."""
        heads, indent = [], indent_of(self._old[0]) if self._old else 0
        for line in self._before:
            if indent_of(line) < indent:
                heads.append(line)
                indent = indent_of(line)
        return frozenset(heads)

    def _begins_region(self, line: str) -> bool:
        if not self._old:
            return False
        head = defined_by(line).strip()
        return line == self._old[0] or (head != "" and head == defined_by(self._old[0]).strip())

    def _begins_file(self, shown: Sequence[str]) -> bool:
        top = self._top[:2]
        is_long = sum(len(line.strip()) for line in top) >= _LONG
        return is_long and len(top) > 1 and list(shown[:2]) == top and shown[0] not in self._old

    def _defines_others(self, shown: Sequence[str]) -> bool:
        """Whether a line defines what is defined outside the region, and it or its body reads as there."""
        own = {defined_by(line) for line in self._old}
        for index, line in enumerate(shown):
            head = defined_by(line)
            is_outer = not self._old or indent_of(line) <= indent_of(self._old[0])
            if not head or head in own or head not in self._definitions or not is_outer:
                continue
            alike = shown[index : index + _BODY]
            if any(len(each.strip()) >= _LONG and each in self._outside for each in alike):
                return True
        return False

    @cached_property
    def _outside(self) -> frozenset[str]:
        return (self._lines_before | self._lines_after).difference(self._old)

    @cached_property
    def _definitions(self) -> frozenset[str]:
        return frozenset(map(defined_by, self._outside))


def _n_repeated(
    lines: Iterable[tuple[int, str]], outwards: list[str], old: list[str], *, is_sure: bool = False
) -> int:
    """How many lines at the beginning repeat the surroundings, given from the region outwards.

    If that `is_sure`, a match may be short.
    """
    solid = ((index, line.rstrip()) for index, line in lines if line.strip())
    written = list(islice(solid, len(outwards) + 1))
    shown = [line for _, line in written]
    is_own = bool(shown and old) and shown[0] == old[0]
    for size in range(min(len(outwards), len(written) - 1), 0, -1):
        if shown[0] != outwards[size - 1] or shown[:size] != outwards[:size][::-1]:
            continue
        # A bracket may end the region and its neighbour.
        is_told = any(len(line.strip()) >= _LONG and line not in old for line in shown[:size])
        if is_told if is_own else (is_sure or size > 1 or _is_telling(shown[0], old)):
            return written[size][0]
    return 0


def _is_telling(line: str, old: list[str]) -> bool:
    """Whether one line is enough: it is long, defines something or begins the block around the region."""
    is_head = line.endswith((":", "{")) and bool(old) and indent_of(line) < indent_of(old[0])
    return is_head or defined_by(line) != "" or len(line.strip()) >= _LONG


def indent_of(line: str) -> int:
    """How much white space a line begins with."""
    return len(line) - len(line.lstrip())


def _first_solid(lines: Iterable[str]) -> str | None:
    return next((line.rstrip() for line in lines if line.strip()), None)


def _numbered(lines: Iterable[str]) -> Iterable[tuple[int, str]]:
    return ((index, line.rstrip()) for index, line in enumerate(lines) if line.strip())


def solid_lines(text: str) -> list[str]:
    """The lines that are not blank, without blanks at their ends."""
    return [line.rstrip() for line in text.split("\n") if line.strip()]
