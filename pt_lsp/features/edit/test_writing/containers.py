"""The class, module or `describe` of a test file that new tests belong into, if there is one.

By the grammar; where there is none, by how the file ends. Refuses to change anything.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from pt_lsp.documents.lines import plain
from pt_lsp.documents.text import Text
from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.syntax.parsing import SyntaxTree, last_row, parse

_CLASS_LIKE = re.compile(r"^(?:class|module|object|struct)(?:_|$)|^(?:mod_item|impl_item)$")
_TRANSPARENT = re.compile(
    r"^(?:decorated_definition|export_statement|expression_statement|namespace_definition"
    r"|namespace_declaration|declaration_list|declaration|statement_block|body_statement|block"
    r"|class_body|arguments|argument_list|arrow_function|function_expression|function_definition|do_block"
    r"|compound_statement)$"
)
_CALL = re.compile(r"^(?:call|call_expression|function_call)$")
_GROUP = re.compile(r"(?:\w++\.)?x?f?(?:describe|context|suite|feature)\b[\w.]*+[ \t(]")
_BODY = re.compile(r"(?:^|_)(?:body|block)$|declaration_list|field_list|compound_statement|body_statement")
_CLOSES = re.compile(r"\s*+(?:[}\])]|end\b)")
_LONE_CLOSE = re.compile(r"(?:[}\])]++;?|end[)\s]*+)\s*+$")
_OPENS = re.compile(
    r"\b(?:class|struct|object|module|defmodule|extension|trait)\s|\b(?:describe|group|suite|context)\b"
)
_OPENS_IN = {"dart": re.compile(rf"{_OPENS.pattern}|\bmain[ \t]*+\(")}
"""Where tests are statements, which stand in a function."""
_TEST = re.compile(r"test|spec", re.IGNORECASE)
_TEST_FUNCTION = re.compile(r"\s*+(?:async\s++)?(?:def|func|fun|function|fn)\s++test|\s*+(?:test|it)\s*+\(")
_WORDS = re.compile(r"[A-Za-z_$][\w$.#:]*+")
_NO_WORD = re.compile(r"[^a-z0-9]")
_DEEPEST = 12
_MOST_NODES = 3_000
_LONGEST_HEAD = 300
_MOST_WORDS = 12
_NOT_CLOSED = frozenset({"python"})
"""What closes something there is a part of the last member."""
_NEEDS_CLASS = frozenset({"java", "kotlin", "csharp", "php", "groovy", "scala", "swift"})


@dataclass(frozen=True, slots=True)
class Container:
    """Lines: of its head, and the last one of its members, after which new ones go."""

    first: int
    last_member: int
    indentation: str
    """Of its members."""
    has_members: bool


def container_for(text: Text, language_id: str, names: Sequence[str]) -> Container | None:
    """Where tests of what has these names belong, the innermost name first."""
    tree = parse(plain(str(text)), language_id)
    if tree is None:
        return _by_ending(text, language_id)
    found = [(node, depth) for node, depth in _groups(tree) if not node.has_error]
    chosen = _named(tree, found, names) or _only_one(tree, found, language_id)
    return None if chosen is None else _lines_of(text, chosen, is_closed=language_id not in _NOT_CLOSED)


def _groups(tree: SyntaxTree) -> Iterator[tuple[Node, int]]:
    """What can hold tests, each with its depth among others like it; in the order of the file."""
    todo = [(child, 0, 0) for child in reversed(tree.root.named_children)]
    for _ in range(_MOST_NODES):
        if not todo:
            return
        node, depth, level = todo.pop()
        is_group = _CLASS_LIKE.match(node.type) is not None or _is_call_of_group(tree, node)
        if is_group:
            yield node, depth
        if level < _DEEPEST and (is_group or _TRANSPARENT.match(node.type) or _BODY.search(node.type)):
            inner = depth + is_group
            todo += [(child, inner, level + 1) for child in reversed(node.named_children)]


def _is_call_of_group(tree: SyntaxTree, node: Node) -> bool:
    return _CALL.match(node.type) is not None and _GROUP.match(_head(tree, node)) is not None


def _named(tree: SyntaxTree, found: Sequence[tuple[Node, int]], names: Sequence[str]) -> Node | None:
    """The one that is called after the innermost name that has one; of several the outermost, the last."""
    for name in names:
        wanted = _plain(name)
        holding = [(node, depth) for node, depth in found if len(wanted) > 1 and _is_for(tree, node, wanted)]
        if holding:
            least = min(depth for _, depth in holding)
            return [node for node, depth in holding if depth == least][-1]
    return None


def _only_one(tree: SyntaxTree, found: Sequence[tuple[Node, int]], language_id: str) -> Node | None:
    """The only one at the top that holds tests, if none stand beside it; the last class where one must be."""
    top = [node for node, depth in found if depth == 0]
    tests = [node for node in top if _is_call_of_group(tree, node) or _TEST.search(_head(tree, node))]
    if language_id in _NEEDS_CLASS:
        return next(reversed(tests or top), None)
    if language_id == "rust":
        return next((node for node in reversed(tests) if node.type == "mod_item"), None)
    has_others = any(_TEST_FUNCTION.match(_head(tree, child)) for child in tree.root.named_children)
    return tests[0] if len(tests) == 1 and not has_others else None


def _lines_of(text: Text, node: Node, *, is_closed: bool) -> Container | None:
    body = _body_of(node)
    first, end = node.start_point.row, last_row(node)
    if body is None or end <= first or end >= text.n_lines:
        return None
    is_closed = is_closed and _CLOSES.match(text.line_content(end)) is not None
    begin = _opening_row(body, first)
    last = end - 1 if is_closed else end
    while last > begin and not text.line_content(last).strip():
        last -= 1
    members = [child for child in body.named_children if child.start_point.row > begin]
    own = leading_blanks(text.line_content(first))
    indentation = own + ("\t" if own.startswith("\t") else "    ")
    if members:
        indentation = leading_blanks(text.line_content(members[0].start_point.row))
    if len(indentation) <= len(own):
        return None
    return Container(first, max(last, begin), indentation, bool(members))


def _opening_row(body: Node, first: int) -> int:
    """The last row of the head."""
    start = body.start_point.row
    opened = body.children[0] if body.children else None
    if opened is not None and opened.type in {"{", "do"}:
        return start
    before = body.prev_sibling
    return max(first, before.end_point.row if before is not None else first)


def _body_of(node: Node) -> Node | None:
    """What holds its members."""
    for _ in range(_DEEPEST):
        body = node.child_by_field_name("body") or next(
            (child for child in reversed(node.named_children) if _BODY.search(child.type)), None
        )
        if body is not None:
            inner = body.named_children[0] if body.type == "do_block" and body.named_children else None
            return inner if inner is not None and _BODY.search(inner.type) else body
        if not node.named_children:
            return None
        node = node.named_children[-1]
    return None


def _by_ending(text: Text, language_id: str) -> Container | None:
    """A file that ends with what closes a class or a group, which begins at the margin too."""
    opens = _OPENS_IN.get(language_id, _OPENS)
    rows = [row for row in range(text.n_lines) if text.line_content(row).strip()]
    if not rows or not _LONE_CLOSE.match(text.line_content(rows[-1])):
        return None
    heads = (row for row in reversed(rows[:-1]) if not text.line_content(row)[:1].isspace())
    first = next(heads, None)
    if first is None or not opens.search(text.line_content(first)[:_LONGEST_HEAD]):
        return None
    inside = [row for row in rows if first < row < rows[-1]]
    indentation = leading_blanks(text.line_content(inside[0])) if inside else "    "
    return (
        Container(first, inside[-1] if inside else first, indentation, bool(inside)) if indentation else None
    )


def _is_for(tree: SyntaxTree, node: Node, wanted: str) -> bool:
    """Whether it is called after the name, give or take `Test` or `Spec`."""
    words = _WORDS.findall(_head(tree, node))
    called = {wanted, f"test{wanted}", f"{wanted}test", f"{wanted}tests", f"{wanted}spec"}
    return any(_plain(word) in called for word in words[:_MOST_WORDS])


def _head(tree: SyntaxTree, node: Node) -> str:
    raw = tree.encoded[node.start_byte : min(node.end_byte, node.start_byte + _LONGEST_HEAD)]
    return raw.decode("utf-8", "replace").partition("\n")[0]


def _plain(name: str) -> str:
    return _NO_WORD.sub("", name.lower())
