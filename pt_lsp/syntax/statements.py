"""The whole statements or members around lines, and the comments that a definition has above it.

By the tree; by indentation where there is no grammar or it cannot read what is there. Refuses to know what a
region is chosen for.
"""

import re
from collections.abc import Mapping, Sequence

from tree_sitter import Node

from pt_lsp.documents.lines import lines_of, span_of_lines
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.definitions import first_character
from pt_lsp.syntax.grammars import ATTACHED, GRAMMARS, node_types
from pt_lsp.syntax.indentation import whole_blocks
from pt_lsp.syntax.lines_above import first_line_with_remarks
from pt_lsp.syntax.parsing import SyntaxTree, last_row, parse

_JAVASCRIPT = node_types("program statement_block class_body switch_body switch_case switch_default")
_TYPESCRIPT = _JAVASCRIPT | node_types("interface_body enum_body object_type")
_C = node_types(
    "translation_unit compound_statement case_statement field_declaration_list enumerator_list "
    "declaration_list preproc_ifdef preproc_if preproc_else"
)

_LISTS: Mapping[str, frozenset[str]] = {
    "python": node_types("module block"),
    "javascript": _JAVASCRIPT,
    "javascriptreact": _JAVASCRIPT,
    "typescript": _TYPESCRIPT,
    "typescriptreact": _TYPESCRIPT,
    "go": node_types(
        "source_file statement_list field_declaration_list interface_type import_spec_list const_declaration "
        "var_spec_list type_declaration expression_switch_statement type_switch_statement select_statement"
    ),
    "rust": node_types(
        "source_file block declaration_list field_declaration_list enum_variant_list match_block"
    ),
    "java": node_types(
        "program block constructor_body class_body interface_body annotation_type_body enum_body "
        "enum_body_declarations switch_block switch_block_statement_group"
    ),
    "c": _C,
    "cpp": _C,
    "csharp": node_types(
        "compilation_unit declaration_list block switch_body switch_section accessor_list "
        "enum_member_declaration_list"
    ),
    "ruby": node_types("program body_statement block_body then else begin ensure do"),
    "php": node_types(
        "program compound_statement declaration_list enum_declaration_list switch_block match_block "
        "case_statement default_statement colon_block"
    ),
    "kotlin": node_types("source_file class_body enum_class_body block when_expression"),
    "lua": node_types("chunk block"),
    "shellscript": node_types(
        "program compound_statement do_group if_statement elif_clause else_clause case_statement case_item"
    ),
    "css": node_types("stylesheet block keyframe_block_list"),
}
"""By language, the nodes whose children are statements or members, beside what opens and closes them."""

_MOST_REMARKS = 200
"""Comments that are looked at above a definition, or down to it."""
_SEPARATORS = frozenset({",", ";"})
_LONE_RETURN = re.compile(r"\r(?!\n)")
_REMARKS = ("#", "//", "--", "/*")
_BYTE_ORDER_MARK = "\ufeff"
_SHEBANG = "#!"

Lines = tuple[int, int]
"""The first and the last one."""


def has_statements(language_id: str) -> bool:
    """Whether the tree of a text in the language tells its statements."""
    return language_id in _LISTS


def whole_statements(text: Text, language_id: str, span: Span, tree: SyntaxTree | None = None) -> Span:
    """The smallest run of whole statements or members whose lines hold `span`.

    Without the last line's end. `tree` is that of the text, where somebody has it.
    """
    first, last = _solid(text, *lines_of(text, span))
    if not text.line_content(first).strip():
        return span_of_lines(text, first, last)
    tree = _by_lines(text, language_id, tree)
    found = None if tree is None else _by_tree(text, tree, _LISTS[language_id], first, last)
    return span_of_lines(text, *(found or whole_blocks(text, first, last)))


def with_comments_above(
    text: Text, language_id: str, definition: Span, tree: SyntaxTree | None = None
) -> Span:
    """A definition's lines with the comments and attributes right above them; no blank line is between."""
    first, last = lines_of(text, definition)
    if language_id not in GRAMMARS:
        return span_of_lines(text, first_line_with_remarks(text, language_id, first), last)
    tree = _by_lines(text, language_id, tree)
    if tree is None:
        return definition
    for _ in range(_MOST_REMARKS):
        start = _start_of_remark(text, tree, first - 1) if first else None
        if start is None:
            break
        first = start
    return span_of_lines(text, first, last)


def line_below_comments(text: Text, line: int, tree: SyntaxTree) -> int:
    """The first line from this one on that is no comment; the line itself when it is none."""
    for _ in range(_MOST_REMARKS):
        remark = _remark(text, tree, line, is_comment=True) if line < text.n_lines - 1 else None
        if remark is None:
            break
        line = last_row(remark) + 1
    return min(line, text.n_lines - 1)


