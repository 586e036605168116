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
    lines = with_tabs_as(lines, [indentation + "x", *like])
    solid = [line for line in lines if line.strip()]
    if not solid or blanks_of(solid[0]) == indentation:
        return lines
    written = blanks_of(solid[0])
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
    return blanks_of(solid) if solid is not None else (lines[0] if lines else "")


def _is_only_first_off(solid: list[str], like: list[str], indentation: str) -> bool:
    """Whether the first line lacks indentation and the second already stands where it belongs."""
    if len(solid) == 1 or len(blanks_of(solid[0])) >= len(indentation):
        return False
    second = blanks_of(solid[1])
    if len(like) > 1 and blanks_of(like[0]) == indentation:
        return second == blanks_of(like[1]) != ""
    is_deeper = _OPENS.search(solid[0]) is not None and not _CLOSES.match(solid[1])
    return second.startswith(indentation) and not (is_deeper and second == indentation)


def with_tabs_as(lines: list[str], like: list[str]) -> list[str]:
    """The lines with tabs where `like` is indented by tabs alone, with blanks where it is by blanks alone."""
    known = "".join(_blanks_in_code(line) for line in like)
    unit = _unit(lines)
    if "\t" in known and " " not in known:
        return [_tabbed(line, unit) for line in lines]
    if known and "\t" not in known:
        width = _unit(like)
        return [blanks_of(line).replace("\t", " " * width) + line.lstrip(" \t") for line in lines]
    return lines


def _tabbed(line: str, unit: int) -> str:
    blanks = blanks_of(line)
    n_blanks = blanks.count(" ")
    return "\t" * (blanks.count("\t") + n_blanks // unit) + " " * (n_blanks % unit) + line.lstrip(" \t")


def _unit(lines: list[str]) -> int:
    """The smallest step of indentation in blanks; four when there is none."""
    widths = {len(blanks_of(line)) for line in lines if re.match(r" +[^\s*]", line)}
    ordered = sorted({0, *widths})
    steps = [after - before for before, after in pairwise(ordered) if after - before > 1]
    return min(steps, default=4)


def _blanks_in_code(line: str) -> str:
    """The indentation of a line; the stars of a comment are set off by one blank more, also among tabs."""
    blanks = blanks_of(line)
    return blanks.removesuffix(" ") if line.startswith("*", len(blanks)) else blanks


def blanks_of(line: str) -> str:
    """The blanks and tabs that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]
