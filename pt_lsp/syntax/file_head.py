"""What stands at the top of a file and holds for all of it: its package or namespace, and what it imports.

A line is told by how it begins, in any of the usual languages; the grammar, where there is one, tells how far
its statement goes and that it is no text in a string. Refuses to look into blocks.
"""

import re
from itertools import accumulate
from typing import NamedTuple

from pt_lsp.syntax.cut_marks import has_comments
from pt_lsp.syntax.parsing import QUICK_PARSE_S, SyntaxTree, last_row, parse

_PACKAGE = re.compile(
    r"package[ \t]++[\w.`]|(?:inline[ \t]++)?namespace[ \t]++[\w.:\\]++[ \t]*+(?:[;{]|$)|<\?php\b"
    r"|part[ \t]of[ \t]|@?module[ \t]++[\w.]++[ \t]++(?:where|exposing)\b"
)
_IMPORT = re.compile(
    r"(?:import|from|using|require|require_once|require_relative|include|include_once|alias|open|library)"
    r"(?:[ \t]++[\w.$@\\~]|[ \t]*+[({*\"'<])"
    r"|(?:pub(?:\([\w ]++\))?[ \t]++)?(?:use[ \t]++[\w:\\{*]|mod[ \t]++\w++;)|extern[ \t]++crate\b"
    r"|#[ \t]*+(?:include|import|pragma[ \t]++once)\b|@(?:import|use|forward)\b"
    r"|(?:const|let|var|local)[ \t]++[^=\n]{1,300}=[ \t]*+(?:await[ \t]++)?require\b"
    r"|(?:source|\.)[ \t]++[\w./~\"$]|-(?:include|module)\("
)
_WORDS = re.compile(r"comment|string|heredoc|text")
_OPENED = re.compile(r"[(\[{]")
_CLOSED = re.compile(r"[)\]}]")
_MOST_LINES = 40
"""Of one statement."""


class HeadStatement(NamedTuple):
    """Its first and last line."""

    first: int
    last: int
    is_package: bool


def head_statements(source: str, language_id: str) -> tuple[HeadStatement, ...]:
    """Package lines and imports at the margin of a file's beginning, in order; none in prose."""
    if not has_comments(language_id):
        return ()
    lines = source.split("\n")
    candidates = [index for index, line in enumerate(lines) if _PACKAGE.match(line) or _IMPORT.match(line)]
    if not candidates:
        return ()
    lines = lines[: candidates[-1] + _MOST_LINES]
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    tree = parse("\n".join(lines), language_id, most_s=QUICK_PARSE_S)
    found: list[HeadStatement] = []
    for index in candidates:
        if found and index <= found[-1].last:
            continue
        is_package = _PACKAGE.match(lines[index]) is not None
        last = index if is_package else _last_line(lines, index, starts[index], tree)
        if last is not None:
            found.append(HeadStatement(index, last, is_package))
    return tuple(found)


def _last_line(lines: list[str], index: int, offset: int, tree: SyntaxTree | None) -> int | None:
    """Of the statement that begins there; None where the line is a part of something else."""
    if tree is None:
        return _by_brackets(lines, index)
    node = tree.node_at(offset)
    start = node.start_byte
    while node.parent is not None and node.parent != tree.root and node.parent.start_byte == start:
        node = node.parent
    if _WORDS.search(node.type) or tree.span_of(node).start != offset:
        return None
    if node.is_error or node == tree.root:
        return _by_brackets(lines, index)
    last = last_row(node)
    return last if last - index < _MOST_LINES else None


def _by_brackets(lines: list[str], index: int) -> int | None:
    n_open = 0
    for at in range(index, min(index + _MOST_LINES, len(lines))):
        n_open += len(_OPENED.findall(lines[at])) - len(_CLOSED.findall(lines[at]))
        if n_open <= 0:
            return at
    return None
