"""Text after the cursor that the model wrote once more.

`drop_following_lines` cuts whole lines; `replaced_length` tells how much of the cursor's line the text has.
"""

from collections.abc import Sequence
from itertools import takewhile

from pt_lsp.documents.equal_ends import equal_at_start
from pt_lsp.replies.brackets import CLOSERS, closed_marks, depth
from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.replies.insertion_point import InsertionPoint, is_closing, width

_LONG = 12
_TELLING = 3
_STYLE = str.maketrans({" ": None, "\t": None, "'": '"', "`": '"'})


def drop_following_lines(text: str, place: InsertionPoint) -> str:
    """The text up to where it goes on with the lines that stand below the cursor."""
    start = following_start(text, place)
    return text if start is None else text[:start].rstrip("\n")


def following_start(text: str, place: InsertionPoint, *, is_final: bool = True) -> int | None:
    """Offset of the line from which the text repeats the lines below the cursor, None if it does not.

    Two lines in a row tell it, one if it is long or the last; an unfinished text has no last line yet.
    """
    if not place.lines_after:
        return None
    lines = text.split("\n")
    offset = len(lines[0]) + 1
    for index in range(1, len(lines)):
        if _is_same(lines[index], place.lines_after[0]):
            written = [line for line in lines[index:] if line.strip()]
            if _repeats(written, place.lines_after, is_final=is_final):
                return offset
        offset += len(lines[index]) + 1
    if is_final and place.is_blank_before:
        written = [line for line in (place.line_prefix + text).split("\n") if line.strip()]
        if _repeats(written, place.lines_after, is_final=True):
            return 0
    return None


def is_there_already(text: str, place: InsertionPoint) -> bool:
    """Whether the text only says what follows the cursor anyway."""
    rest = place.line_rest.strip()
    if rest and text.strip() == rest:
        return True
    if not place.lines_after or "\n" in text.strip("\n"):
        return False
    line = place.line_prefix + text + place.line_rest[replaced_length(text, place) :]
    return _is_same(line, place.lines_after[0])


def replaced_length(text: str, place: InsertionPoint) -> int:
    """How many characters after the cursor, on its line, the text contains: they are to be replaced by it."""
    rest = place.line_rest
    if not rest.strip() or not text:
        return 0
    last_line = text.rpartition("\n")[2]
    solid = rest.rstrip()
    if last_line.rstrip().endswith(solid):
        # Blanks at the end of the line stay: editors show no item that takes away what it does not hold.
        n_replaced = len(solid)
    else:
        n_closed = equal_at_start(closed_marks(place.line_prefix, text), rest)
        n_replaced = max(n_closed, _overlap(last_line, solid))
    if (
        n_replaced
        and set(solid[:n_replaced]) <= set(CLOSERS + ";,: ")
        and _needs_closers(text, place, n_replaced)
    ):
        return 0
    return n_replaced


def _repeats(written: Sequence[str], following: Sequence[str], *, is_final: bool) -> bool:
    """Whether the written lines begin as the following ones do, in enough lines to tell."""
    same = takewhile(lambda pair: _is_same(*pair), zip(written, following, strict=False))
    n_same = sum(1 for _ in same)
    if n_same == 0:
        return False
    if n_same >= 2 or (is_final and n_same == len(written)):  # noqa: PLR2004 - two lines in a row
        return True
    # What says the same further in is a line of a block that the text opens.
    is_deeper = width(written[0]) > width(following[0]) and not is_closing(following[0])
    return len(written) > 1 and len(following[0].strip()) >= _LONG and not is_deeper


def _is_same(one: str, other: str) -> bool:
    """Whether two lines say the same; a short one has to stand at the same column too."""
    bare = _bare(one)
    return bare == _bare(other) and (len(bare) >= _LONG or leading_blanks(one) == leading_blanks(other))


def _bare(line: str) -> str:
    """A line without what styles differ in: blanks, the kind of quotes, a comma or semicolon at the end."""
    return line.translate(_STYLE).rstrip(",;")


def _overlap(last_line: str, rest: str) -> int:
    """How many characters the text's end and the beginning of the rest have in common, if enough to tell."""
    longest = min(len(last_line), len(rest))
    return next((n for n in range(longest, _TELLING - 1, -1) if last_line.endswith(rest[:n])), 0)


def _needs_closers(text: str, place: InsertionPoint, n_replaced: int) -> bool:
    """Whether the line's brackets match only if those after the cursor stay beside those of the text."""
    with_both = depth(place.line_prefix + text + place.line_rest)
    with_one = depth(place.line_prefix + text + place.line_rest[n_replaced:])
    return with_both == 0 and with_one != 0
