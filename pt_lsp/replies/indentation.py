"""Levels of indentation: what lines are indented by, and lines indented as others are. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

_OPENS = re.compile(r"[:{(\[]\s*$")


def leading_blanks(line: str) -> str:
    """The blanks and tabs that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def indentation_of(lines: Sequence[str]) -> str:
    """The blanks before the first line that is not blank; of nothing but blank lines, those of the first."""
    solid = next((line for line in lines if line.strip()), None)
    return leading_blanks(solid) if solid is not None else (lines[0] if lines else "")


def tabs_as(lines: Sequence[str], like: Sequence[str]) -> Callable[[str], str]:
    """What gives a line tabs where those of `like` begin with tabs alone, blanks where they do with blanks.

    Blanks after tabs align what continues a line: where `like` has such lines, those of the reply stay.
    """
    known = [blanks for line in like if (blanks := _blanks_in_code(line))]
    kinds = {blanks[0] for blanks in known}
    if kinds == {"\t"}:
        unit, is_aligned = _width(lines), any(" " in blanks for blanks in known)
        return lambda line: line if is_aligned and line.startswith("\t") else _tabbed(line, unit)
    if kinds == {" "}:
        width = _width(like)
        return lambda line: line if "\t" not in line else _blanked(line, width)
    return lambda line: line


def indent_unit(lines: Sequence[str]) -> str:
    """One level of indentation as the lines have it: a tab, or blanks."""
    return "\t" if any(line.startswith("\t") for line in lines) else " " * _width(lines)


def _width(lines: Sequence[str]) -> int:
    """The step of indentation in blanks: that of most lines that open a block, else the smallest, else four.

    The stars of a comment, and what continues a line, stand elsewhere than at a step.
    """
    solid = [line for line in lines if line.strip() and not line.lstrip().startswith("*")]
    opened = Counter(
        len(leading_blanks(after)) - len(leading_blanks(before))
        for before, after in pairwise(solid)
        if _OPENS.search(before)
    )
    ordered = sorted({0, *(len(leading_blanks(line)) for line in solid)})
    steps = {step: n for step, n in opened.items() if step > 1}
    if steps:
        # No step is wider than the first one, which is that of the line that is indented least.
        return min(max(steps, key=lambda step: (steps[step], -step)), *ordered[1:2])
    return min((after - before for before, after in pairwise(ordered) if after - before > 1), default=4)


def _tabbed(line: str, unit: int) -> str:
    blanks = leading_blanks(line)
    n_blanks = blanks.count(" ")
    return "\t" * (blanks.count("\t") + n_blanks // unit) + " " * (n_blanks % unit) + line.lstrip(" \t")


def _blanked(line: str, width: int) -> str:
    return leading_blanks(line).replace("\t", " " * width) + line.lstrip(" \t")


def _blanks_in_code(line: str) -> str:
    """The indentation of a line; the stars of a comment are set off by one blank more, also among tabs."""
    blanks = leading_blanks(line)
    return blanks.removesuffix(" ") if line.startswith("*", len(blanks)) else blanks