def _by_lines(text: Text, language_id: str, tree: SyntaxTree | None) -> SyntaxTree | None:
    """The tree that counts lines as the text does; a grammar counts line feeds alone."""
    if not has_statements(language_id):
        return None
    source = str(text)
    if source.count("\n") + 1 == text.n_lines:
        return tree or parse(source, language_id)
    return parse(_LONE_RETURN.sub("\n", source), language_id)


def _by_tree(text: Text, tree: SyntaxTree, lists: frozenset[str], first: int, last: int) -> Lines | None:
    """None where the tree holds errors there, or no list does."""
    above, below = first, last
    # Comments may be children of what is around a list; they are whole by themselves.
    while first < last and (remark := _remark(text, tree, first, is_comment=True)) is not None:
        above, first = min(above, remark.start_point.row), min(last_row(remark) + 1, last)
    while first < last and (remark := _remark(text, tree, last, is_comment=True)) is not None:
        below, last = max(below, last_row(remark)), max(remark.start_point.row - 1, first)
    first, last = _solid(text, first, last)
    if (remark := _remark(text, tree, first, is_comment=True)) is not None and last_row(remark) >= last:
        return min(above, remark.start_point.row), max(below, last_row(remark))
    for node in tree.nodes_at(first_character(text, first)):
        if node.is_error:
            break
        if node.type in lists and node.start_point.row <= first and last_row(node) >= last:
            run = _run(text, node, first, last)
            if run is not None:
                return min(above, run[0]), max(below, run[1])
    return None


def _run(text: Text, parent: Node, first: int, last: int) -> Lines | None:
    """The lines of the children that touch these; None where they touch others, or share a line with them."""
    children = parent.children
    while True:
        low, high = _touching(children, first, last)
        if low > high:
            return None
        low, high = _with_attached(children, low, high)
        rows = min(first, children[low].start_point.row), max(last, last_row(children[high]))
        if rows == (first, last):
            break
        first, last = rows
    run = children[low : high + 1]
    if any(child.is_error or not (child.is_named or child.type in _SEPARATORS) for child in run):
        return None
    return (first, last) if _stands_alone(text, run[0], run[-1]) else None


def _touching(children: Sequence[Node], first: int, last: int) -> tuple[int, int]:
    """Indices of the first and the last child on these lines; the first is larger where there is none."""
    touching = [
        index
        for index, child in enumerate(children)
        if child.start_point.row <= last and last_row(child) >= first
    ]
    return (touching[0], touching[-1]) if touching else (1, 0)


def _with_attached(children: Sequence[Node], low: int, high: int) -> tuple[int, int]:
    """With the attributes above the first one, and what those at the end belong to."""
    while low > 0 and children[low - 1].type in ATTACHED:
        low -= 1
    while high + 1 < len(children) and children[high].type in ATTACHED:
        high += 1
    return low, high


def _stands_alone(text: Text, first: Node, last: Node) -> bool:
    """Whether nothing else is on the lines of the two but separators and a comment."""
    start, end = first.start_point, last.end_point
    before = text.line_content(start.row).encode("utf-8", "surrogatepass")[: start.column]
    is_first = not before.decode("utf-8", "replace").strip(f"{_BYTE_ORDER_MARK} \t\f")
    if end.column == 0:
        return is_first
    content = text.line_content(end.row).encode("utf-8", "surrogatepass")[end.column :]
    rest = content.decode("utf-8", "replace").strip(" \t\f,;")
    return is_first and (not rest or rest.startswith(_REMARKS))


def _start_of_remark(text: Text, tree: SyntaxTree, line: int) -> int | None:
    """The first line of the comment or attribute that is alone on a line; None where there is none."""
    content = text.line_content(line).lstrip(_BYTE_ORDER_MARK)
    if not content.strip() or (line == 0 and content.startswith(_SHEBANG)):
        return None
    remark = _remark(text, tree, line, is_comment=False)
    if remark is None:
        return None
    start = remark.start_point
    return start.row if text.line_content(start.row)[: start.column].strip() == "" else None


def _remark(text: Text, tree: SyntaxTree, line: int, *, is_comment: bool) -> Node | None:
    """The comment, or else the attribute, that a line begins in."""
    if not text.line_content(line).strip():
        return None
    for node in tree.nodes_at(first_character(text, line)):
        if not node.start_point.row <= line <= last_row(node):
            return None
        if "comment" in node.type or (not is_comment and node.type in ATTACHED):
            return node
    return None


def _solid(text: Text, first: int, last: int) -> Lines:
    """Without the blank lines at both ends, if there are others."""
    solid = [line for line in range(first, last + 1) if text.line_content(line).strip()]
    return (solid[0], solid[-1]) if solid else (first, last)
