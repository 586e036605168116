"""Long strings and block comments in a piece of a file, told by the lines around their marks.

Refuses to count from the top: a piece may begin anywhere, and a file may be long.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

_QUOTES = re.compile(r"\"\"\"|'''")
_PREFIX = "rbfuRBFU"
_OPEN_AFTER = ("=", "(", "[", "{", ",", ":", "+", "return", "yield")
_CLOSE_BEFORE = (")", "]", "}", ",", ".", ";", "%", ":", "#")
_STARRED = re.compile(r"\s*+\*(?:[\s/]|$)")
"""A line of a block comment as most are written; a pointer is not followed by a blank."""
_MOST_BLANK = 3
_REMARK_AT_END = re.compile(r"\s#\s[^\"']*+$")


def begins_string(above: str, behind: str) -> bool:
    """Whether triple quotes between two texts begin a string; `behind` may end with its line."""
    lines, _, own = above.rpartition("\n")
    head, tail = own.strip().rstrip(_PREFIX).rstrip(), behind.partition("\n")[0].strip()
    if head:
        return head.endswith(_OPEN_AFTER)
    if tail:
        return not tail.startswith(_CLOSE_BEFORE)
    before = lines.rstrip()
    before = _REMARK_AT_END.sub("", before[before.rfind("\n") + 1 :]).rstrip()
    return not before or before.endswith(_OPEN_AFTER)


def n_cut_lines(lines: Sequence[str]) -> int:
    """How many of the lines are the rest of a comment or long string that began above them.

    None of them where its end is not among them.
    """
    starred = list(takewhile(_STARRED.match, lines))
    if starred:
        return next((n for n, line in enumerate(starred, 1) if "*/" in line), 0)
    for n, line in enumerate(lines):
        marks = _QUOTES.findall(line)
        if len(marks) % 2:
            head, _, behind = line.partition(marks[0])
            above = "\n".join([*lines[max(n - _MOST_BLANK, 0) : n], head])
            return 0 if begins_string(above, behind) else n + 1
    return 0
