"""A text's syntax tree and the errors in it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from time import thread_time

from tree_sitter import Node, Parser, Tree

from pt_lsp.documents.equal_ends import equal_at_end, equal_at_start
from pt_lsp.documents.span import Span
from pt_lsp.syntax.grammars import GRAMMARS

MAX_CHARS = 1_000_000
"""Parsing holds the interpreter for some 4 ms per 1,000 lines; longer texts are not worth that."""

MAX_PARSE_S = 1.0
"""What a grammar cannot read can cost it a hundred times more: with Bash, half a minute for 160 kB."""

QUICK_PARSE_S = 0.01
"""For whoever waits on the event loop: ten times what an excerpt of usual code takes."""

_START_S, _S_PER_CHARACTER = 0.1, 10e-6
"""What a text may take by its length: far more than any grammar needs for code that it can read."""

_PIECE_BYTES = 2_048
_MOST_QUOTED = 40
_LONGEST_LINE = 500
_CONTINUES = 0b1000_0000
_CONTINUES_MASK = 0b1100_0000


class _Piece(threading.local):
    """The bytes that a thread's parser reads at the moment.

    The library never lets go of what its read callback returns: a buffer that is filled again costs nothing,
    slices of the text would stay for ever (docs/decisions/0013-parsing-without-leaking.md).
    """

    def __init__(self) -> None:
        self.buffer = bytearray()


_PIECE = _Piece()


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A place that the grammar cannot read, the line it is on, and what is wrong in a few words."""

    offset: int
    line: str
    message: str


@dataclass(frozen=True, slots=True)
class SyntaxTree:
    """A parsed text; the grammar counts in UTF-8 bytes, everything here in code points."""

    root: Node
    source: str
    encoded: bytes
    tree: Tree

    def node_at(self, offset: int) -> Node:
        """The smallest node that holds the place `offset`."""
        byte = offset if self._is_ascii else len(_encode(self.source[:offset]))
        return self.root.descendant_for_byte_range(byte, byte) or self.root

    def nodes_at(self, offset: int) -> list[Node]:
        """That node, its parent and so on; asking each for its parent would begin at the root each time."""
        inner, path = self.node_at(offset), [self.root]
        while path[-1] != inner and (child := path[-1].child_with_descendant(inner)) is not None:
            path.append(child)
        return path[::-1]

    def span_of(self, node: Node) -> Span:
        """Where `node` is in the text."""
        return Span(self._offset_of(node.start_byte), self._offset_of(node.end_byte))

    @property
    def _is_ascii(self) -> bool:
        return len(self.encoded) == len(self.source)

    def _offset_of(self, byte: int) -> int:
        return byte if self._is_ascii else len(self.encoded[:byte].decode("utf-8", "surrogatepass"))


def last_row(node: Node) -> int:
    """The last line of a node; one that takes in its line's end stops at column 0 of the next."""
    end = node.end_point
    return max(node.start_point.row, end.row - (end.column == 0))


def parse(
    source: str, language_id: str, before: SyntaxTree | None = None, *, most_s: float = MAX_PARSE_S
) -> SyntaxTree | None:
    """The tree of `source`; None without a grammar that works, over `MAX_CHARS`, or after `most_s`.

    Other threads get in every few kilobytes. `before`, the tree of an earlier text in the same language,
    makes it quick where little has changed; it stays as it is. A short text may take less than `most_s`.
    """
    grammar = GRAMMARS.get(language_id)
    language = grammar.load() if grammar is not None and len(source) <= MAX_CHARS else None
    if language is None:
        return None
    encoded, piece = _encode(source), _PIECE.buffer
    started_s = thread_time()
    parser = Parser(language)
    most_s = min(most_s, _START_S + len(source) * _S_PER_CHARACTER)

    def read(byte: int, _: object) -> bytearray:
        piece[:] = encoded[byte : byte + _PIECE_BYTES]
        return piece

    def is_too_long(_: int, __: bool) -> bool:
        return thread_time() - started_s > most_s

    try:
        if before is None:
            tree = parser.parse(read, progress_callback=is_too_long)
        else:
            known = _edited(before.tree, before.encoded, encoded)
            tree = parser.parse(read, known, progress_callback=is_too_long)
    except ValueError:  # how the library says that it was stopped
        return None
    return SyntaxTree(tree.root_node, source, encoded, tree)


