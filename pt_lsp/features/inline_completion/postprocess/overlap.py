"""Text after the cursor that the model wrote once more.

`drop_following_lines` cuts whole lines; `replaced_length` tells how much of the cursor's line the text has.
"""

from pt_lsp.features.inline_completion.postprocess.brackets import CLOSERS, depth, unopened_closers
from pt_lsp.features.inline_completion.postprocess.place import Place

_LONG = 12


def drop_following_lines(text: str, place: Place) -> str:
    """The text up to where it goes on with the lines that stand below the cursor."""
    start = following_start(text, place)
    return text if start is None else text[:start].rstrip("\n")


def following_start(text: str, place: Place, *, is_final: bool = True) -> int | None:
    """Offset of the line from which the text repeats the lines below the cursor, None if it does not.

    Two lines in a row tell it, one if it is long or the last; an unfinished text has no last line yet.
    """
    following = [line.rstrip() for line in place.lines_after()]
    lines = text.split("\n")
    offset = len(lines[0]) + 1
    for index in range(1, len(lines)):
        written = [line.rstrip() for line in lines[index:] if line.strip()]
        if lines[index].strip() and _repeats(written, following, is_final=is_final):
            return offset
        offset += len(lines[index]) + 1
    if is_final and not place.line_prefix.strip() and _repeats(_solid(lines), following, is_final=True):
        return 0
    return None


def replaced_length(text: str, place: Place) -> int:
    """How many characters after the cursor, on its line, the text contains: they are to be replaced by it."""
    rest = place.line_rest
    if not rest.strip() or not text:
        return 0
    last_line = text.rpartition("\n")[2]
    solid = rest.rstrip()
    n_replaced = len(rest) if last_line.rstrip().endswith(solid) else _closed_length(text, rest)
    if (
        n_replaced
        and set(solid[:n_replaced]) <= set(CLOSERS + ";,: ")
        and _needs_closers(text, place, n_replaced)
    ):
        return 0
    return n_replaced


def _solid(lines: list[str]) -> list[str]:
    return [line.rstrip() for line in lines if line.strip()]


def _repeats(written: list[str], following: list[str], *, is_final: bool) -> bool:
    """Whether the written lines begin as the following ones do, in enough lines to tell."""
    n_same = 0
    for one, other in zip(written, following, strict=False):
        if one != other:
            break
        n_same += 1
    if n_same == 0:
        return False
    if n_same >= 2 or (is_final and n_same == len(written)):  # noqa: PLR2004 - two lines in a row
        return True
    return len(written) > 1 and len(following[0].strip()) >= _LONG


def _closed_length(text: str, rest: str) -> int:
    """How much of the rest consists of brackets that the text closes itself."""
    closed = unopened_closers(text)
    n_replaced = 0
    for character in rest:
        if not closed or character != closed[0]:
            break
        closed = closed[1:]
        n_replaced += 1
    return n_replaced


def _needs_closers(text: str, place: Place, n_replaced: int) -> bool:
    """Whether the line's brackets match only if those after the cursor stay beside those of the text."""
    with_both = depth(place.line_prefix + text + place.line_rest)
    with_one = depth(place.line_prefix + text + place.line_rest[n_replaced:])
    return with_both == 0 and with_one != 0
