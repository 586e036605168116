"""The code that an answer leaves out, put back from the old text where it is certain which that is. Pure.

Certain it is where the lines that the answer has next to a gap stand in the old text once, in this order, and
nothing between them stands in the answer too. Else the answer is refused.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.indentation import LineShift, leading_blanks
from pt_lsp.replies.laziness.gap_lines import gap_lines
from pt_lsp.replies.sentences import stripped_solid

_MOST_GAPS = 40
_MOST_LINES = 6
"""So many next to a gap tell where it is."""
_LONG = 12
"""Characters that are too many for chance."""


class LeftOut(UnusableReply):
    """The answer leaves code out, and it cannot be told which."""

    def __init__(self) -> None:
        super().__init__("The model left parts of the code out; select less or ask again.")


def filled(lines: list[str], original: str, language_id: str) -> list[str]:
    """The lines of an answer, with what it says to have left out. Raises LeftOut where that is a guess."""
    gaps = gap_lines(lines, original, language_id)
    if not gaps:
        return lines
    if len(gaps) > _MOST_GAPS:
        raise LeftOut
    old, parts = _Old(original), _parts(lines, gaps)
    new, hidden = list(parts[0]), list[str]()
    reached = 0
    for number, (above, below) in enumerate(pairwise(parts)):
        start = _end(old.solid, stripped_solid(above), is_first=number == 0)
        end = _end(old.solid[::-1], stripped_solid(below)[::-1], is_first=number == len(gaps) - 1)
        if start is None or end is None or not reached <= start <= len(old.solid) - end:
            raise LeftOut
        reached = len(old.solid) - end
        shift = old.shift_to(start, reached, above, below, is_first=number == 0)
        new += [*shift.lines(old.between(start, reached)), *below]
        hidden += old.solid[start:reached]
    if old.has_moved(hidden, new) or stripped_solid(new) == old.solid:
        raise LeftOut  # an answer that is nothing but old lines and gaps has not begun with what was asked
    return new


class _Old:
    """The old text, by its lines that are not blank."""

    def __init__(self, original: str) -> None:
        self._lines = original.split("\n")
        self._at = [at for at, line in enumerate(self._lines) if line.strip()]
        self.solid = stripped_solid(self._lines)

    def between(self, start: int, end: int) -> list[str]:
        """The lines from one to before another, with blank ones at both ends."""
        first = self._at[start - 1] + 1 if start else 0
        return self._lines[first : self._at[end] if end < len(self._at) else len(self._lines)]

    def shift_to(
        self, start: int, end: int, above: Sequence[str], below: Sequence[str], *, is_first: bool
    ) -> LineShift:
        """How these lines are indented in the answer, told from the lines next to them. Raises LeftOut."""
        pairs = []
        if below and end < len(self._at):
            pairs.append((self._lines[self._at[end]], next(filter(str.strip, below))))
        # The first line of an answer may lack what it has before it in the document.
        if start and (not pairs or not is_first or len(stripped_solid(above)) > 1):
            pairs.append((self._lines[self._at[start - 1]], next(filter(str.strip, reversed(above)))))
        blanks = [(leading_blanks(there), leading_blanks(written)) for there, written in pairs]
        shift = LineShift.between(*blanks[0]) if blanks else LineShift()
        is_same = all(shift.added + there == shift.surplus + written for there, written in blanks)
        if not blanks or not is_same or not shift.is_possible(self.between(start, end)):
            raise LeftOut
        return shift

    def has_moved(self, hidden: Sequence[str], new: Sequence[str]) -> bool:
        """Whether a line that was put back stands in the answer too."""
        were, are = Counter(self.solid), Counter(stripped_solid(new))
        return any(len(line) >= _LONG and were[line] == 1 < are[line] for line in hidden)


def _end(old: list[str], part: list[str], *, is_first: bool) -> int | None:
    """How far the old text goes that ends as the part does; None where that is not certain."""
    if is_first and part == old[: len(part)]:
        return len(part)
    for size in range(1, min(len(part), _MOST_LINES) + 1):
        run = part[-size:]
        ends = [at for at in range(size, len(old) + 1) if old[at - size : at] == run]
        if not ends:
            return None
        if ends == ends[:1] and sum(map(len, run)) >= _LONG:
            return ends[0]
    return None


def _parts(lines: Sequence[str], gaps: Sequence[int]) -> list[list[str]]:
    """What stands around the gaps, without blank lines next to them."""
    parts = [list(lines[start + 1 : end]) for start, end in pairwise([-1, *gaps, len(lines)])]
    for above, below in pairwise(parts):
        while above and not above[-1].strip():
            del above[-1]
        while below and not below[0].strip():
            del below[0]
    return parts
