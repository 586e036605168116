"""Pieces of a file in which nothing stands that only the rest of the file shows to be a secret.

The gateway replaces the secrets that it finds in a text; a piece may have lost what gives one away: the mark
above a key's lines, the name before a value. Refuses to know files and rules.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from pt_lsp.privacy.detectors.finding import Finding

FindSecrets = Callable[[str], Sequence[Finding]]
"""Tells where a text holds secrets; nowhere, where the user lets them out."""

_LEFT_OUT = "(a secret is left out)"
_LONGEST_LINE = 1_000


def lines_apart(text: str, find: FindSecrets) -> list[str]:
    """The lines of a text as each may stand alone: without any secret, whole or in part."""
    return [_bounded(line) for line in _without(text, find(text)).split("\n")]


def piece_of(text: str, first: int, last: int, find: FindSecrets, most_characters: int) -> tuple[str, int]:
    r"""Lines `first` to `last` of a text with `\n` line ends, from 0 on, as far as they fit; and the last.

    One line always fits. Secrets that show in the piece alone stand in it.
    """
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[:first])
    lines = _fitting(lines[first : last + 1], most_characters)
    piece = "\n".join(lines)
    inside = [found for found in find(text) if found.start < start + len(piece) and found.end > start]
    # What a long line holds is not sent, and may be what gives another one's secret away.
    alone = () if max(map(len, lines)) > _LONGEST_LINE or not inside else find(piece)
    hidden = [
        Finding(max(found.start - start, 0), min(found.end - start, len(piece)), found.kind)
        for found in inside
        if not any(it.start + start <= found.start and found.end <= it.end + start for it in alone)
    ]
    return "\n".join(map(_bounded, _without(piece, hidden).split("\n"))), first + len(lines) - 1


def _fitting(lines: list[str], most_characters: int) -> list[str]:
    ends = accumulate(min(len(line), _LONGEST_LINE) + 1 for line in lines)
    return lines[: max(1, bisect_right(list(ends), most_characters))]


def _without(text: str, findings: Sequence[Finding]) -> str:
    """The text with as many lines as before."""
    done: list[str] = []
    position = 0
    for found in findings:
        done += text[position : found.start], _LEFT_OUT, "\n" * text.count("\n", found.start, found.end)
        position = found.end
    return "".join(done) + text[position:]


def _bounded(line: str) -> str:
    """No part of a line: what gives a secret away may be in the rest."""
    return line if len(line) <= _LONGEST_LINE else f"(a line of {len(line):,} characters)"
