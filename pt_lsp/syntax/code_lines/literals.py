"""What a line of code tells of a token: all of it, or its quotes with `...` between them.

So that nobody who reads the line without a grammar takes a sign in a literal for a bracket or a quote.
"""

import re

from tree_sitter import Node

from pt_lsp.syntax.code_lines.shortening import LEFT_OUT

OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = frozenset(")]}")
BRACKETS = re.compile(r"[()\[\]{}]")

_LITERAL = re.compile(
    r"(?<!concatenated_)(?<!chained_)string|regex|char|heredoc|jsx_(?:el|fr|se)|rune_lit|symbol_array|subshell"
    r"|shell_command|command_subst|delimited_symbol"
)
_NOT_IN_LITERAL = re.compile(r"[()\[\]{}\n]")
_REMARK = re.compile(r"//|/\*")
_QUOTES = '"`'
_LONGEST_LITERAL = 60
_LONGEST_TOKEN = 160
_LONGEST_SIGN = 8


def is_balanced(text: str) -> bool:
    """Whether each bracket is closed, and none that was not opened."""
    waiting: list[str] = []
    for sign in BRACKETS.findall(text):
        if sign in OPENING:
            waiting.append(OPENING[sign])
        elif not waiting or waiting.pop() != sign:
            return False
    return not waiting


def is_literal(node: Node) -> bool:
    """Whether it is to be told as one: strings, characters, regular expressions, markup."""
    return node.is_named and _LITERAL.search(node.type) is not None


def can_be_told(literal: str) -> bool:
    """Whether it is short, and holds no sign that could be taken for something else."""
    is_short = len(literal) <= _LONGEST_LITERAL
    return is_short and _has_closed_quotes(literal) and not _NOT_IN_LITERAL.search(literal)


def literal_text(encoded: bytes, node: Node) -> str:
    """The literal `node`, without what is in its quotes if that is long or could mislead."""
    if not node.has_error and node.end_byte - node.start_byte <= 4 * _LONGEST_LITERAL:
        text = _text(encoded, node)
        if can_be_told(text):
            return text
    ends = [each for each in (*node.children[:1], *node.children[-1:]) if _is_end(each)]
    signs = [_text(encoded, each)[:_LONGEST_SIGN] for each in ends]
    if len(signs) < len("ab"):
        signs = [_sign(encoded[node.start_byte]), _sign(encoded[node.end_byte - 1])]
    whole = LEFT_OUT.join(signs)
    return whole if "\n" not in whole and is_balanced(whole) and _has_closed_quotes(whole) else LEFT_OUT


def leaf_text(text: str, leaf: Node) -> str:
    """The text of a node without parts; a macro's value without what is remarked on it."""
    if leaf.type == "preproc_arg":
        text = " ".join(_REMARK.split(text, maxsplit=1)[0].replace("\\\n", " ").split())
    is_plain = len(text) <= _LONGEST_TOKEN and "\n" not in text
    is_whole = not leaf.is_named or (is_balanced(text) and _has_closed_quotes(text))
    return text if is_plain and is_whole else LEFT_OUT


def _is_end(part: Node) -> bool:
    return not part.is_named or part.type in {"string_start", "string_end"}


def _has_closed_quotes(text: str) -> bool:
    return not any(text.count(quote) % 2 for quote in _QUOTES)


def _text(encoded: bytes, node: Node) -> str:
    return encoded[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _sign(byte: int) -> str:
    sign = chr(byte)
    return sign if sign in "\"'`/" else ""
