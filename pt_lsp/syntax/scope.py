"""What the grammar says about a cursor: whether it stands in words, and whether its block is empty yet.

Refuses to keep trees: a bounded excerpt around the cursor is parsed, some 1 ms whatever the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from pt_lsp.syntax.long_strings import n_cut_lines
from pt_lsp.syntax.parsing import QUICK_PARSE_S, parse

_MOST_BEFORE = 6_000
_MOST_AFTER = 2_000
_MOST_UPWARDS = 60
"""Levels; a node looks for its parent from the top, which costs the square of the depth in a row of signs."""
_STAND_IN = "x"
"""Stands at the cursor while the excerpt is parsed: in some grammars an empty block is an error."""

_BLOCK = re.compile(r"block|body|(?:declaration|enumerator|variant|member|field)\w*_list|compound_statement")
_WORDS = re.compile(r"comment|string|char_literal|heredoc|regex")
_AT_MARGIN = re.compile(r"^[^\s)\]}]", re.MULTILINE)
_DEFINITION = re.compile(
    r"^(?:async|class|def|enum|export|fn|func|function|impl|interface|private|protected|pub|public|struct|trait)"
    r"\b[ (]",
    re.MULTILINE,
)
"""What stands at the margin of code, and seldom at that of a long string."""
_INSERTED = re.compile(r"interpolation|substitution")
_IN_LIST = "statement_list"


@dataclass(frozen=True, slots=True)
class Scope:
    """`is_words`: in a comment or a string; `is_empty`: nothing but comments stands in the cursor's block.

    `is_comment`: in words that are a comment.
    """

    is_words: bool
    is_empty: bool
    is_comment: bool = False


def scope_at(prefix: str, suffix: str, language_id: str) -> Scope | None:
    """The scope of a cursor between two texts; None without a grammar, or where the grammar is lost."""
    before, after = excerpt(prefix, suffix)
    tree = parse(f"{before}{_STAND_IN}{after}", language_id, most_s=QUICK_PARSE_S)
    if tree is None:
        return None
    nodes = list(islice(_upwards(tree.node_at(len(before))), _MOST_UPWARDS))
    words = next((n for n in nodes if _WORDS.search(n.type) or _INSERTED.search(n.type)), None)
    is_words = words is not None and _INSERTED.search(words.type) is None
    is_comment = is_words and words is not None and "comment" in words.type
    block = next((node for node in nodes[1:] if _BLOCK.search(node.type) and node != tree.root), None)
    if block is None or _is_lost(nodes, block):
        is_known = is_words or not tree.root.has_error
        return Scope(is_words, is_empty=False, is_comment=is_comment) if is_known else None
    return Scope(is_words, not is_words and _holds_nothing(block, nodes), is_comment)


def excerpt(prefix: str, suffix: str) -> tuple[str, str]:
    """The nearest text before and after a cursor, from a line at the margin, best a definition."""
    before = prefix[-_MOST_BEFORE:]
    if len(before) < len(prefix):
        before = before[before.find("\n") + 1 :]
        start = _DEFINITION.search(before) or _AT_MARGIN.search(before)
        before = before[start.start() :] if start else _behind_cut_words(before)
    after = suffix[:_MOST_AFTER]
    return before, after if len(after) == len(suffix) else after[: after.rfind("\n") + 1]


def _behind_cut_words(before: str) -> str:
    """Without the rest of a comment or a string that began further up."""
    lines = before.split("\n")
    return "\n".join(lines[n_cut_lines(lines[:-1]) :])


def _upwards(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.parent


def _is_lost(nodes: list[Node], block: Node) -> bool:
    """Whether the grammar could not read what is between the cursor and its block."""
    inside = nodes[: nodes.index(block)]
    return any(node.is_error and node.named_child_count > 1 for node in inside)


def _holds_nothing(block: Node, nodes: list[Node]) -> bool:
    children = [child for child in block.named_children if not _is_remark(child)]
    if len(children) == 1 and children[0].type == _IN_LIST:
        children = [child for child in children[0].named_children if not _is_remark(child)]
    return len(children) == 1 and children[0] in nodes


def _is_remark(node: Node) -> bool:
    """A comment, or a string that stands alone: a docstring."""
    child = node.named_children[0] if node.named_child_count == 1 else node
    return "comment" in node.type or (node.type == "expression_statement" and child.type == "string")