def count_errors(source: str, language_id: str, *, most_s: float = MAX_PARSE_S) -> int | None:
    """How many places the grammar cannot read or had to complete; None where no exact grammar can tell."""
    tree = _parse_exactly(source, language_id, most_s)
    return None if tree is None else sum(1 for _ in _faults(tree.root))


def find_problems(source: str, language_id: str) -> list[SyntaxProblem]:
    """The places that `count_errors` counts, in the order of the text; none where it cannot tell."""
    tree = _parse_exactly(source, language_id, MAX_PARSE_S)
    if tree is None:
        return []
    problems = [_problem(tree, node) for node in _faults(tree.root)]
    return sorted(problems, key=lambda problem: problem.offset)


def _parse_exactly(source: str, language_id: str, most_s: float) -> SyntaxTree | None:
    grammar = GRAMMARS.get(language_id)
    return parse(source, language_id, most_s=most_s) if grammar and grammar.is_exact else None


def _problem(tree: SyntaxTree, node: Node) -> SyntaxProblem:
    offset = tree.span_of(node).start
    start = tree.source.rfind("\n", 0, offset) + 1
    end = tree.source.find("\n", start)
    line = tree.source[start : end if end >= 0 else None].rstrip("\r")[:_LONGEST_LINE]
    if node.is_missing:
        return SyntaxProblem(offset, line, f"`{node.type}` is missing")
    end = min(tree.span_of(node).end, offset + _LONGEST_LINE)
    unread = tree.source[offset:end].strip().partition("\n")[0]
    return SyntaxProblem(offset, line, f"`{unread[:_MOST_QUOTED]}` cannot be read there")


def _faults(root: Node) -> Iterator[Node]:
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if node.is_error or node.is_missing:
            yield node
        if node.has_error:
            nodes.extend(node.children)


def _encode(source: str) -> bytes:
    # A JSON string can carry half of a surrogate pair.
    return source.encode("utf-8", "surrogatepass")


def _edited(tree: Tree, old: bytes, new: bytes) -> Tree:
    """A copy of the tree of `old` that knows where `new` differs, for the parser to start from."""
    start = _common_beginning(old, new)
    size = _common_ending(old, new, min(len(old), len(new)) - start)
    old_end, new_end = len(old) - size, len(new) - size
    row = old.count(b"\n", 0, start)
    column = start - (old.rfind(b"\n", 0, start) + 1)
    points = (_point(text, start, end, row, column) for text, end in ((old, old_end), (new, new_end)))
    copy = tree.copy()
    copy.edit(start, old_end, new_end, (row, column), *points)
    return copy


def _common_beginning(old: bytes, new: bytes) -> int:
    """How many bytes both begin with; whole characters."""
    size = equal_at_start(old, new)
    while continues(old, size) or continues(new, size):
        size -= 1
    return size


def _common_ending(old: bytes, new: bytes, most: int) -> int:
    """How many bytes both end with, at most `most`; whole characters."""
    size = equal_at_end(old, new, most)
    while continues(old, len(old) - size):
        size -= 1
    return size


def continues(text: bytes, at: int) -> bool:
    """Whether the byte is in the middle of a character."""
    return at < len(text) and text[at] & _CONTINUES_MASK == _CONTINUES


def _point(text: bytes, start: int, end: int, row: int, column: int) -> tuple[int, int]:
    """Where `end` is when `start` is at `row` and `column`, which is counted in bytes."""
    n_lines = text.count(b"\n", start, end)
    return row + n_lines, end - (text.rfind(b"\n", start, end) + 1) if n_lines else column + end - start
