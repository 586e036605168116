"""Indentation of new text: its levels, and its lines shifted and indented as others are. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_OPENS = re.compile(r"[:{(\[]\s*$")
_CLOSES = re.compile(r"\s*[)\]}]")


@dataclass(frozen=True, slots=True)
class LineShift:
    """What is done with each line: blanks put before it or taken away from there."""

    added: str = ""
    surplus: str = ""
    tabs: Callable[[str], str] = str
    """What is done with its tabs before."""
    first: str | None = None
    """The indentation of the first line that is not blank, when nothing is done with the others."""
    steady: frozenset[str] = frozenset()
    """Lines with which nothing is done."""

    @classmethod
    def between(cls, written: str, wanted: str, tabs: Callable[[str], str] = str) -> "LineShift":
        """What leads from one line's indentation to another; nothing where they have no common beginning."""
        if wanted.startswith(written):
            return cls(added=wanted[len(written) :], tabs=tabs)
        return cls(surplus=written[len(wanted) :] if written.startswith(wanted) else "", tabs=tabs)

    def is_possible(self, lines: Iterable[str]) -> bool:
        """Whether all lines that are not blank have the blanks that are to be taken away."""
        return all(line.startswith(self.surplus) for line in lines if line.strip())

    def lines(self, lines: Sequence[str]) -> list[str]:
        """The lines from the first one on."""
        done = [self.line(line) for line in lines]
        at = next((index for index, line in enumerate(done) if line.strip()), None)
        if self.first is not None and at is not None:
            done[at] = self.first + done[at].lstrip(" \t")
        return done

    def line(self, line: str) -> str:
        """A line further down."""
        if line in self.steady:
            return line
        line = self.tabs(line)
        return self.added + line.removeprefix(self.surplus) if line.strip() else line


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
    blanks_before = (blanks for line in like if (blanks := _blanks_in_code(line)))
    first = next(blanks_before, "")
    if first[:1] == " " and not any("\t" in line for line in lines):
        return str
    known = [first, *blanks_before]
    kinds = {blanks[:1] for blanks in known}
    if kinds == {"\t"}:
        unit, is_aligned = _width(lines), any(" " in blanks for blanks in known)
        return lambda line: line if is_aligned and line.startswith("\t") else _tabbed(line, unit)
    if kinds == {" "}:
        width = _width(like)
        return lambda line: line if "\t" not in line else _blanked(line, width)
    return str


def indent_unit(lines: Sequence[str]) -> str:
    """One level of indentation as the lines have it: a tab, or blanks."""
    return "\t" if any(line.startswith("\t") for line in lines) else " " * _width(lines)


def line_shift(lines: Sequence[str], like: Sequence[str], indentation: str) -> LineShift:
    """How to shift lines so that the first that is not blank has `indentation`, tabs or blanks as in `like`.

    `like` is the text that they replace, or its neighbours where it is blank. The first line tells the shift
    of all, unless the second shows that only the first lacks it.
    """
    tabs = tabs_as(lines, [indentation + "x", *like])
    solid = [tabs(line) for line in lines if line.strip()]
    if solid and _is_only_first_off(solid, [line for line in like if line.strip()], indentation):
        return LineShift(tabs=tabs, first=indentation)
    shift = LineShift.between(leading_blanks(solid[0]) if solid else indentation, indentation, tabs)
    return shift if shift.is_possible(solid) else LineShift(tabs=tabs)


def _is_only_first_off(solid: list[str], like: list[str], indentation: str) -> bool:
    """Whether the first line lacks indentation and the second already stands where it belongs."""
    if len(solid) == 1 or len(leading_blanks(solid[0])) >= len(indentation):
        return False
    second = leading_blanks(solid[1])
    # The end of an empty block tells nothing of the lines that it is filled with.
    is_like = len(like) > 1 and bool(_CLOSES.match(like[1])) == bool(_CLOSES.match(solid[1]))
    if is_like and leading_blanks(like[0]) == indentation:
        return second == leading_blanks(like[1]) != ""
    is_deeper = _OPENS.search(solid[0]) is not None and not _CLOSES.match(solid[1])
    # A line further down that stands left of it was never where it belongs, so none was.
    reaches_all = all(line.startswith(indentation) for line in solid[1:])
    return reaches_all and not (is_deeper and second == indentation)


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
