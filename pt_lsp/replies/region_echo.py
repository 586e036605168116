"""Lines around the region that the model wrote once more. Pure; a match must be too long for chance.

An answer may be the region with its neighbours, with the file's imports, or the whole file. What stands
around it as it is in the document is left out; what was changed there can only be told.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice, takewhile

from pt_lsp.replies.brackets import CLOSERS, depth

_LONG = 12
_BODY = 4
"""So many lines of a definition are looked at."""

_IMPORT = re.compile(
    r"(?:import|from|use|using|require|include|package|#\s*include|@import)\b|(?:const|var) .*require\("
)
_DEFINITION = re.compile(
    r"\s*(?:(?:export|default|async|pub(?:\(\w+\))?|static|public|private|protected|abstract|final|open)\s+)*"
    r"(?:(?:def|class|func|function|fn|fun|struct|interface|enum|trait|impl|type|module)\s+[\w.$]+"
    r"|func\s+\([^)]*\)\s*\w+"
    r"|(?:const|let|var)\s+\w+\s*=\s*(?:async\s*)?(?:function\b|\(.*=>)"
    r"|(?!(?:if|for|while|switch|return|else|catch|using|do|try|with|new|throw|match|case)\b)"
    r"(?:[\w<>\[\],.*&:]+\s+)+[\w~]+\s*\((?=.*\{\s*$))"
)


class RegionEcho:
    """What stands around a region. Nothing is taken that the region has at its own ends."""

    def __init__(self, before: str, original: str, after: str) -> None:
        self._before = _solid(before)[::-1]
        self._after = _solid(after)
        self._old = _solid(original)

    def n_top(self, lines: Sequence[str]) -> int | None:
        """How many lines of a reply that still comes are all that stands before; None while they may be."""
        top = self._before[::-1]
        written = list(islice(_numbered(lines), len(top) + 1))
        shown = [line for _, line in written]
        if len(shown) > len(top):
            return written[len(top)][0] if top and shown[:-1] == top else 0
        return None if shown == top[: len(shown)] and sum(map(len, shown)) >= _LONG else 0

    def n_before(self, lines: Sequence[str]) -> int:
        """How many of the lines at their beginning repeat what stands before the region."""
        return _n_repeated(enumerate(lines), self._before, self._old) or self._n_head(lines)

    def n_after(self, lines: Sequence[str]) -> int:
        """How many of the lines at their end repeat the beginning of what stands after it."""
        n_repeated = _n_repeated(enumerate(reversed(lines)), self._after, self._old[::-1])
        return n_repeated or (1 if self._ends_block(lines) else 0)

    def holds_more(self, lines: Sequence[str]) -> bool:
        """Whether the lines that are left hold what stands around, in the form of another definition too."""
        shown = [line for _, line in _numbered(lines)]
        if not shown:
            return False
        adds_imports = (
            bool(self._before and self._old) and _is_import(shown[0]) and not any(map(_is_import, self._old))
        )
        return adds_imports or self._begins_file(shown) or self._defines_others(shown)

    def _ends_block(self, lines: Sequence[str]) -> bool:
        """Whether the last line ends the block that the region is in: a bracket that nothing opens there."""
        last = lines[-1].rstrip() if lines else ""
        is_same = last.lstrip().startswith(tuple(CLOSERS)) and self._after[:1] == [last]
        is_outer = bool(self._old) and _indent(last) < _indent(self._old[0])
        return is_same and is_outer and depth("\n".join(lines)) < min(depth("\n".join(self._old)), 0)

    def _n_head(self, lines: Sequence[str]) -> int:
        """The same for what does not reach the region: the file's beginning, or imports of it."""
        written = list(_numbered(lines))
        shown = [line for _, line in written]
        n_imports = sum(1 for _ in takewhile(_is_import, shown))
        is_known = set(shown[:n_imports]) <= self._outside
        if 0 < n_imports < len(shown) and is_known and not any(map(_is_import, self._old)):
            return written[n_imports][0]
        start = next((at for at, line in enumerate(shown) if at and self._begins_region(line)), 0)
        return (
            written[start][0]
            if shown[:start] == self._before[::-1][:start] and self._begins_file(shown)
            else 0
        )

    def _begins_region(self, line: str) -> bool:
        if not self._old:
            return False
        head = _DEFINITION.match(line)
        return line == self._old[0] or (head is not None and head[0] == _head(self._old[0]))

    def _begins_file(self, shown: Sequence[str]) -> bool:
        top = self._before[:-3:-1]
        is_long = sum(len(line.strip()) for line in top) >= _LONG
        return is_long and len(top) > 1 and list(shown[:2]) == top and shown[0] not in self._old

    def _defines_others(self, shown: Sequence[str]) -> bool:
        """Whether a line defines what is defined outside the region, and it or its body reads as there."""
        own = {_head(line) for line in self._old}
        for index, line in enumerate(shown):
            head = _head(line)
            is_outer = not self._old or _indent(line) <= _indent(self._old[0])
            if not head or head in own or head not in self._definitions or not is_outer:
                continue
            alike = shown[index : index + _BODY]
            if any(len(each.strip()) >= _LONG and each in self._outside for each in alike):
                return True
        return False

    @cached_property
    def _outside(self) -> frozenset[str]:
        return frozenset((*self._before, *self._after)).difference(self._old)

    @cached_property
    def _definitions(self) -> frozenset[str]:
        return frozenset(map(_head, self._outside))


def _n_repeated(lines: Iterable[tuple[int, str]], outwards: list[str], old: list[str]) -> int:
    """How many lines at the beginning repeat the surroundings, which are given from the region outwards."""
    solid = ((index, line.rstrip()) for index, line in lines if line.strip())
    written = list(islice(solid, len(outwards) + 1))
    shown = [line for _, line in written]
    is_own = bool(shown and old) and shown[0] == old[0]
    for size in range(min(len(outwards), len(written) - 1), 0, -1):
        if shown[0] != outwards[size - 1] or shown[:size] != outwards[:size][::-1]:
            continue
        # A bracket may end the region and its neighbour.
        is_told = any(len(line.strip()) >= _LONG and line not in old for line in shown[:size])
        if is_told if is_own else (size > 1 or _is_telling(shown[0], old)):
            return written[size][0]
    return 0


def _is_telling(line: str, old: list[str]) -> bool:
    """Whether one line is enough: it is long, or the head of the block that the region is in."""
    is_head = line.endswith((":", "{")) and bool(old) and _indent(line) < _indent(old[0])
    return is_head or len(line.strip()) >= _LONG


def _is_import(line: str) -> bool:
    return _IMPORT.match(line) is not None


def _head(line: str) -> str:
    """What a line defines, as it writes that; empty if it defines nothing."""
    head = _DEFINITION.match(line)
    return head[0] if head else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _numbered(lines: Iterable[str]) -> Iterable[tuple[int, str]]:
    return ((index, line.rstrip()) for index, line in enumerate(lines) if line.strip())


def _solid(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]
