"""Outlines of Lua."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import along, field_text
from pt_lsp.syntax.outlining.parts import Definition, Import, SymbolKind
from pt_lsp.syntax.outlining.reading import MOST_MEMBERS, DeclarationContext, OutlineReading, Rules

_DOTTED = frozenset({"dot_index_expression", "method_index_expression"})


def _function(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    name = node.child_by_field_name("name")
    if name is None:
        return
    signature = reading.head(node, through=node.child_by_field_name("parameters"))
    kind: SymbolKind = "member" if name.type in _DOTTED else "function"
    is_local = signature.startswith("local ")
    called = _last_name(reading, name)
    yield from reading.define(
        node, called, kind, context, signature, is_private=is_local, owner=_owner(reading, name)
    )


def _owner(reading: OutlineReading, name: Node) -> str:
    """The last part of what a dotted name is set in."""
    table = name.child_by_field_name("table") if name.type in _DOTTED else None
    return "" if table is None else _last_name(reading, table)


def _assignment(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """`local a, b = 1, 2`, `M.c = 3`, `M.d = function (x)`; tables with their keys."""
    names = along(node, ("variable_list", "name"))
    values = along(node, ("expression_list", "value"))
    for index, name in enumerate(names):
        value = values[index] if index < len(values) else None
        if value is not None and value.type == "function_call" and field_text(reading, value) == "require":
            continue
        is_function = value is not None and value.type == "function_definition"
        kind: SymbolKind = "member" if name.type in _DOTTED else "function" if is_function else "value"
        members = tuple(_keys(reading, value)) if value is not None and len(names) == 1 else ()
        signature = _head(reading, node, value)
        called, owner = _last_name(reading, name), _owner(reading, name)
        yield from reading.define(node, called, kind, context, signature, members=members, owner=owner)


def _keys(reading: OutlineReading, table: Node) -> Iterator[Definition]:
    if table.type == "table_constructor":
        for entry in table.named_children[:MOST_MEMBERS]:
            name = entry.child_by_field_name("name")
            if entry.type == "field" and name is not None and name.type == "identifier":
                signature = _head(reading, entry, entry.child_by_field_name("value"))
                yield from reading.define(entry, reading.text(name), "member", signature=signature)


def _head(reading: OutlineReading, node: Node, value: Node | None) -> str:
    """A function's text up to its parameters, others' first line."""
    parameters = value.child_by_field_name("parameters") if value is not None else None
    return reading.head(node, through=parameters) if parameters else reading.first_line(node)


def _last_name(reading: OutlineReading, name: Node) -> str:
    if name.type == "identifier":
        return reading.text(name)
    return field_text(reading, name, "field") or field_text(reading, name, "method")


def _require(reading: OutlineReading, node: Node) -> Iterator[Import]:
    module = next((reading.text(each) for each in along(node, ("arguments", "string", "content"))), "")
    if not module or field_text(reading, node) != "require":
        return
    taker = node.parent.parent if node.parent is not None else None
    names = along(taker, ("variable_list", "name")) if taker is not None else []
    yield Import(module, alias=reading.text(names[0]) if len(names) == 1 else "")


RULES = Rules(
    readers={"function_declaration": _function, "assignment_statement": _assignment},
    passed=frozenset({"variable_declaration", "if_statement", "do_statement"}),
    importers={"function_call": _require},
    import_words=re.compile(rb"\b(?=require\b)"),
)
