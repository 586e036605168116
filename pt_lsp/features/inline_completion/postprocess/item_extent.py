"""How much is asked for at a place: a line, a statement, a paragraph or a block.

The grammar tells where it can, indentation where not. Where such an item ends in a reply is `ending`'s.
"""

from typing import Literal

from pt_lsp.replies.brackets import CLOSERS
from pt_lsp.replies.insertion_point import InsertionPoint, opens_block, width
from pt_lsp.syntax.scope import scope_at

Extent = Literal["line", "statement", "paragraph", "block"]
"""`line`: never more. `statement`: a line, and further lines while what it opened is open.

`paragraph`: up to a blank line between statements. `block`: up to the end of the block around the cursor.
"""

_MAY_FOLLOW = frozenset(CLOSERS + ":;,'\"` \t")


def extent_at(place: InsertionPoint, multiline: Literal["auto", "never", "always"]) -> Extent:
    """The most that an item may span here; code after the cursor on its line allows one line only."""
    if multiline == "never" or not set(place.line_rest) <= _MAY_FOLLOW:
        return "line"
    if multiline == "always":
        return "line" if place.line_rest.strip() else "block"
    scope = None if place.is_prose else scope_at(place.prefix, place.suffix, place.language_id)
    is_words = place.quotes_above is not None if scope is None else scope.is_words
    if place.is_blank_before:
        is_empty = not is_words and ((scope is not None and scope.is_empty) or _is_empty(place))
        return "block" if is_empty else "paragraph"
    if place.is_prose or _has_body(place):
        return "line"
    return "line" if is_words and not _begins_long_string(place) else "statement"


def _is_empty(place: InsertionPoint) -> bool:
    """Whether the cursor is on the first line of a block that holds nothing, as indentation shows it."""
    opener = place.lines_before[-1] if place.lines_before else ""
    return opens_block(opener) and not (place.lines_after and width(place.lines_after[0]) > width(opener))


def _has_body(place: InsertionPoint) -> bool:
    """Whether what the cursor's line opens stands below it already."""
    return bool(place.lines_after) and width(place.lines_after[0]) > width(place.indentation)


def _begins_long_string(place: InsertionPoint) -> bool:
    return place.line_prefix.rstrip().endswith(('"""', "'''", "`"))
