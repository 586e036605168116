"""Whole lines around a place, as many as a number of characters allows.

An excerpt's start moves in big steps, so that the beginning of a prompt stays the same from key to key and
the provider's prompt cache can serve it.
"""

import re
from bisect import bisect_left, bisect_right

from pt_lsp.documents.lines import end_of_line
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.long_strings import n_cut_lines

_CHARACTERS_PER_STEP_LINE = 100
"""Makes a step a fifth to a third of what fits, at some 40 characters a line."""
_PARTS = 3
_MOST_BLANK = 2_000
_BLANK_LINES = 8
_LONGEST_WORDS = 120
"""Lines of a comment or string that an excerpt does not begin in."""
_INSIDE = re.compile(r"\s*(?:[)\]}.,&|?:*]|(?:end|else|elif|elsif|except|catch|finally|rescue|and|or)\b)")
"""How a line begins that belongs to the one above."""
_REMARK = re.compile(r"\s*(//|--|#|;|%)")


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
    end = max(end_of_line(text, last), offset)  # between the two halves of a line end, too
    return Span(offset, min(end, offset + max(max_characters, 0)))


def last_whole(text: Text, first: int, last: int) -> int:
    """Where lines from `first` to `last` end better: before a blank line in their last third, or `last`."""
    if last + 1 >= text.n_lines or last <= first:
        return last
    for line in range(last, last - (last - first + 1) // _PARTS, -1):
        if text.line_content(line).strip() and not text.line_content(line + 1).strip():
            return line
    return last


def goes_on(text: Text, offset: int) -> bool:
    """Whether more than blanks stands after a place."""
    end = min(offset + _MOST_BLANK, len(text))
    return end < len(text) or text.slice(Span(offset, end)).strip() != ""


def indentation_at(text: Text, line: int) -> str:
    """The blanks that the line begins with, or where it is blank the next one that is not."""
    for index in range(line, min(line + _BLANK_LINES, text.n_lines)):
        content = text.line_content(index)
        if stripped := content.lstrip():
            return content[: len(content) - len(stripped)]
    return ""


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
    candidates = range(step, min(step + step_lines // 2, line))
    start = next((each for each in candidates if is_beginning(text, each)), _least_inside(text, candidates))
    return _behind_cut_words(text, start, line)


def _behind_cut_words(text: Text, start: int, line: int) -> int:
    """The start; where it is inside a comment or a long string, what follows that above the cursor's line."""
    following = [text.line_content(each) for each in range(start, min(start + _LONGEST_WORDS, line))]
    n_cut = n_cut_lines(following)
    solid = (n for n in range(n_cut, len(following)) if following[n].strip())
    return start + next(solid, 0) if n_cut else start


def _least_inside(text: Text, lines: range) -> int:
    """Of some lines that where a statement seems to begin that is in the fewest blocks; else the first one.

    After a blank line rather than anywhere.
    """
    contents = {line: text.line_content(line) for line in lines}
    solid = [line for line, content in contents.items() if content.strip() and not _INSIDE.match(content)]
    solid = [line for line in solid if not _goes_on_remarking(text.line_content(line - 1), contents[line])]
    after_blank = [line for line in solid if not text.line_content(line - 1).strip()]
    return min(after_blank or solid, key=lambda line: _indent(contents[line]), default=lines.start)


def _goes_on_remarking(above: str, content: str) -> bool:
    one, other = _REMARK.match(above), _REMARK.match(content)
    return one is not None and other is not None and one[1] == other[1]


def _indent(content: str) -> int:
    return len(content) - len(content.lstrip())
