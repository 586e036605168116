"""Which lines of an answer stand for code that it leaves out. Pure.

    # ... rest of the function       /* unchanged */       [rest of code here]       ...

Some say so by their own form; others may be code, and do so only where more old lines are gone around them
than new ones stand there. Real code wins: a line of the old text, a body of `...`, a part of a list are none.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from pt_lsp.replies.chatter import known_of
from pt_lsp.replies.laziness.gap_forms import Said, is_likely, is_sure, said_by
from pt_lsp.replies.sentences import next_solid

_MOST_LIKELY = 40
"""Each is looked at among all lines."""
_ENDS_AS_LIST = (",", "(", "[")
_QUOTES = ('"""', "'''")


def gap_lines(lines: Sequence[str], original: str, language_id: str) -> list[int]:
    """The lines that stand for lines of `original`, the old text, which are left out."""
    sure = set(sure_gap_lines(lines, original))
    read = ((at, said_by(line)) for at, line in enumerate(lines) if at not in sure)
    likely = {at: said for at, said in read if said is not None and is_likely(said, language_id)}
    if likely:
        known, gone = known_of(original), _Gone(lines, original, sure | likely.keys())
        sure |= {
            at
            for at, said in islice(likely.items(), _MOST_LIKELY)
            if lines[at].strip() not in known
            and gone.is_at(at)
            and not _is_code(said, lines, at, language_id)
        }
    return sorted(sure)


def sure_gap_lines(lines: Sequence[str], original: str) -> Iterator[int]:
    """Those that say so themselves, whatever comes after them."""
    sure = [at for at, line in enumerate(lines) if is_sure(line)]
    known = known_of(original) if sure else ()
    return (at for at in sure if lines[at].strip() not in known)


def _is_code(said: Said, lines: Sequence[str], at: int, language_id: str) -> bool:
    """Whether dots alone are a statement, a part of a list, or stand in a text."""
    if said.words or said.is_comment:
        return False
    before = next((line for line in reversed(lines[:at]) if line.strip()), "").rstrip()
    after = (next_solid(lines, at) or "").lstrip()
    if language_id != "python":
        return before.endswith(_ENDS_AS_LIST) or after.startswith((")", "]"))
    inside = sum(line.count(quotes) for line in lines[:at] for quotes in _QUOTES) % 2
    indented = len(lines[at]) - len(lines[at].lstrip())
    follows = len(before) - len(before.lstrip()) == indented and not before.endswith((":", *_QUOTES))
    return bool(inside) or not follows or before.endswith(_ENDS_AS_LIST)


class _Gone:
    """Old lines that an answer does not hold, by their place."""

    def __init__(self, lines: Sequence[str], original: str, gaps: set[int]) -> None:
        old = [line.strip() for line in original.split("\n") if line.strip()]
        last = {line: at for at, line in enumerate(old)}
        first = {line: at for at, line in reversed(list(enumerate(old)))}
        self._gaps = gaps
        self._lines = [line.strip() for line in lines]
        self._places = {line: at for line, at in first.items() if last[line] == at}
        self._n_old = len(old)
        written = set(self._lines)
        self._n_gone = [0]
        """Of the first old lines."""
        for line in old:
            self._n_gone.append(self._n_gone[-1] + (line not in written))

    def is_at(self, gap: int) -> bool:
        """Whether more old lines are gone around the gap than new ones stand there."""
        start, n_above = self._nearest(range(gap - 1, -1, -1), -1)
        end, n_below = self._nearest(range(gap + 1, len(self._lines)), self._n_old)
        return start < end and self._n_gone[end] - self._n_gone[start + 1] > n_above + n_below

    def _nearest(self, indices: range, otherwise: int) -> tuple[int, int]:
        """Where the nearest line that the old text has once stands there, and how many new ones before it."""
        n_new = 0
        for at in indices:
            place = self._places.get(self._lines[at])
            if place is not None:
                return place, n_new
            n_new += self._lines[at] != "" and at not in self._gaps
        return otherwise, n_new
