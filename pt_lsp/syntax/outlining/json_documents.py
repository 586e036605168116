"""Outlines of JSON: the keys of the outermost object and those right below; refuses to go deeper."""

from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import field_text
from pt_lsp.syntax.outlining.parts import Definition
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules


def _pair(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    value = node.child_by_field_name("value")
    is_deep = context.is_member or value is None or value.type != "object"
    return reading.define(
        node,
        field_text(reading, node, "key"),
        "value",
        context,
        members=() if is_deep else reading.definitions_in(value, is_member=True),
    )


RULES = Rules(readers={"pair": _pair}, passed=frozenset({"object"}))
