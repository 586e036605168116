"""Tool calls that a model writes as text instead of an answer, often without the outer tag or unclosed.

    <tool_call>
    <function=NAME>
    <parameter=X>
    value
    </parameter>
    </function>
    </tool_call>

Where the text around holds such tags, `known` in lines or in longer pieces, they are a part of the answer.
"""

import re
from collections.abc import Collection, Sequence

from pt_lsp.replies.sentences import next_solid

_BEGIN = re.compile(r"\s*<(?:tool_call|function=[\w.:-]+)>")
_OWN = re.compile(r"<(?:tool_call>|function=)")
_GOES_ON = ("<parameter=", "</parameter", "</function", "</tool_call")


def holds_tool_call(line: str) -> bool:
    """Whether a line holds the beginning of a call."""
    return _OWN.search(line) is not None


def begins_tool_call(line: str, known: Collection[str]) -> bool:
    """Whether a line opens a call."""
    return _BEGIN.match(line) is not None and not any(map(holds_tool_call, known))


def tool_call_end(lines: Sequence[str], start: int) -> int:
    """Index of the line after the call that begins at `start`; the number of lines where it does not end."""
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
