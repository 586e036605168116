"""Outlines of Ruby."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import (
    along,
    base_names,
    closed_by_sections,
    field_text,
    last_part,
    plain,
)
from pt_lsp.syntax.outlining.parts import Definition, Import
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules

_MIXED_IN = frozenset({"include", "extend", "prepend"})
_ATTRIBUTES = frozenset({"attr_accessor", "attr_reader", "attr_writer"})
_CLOSED = frozenset({"private", "protected"})
_DEFINE_NOTHING = re.compile(
    r"(?:after|around|before|skip|validate)(?:_|s?$)|(?:in|ex)clude|extend|prepend|require|raise|puts|p$|public|private|protected"
    r"|module_function|undef|remove_|using|load|send|autoload|deprecate|freeze"
)
"""What takes names of what is there already."""


def _class(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    members = reading.definitions_in(node.child_by_field_name("body"), is_member=True)
    return _with(reading, node, context, members)


def _module(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """What is in a namespace stands beside it; one that holds nothing else is not told of."""
    found = reading.definitions_in(node.child_by_field_name("body"), is_member=True)
    inner = [each for each in found if each.kind in {"class", "module"}]
    members = tuple(each for each in found if each not in inner)
    if members or not inner:
        yield from _with(reading, node, context, members)
    yield from inner


def _with(
    reading: OutlineReading, node: Node, context: DeclarationContext, members: tuple[Definition, ...]
) -> Iterator[Definition]:
    body = node.child_by_field_name("body")
    last = node.child_by_field_name("superclass") or node.child_by_field_name("name")
    return reading.define(
        node,
        last_part(field_text(reading, node)),
        "module" if node.type == "module" else "class",
        context,
        reading.head(node, through=last),
        members=closed_by_sections(members, _sections(reading, body) if body else ()),
        bases=(
            *base_names(reading, node, frozenset({"superclass"})),
            *(_mixed_in(reading, body) if body else ()),
        ),
    )


def _sections(reading: OutlineReading, body: Node) -> Iterator[tuple[int, bool]]:
    """Where `private`, `protected` or `public` alone on a line changes who may call what follows."""
    for child in body.named_children:
        if child.type == "identifier" and (word := reading.text(child)) in {*_CLOSED, "public"}:
            yield child.start_point.row, word in _CLOSED


def _mixed_in(reading: OutlineReading, body: Node) -> Iterator[str]:
    for call in along(body, ("call",)):
        if field_text(reading, call, "method") in _MIXED_IN:
            for argument in along(call, ("arguments",)):
                yield from (last_part(reading.text(each)) for each in argument.named_children)


def _call(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """`attr_reader :a`, `private def b`, and calls that define what they name first: `scope :c, -> { }`."""
    held = node.child_by_field_name("arguments")
    arguments = held.named_children if held else []
    called = field_text(reading, node, "method")
    kinds = [each.type for each in arguments]
    if called in _ATTRIBUTES:
        for symbol in along(node, ("arguments", "simple_symbol")):
            yield from reading.define(node, plain(reading.text(symbol)), "member", context)
    elif kinds == ["method"]:
        found = _method(reading, arguments[0], context)
        yield from (replace(each, is_private=called in _CLOSED) for each in found)
    elif kinds == ["call"] and called in _CLOSED:
        yield from (replace(each, is_private=True) for each in _call(reading, arguments[0], context))
    elif context.is_member and kinds[:1] == ["simple_symbol"] and _is_defining(node, called):
        yield from reading.define(node, plain(reading.text(arguments[0])), "member", context)


def _is_defining(node: Node, called: str) -> bool:
    return node.child_by_field_name("receiver") is None and not _DEFINE_NOTHING.match(called)


def _method(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    last = node.child_by_field_name("parameters") or node.child_by_field_name("name")
    signature = reading.head(node, through=last)
    return reading.define(node, field_text(reading, node), "function", context, signature)


def _constant(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    left = node.child_by_field_name("left")
    if left is not None and left.type == "constant":
        yield from reading.define(node, reading.text(left), "value", context)


def _require(reading: OutlineReading, node: Node) -> Iterator[Import]:
    """What is relative begins with a dot, as elsewhere; `autoload` names a path, too."""
    module = next((reading.text(each) for each in along(node, ("arguments", "string", "string_content"))), "")
    method = field_text(reading, node, "method")
    if module and method == "require_relative":
        yield Import(module if module.startswith(".") else f"./{module}")
    elif module and method in {"require", "load", "autoload"}:
        yield Import(module)


RULES = Rules(
    readers={
        "class": _class,
        "module": _module,
        "method": _method,
        "singleton_method": _method,
        "call": _call,
        "assignment": _constant,
    },
    passed=frozenset({"singleton_class", "body_statement", "begin", "if", "unless", "then", "else"}),
    importers={"call": _require},
    import_words=re.compile(rb"\b(?=(?:require|require_relative|load|autoload)\b)"),
    mentions=re.compile(rb"[A-Z](?<![\w:@$.][A-Z])\w*+(?:::[A-Z]\w*+)*+"),
)
