"""Loops: a weak or cold model that says the same again and again.

Knows equality only; three times in a row is a loop, twice is code.
"""

import re

_LONGEST_PERIOD = 8
_TIMES = 3
_SAME_LINE = re.compile(r"(.{6,}?)\1{3,}")


def cut_loop(text: str) -> str:
    """The text with a repeated group of lines, or a repeated piece of a line, kept once."""
    lines = text.split("\n")
    for start in range(len(lines)):
        for period in range(1, min(_LONGEST_PERIOD, (len(lines) - start) // _TIMES) + 1):
            if _loops(lines, start, period):
                return "\n".join(lines[: start + period])
    return _cut_line_loop(text)


def _loops(lines: list[str], start: int, period: int) -> bool:
    group = lines[start : start + period]
    if sum(len(line.strip()) for line in group) < _TIMES:
        return False
    return all(lines[start + n * period : start + (n + 1) * period] == group for n in range(1, _TIMES))


def _cut_line_loop(text: str) -> str:
    found = _SAME_LINE.search(text)
    if not found or len(set(found[1])) < _TIMES:
        return text
    return text[: found.end(1)]
