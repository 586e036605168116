"""Where one item ends in a reply.

Brackets, long strings and indentation tell it in any language, line by line: the end shows as soon as the
line before it is complete, or the one that is not part of it.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from pt_lsp.features.inline_completion.postprocess.enclosing import begins_block, closing_marks, open_marks
from pt_lsp.features.inline_completion.postprocess.item_extent import Extent
from pt_lsp.replies.brackets import CLOSERS, depth, open_ends
from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.replies.insertion_point import (
    InsertionPoint,
    is_closing,
    opens_block,
    width,
)
from pt_lsp.replies.sentences import first_solid

_MANY_LINES = 4
_LONGEST_HEADER = 8
_SEEN_TO_THE_END = 600
"""Characters; of what is longer below the cursor, the rest may be out of sight."""
_LEAVING = re.compile(r"\s*(?:return|raise|throw|break|continue)\b")
_GOES_ON = re.compile(r"\s*(?:else|elif|elsif|except|rescue|finally|ensure|catch|case|when)\b")
_BLOCK_END = re.compile(r"\s*(?:end|fi|done|esac)\b")
_BRACE_BELOW = frozenset({"c", "cpp", "csharp", "java", "objective-c", "php"})


def ending(lines: Sequence[str], place: InsertionPoint, extent: Extent) -> int | None:
    """How many of the complete lines are the item's, whatever comes; None while that is open."""
    if extent == "line":
        return 1 if lines else None
    if extent == "header":
        return _header_end(lines, place)
    end = _statement_end(lines, place) if extent == "statement" else _block_end(lines, place, extent)
    while end is not None and end > 1 and not lines[end - 1].strip():
        end -= 1
    return end


def base_of(lines: Sequence[str], place: InsertionPoint) -> str:
    """The indentation of the line that the cursor is on, as it will be with the first of the lines in it."""
    return place.indentation + (leading_blanks(lines[0]) if place.is_blank_before and lines else "")


def _header_end(lines: Sequence[str], place: InsertionPoint) -> int | None:
    """Up to the line after which no bracket is open but what is closed below."""
    whole = _with_line_prefix(lines, place)
    for index in range(len(lines)):
        is_open = open_marks("\n".join(whole[: index + 1]))
        if index + 1 == _LONGEST_HEADER or not is_open or _closes_below(is_open, place):
            return index + 1
    return None


def _closes_below(marks: str, place: InsertionPoint) -> bool:
    """Whether what is below the cursor's line closes the brackets that are to be closed with these marks."""
    inside = tuple(takewhile(lambda line: width(line) > width(place.indentation), place.lines_after))
    after = place.lines_after[len(inside) :]
    closing = closing_marks(after[0]) if after else ""
    if closing:
        return closing.startswith(marks) or marks.startswith(closing)
    body = "\n".join(inside)
    is_cut = not after and len(body) >= _SEEN_TO_THE_END
    return is_cut or depth(body) <= -len(marks)


def _statement_end(lines: Sequence[str], place: InsertionPoint) -> int | None:
    head = 0
    if lines and not lines[0].strip() and not _may_open(place.line_prefix):
        head = first_solid(lines)
    whole = _with_line_prefix(lines, place)
    is_open = open_ends(whole, place.quotes_above)
    for index in range(head, len(lines)):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if is_open[index]:
            continue
        if _is_duplicate_closer(lines[index], index, head, place):
            return index
        is_deeper = index > head and width(whole[index]) > width(whole[head])
        is_opener = opens_block(whole[index]) or (index == head and _may_open(whole[head]))
        if is_opener or not lines[index].strip() or is_deeper:
            if following is None or _goes_on(following, whole[head], lines[index], index - head):
                continue
            return index + 2 if _BLOCK_END.match(following) and index > head else index + 1
        if not _may_have_brace_below(whole[index], following, place):
            return index + 1
    return None


def _may_open(line: str) -> bool:
    """Whether a line opens a block, or begins as one that does so without a sign at its end: `if open?`."""
    return opens_block(line) or (begins_block(line) and not line.rstrip().endswith((";", "}", "end")))


def _with_line_prefix(lines: Sequence[str], place: InsertionPoint) -> list[str]:
    return [place.line_prefix + lines[0], *lines[1:]] if lines else []


