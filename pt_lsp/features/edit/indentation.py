"""Indentation of new text, set to that of the text it replaces. Pure; lines in, lines out.

The first line of the reply fixes the shift of all, unless the second shows that only the first lacks it.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

_OPENS = re.compile(r"[:{(\[]\s*$")
_CLOSES = re.compile(r"\s*[)\]}]")


@dataclass(frozen=True, slots=True)
class Indenting:
    """What is done with each line, found out from the first ones."""

    tabs: Callable[[str], str]
    added: str = ""
    surplus: str = ""
    first: str | None = None
    """The indentation of the first line that is not blank, when nothing is done with the others."""

    def lines(self, lines: Sequence[str]) -> list[str]:
        """The lines from the first one on."""
        done = [self.line(line) for line in lines]
        at = next((index for index, line in enumerate(done) if line.strip()), None)
        if self.first is not None and at is not None:
            done[at] = self.first + done[at].lstrip(" \t")
        return done

    def line(self, line: str) -> str:
        """A line further down."""
        line = self.tabs(line)
        return self.added + line.removeprefix(self.surplus) if line.strip() else line


def indenting(lines: Sequence[str], like: Sequence[str], indentation: str) -> Indenting:
    """How to shift lines so that the first that is not blank has `indentation`, tabs or blanks as in `like`.

    `like` is the text that they replace, or its neighbours where it is blank.
    """
    tabs = tabs_as(lines, [indentation + "x", *like])
    solid = [tabs(line) for line in lines if line.strip()]
    if not solid or blanks_of(solid[0]) == indentation:
        return Indenting(tabs)
    written = blanks_of(solid[0])
    if _is_only_first_off(solid, [line for line in like if line.strip()], indentation):
        return Indenting(tabs, first=indentation)
    if indentation.startswith(written):
        return Indenting(tabs, added=indentation[len(written) :])
    surplus = written[len(indentation) :]
    if written.startswith(indentation) and all(line.startswith(surplus) for line in solid):
        return Indenting(tabs, surplus=surplus)
    return Indenting(tabs)


def indentation_of(lines: Sequence[str]) -> str:
    """The blanks before the first line that is not blank; of nothing but blank lines, those of the first."""
    solid = next((line for line in lines if line.strip()), None)
    return blanks_of(solid) if solid is not None else (lines[0] if lines else "")


def tabs_as(lines: Sequence[str], like: Sequence[str]) -> Callable[[str], str]:
    """What gives a line tabs where `like` is indented by tabs alone, blanks where it is by blanks alone."""
    kind = _kind(like)
    if kind == "tabs":
        unit = _unit(lines)
        return lambda line: _tabbed(line, unit)
    if kind == "blanks":
        width = _unit(like)
        return lambda line: line if "\t" not in line else _blanked(line, width)
    return lambda line: line


def blanks_of(line: str) -> str:
    """The blanks and tabs that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def _is_only_first_off(solid: list[str], like: list[str], indentation: str) -> bool:
    """Whether the first line lacks indentation and the second already stands where it belongs."""
    if len(solid) == 1 or len(blanks_of(solid[0])) >= len(indentation):
        return False
    second = blanks_of(solid[1])
    # The end of an empty block tells nothing of the lines that it is filled with.
    is_like = len(like) > 1 and bool(_CLOSES.match(like[1])) == bool(_CLOSES.match(solid[1]))
    if is_like and blanks_of(like[0]) == indentation:
        return second == blanks_of(like[1]) != ""
    is_deeper = _OPENS.search(solid[0]) is not None and not _CLOSES.match(solid[1])
    return second.startswith(indentation) and not (is_deeper and second == indentation)


def _kind(like: Sequence[str]) -> Literal["tabs", "blanks", "mixed"]:
    """What the lines are indented by; `mixed` also where nothing is."""
    known = "".join(_blanks_in_code(line) for line in like)
    if "\t" in known:
        return "mixed" if " " in known else "tabs"
    return "blanks" if known else "mixed"


def _tabbed(line: str, unit: int) -> str:
    blanks = blanks_of(line)
    n_blanks = blanks.count(" ")
    return "\t" * (blanks.count("\t") + n_blanks // unit) + " " * (n_blanks % unit) + line.lstrip(" \t")


def _blanked(line: str, width: int) -> str:
    return blanks_of(line).replace("\t", " " * width) + line.lstrip(" \t")


def _unit(lines: Sequence[str]) -> int:
    """The step of indentation in blanks: that of most lines that open a block, else the smallest, else four.

    The stars of a comment, and what continues a line, stand elsewhere than at a step.
    """
    solid = [line for line in lines if line.strip() and not line.lstrip().startswith("*")]
    opened = Counter(
        len(blanks_of(after)) - len(blanks_of(before))
        for before, after in pairwise(solid)
        if _OPENS.search(before)
    )
    ordered = sorted({0, *(len(blanks_of(line)) for line in solid)})
    steps = {step: n for step, n in opened.items() if step > 1}
    if steps:
        # No step is wider than the first one, which is that of the line that is indented least.
        return min(max(steps, key=lambda step: (steps[step], -step)), *ordered[1:2])
    return min((after - before for before, after in pairwise(ordered) if after - before > 1), default=4)


def _blanks_in_code(line: str) -> str:
    """The indentation of a line; the stars of a comment are set off by one blank more, also among tabs."""
    blanks = blanks_of(line)
    return blanks.removesuffix(" ") if line.startswith("*", len(blanks)) else blanks
