"""Asides that are whole lines of a reply: calls of tools, and thoughts.

Where the text around holds such marks, `known` in lines or in longer pieces, they are a part of the answer.
"""

from collections.abc import Collection, Sequence

from pt_lsp.replies.asides.reasoning import begins_thought, thought_end
from pt_lsp.replies.asides.thought_marks import FIRST_CHARACTERS, holds_mark
from pt_lsp.replies.asides.tool_calls import begins_tool_call, holds_tool_call, tool_call_end


def lines_with_marks(text: str) -> frozenset[str]:
    """The lines of a text that hold the beginning of an aside, without blanks around them."""
    return frozenset(line.strip() for line in text.split("\n") if holds_tool_call(line) or holds_mark(line))


def begins_aside(line: str, known: Collection[str]) -> bool:
    """Whether a line opens an aside."""
    # Looked at for each line of a reply, each time that more of it has come.
    is_likely = line.lstrip()[:1] in FIRST_CHARACTERS
    return is_likely and (begins_tool_call(line, known) or begins_thought(line, known))


def first_aside(lines: Sequence[str], known: Collection[str]) -> int | None:
    """Index of the line that opens the first aside; None if there is none."""
    return next((at for at, line in enumerate(lines) if begins_aside(line, known)), None)


def aside_end(lines: Sequence[str], start: int, known: Collection[str]) -> int:
    """Index of the line after the aside that begins at `start`; the number of lines where it does not end."""
    end = tool_call_end if begins_tool_call(lines[start], known) else thought_end
    return end(lines, start)
