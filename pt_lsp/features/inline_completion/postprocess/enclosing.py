"""The block or the brackets around a place, by indentation and by how the line that opens them reads.

Refuses to parse: code that is being written is broken at the cursor, and its lines above it are not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pt_lsp.replies.brackets import CLOSERS, OPENERS, unclosed
from pt_lsp.replies.insertion_point import InsertionPoint, is_closing, opens_block, width

Holding = Literal["statements", "members", "entries", "arguments", "cases", "value"]
"""What stands in a block or in brackets, line by line."""

_STEP = 4
_LOOKED_AT = 2_000
_MOST_HEAD_LINES = 16
_HARD = (
    r"def|class|function|func|fn|fun|sub|impl|trait|interface|struct|enum|if|elif|elsif|else|for"
    r"|foreach|while|until|unless|try|except|catch|finally|ensure|rescue|switch|select|do|begin|loop|case"
)
_SOFT = r"match|with|when|module|object|record|protocol|extension|union"
_MODIFIERS = (
    r"(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|pub(?:\(\w+\))?"
    r"|unsafe|const|open|override|sealed|data|virtual|inline|local|partial|readonly)\s+)*+"
)
_HEADER = re.compile(
    rf"[}}\s]*+{_MODIFIERS}(?P<keyword>(?:{_HARD})\b(?!\s*[=.,])|(?:{_SOFT})(?=\s+(?:[\w(\"'&*]|$)))"
)
_TYPE = re.compile(
    rf"\s*+{_MODIFIERS}(?:class|interface|struct|enum|impl|trait|module|object|record|protocol|extension|union)\b"
)
_GO_TYPE = re.compile(r"\s*+type\s+\w+(?:\[[^\]]*+\])?\s+(?:struct|interface)\b")
_DEFINITION = re.compile(
    rf"\s*+(?:[@#/*]|{_MODIFIERS}(?:def|class|function|func|fn|fun|sub|impl|trait|interface|struct|enum|type|module)\b)"
)
_CHOICE = re.compile(r"(?:[^\"'#]*?(?:=|=>|\(|\breturn))?\s*(?:switch|select|match|case)\b")
_LIST = re.compile(r"(?:const|from|import|type|use|var)\b")
_ANSWER = re.compile(r"\s*+(?:case|when|default|in)\b")
_CALLED = re.compile(r"[\w!>)\]]\($")
_CONSTRUCTED = re.compile(r"=\s*&?[A-Z][\w:.]*$")
_DIRECTIVE = re.compile(r"#\s*(?:if|ifdef|ifndef|else|elif|endif|define|undef|pragma)\b")


@dataclass(frozen=True, slots=True)
class Enclosing:
    """What the cursor's line is in; `opener` is the line that opens it, empty at the margin."""

    opener: str = ""
    holds: Holding = "statements"
    missing: str = ""
    """The closing brackets, in order, that stand nowhere below."""


AT_MARGIN = Enclosing()


def level_of(place: InsertionPoint) -> int:
    """The columns that the cursor's line is, or has to be, indented by."""
    if place.indentation or not place.is_blank_before or not place.lines_before:
        return width(place.indentation)
    above = place.prefix.rsplit("\n", 2)[-2]
    if not above.strip():
        return 0
    if above.lstrip().startswith("*"):
        return width(above) - 1
    return width(above) + (_STEP if opens_block(above) else 0)


def enclosing(place: InsertionPoint, level: int) -> Enclosing:
    """What holds a line of that level at the place."""
    above = [line for line in place.lines_before if not _DIRECTIVE.match(line)]
    index = next((n for n in range(len(above) - 1, -1, -1) if width(above[n]) < level), None)
    if index is None:
        return AT_MARGIN
    line = above[index]
    head = index
    if line.lstrip()[0] in ")]" or line.strip() == "{":
        same = (n for n in range(index - 1, -1, -1) if width(above[n]) <= width(line))
        head = next(same, index)
    elif (end := _end_of_head(above, index)) is not None:
        line = above[end]
    holds = _holding(above[head], line)
    # Values are in the last bracket, whatever the statement began with.
    opener = line.lstrip(f" \t,{CLOSERS}") if holds in ("entries", "arguments", "value") else above[head]
    return Enclosing(opener.strip(), holds, _missing(place, line, width(above[index])))


def _end_of_head(lines: Sequence[str], first: int) -> int | None:
    """The line on which a head ends whose first line ends in its arguments, if it opens a block there."""
    if lines[first].rstrip()[-1:] not in ("(", "["):
        return None
    for last in range(first + 1, min(first + _MOST_HEAD_LINES, len(lines))):
        head = "\n".join(lines[first : last + 1])
        if head.rstrip()[-1:] in ("{", ":") and open_marks(head) in ("}", ""):
            return last
    return None


def begins_block(line: str) -> bool:
    """Whether a line begins as those do that open a block: with `if`, `def`, `class` and such."""
    return _HEADER.match(line) is not None


def keyword_of(line: str) -> str:
    """The keyword that a line of a block begins with, as `begins_block` finds it; empty if it has none."""
    found = _HEADER.match(line)
    return found["keyword"] if found else ""


def is_definition(line: str) -> bool:
    """Whether a line begins a definition, or the remarks and decorators above one."""
    return _DEFINITION.match(line) is not None


def opens_members(opener: str) -> bool:
    """Whether a line opens a type, whose lines are its members."""
    return _TYPE.match(opener) is not None or _GO_TYPE.match(opener) is not None


def offers_choice(line: str, below: str) -> bool:
    """Whether `below` begins with an answer to what the line asks, as `case` does below `switch`."""
    return _ANSWER.match(below) is not None and _CHOICE.match(line.strip()) is not None


def _holding(head: str, line: str) -> Holding:
    """By the line that begins what opens it, and the line that ends that; often the same."""
    if opens_members(head):
        return "members"
    end = line.rstrip()[-1:]
    if end == "[":
        return "entries"
    if end == "(":
        is_list = _LIST.match(head.lstrip()) is not None
        return "entries" if is_list else "arguments" if _CALLED.search(line.rstrip()) else "value"
    if _CHOICE.match(head.strip()) and not head.lstrip().startswith(("case", "=")) and end in "{:":
        return "cases"
    is_literal = end == "{" and line.strip() != "{" and not begins_block(head) and _is_literal(line.rstrip())
    return "entries" if is_literal else "statements"


def _is_literal(line: str) -> bool:
    """Whether the brace that a line ends with opens values rather than statements."""
    before = line[:-1].rstrip()
    if before.endswith(("=>", "->", ")", "|")):
        return False
    if before.endswith(("=", "(", ",", ":", "[", "return")):
        return True
    return not line[-2:-1].isspace() or _CONSTRUCTED.search(before) is not None


def _missing(place: InsertionPoint, opener: str, margin: int) -> str:
    """What closes the opener where no line below at the margin, where its statement begins, does."""
    if opener.rstrip()[-1:] not in OPENERS:
        return ""
    below = next((line for line in place.lines_after if width(line) <= margin), None)
    if below is None:
        # Where something follows, the end may be beyond what is looked at.
        return "" if place.lines_after else open_marks(opener)
    return "" if width(below) == margin and is_closing(below) else open_marks(opener)


def open_marks(line: str) -> str:
    """What closes the brackets that are open at the end of a line, of whose end only so much is looked at."""
    return unclosed(line[-_LOOKED_AT:])


def closing_marks(line: str) -> str:
    """The closing brackets that a line begins with."""
    bare = line.lstrip()
    return bare[: len(bare) - len(bare.lstrip(CLOSERS))]
