"""Outlines of Python."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.grammars import node_types
from pt_lsp.syntax.outlining.parts import ALL, Definition, Import, ImportedName
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules, set_once
from pt_lsp.syntax.outlining.remarks import first_words


def _function(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    body = node.child_by_field_name("body")
    yield from reading.define(
        node,
        reading.field(node),
        "function",
        context,
        reading.head(node, before=body, through=_end_of_head(node)),
        doc=_docstring(reading, body),
    )
    if context.is_member and body is not None:
        yield from _attributes(reading, body)


def _class(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    body = node.child_by_field_name("body")
    return reading.define(
        node,
        reading.field(node),
        "class",
        context,
        reading.head(node, before=body, through=_end_of_head(node)),
        members=set_once(reading.definitions_in(body, is_member=True)),
        bases=tuple(_bases(reading, node)),
        doc=_docstring(reading, body),
    )


def _statement(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """`a = 1`, `a: int`, `a, b = c`."""
    for assignment in node.named_children:
        if assignment.type != "assignment":
            continue
        doc, signature = _words(reading, node.next_named_sibling), reading.first_line(assignment)
        for target in _targets(assignment, "identifier"):
            yield from reading.define(node, reading.text(target), "value", context, signature, doc=doc)


def _type_alias(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    name = re.match(r"\w*", reading.field(node, "left"))
    return reading.define(node, name.group() if name else "", "type", context, reading.head(node))


_ATTRIBUTE = re.compile(
    rb"""(?<![\w.\x80-\xff])(?=(?:self|cls)\.[\w\x80-\xff]+[ \t]*(?:=[^=]|,|:[ \t]*[\w"'\x80-\xff]))"""
)


def _attributes(reading: OutlineReading, body: Node) -> Iterator[Definition]:
    """What a method sets on its object, as it stands there."""
    for match in _ATTRIBUTE.finditer(reading.encoded, body.start_byte, body.end_byte):
        node = reading.root.descendant_for_byte_range(match.end(), match.end())
        while node is not None and node.type in {"identifier", "attribute", "pattern_list", "tuple_pattern"}:
            node = node.parent
        if node is None or node.type != "assignment":
            continue
        for target in _targets(node, "attribute"):
            yield from reading.define(node, reading.field(target, "attribute"), "member")


def _targets(assignment: Node | None, kind: str) -> Iterator[Node]:
    """What is set; several in `a, b = c` and in `a = b = c`."""
    while assignment is not None and assignment.type == "assignment":
        left = assignment.child_by_field_name("left")
        if left is not None:
            several = left.type in {"pattern_list", "tuple_pattern"}
            yield from (each for each in (left.named_children if several else [left]) if each.type == kind)
        assignment = assignment.child_by_field_name("right")


def _bases(reading: OutlineReading, node: Node) -> Iterator[str]:
    arguments = node.child_by_field_name("superclasses")
    for base in [] if arguments is None else arguments.named_children:
        name = base.child_by_field_name("value") if base.type == "subscript" else base
        if name is not None and name.type in {"identifier", "attribute"}:
            yield reading.text(name).rpartition(".")[2].strip()


def _end_of_head(node: Node) -> Node | None:
    """What stands before the colon: comments may stand between that and the body."""
    fields = ("return_type", "parameters", "superclasses", "type_parameters", "name")
    return next((part for field in fields if (part := node.child_by_field_name(field))), None)


def _docstring(reading: OutlineReading, body: Node | None) -> str:
    return "" if body is None or not body.named_children else _words(reading, body.named_children[0])


def _words(reading: OutlineReading, statement: Node | None) -> str:
    if statement is None or statement.type != "expression_statement" or statement.named_child_count != 1:
        return ""
    parts = statement.named_children[0].named_children
    return first_words(reading.text(part) for part in parts if part.type == "string_content")


def _modules(reading: OutlineReading, node: Node) -> Iterator[Import]:
    for child in node.named_children:
        if child.type == "aliased_import":
            yield Import(reading.field(child), alias=reading.field(child, "alias"))
        elif child.type == "dotted_name":
            yield Import(reading.text(child))


def _names(reading: OutlineReading, node: Node) -> Iterator[Import]:
    module = node.child_by_field_name("module_name")
    if module is None:
        return
    names = []
    for child in node.named_children:
        if child.type == "wildcard_import":
            names.append(ALL)
        elif child.type == "aliased_import":
            names.append(ImportedName(reading.field(child), reading.field(child, "alias")))
        elif child.type == "dotted_name" and child != module:
            names.append(ImportedName(reading.text(child), reading.text(child)))
    if names:
        yield Import("".join(reading.text(module).split()), tuple(names))


RULES = Rules(
    readers={
        "function_definition": _function,
        "class_definition": _class,
        "expression_statement": _statement,
        "type_alias_statement": _type_alias,
    },
    passed=node_types(
        "block case_clause decorated_definition elif_clause else_clause except_clause except_group_clause "
        "finally_clause if_statement match_statement try_statement with_statement"
    ),
    decorators=frozenset({"decorator"}),
    importers={"import_statement": _modules, "import_from_statement": _names},
    import_words=re.compile(rb"(?:^|[:;])[ \t]*(?=(?:import|from)\b)", re.MULTILINE),
)
