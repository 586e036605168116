"""Which lines of an answer stand for code that it leaves out. Pure.

    # ... rest of the function       /* unchanged */       [rest of code here]       ...

Some say so by their own form; others may be code, and do so only where more old lines are gone around them
than new ones stand there. Real code wins: a line of the old text, a body of `...`, a part of a list are none.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from pt_lsp.replies.chatter import known_of
from pt_lsp.replies.laziness.gap_forms import Said, is_likely, is_sure, said_by
from pt_lsp.replies.region_echo import indent_of
from pt_lsp.replies.sentences import next_solid, stripped_solid

_MOST_LIKELY = 40
"""Each is looked at among all lines."""
_ENDS_AS_LIST = (",", "(", "[")
_QUOTES = ('"""', "'''")


def gap_lines(lines: Sequence[str], original: str, language_id: str) -> list[int]:
    """The lines that stand for lines of `original`, the old text, which are left out."""
    sure = set(sure_gap_lines(lines, original))
    known = known_of(original)
    forms = {line: said_by(line) for line in set(lines) if line.strip() not in known}
    read = ((at, forms.get(line)) for at, line in enumerate(lines) if at not in sure)
    likely = {at: said for at, said in read if said is not None and is_likely(said, language_id)}
    if likely:
        gone = _Gone(lines, original, sure | likely.keys())
        sure |= {
            at
            for at, said in islice(likely.items(), _MOST_LIKELY)
            if gone.is_at(at) and not _is_code(said, lines, at, language_id)
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
    above = "\n".join(lines[:at])
    inside = sum(map(above.count, _QUOTES)) % 2
    # Behind a block of its own that has ended it is no body: nobody writes dots there to be run.
    follows = indent_of(before) >= indent_of(lines[at]) and not before.endswith((":", *_QUOTES))
    return bool(inside) or not follows or before.endswith(_ENDS_AS_LIST)


class _Gone:
    """Old lines that an answer does not hold, by their place."""

    def __init__(self, lines: Sequence[str], original: str, gaps: set[int]) -> None:
        old = stripped_solid(original.split("\n"))
        last = {line: at for at, line in enumerate(old)}
        first = {line: at for at, line in reversed(list(enumerate(old)))}
        new = [line.strip() for line in lines]
        written = set(new)
        self._n_old = len(old)
        self._known = [
            (number, first[line])
            for number, line in enumerate(new)
            if line in first and first[line] == last[line]
        ]
        """Lines that the old text has once, with where they stand there."""
        self._n_gone = [0, *accumulate(line not in written for line in old)]
        """Of the first old lines."""
        self._n_new = [0, *accumulate(line != "" and at not in gaps for at, line in enumerate(new))]
        """In the first lines of the answer."""

    def is_at(self, gap: int) -> bool:
        """Whether more old lines are gone around the gap than new ones stand there."""
        at = bisect(self._known, (gap,))
        above, start = self._known[at - 1] if at else (-1, -1)
        below, end = self._known[at] if at < len(self._known) else (len(self._n_new) - 1, self._n_old)
        n_gone = self._n_gone[end] - self._n_gone[start + 1] if start < end else 0
        return n_gone > self._n_new[below] - self._n_new[above + 1]
