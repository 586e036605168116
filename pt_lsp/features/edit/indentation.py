"""Indentation of new text, set to that of the text it replaces. Pure; lines in, lines out.

The first line of the reply fixes the shift of all, unless the second shows that only the first lacks it.
"""

import re
from itertools import pairwise

_OPENS = re.compile(r"[:{(\[]\s*$")
_CLOSES = re.compile(r"\s*[)\]}]")


def reindent(lines: list[str], like: list[str], indentation: str) -> list[str]:
    """The lines, shifted so that the first that is not blank has `indentation`; tabs or blanks as in `like`.

    `like` is the text that they replace, or its neighbours where it is blank.
    """
    lines = _with_tabs_as(lines, like, indentation)
    solid = [line for line in lines if line.strip()]
    if not solid or _blanks(solid[0]) == indentation:
        return lines
    written = _blanks(solid[0])
    if _is_only_first_off(solid, [line for line in like if line.strip()], indentation):
        at = lines.index(solid[0])
        return [*lines[:at], indentation + solid[0].lstrip(" \t"), *lines[at + 1 :]]
    if indentation.startswith(written):
        added = indentation[len(written) :]
        return [added + line if line.strip() else line for line in lines]
    surplus = written[len(indentation) :]
    if written.startswith(indentation) and all(line.startswith(surplus) for line in solid):
        return [line.removeprefix(surplus) for line in lines]
    return lines


def indentation_of(lines: list[str]) -> str:
    """The blanks before the first line that is not blank; of nothing but blank lines, those of the first."""
    solid = next((line for line in lines if line.strip()), None)
    return _blanks(solid) if solid is not None else (lines[0] if lines else "")


def _is_only_first_off(solid: list[str], like: list[str], indentation: str) -> bool:
    """Whether the first line lacks indentation and the second already stands where it belongs."""
    if len(solid) == 1 or len(_blanks(solid[0])) >= len(indentation):
        return False
    second = _blanks(solid[1])
    if len(like) > 1 and _blanks(like[0]) == indentation:
        return second == _blanks(like[1]) != ""
    is_deeper = _OPENS.search(solid[0]) is not None and not _CLOSES.match(solid[1])
    return second.startswith(indentation) and not (is_deeper and second == indentation)


def _with_tabs_as(lines: list[str], like: list[str], indentation: str) -> list[str]:
    """The lines with tabs where `like` has nothing but tabs, blanks where it has nothing but blanks."""
    known = "".join([indentation, *(_blanks(line) for line in like)])
    unit = _unit(lines)
    if "\t" in known and " " not in known:
        return [_tabbed(line, unit) for line in lines]
    if known and "\t" not in known:
        width = _unit(like)
        return [_blanks(line).replace("\t", " " * width) + line.lstrip(" \t") for line in lines]
    return lines


def _tabbed(line: str, unit: int) -> str:
    blanks = _blanks(line)
    n_blanks = blanks.count(" ")
    return "\t" * (blanks.count("\t") + n_blanks // unit) + " " * (n_blanks % unit) + line.lstrip(" \t")


def _unit(lines: list[str]) -> int:
    """The smallest step of indentation in blanks; four when there is none."""
    widths = {len(_blanks(line)) for line in lines if line.strip() and re.match(r" +\S", line)}
    ordered = sorted({0, *widths})
    steps = [after - before for before, after in pairwise(ordered) if after - before > 1]
    return min(steps, default=4)


def _blanks(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
