"""Lines after the first, moved to where the cursor's line puts them.

The first line is right by construction: the editor has indented the cursor. What follows is moved as a whole
or not at all, and only where one line shows by how much: the one that closes what the first opened, or the
next one.
"""

import re

from pt_lsp.features.inline_completion.postprocess.item_end import base_of
from pt_lsp.replies.brackets import depth, open_quotes
from pt_lsp.replies.indentation import LineShift, indent_unit, leading_blanks, tabs_as
from pt_lsp.replies.insertion_point import InsertionPoint, is_closing

_CONTINUATION = re.compile(r"\s*(?:[.?:+*/%&|=<>,-]|and\b|or\b)")
_CONTINUED = re.compile(r"(?:[-+*/%&|=<>,.\\?]|\band|\bor|\bnot|\bin|\breturn)\s*$")
_LEAVES = re.compile(r"\s*(?:return|raise|throw|break|continue|pass)\b")
_DEFINES = re.compile(
    r"(?:async |export |pub |static |public |private )*"
    r"(?:def|class|function|func|fn|impl|struct|enum|interface|type|import|from|module|if __name__)\b"
    r"|@|#\[|#include"
)
_WORD_OPENS = re.compile(
    r"\A(?:if|elsif|else|unless|while|until|for|case|when|def|class|module|begin|function|match|try|with)\b"
    r"|\b(?:then|do|with|of|where)\Z|[=|]\Z"
)
"""What may open a block without a bracket or a colon, in some language."""
_QUOTES = ('"""', "'''")


def align_lines(text: str, place: InsertionPoint) -> str:
    """The text with its later lines shifted to the indentation of the cursor's line, if they were off."""
    lines = text.split("\n")
    base = base_of(lines, place)
    indents = "".join([base, *(leading_blanks(line) for line in lines[1:])])
    anchor = _anchor(lines, place)
    if anchor is None or not lines[0].strip() or ("\t" in indents and " " in indents):
        return text
    indent, expected = leading_blanks(lines[anchor[0]]), anchor[1]
    if len(indent) < len(expected):
        if not _is_dedented(lines, anchor[0]) or (expected == base and _leaves(lines[anchor[0]], place)):
            return text
        shift = LineShift(base, surplus=indent if expected == base else "")
        shift = shift if shift.is_possible(lines[1:]) else LineShift(base)
    else:
        shift = LineShift(surplus=indent[len(expected) :])
        if not shift.is_possible(lines[1:]):
            return text
    return "\n".join([lines[0], *map(shift.line, lines[1:])])


def match_unit(text: str, place: InsertionPoint) -> str:
    """The text indented with tabs or with blanks as the file is; as it is where the file has both or none."""
    first, *later = text.split("\n")
    if not later:
        return text
    tabs = tabs_as(later, [*place.lines_before, f"{place.line_prefix}x", *place.lines_after])
    return "\n".join([first, *map(tabs, later)])


def _anchor(lines: list[str], place: InsertionPoint) -> tuple[int, str] | None:
    """Index of a line whose indentation is certain, and that indentation; None if there is none."""
    following = next((index for index in range(1, len(lines)) if lines[index].strip()), None)
    if following is None:
        return None
    first = place.line_prefix + lines[0]
    base = base_of(lines, place)
    if depth(first) > 0:
        closing = _closing_line(lines, depth(first))
        if closing is None or leading_blanks(lines[closing]) == leading_blanks(lines[following]) != "":
            return None
        return closing, base
    quotes = open_quotes(first)
    if quotes:
        closing = next((index for index, line in enumerate(lines) if index and line.strip() == quotes), None)
        return None if closing is None else (closing, base)
    if first.rstrip().endswith(":"):
        return following, base + indent_unit(place.lines_before)
    return (following, base) if _is_level(first, lines[following], base) else None


def _is_level(first: str, following: str, base: str) -> bool:
    """Whether the line that follows a whole statement, or goes on with a list, stands at the same column."""
    if not first.rstrip().endswith(";") and _WORD_OPENS.search(first.strip()):
        return False
    if _CONTINUED.search(first):
        # Nothing goes on left of where it began.
        return len(leading_blanks(following)) < len(base)
    return not (_CONTINUATION.match(following) or is_closing(following))


def _closing_line(lines: list[str], open_depth: int) -> int | None:
    """Index of the line that begins by closing what the first line left open."""
    for index in range(1, len(lines)):
        open_depth += depth(lines[index])
        if open_depth <= 0:
            return index if is_closing(lines[index]) else None
    return None


def _is_dedented(lines: list[str], anchor: int) -> bool:
    """Whether the lines were written as if the cursor's line began at column 0, not to follow its block."""
    n_blank = sum(not line.strip() for line in lines[1:anchor])
    begins_anew = n_blank > 1 or _LEAVES.match(lines[0]) or _DEFINES.match(lines[anchor])
    return _is_closer(lines[anchor]) or not begins_anew


def _leaves(line: str, place: InsertionPoint) -> bool:
    """Whether a line goes on in a block around the cursor's: it stands where that does, no closer."""
    indent = leading_blanks(line)
    is_level = any(leading_blanks(above) == indent for above in place.lines_before)
    return bool(indent) and is_level and not _is_closer(line)


def _is_closer(line: str) -> bool:
    return is_closing(line) or line.strip() in _QUOTES
