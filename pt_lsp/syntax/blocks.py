"""Where the block around a place ends; refuses to know what may follow there."""

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.indentation import enclosing_block
from pt_lsp.syntax.parsing import SyntaxTree, parse
from pt_lsp.syntax.scope import BLOCK


def block_end(text: Text, language_id: str, offset: int, tree: SyntaxTree | None = None) -> int | None:
    """The end of the innermost block around `offset`, its closing bracket included; None outside of all.

    Without a grammar, where indentation shows one. `tree` is the text's, where it is known already.
    """
    tree = tree or parse(str(text), language_id)
    if tree is None:
        block = enclosing_block(text, Span(offset, offset))
        return None if block is None else block.end
    node = tree.node_at(offset)
    while node.parent is not None:
        if node.is_named and BLOCK.search(node.type):
            span = tree.span_of(node)
            if span.start <= offset < span.end or offset == span.end == len(text):
                return span.end
        node = node.parent
    return None
