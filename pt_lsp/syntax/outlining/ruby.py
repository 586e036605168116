"""Outlines of Ruby."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import along, base_names, field_text, last_part, plain
from pt_lsp.syntax.outlining.parts import Definition, Import
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules

_MIXED_IN = frozenset({"include", "extend", "prepend"})
_ATTRIBUTES = frozenset({"attr_accessor", "attr_reader", "attr_writer"})


def _class(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    body = node.child_by_field_name("body")
    last = node.child_by_field_name("superclass") or node.child_by_field_name("name")
    return reading.define(
        node,
        last_part(field_text(reading, node)),
        "module" if node.type == "module" else "class",
        context,
        reading.head(node, through=last),
        members=reading.definitions_in(body, is_member=True),
        bases=(
            *base_names(reading, node, frozenset({"superclass"})),
            *(_mixed_in(reading, body) if body else ()),
        ),
    )


def _mixed_in(reading: OutlineReading, body: Node) -> Iterator[str]:
    for call in along(body, ("call",)):
        if field_text(reading, call, "method") in _MIXED_IN:
            for argument in along(call, ("arguments",)):
                yield from (last_part(reading.text(each)) for each in argument.named_children)


def _call(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """`attr_reader :a`, `private def b`."""
    held = node.child_by_field_name("arguments")
    arguments = held.named_children if held else []
    if field_text(reading, node, "method") in _ATTRIBUTES:
        for symbol in along(node, ("arguments", "simple_symbol")):
            yield from reading.define(node, plain(reading.text(symbol)), "member", context)
    elif [each.type for each in arguments] == ["method"]:
        yield from _method(reading, arguments[0], context)


def _method(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    last = node.child_by_field_name("parameters") or node.child_by_field_name("name")
    signature = reading.head(node, through=last)
    return reading.define(node, field_text(reading, node), "function", context, signature)


def _constant(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    left = node.child_by_field_name("left")
    if left is not None and left.type == "constant":
        yield from reading.define(node, reading.text(left), "value", context)


def _require(reading: OutlineReading, node: Node) -> Iterator[Import]:
    """What is relative begins with a dot, as elsewhere."""
    module = next((reading.text(each) for each in along(node, ("arguments", "string", "string_content"))), "")
    method = field_text(reading, node, "method")
    if module and method == "require_relative":
        yield Import(module if module.startswith(".") else f"./{module}")
    elif module and method in {"require", "load"}:
        yield Import(module)


RULES = Rules(
    readers={
        "class": _class,
        "module": _class,
        "method": _method,
        "singleton_method": _method,
        "call": _call,
        "assignment": _constant,
    },
    passed=frozenset({"singleton_class", "body_statement", "begin", "if", "unless", "then", "else"}),
    importers={"call": _require},
    import_words=re.compile(rb"\b(?=(?:require|require_relative|load)\b)"),
)
