"""How much of a reply is one item: a line, a paragraph or a block.

Knows indentation only; a grammar may tell better, the rule here holds in any language.
"""

import re
from typing import Literal

from pt_lsp.features.inline_completion.postprocess.brackets import depth
from pt_lsp.features.inline_completion.postprocess.place import Place, is_closing, leading_blanks, opens_block

Extent = Literal["line", "paragraph", "block"]

_MANY_LINES = 4
_LEAVING = re.compile(r"(?:return|raise|throw|break|continue)\b")


def extent_at(place: Place, multiline: Literal["auto", "never", "always"]) -> Extent:
    """The most that an item may span here; text after the cursor on its line allows one line only."""
    if multiline == "never" or place.line_rest.strip():
        return "line"
    if multiline == "always":
        return "block"
    return "paragraph" if place.is_blank_before or place.opens_block else "line"


def cut_to_extent(text: str, place: Place, extent: Extent) -> tuple[str, bool]:
    """The item's text, and whether more of the reply would be cut away: then the item is complete."""
    if extent == "line":
        first, line_end, _ = text.partition("\n")
        return first, bool(line_end)
    lines = text.removesuffix("\n").split("\n")
    end = _block_end(lines, place, extent)
    if end is None:
        return text, False
    return "\n".join(lines[:end]).rstrip("\n"), True


def _block_end(lines: list[str], place: Place, extent: Extent) -> int | None:
    """Index of the first line that is not part of the block any more, None if there is none."""
    base = _width(place.indentation)
    for index in range(1, len(lines)):
        line = lines[index]
        before = lines[:index]
        if _is_open("\n".join([place.line_prefix + lines[0], *before[1:]])):
            continue
        if not line.strip():
            is_wide = lines[index + 1 : index + 2] == [""]
            if is_wide or (extent == "paragraph" and _n_solid(before) >= _MANY_LINES):
                return index
        elif _width(line) < base or (_width(line) == base and _leaves(line, before, place)):
            return index
    return None


def _is_left(before: list[str], place: Place) -> bool:
    """Whether the statement before leaves the block, so that nothing can follow in it."""
    last = max(index for index, line in enumerate(before) if index == 0 or line.strip())
    is_in_block = place.is_blank_before if last == 0 else _width(before[last]) == _width(place.indentation)
    return is_in_block and _LEAVING.match(before[last].lstrip()) is not None


def _is_open(code: str) -> bool:
    """Whether a bracket or a long string is still open at the end."""
    return depth(code) > 0 or any(code.count(quotes) % 2 for quotes in ('"""', "'''"))


def _width(line: str) -> int:
    return len(leading_blanks(line).expandtabs(4))


def _n_solid(lines: list[str]) -> int:
    return sum(1 for line in lines if line.strip())


def _leaves(line: str, before: list[str], place: Place) -> bool:
    """Whether a line at the cursor line's own indentation comes after what the cursor is in."""
    if is_closing(line) or _is_left(before, place):
        return True
    header = place.line_prefix if place.line_prefix.strip() else ""
    return bool(header) and not before[0].strip() and opens_block(header) and len(before) > 1