def _goes_on(following: str, header: str, line: str, n_lines: int) -> bool:
    """Whether the line after one of a block that indentation marks is part of the block."""
    if not following.strip():
        return bool(line.strip())
    if width(following) > width(header):
        return True
    return n_lines > 0 and width(following) == width(header) and _GOES_ON.match(following) is not None


def _may_have_brace_below(line: str, following: str | None, place: InsertionPoint) -> bool:
    if place.language_id not in _BRACE_BELOW or not line.rstrip().endswith(")"):
        return False
    return following is None or following.strip() == "{"


def _is_duplicate_closer(line: str, index: int, head: int, place: InsertionPoint) -> bool:
    """Whether the block's closing line stands below the cursor's line already."""
    if index == head or not is_closing(line) or place.line_rest.strip() or not place.lines_after:
        return False
    below = place.lines_after[0]
    is_same = line.strip().rstrip(";,") == below.strip().rstrip(";,")
    return is_same and width(line) == width(below) == width(place.indentation)


def _block_end(lines: Sequence[str], place: InsertionPoint, extent: Extent) -> int | None:
    base = width(base_of(lines, place))
    whole = _with_line_prefix(lines, place)
    is_open = open_ends(whole, place.quotes_above)
    if _is_lone_closer(lines, place) and not is_open[0]:
        return 1
    for index in range(1, len(lines)):
        line = lines[index]
        if is_open[index - 1]:
            continue
        if not line.strip():
            if _ends_at_blank(lines, index, base, extent):
                return index
        elif width(line) < base:
            return index + 1 if _closes_what_is_open(line, place) else index
        elif width(line) == base and _leaves(line, lines[:index], place):
            return index
    return None


def _is_lone_closer(lines: Sequence[str], place: InsertionPoint) -> bool:
    """Whether the reply first of all closes the block that the cursor stands after the end of."""
    return place.is_blank_before and bool(lines) and lines[0].lstrip().startswith(tuple(CLOSERS))


def _ends_at_blank(lines: Sequence[str], index: int, base: int, extent: Extent) -> bool:
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is not None and not following.strip():
        return True
    if extent == "block" or width(lines[index - 1]) < base:
        return False
    before = [line for line in lines[:index] if line.strip()]
    if len(before) < _MANY_LINES and not (len(before) > 1 and opens_block(before[0])):
        return False
    # Inside a definition a blank line separates no more than thoughts.
    return width(before[-1]) == base or (following is not None and width(following) <= base)


def _leaves(line: str, before: Sequence[str], place: InsertionPoint) -> bool:
    """Whether a line at the cursor line's own indentation comes after what the cursor is in."""
    if is_closing(line):
        return not _ends_own_block(line, before, place)
    if _is_left(before, place):
        return True
    header = place.line_prefix if place.line_prefix.strip() else ""
    return bool(header) and not before[0].strip() and opens_block(header) and len(before) > 1


def _ends_own_block(line: str, before: Sequence[str], place: InsertionPoint) -> bool:
    """Whether a word ends what a line before it has opened, as `end` does: brackets are told by counting."""
    solid = [each for each in _with_line_prefix(before, place) if each.strip()]
    opener = next((each for each in reversed(solid) if width(each) <= width(line)), "")
    is_level = bool(opener) and width(opener) == width(line) and not is_closing(opener)
    is_open = is_level and (width(solid[-1]) > width(line) or begins_block(opener))
    return is_open and _BLOCK_END.match(line) is not None


def _is_left(before: Sequence[str], place: InsertionPoint) -> bool:
    """Whether the statement before leaves the block, so that nothing can follow in it."""
    last = next((index for index in range(len(before) - 1, 0, -1) if before[index].strip()), 0)
    is_in_block = place.is_blank_before if last == 0 else width(before[last]) == width(place.indentation)
    return is_in_block and _LEAVING.match(before[last]) is not None


def _closes_what_is_open(line: str, place: InsertionPoint) -> bool:
    """Whether a closing line ends the block around the cursor, which nothing below does."""
    if not line.lstrip().startswith(tuple(CLOSERS)):
        return False
    opener = next((above for above in reversed(place.lines_before) if width(above) <= width(line)), "")
    if width(opener) != width(line) or not opener.rstrip().endswith(("{", "(", "[")):
        return False
    below = next((after for after in place.lines_after if width(after) <= width(line)), "")
    return width(below) != width(line) or not is_closing(below)
