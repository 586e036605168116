"""Whole lines around a place, as many as a number of characters allows.

An excerpt's start moves in big steps, so that the beginning of a prompt stays the same from key to key and
the provider's prompt cache can serve it. Refuses to know what the excerpt is for.
"""

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

CHARACTERS_PER_TOKEN = 3
"""A cautious estimate for code, so that a budget in tokens holds."""

_STEP_LINES = 64


def excerpt_before(text: Text, offset: int, max_characters: int) -> Span:
    """Lines before `offset` and the beginning of its own line; the own line is never left out.

    When not all fits, the start is the first definition-like line after a multiple of 64 lines.
    """
    line = text.line_at(offset)
    lowest = line
    while lowest > 0 and offset - text.line_start(lowest - 1) <= max_characters:
        lowest -= 1
    return Span(text.line_start(_stepped(text, lowest, line)), offset)


def excerpt_after(text: Text, offset: int, max_characters: int) -> Span:
    """The rest of the line of `offset` and lines after it; the own line is never left out."""
    last = text.line_at(offset)
    while last + 1 < text.n_lines and text.line_start(last + 2) - offset <= max_characters:
        last += 1
    return Span(offset, text.line_start(last) + len(text.line_content(last)))


def plain(text: str) -> str:
    r"""The text with `\n` line ends, as prompts have them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _stepped(text: Text, lowest: int, line: int) -> int:
    """The line at or after `lowest` to start from, so that typing further down seldom moves it."""
    if lowest == 0:
        return 0
    step = -(-lowest // _STEP_LINES) * _STEP_LINES
    if step >= line:
        return lowest
    for candidate in range(step, min(step + _STEP_LINES // 2, line)):
        is_top_level = not text.line_content(candidate)[:1].isspace() and bool(text.line_content(candidate))
        if is_top_level and not text.line_content(candidate - 1).strip():
            return candidate
    return step
