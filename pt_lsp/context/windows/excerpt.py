"""Whole lines around a place, as many as a number of characters allows.

An excerpt's start moves in big steps, so that the beginning of a prompt stays the same from key to key and
the provider's prompt cache can serve it.
"""

from bisect import bisect_left, bisect_right

from pt_lsp.documents.lines import end_of_line
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

_CHARACTERS_PER_STEP_LINE = 100
"""Makes a step a fifth to a third of what fits, at some 40 characters a line."""


def excerpt_before(text: Text, offset: int, max_characters: int) -> Span:
    """Lines before `offset` and the beginning of its own line, which is cut where it is too long.

    When not all fits, the start is the first definition-like line after a multiple of some lines.
    """
    line = text.line_at(offset)
    lowest = bisect_left(range(line), offset - max_characters, key=text.line_start)
    start = text.line_start(_stepped(text, lowest, line, _step_lines(max_characters)))
    return Span(max(start, offset - max(max_characters, 0)), offset)


def excerpt_after(text: Text, offset: int, max_characters: int) -> Span:
    """The rest of the line of `offset` and lines after it; the own line is cut where it is too long."""
    line = text.line_at(offset)
    ends = range(line + 2, text.n_lines + 1)
    last = line + bisect_right(ends, offset + max_characters, key=text.line_start)
    return Span(offset, min(end_of_line(text, last), offset + max(max_characters, 0)))


def is_beginning(text: Text, line: int) -> bool:
    """Whether a definition seems to begin there: text at the margin after an empty line."""
    content = text.line_content(line)
    return bool(content) and not content[0].isspace() and not text.line_content(line - 1).strip()


def _step_lines(max_characters: int) -> int:
    """A power of two that depends on the setting alone: where it changed, so would the start."""
    n_lines = max(max_characters // _CHARACTERS_PER_STEP_LINE, 1)
    return 1 << (n_lines.bit_length() - 1)


def _stepped(text: Text, lowest: int, line: int, step_lines: int) -> int:
    """The line at or after `lowest` to start from, so that typing further down seldom moves it."""
    if lowest == 0:
        return 0
    while (step := -(-lowest // step_lines) * step_lines) >= line and step_lines > 1:
        step_lines //= 2  # lines are so long that few fit
    if step >= line:
        return lowest
    for candidate in range(step, min(step + step_lines // 2, line)):
        if is_beginning(text, candidate):
            return candidate
    return step
