"""The function, method or class around a place."""

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from pt_lsp.documents.lines import lines_of, span_of_lines
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.grammars import ATTACHED, GRAMMARS, Grammar
from pt_lsp.syntax.indentation import enclosing_block
from pt_lsp.syntax.parsing import SyntaxTree, parse


def enclosing_definition(
    text: Text, language_id: str, span: Span, tree: SyntaxTree | None = None
) -> Span | None:
    """The smallest definition whose lines hold `span`, decorators and `export` included; None without one.

    Whole lines, without the last line's end. Where no grammar can tell, the block that indentation shows.
    `tree` is that of the text, where somebody has it.
    """
    grammar = GRAMMARS.get(language_id)
    if grammar is None or not grammar.definitions:
        tree = None
    elif tree is None:
        tree = parse(str(text), language_id)
    if tree is None or grammar is None:
        return enclosing_block(text, span)
    first, last = lines_of(text, span)
    for node in upwards(tree.nodes_at(first_character(text, first)), grammar):
        if node.is_error:
            error_first, error_last = lines_of(text, tree.span_of(node))
            if error_first < first or last < error_last:
                # The definition may have lost its head in there; the next one up would be too large.
                return enclosing_block(text, span)
        elif defines(node, grammar):
            start, end = _lines_of_definition(text, tree, node, grammar)
            if start <= first and last <= end:
                return span_of_lines(text, start, end)
    return enclosing_block(text, span) if tree.root.has_error else None


def first_character(text: Text, line: int) -> int:
    """A place on the line's indentation is meant for what the line holds."""
    content = text.line_content(line)
    return text.line_start(line) + len(content) - len(content.lstrip())


def upwards(nodes: Iterable[Node], grammar: Grammar) -> Iterator[Node]:
    """A node, its parent and so on, as they are given; from a decorator first to what it decorates."""
    for node in nodes:
        if node.type in ATTACHED:
            decorated = node.next_named_sibling
            while decorated is not None and decorated.type in ATTACHED:
                decorated = decorated.next_named_sibling
            if decorated is not None and defines(decorated, grammar):
                yield decorated
                continue
        yield node


def defines(node: Node, grammar: Grammar) -> bool:
    """Whether the node is a definition, or holds the one that it is made for."""
    if node.type in grammar.definitions:
        return True
    return node.type in grammar.wrappers and any(
        child.type in grammar.values or defines(child, grammar) for child in node.named_children
    )


def wrapped(node: Node, grammar: Grammar) -> Node:
    """A definition with all that is around it for its sake: decorators, `export`."""
    while node.parent is not None and node.parent.type in grammar.wrappers:
        node = node.parent
    return node


def _lines_of_definition(text: Text, tree: SyntaxTree, node: Node, grammar: Grammar) -> tuple[int, int]:
    node = first = wrapped(node, grammar)
    while first.prev_named_sibling is not None and first.prev_named_sibling.type in ATTACHED:
        first = first.prev_named_sibling
    return lines_of(text, Span(tree.span_of(first).start, tree.span_of(node).end))
