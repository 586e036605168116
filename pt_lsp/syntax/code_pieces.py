"""A stretch of a text parted into code, comments and the blanks between: no piece is lost, in order.

Python's strings that stand alone are documentation, and count as comments. Refuses to say what comments mean.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tree_sitter import Node

from pt_lsp.documents.span import Span
from pt_lsp.syntax.grammars import GRAMMARS
from pt_lsp.syntax.loose_pieces import loose_pieces
from pt_lsp.syntax.parsing import SyntaxTree, continues, parse

PieceKind = Literal["code", "comment", "docstring", "blank"]
_PLAIN_STRING = frozenset({"string_start", "string_content", "string_end"})


class CodePiece(NamedTuple):
    """One token, one comment, or the blanks between two of these; ends of lines are blanks."""

    text: str
    kind: PieceKind


def pieces_of(source: str, language_id: str, span: Span) -> list[CodePiece] | None:
    """The pieces of `span`, told by the grammar, or by forms where there is none; None where neither can.

    Best asked in a thread, as it parses all of `source`.
    """
    if language_id not in GRAMMARS:
        loose = loose_pieces(source[span.start : span.end], language_id)
        return None if loose is None else [*_parted(loose)]
    tree = parse(source, language_id)
    if tree is None:
        return None
    start = len(source[: span.start].encode("utf-8", "surrogatepass"))
    end = start + len(source[span.start : span.end].encode("utf-8", "surrogatepass"))
    return [*_parted(_told(tree.encoded, _leaves(tree, start, end), start, end))]


def _leaves(tree: SyntaxTree, start: int, end: int) -> Iterator[tuple[int, int, PieceKind]]:
    """The tokens and comments between two places counted in bytes, in order; some overlap."""
    waiting, found = [tree.root], list[tuple[int, int, PieceKind]]()
    while waiting:
        node = waiting.pop()
        if node.end_byte <= start or end <= node.start_byte:
            continue
        if node.type.endswith("comment"):
            found.append((node.start_byte, node.end_byte, "comment"))
        elif _is_docstring(tree, node):
            found.append((node.start_byte, node.end_byte, "docstring"))
        elif children := node.children:
            waiting.extend(reversed(children))
        else:
            # A line's end is a token to some grammars; blanks with a name are those of a string.
            is_blank = not node.is_named and not tree.encoded[node.start_byte : node.end_byte].strip()
            found.append((node.start_byte, node.end_byte, "blank" if is_blank else "code"))
    yield from sorted(found)


def _is_docstring(tree: SyntaxTree, node: Node) -> bool:
    if node.type != "expression_statement" or node.child_count != 1 or node.children[0].type != "string":
        return False
    parts = node.children[0].children
    sign = tree.encoded[parts[0].start_byte : parts[0].end_byte].lower() if parts else b"f"
    return all(part.type in _PLAIN_STRING for part in parts) and not {*b"fbt"} & {*sign}


def _told(
    encoded: bytes, leaves: Iterator[tuple[int, int, PieceKind]], start: int, end: int
) -> Iterator[tuple[str, PieceKind | None]]:
    """The texts of leaves, and what is between them, of which the grammar tells nothing."""
    at = start
    for leaf_start, leaf_end, kind in (*leaves, (end, end, "blank")):
        first, last = max(_whole(encoded, leaf_start), at), min(_whole(encoded, leaf_end), end)
        if at < first:
            yield encoded[at:first].decode("utf-8", "surrogatepass"), None
        if first < last:
            yield encoded[first:last].decode("utf-8", "surrogatepass"), kind
        at = max(at, last)


def _whole(encoded: bytes, at: int) -> int:
    """The next end of a character: what is none in any language, grammars take apart by bytes."""
    while continues(encoded, at):
        at += 1
    return at


def _parted(told: Iterator[tuple[str, PieceKind | None]]) -> Iterator[CodePiece]:
    """Pieces, the blanks at the edges of untold text and of comments apart."""
    for text, kind in told:
        if kind == "code":
            yield CodePiece(text, kind)
            continue
        solid = "" if kind == "blank" else text.strip()
        if not solid:
            yield CodePiece(text, "blank")
            continue
        at = text.index(solid)
        if at:
            yield CodePiece(text[:at], "blank")
        yield CodePiece(solid, kind or "code")
        if rest := text[at + len(solid) :]:
            yield CodePiece(rest, "blank")
