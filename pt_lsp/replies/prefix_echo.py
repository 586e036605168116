"""Text before the cursor that the model wrote once more.

Compares lines that are not blank, whatever their indentation: models drop blank lines and blanks first.
"""

from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.replies.insertion_point import InsertionPoint

_DISTINCT = 4


def drop_prefix_echo(text: str, place: InsertionPoint) -> str:
    """The text without repeated lines of the prefix and without a repeated beginning of the cursor's line."""
    lines = text.split("\n")
    rest = "\n".join(lines[_echoed_lines(lines, place) :])
    drop = _drop_indentation if place.is_blank_before else _drop_line_prefix
    return drop(rest, place.line_prefix)


def may_become_echo(text: str, place: InsertionPoint) -> bool:
    """Whether an unfinished text has so far only repeated what stands before the cursor."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    before = [line.strip() for line in place.lines_before]
    current = place.line_prefix.strip()
    if not lines:
        return False
    for start in range(max(0, len(before) - 60), len(before) + 1):
        known = [*before[start:], *([current] if current else [])]
        if len(lines) <= len(known) and lines[:-1] == known[: len(lines) - 1]:
            last = known[len(lines) - 1]
            is_all = len(lines) == len(known) and last == lines[-1] and current
            if last.startswith(lines[-1]) and not is_all:
                return True
    return False


def _echoed_lines(lines: list[str], place: InsertionPoint) -> int:
    """How many of the text's first lines repeat those right above the cursor's, blank lines counted in."""
    before = [line.strip() for line in place.lines_before]
    current = place.line_prefix.strip()
    written = [(index, line.strip()) for index, line in enumerate(lines) if line.strip()]
    for start in range(len(before)):
        n_known = len(before) - start
        if n_known >= len(written) or [line for _, line in written[:n_known]] != before[start:]:
            continue
        index, following = written[n_known]
        is_distinct = len(before[-1]) >= _DISTINCT or n_known > 1 or _is_same_end(lines, place)
        if following.startswith(current) and (current or is_distinct):
            return index
    return 0


def _is_same_end(lines: list[str], place: InsertionPoint) -> bool:
    """Whether the text begins with the very end of the block above the cursor: nobody ends it twice."""
    above = place.lines_before[-1].rstrip()
    first = next(line for line in lines if line.strip()).rstrip()
    return first == above and not any(character.isalnum() for character in above)


def _drop_line_prefix(text: str, line_prefix: str) -> str:
    wanted = line_prefix.lstrip()
    head = text.lstrip(" \t")
    if not _is_repeatable(wanted):
        return text
    if head.startswith(wanted):
        return head[len(wanted) :]
    bare = wanted.rstrip()
    if head.startswith(bare) and bare != wanted and len(bare) >= _DISTINCT:
        return head[len(bare) :].lstrip(" \t")
    return text


def _is_repeatable(wanted: str) -> bool:
    """One or two characters begin too much that is new."""
    return len(wanted.strip()) > 1 and any(character.isalnum() for character in wanted)


def _drop_indentation(text: str, line_prefix: str) -> str:
    """The text without the blanks that stand before the cursor already."""
    while text[: text.find("\n") + 1].isspace():
        text = text[text.find("\n") + 1 :]
    blanks = leading_blanks(line_prefix)
    if text.startswith(blanks):
        return text[len(blanks) :]
    return text.lstrip(" \t") if blanks and not line_prefix.strip() else text
