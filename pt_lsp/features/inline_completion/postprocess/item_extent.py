"""How much is asked for at a place, and so how much of an answer is kept: one analysis for both.

The grammar tells where it can, indentation where not. Where such an item ends in a reply is `ending`'s, how
it is said is `wording`'s.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from pt_lsp.features.inline_completion.postprocess.enclosing import (
    AT_MARGIN,
    Enclosing,
    begins_block,
    enclosing,
    is_definition,
    level_of,
    offers_choice,
    open_marks,
    opens_members,
)
from pt_lsp.replies.brackets import CLOSERS
from pt_lsp.replies.insertion_point import InsertionPoint, is_closing, opens_block, width
from pt_lsp.syntax.long_strings import begins_string
from pt_lsp.syntax.scope import scope_at

Extent = Literal["line", "header", "statement", "paragraph", "block"]
"""`line`: never more. `header`: a line, and further ones while a bracket is open that nothing below closes.

`statement`: a line, and further lines while what it opened is open. `paragraph`: up to a blank line between
statements. `block`: up to the end of the block around the cursor.
"""

Part = Literal[
    "rest of line",
    "before rest",
    "rest of statement",
    "header",
    "header and body",
    "header line",
    "missing line",
    "missing definition",
    "end of block",
    "body",
    "words",
]
"""What is missing: the first five behind text on the cursor's line, the others on a blank one, `words` both.

