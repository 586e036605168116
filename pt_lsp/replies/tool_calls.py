"""Tool calls that a model writes as text instead of an answer, often without the outer tag or unclosed.

    <tool_call>
    <function=NAME>
    <parameter=X>
    value
    </parameter>
    </function>
    </tool_call>

Certain is only a call that stands before the answer or after it. Where the text around holds such tags, they
are a part of it. Refuses to know which tools there are.
"""

import re
from collections.abc import Collection, Sequence

from pt_lsp.replies.prose import is_talk, next_solid

_BEGIN = re.compile(r"\s*<(?:tool_call|function=[\w.:-]+)>")
_OWN = re.compile(r"<(?:tool_call>|function=)")
_GOES_ON = ("<parameter=", "</parameter", "</function", "</tool_call")


def begins_tool_call(line: str, known: Collection[str]) -> bool:
    """Whether a line opens a call; `known` are the lines of the text around."""
    return _BEGIN.match(line) is not None and not any(_OWN.search(each) for each in known)


def after_tool_calls(lines: Sequence[str], known: Collection[str]) -> Sequence[str]:
    """The lines after calls, and talk about them, that a reply begins with; none while a call goes on."""
    while (start := _first_call(lines, known)) is not None and is_talk(lines[:start], known):
        lines = lines[_end(lines, start) :]
    return lines


def before_tool_calls(lines: Sequence[str], known: Collection[str], *, is_final: bool) -> Sequence[str]:
    """The lines up to a call that nothing but talk follows, or something may while more lines are coming."""
    start = _first_call(lines, known)
    if start is None:
        return lines
    if is_final and not is_talk(after_tool_calls(lines[start:], known), known):
        return lines
    return lines[:start]


def _first_call(lines: Sequence[str], known: Collection[str]) -> int | None:
    return next((index for index, line in enumerate(lines) if begins_tool_call(line, known)), None)


def _end(lines: Sequence[str], start: int) -> int:
    """Index of the line after a call; the number of lines where it does not end."""
    for index in range(start, len(lines)):
        line = lines[index]
        if "</tool_call>" in line:
            return index + 1
        following = next_solid(lines, index)
        if following is None or following.lstrip().startswith(_GOES_ON):
            continue
        if "</function>" in line or "</parameter>" in line:
            return index + 1
    return len(lines)
