"""What the code at a cursor is about to be: an argument of a call, a value, a part of a definition.

Read from the text before it, in any language whose calls have parentheses; refuses to know types and files.
"""

import re
from dataclasses import dataclass

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

_BEFORE = 1_200
_LINES_UP = 12
_OF_A_LINE = 500

_CLOSED_BY = {")": "(", "]": "[", "}": "{"}
_BRACKET = re.compile(r"[()\[\]{}]")
_CHAIN_SIGNS = frozenset(".:>-?!$_")
_NAME_BEFORE = re.compile(r"(?<![\w$])([\w$]++)[!?]?\s*+$")
_LAST_WORD = re.compile(r"(?<![\w$])[A-Za-z]++$")
_VALUE_SIGNS = frozenset("=(,[+-*/%<>&|?!")
_VALUE_WORDS = frozenset(
    [
        "return",
        "yield",
        "in",
        "if",
        "elif",
        "while",
        "and",
        "or",
        "not",
        "when",
        "unless",
        "case",
        "until",
        "is",
    ]
)
_PASSED_OVER = ("await", "new", "&", "*")

_NO_CALLS = frozenset(
    [
        "if",
        "elif",
        "while",
        "for",
        "switch",
        "catch",
        "match",
        "when",
        "until",
        "unless",
        "return",
        "and",
        "or",
        "not",
        "in",
        "function",
    ]
)
_HEADER = re.compile(
    r"\s*+(?:[\w@]++\s++)*?(?:def|func|fn|function|fun)\s++(?:\([^()]*+\)\s*+)?"
    r"(?:self\.)?([\w$]++)[?!=]?\s*+[(<\[\n]"
)
_BARE_HEADER = re.compile(
    r"\s*+(?:(?:public|private|protected|internal|static|final|override|async|abstract|readonly|export)\s++)++"
    r"(?:[\w$<>\[\],.?]++\s++)?([\w$]++)\s*+\("
)
_PLAIN_HEADER = re.compile(r"\s*+([\w$]++)\([^;\n]*+(?<=\{)\s*$")
"""A method in languages that mark none, by the block that it opens."""


@dataclass(frozen=True, slots=True)
class CursorRole:
    """Nothing of it changes while a word is typed."""

    callee: str | None = None
    """The name of the function or class in whose arguments the cursor is."""
    is_value: bool = False
    """Whether what comes is used: right of `=`, after `return`, as an argument."""
    defined: str | None = None
    """The function that is being written: its head, or the first lines of its body."""


NO_ROLE = CursorRole()


def role_at(text: Text, offset: int) -> CursorRole:
    """The role of what is written at a cursor."""
    before = text.slice(Span(max(0, offset - _BEFORE), offset))
    return CursorRole(_callee(before), _is_value(before), _defined(text, offset))


def _callee(before: str) -> str | None:
    """What stands before the innermost parenthesis that is open."""
    open_ones: list[str] = []
    for bracket in reversed(list(_BRACKET.finditer(before))):
        sign, at = bracket[0], bracket.start()
        if sign in _CLOSED_BY:
            open_ones.append(_CLOSED_BY[sign])
        elif open_ones:
            open_ones.pop()
        elif sign == "(":
            return _name_before(before, at)
        elif before[:at].rstrip()[-1:] not in ("(", ",", "[", ":", "="):
            return None  # a block, or an index
    return None


def _name_before(before: str, at: int) -> str | None:
    line = before[max(before.rfind("\n", 0, at) + 1, at - _OF_A_LINE) : at]
    if line.endswith(">") and (start := line.rfind("<")) > 0:
        line = line[:start]
    name = _NAME_BEFORE.search(line)
    if name is None or name[1] in _NO_CALLS or _HEADER.match(line + "(") or _BARE_HEADER.match(line + "("):
        return None
    return name[1]


def _is_value(before: str) -> bool:
    line = before[before.rfind("\n") + 1 :][-_OF_A_LINE:]
    at = _start_of_chain(line)
    rest = line[:at].rstrip()
    for passed in _PASSED_OVER:
        rest = rest.removesuffix(passed).rstrip()
    if rest[-1:] in _VALUE_SIGNS:
        return bool(rest)
    word = _LAST_WORD.search(rest)
    return word is not None and word[0] in _VALUE_WORDS


def _start_of_chain(line: str) -> int:
    """Where `a.b(c)[d].e` begins that a line ends on."""
    at, depth = len(line), 0
    while at > 0:
        sign = line[at - 1]
        if sign in ")]":
            depth += 1
        elif sign in "([":
            if not depth:
                return at
            depth -= 1
        elif not depth and not (sign.isalnum() or sign in _CHAIN_SIGNS):
            return at
        at -= 1
    return at


def _defined(text: Text, offset: int) -> str | None:
    """The name in the nearest header above, on the cursor's line too if the name is complete there."""
    row = text.line_at(offset)
    start = text.line_start(row)
    own = text.slice(Span(start, min(offset, start + _OF_A_LINE)))
    if header := header_name(own):
        return header
    indent = indent_of(own)
    for up in range(row - 1, max(-1, row - _LINES_UP), -1):
        line = text.line_content(up)[:_OF_A_LINE]
        if line.strip() and indent_of(line) < indent:
            indent = indent_of(line)
            if header := header_name(line + "\n"):
                return header
    return None


def header_name(line: str) -> str | None:
    """What a line defines that is the head of a function, with its line end or parenthesis."""
    found = _HEADER.match(line) or _BARE_HEADER.match(line) or _PLAIN_HEADER.match(line)
    return found[1] if found and found[1] not in _NO_CALLS else None


def indent_of(line: str) -> int:
    """How many blanks and tabs a line begins with."""
    return len(line) - len(line.lstrip(" \t"))
