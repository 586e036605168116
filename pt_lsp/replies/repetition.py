"""Loops: a weak or cold model that says the same again and again.

Knows equality only; three times in a row is a loop, twice is code.
"""

import re
from collections import Counter

_LONGEST_PERIOD = 8
_TIMES = 3
_PIECE = 6
_CIRCLES = 4
_LONGEST_CIRCLE = 30
_SAME_PIECE = re.compile(r"(.{6,100}?)\1{3,}")


def cut_loop(text: str) -> str:
    """The text with a repeated group of lines, or a repeated piece of a line, kept once."""
    lines = text.split("\n")
    if not any(count >= _TIMES and line.strip() for line, count in Counter(lines).items()):
        return _cut_line_loop(text)
    for start in range(len(lines)):
        for period in range(1, min(_LONGEST_PERIOD, (len(lines) - start) // _TIMES) + 1):
            if _loops(lines, start, period):
                return "\n".join(lines[: start + period])
    return _cut_line_loop(text)


def goes_in_circles(lines: list[str]) -> bool:
    """Whether the last lines are one stretch several times: such an answer has no end."""
    return any(
        any(lines[-period:]) and lines[-period:] * _CIRCLES == lines[-period * _CIRCLES :]
        for period in range(1, _LONGEST_CIRCLE + 1)
    )


def _loops(lines: list[str], start: int, period: int) -> bool:
    group = lines[start : start + period]
    if sum(len(line.strip()) for line in group) < _TIMES:
        return False
    return all(lines[start + n * period : start + (n + 1) * period] == group for n in range(1, _TIMES))


def _cut_line_loop(text: str) -> str:
    offset = 0
    for line in text.split("\n"):
        found = _SAME_PIECE.search(line) if _may_loop(line) else None
        if found and len(set(found[1])) >= _TIMES:
            return text[: offset + found.end(1)]
        offset += len(line) + 1
    return text


def _may_loop(line: str) -> bool:
    """Whether some piece stands often enough in a line for the slow look at it."""
    if len(line) <= _PIECE * _TIMES:
        return False
    pieces = Counter(line[start : start + _PIECE] for start in range(len(line) - _PIECE + 1))
    return max(pieces.values()) >= _TIMES