`before rest` is followed by code on the line, `header` and `header line` by their own body, `missing line` by
another line of its block, and `end of block` by nothing of it.
"""

_MAY_FOLLOW = frozenset(CLOSERS + ":;,'\"` \t")
_WORDS_END = ('"""', "'''", "*/", "-->")
_METHODS_WITHOUT_KEYWORD = frozenset(
    {"csharp", "dart", "java", "javascript", "javascriptreact", "typescript", "typescriptreact"}
)
_BODILESS = re.compile(r"\b(?:interface|enum|struct)\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The part that is missing, what is around it, and the most that an item may span."""

    part: Part
    extent: Extent
    around: Enclosing = AT_MARGIN
    follows: str = ""
    """What comes next: the rest of the cursor's line, else the next line that has text; at the end of a block
    nothing, where a blank line comes first."""
    missing: str = ""
    """The brackets that are to be closed, because nothing below does."""
    is_comment: bool = False
    has_comma: bool = False
    """Whether a comma ends what is missing, as it does the lines around it."""


def wanted_at(place: InsertionPoint, multiline: Literal["auto", "never", "always"]) -> Wanted:
    """What is asked for; code after the cursor on its line allows one line only."""
    rest = place.line_rest.strip()
    if rest and (multiline != "auto" or not set(rest) <= _MAY_FOLLOW):
        return Wanted("before rest", "line", follows=rest)
    scope = None if place.is_prose else scope_at(place.prefix, place.suffix, place.language_id)
    is_words = _is_in_long_string(place) if scope is None else scope.is_words
    if is_words or place.is_prose:
        wanted = _of_words(place, is_comment=scope is not None and scope.is_comment)
    elif place.is_blank_before:
        wanted = _of_lines(place, is_empty=(scope is not None and scope.is_empty) or _is_empty(place))
    else:
        wanted = _of_line(place)
    if multiline == "auto":
        return wanted
    return _on_one_line(wanted) if multiline == "never" else _up_to_the_end(wanted)


def extent_at(place: InsertionPoint, multiline: Literal["auto", "never", "always"]) -> Extent:
    """The most that an item may span here."""
    return wanted_at(place, multiline).extent


def _of_words(place: InsertionPoint, *, is_comment: bool) -> Wanted:
    """In a comment, a string or a document of prose."""
    if place.is_blank_before:
        below = _line_below(place).strip()
        goes_on = bool(below) and not below.startswith(_WORDS_END)
        return Wanted("words", "paragraph", follows=below if goes_on else "", is_comment=is_comment)
    is_long = not place.is_prose and _begins_long_string(place) and not _has_body(place)
    extent: Extent = "statement" if is_long else "line"
    if place.line_rest.strip():
        return Wanted("before rest", extent, follows=place.line_rest)
    # A string that begins on the line is code to be finished.
    is_code = not place.is_prose and not is_comment and set(place.line_prefix) & set("\"'`")
    return Wanted("rest of line" if is_code and not is_long else "words", extent, is_comment=is_comment)


def _of_line(place: InsertionPoint) -> Wanted:
    """Behind code on the cursor's line, with nothing or closing marks after it."""
    rest, follows = place.line_rest.strip(), _next_line(place)
    if rest and (_has_body(place) or not _begins_body(place)):
        return Wanted("before rest", "line" if _has_body(place) else "statement", follows=rest)
    if _has_body(place) or _is_opened_below(place.line_prefix, follows, width(place.indentation)):
        return Wanted("header", "header", follows=follows)
    missing = open_marks(place.line_prefix)
    is_closed_below = width(follows) == width(place.indentation) and is_closing(follows)
    if _begins_body(place):
        missing = missing if missing[:1] == "}" and not is_closed_below else ""
        return Wanted("header and body", "statement", missing=missing)
    if missing:
        follows, missing = (follows, "") if is_closed_below else ("", missing)
        return Wanted("rest of statement", "statement", follows=follows, missing=missing)
    return Wanted("rest of line", "statement")


def _of_lines(place: InsertionPoint, *, is_empty: bool) -> Wanted:
    """On a line that is blank up to the cursor."""
    level, follows = level_of(place), _next_line(place)
    around = enclosing(place, level)
    is_full = bool(place.indentation) and width(follows) >= level and not is_closing(follows)
    if is_empty and not is_full:
        return Wanted("body", "block", around, missing=around.missing)
    above = place.lines_before[-1] if place.lines_before else ""
    if width(follows) > level or (follows and _is_opened_below("", follows, level)):
        if width(follows) == level or not _is_among(place, above, level):
            return Wanted("header line", "paragraph", around, follows)
        level = width(follows)
        around = enclosing(place, level)
    if not follows or width(follows) < level or is_closing(follows):
        ends_below = follows if _line_below(place).strip() else ""
        return Wanted("end of block", "paragraph", around, ends_below, around.missing)
    if around.holds in ("statements", "members") and _is_between_definitions(place, above, follows):
        is_of_block = around.opener and around.holds == "statements"
        return Wanted("missing line" if is_of_block else "missing definition", "paragraph", around, follows)
    has_comma = follows.rstrip().endswith(",") or (width(above) == level and above.rstrip().endswith(","))
    return Wanted("missing line", "paragraph", around, follows, has_comma=has_comma)


def _on_one_line(wanted: Wanted) -> Wanted:
    """What is asked for where a person wants no more than a line."""
    if wanted.part in ("rest of statement", "header and body"):
        return Wanted("rest of line", "line")
    if wanted.part in ("body", "end of block", "missing definition"):
        return Wanted("missing line", "line", follows=wanted.follows)
    return replace(wanted, extent="line")


def _up_to_the_end(wanted: Wanted) -> Wanted:
    """What is asked for where a person wants blocks."""
    is_more = wanted.part in ("rest of line", "rest of statement", "missing line")
    return replace(wanted, extent="block", part="end of block" if is_more else wanted.part)


def _is_empty(place: InsertionPoint) -> bool:
    """Whether the cursor is on the first line of a block that holds nothing, as indentation shows it."""
    opener = place.lines_before[-1] if place.lines_before else ""
    return opens_block(opener) and not (place.lines_after and width(place.lines_after[0]) > width(opener))


def _has_body(place: InsertionPoint) -> bool:
    """Whether what the cursor's line opens stands below it already."""
    return bool(place.lines_after) and width(place.lines_after[0]) > width(place.indentation)


def _is_opened_below(line: str, follows: str, level: int) -> bool:
    """Whether the line below has the brace, or the first of the cases, that the cursor's line is without."""
    if width(follows) != level:
        return False
    return follows.strip() == "{" or (bool(line) and offers_choice(line, follows))


def _begins_body(place: InsertionPoint) -> bool:
    """Whether the cursor's line begins what has a body: a statement with a keyword, a method in a class."""
    line = place.line_prefix
    if not begins_block(line) and not _may_be_method(place):
        return False
    around = enclosing(place, width(place.indentation))
    if begins_block(line):
        # Among values `for` and `if` say which.
        return around.holds not in ("entries", "arguments", "value") or is_definition(line)
    return opens_members(around.opener) and _BODILESS.search(around.opener) is None


def _may_be_method(place: InsertionPoint) -> bool:
    line = place.line_prefix
    is_call = "(" in line and "=" not in line and not line.lstrip().startswith(("@", "return"))
    return place.language_id in _METHODS_WITHOUT_KEYWORD and is_call and "abstract" not in line


def _is_among(place: InsertionPoint, above: str, level: int) -> bool:
    """Whether the line below, indented more than the cursor's, stands in what an earlier line has opened.

    Of a cursor at the margin it is not known how far its line will be indented.
    """
    if opens_block(above) or begins_block(above):
        return level <= width(above) < width(place.lines_after[0])
    is_apart = not _line_above(place).strip() and bool(_line_below(place).strip())
    return level == 0 and width(above) >= width(place.lines_after[0]) and not is_apart


def _is_between_definitions(place: InsertionPoint, above: str, follows: str) -> bool:
    """Whether the cursor's line is between blank ones, and what is above or below these is a definition."""
    is_apart = not (_line_above(place) + _line_below(place)).strip()
    return is_apart and (is_definition(follows) or is_closing(above))


def _is_in_long_string(place: InsertionPoint) -> bool:
    """Whether the last triple quotes above begin a string, as what stands beside them tells.

    To count them would take all of the file.
    """
    above = place.prefix.rpartition("\n")[0]
    at = max(above.rfind('"""'), above.rfind("'''"))
    if at < 0:
        return False
    return begins_string(above[:at], above[at + 3 :])


def _line_above(place: InsertionPoint) -> str:
    return place.prefix.rsplit("\n", 2)[-2] if "\n" in place.prefix else ""


def _line_below(place: InsertionPoint) -> str:
    return place.suffix.partition("\n")[2].partition("\n")[0]


def _next_line(place: InsertionPoint) -> str:
    return place.lines_after[0] if place.lines_after else ""


def _begins_long_string(place: InsertionPoint) -> bool:
    return place.line_prefix.rstrip().endswith(('"""', "'''", "`"))
