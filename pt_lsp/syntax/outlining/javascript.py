"""Outlines of JavaScript and TypeScript, with and without JSX."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tree_sitter import Node

from pt_lsp.syntax.grammars import node_types
from pt_lsp.syntax.outlining.declarations import declared
from pt_lsp.syntax.outlining.javascript_imports import IMPORT_WORDS, IMPORTERS
from pt_lsp.syntax.outlining.parts import Definition
from pt_lsp.syntax.outlining.reading import MOST_MEMBERS, DeclarationContext, OutlineReading, Rules, set_once

_FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
_AROUND_OBJECT = node_types(
    "as_expression satisfies_expression parenthesized_expression call_expression arguments"
)
_LONGEST_WITH_MEMBERS = 100
"""Of a type whose members are told of one by one."""
_MOST_TYPE_NODES = 600
_DEFAULT = "default"
_NO_MEMBERS = frozenset({"const", "else", "for", "if", "switch", "while"})
"""What the grammar takes for names of members where it has lost its way in a class."""


def _class(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    body = node.child_by_field_name("body")
    decorators = [child for child in node.children if child.type == "decorator"]
    context = replace(context, decorators=(*context.decorators, *decorators))
    members = reading.definitions_in(body, is_member=True)
    return reading.define(
        node,
        reading.field(node) or _if_exported(node),
        "class",
        context,
        reading.head(
            node,
            before=body,
            start=decorators[-1].end_byte if decorators else None,
        ),
        members=set_once(members),
        bases=tuple(dict.fromkeys(_bases(reading, node))),
    )


def _bases(reading: OutlineReading, node: Node) -> Iterator[str]:
    waiting = [
        child
        for child in reversed(node.named_children)
        if child.type in {"class_heritage", "extends_type_clause", "extends_clause", "implements_clause"}
    ]
    while waiting:
        child = waiting.pop()
        if child.type in {"identifier", "type_identifier"}:
            yield reading.text(child)
        elif child.type in {"member_expression", "nested_type_identifier"}:
            yield reading.field(child, "property") or reading.field(child)
        elif child.type == "call_expression":
            waiting.extend(child.named_children[-1:])
        elif child.type != "type_arguments":
            waiting.extend(reversed(child.named_children[:MOST_MEMBERS]))


def _function(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    name = reading.field(node) or _if_exported(node)
    return reading.define(node, name, "function", context, _function_head(reading, node, node))


def _function_head(reading: OutlineReading, node: Node, function: Node, prefix: str = "") -> str:
    """The text of `node` up to the body of `function`, which may be all of it or a part."""
    return reading.head(node, before=function.child_by_field_name("body"), prefix=prefix)


def _head_or_line(reading: OutlineReading, node: Node) -> str:
    """What a function held by `node` takes is worth as much as a method's."""
    value = node.child_by_field_name("value")
    if value is not None and value.type in _FUNCTIONS:
        return _function_head(reading, node, value)
    return reading.first_line(node)


def _method(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    name = _plain(reading.field(node))
    if name in _NO_MEMBERS:
        return
    yield from reading.define(node, name, "member", context, _function_head(reading, node, node))
    if name == "constructor":
        yield from _parameter_properties(reading, node)
        yield from _attributes(reading, node)


def _parameter_properties(reading: OutlineReading, node: Node) -> Iterator[Definition]:
    parameters = node.child_by_field_name("parameters")
    for parameter in [] if parameters is None else parameters.named_children:
        pattern = parameter.child_by_field_name("pattern")
        is_property = any(
            child.type in {"accessibility_modifier", "readonly"} for child in parameter.children
        )
        if is_property and pattern is not None and pattern.type == "identifier":
            yield from reading.define(parameter, reading.text(pattern), "member")


_ATTRIBUTE = re.compile(rb"\bthis\.(?=(#?[\w$\x80-\xff]+)[ \t]*=[^=])")


def _attributes(reading: OutlineReading, constructor: Node) -> Iterator[Definition]:
    """What a constructor sets on its object, as it stands there."""
    for match in _ATTRIBUTE.finditer(reading.encoded, constructor.start_byte, constructor.end_byte):
        node = reading.root.descendant_for_byte_range(match.end(), match.end())
        member = None if node is None else node.parent
        whole = None if member is None else member.parent
        if node is None or whole is None or whole.type != "assignment_expression":
            continue
        yield from reading.define(whole, reading.text(node).lstrip("#"), "member")


def _field(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterable[Definition]:
    """A field of a class."""
    name = _plain(reading.field(node) or reading.field(node, "property"))
    if name in _NO_MEMBERS:
        return ()
    return reading.define(node, name, "member", context, _head_or_line(reading, node))


def _enum_member(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterable[Definition]:
    if node.type == "property_identifier" and (node.parent is None or node.parent.type != "enum_body"):
        return ()
    name = _plain(reading.field(node) or reading.text(node))
    return reading.define(node, name, "member", context)


def _type_alias(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    members = tuple(_type_members(reading, node))
    signature = reading.head(node)
    if members and len(signature) > _LONGEST_WITH_MEMBERS:
        signature = reading.head(node, is_brief=True)
    return reading.define(node, reading.field(node), "type", context, signature, members=members)


def _type_members(reading: OutlineReading, node: Node) -> Iterator[Definition]:
    """Properties at any depth of a type, as far as is bearable."""
    waiting = node.named_children[::-1]
    for _ in range(_MOST_TYPE_NODES):
        if not waiting:
            return
        child = waiting.pop()
        waiting.extend(reversed(child.named_children))
        if child.type == "method_signature":
            yield from _method(reading, child, DeclarationContext(child))
        elif child.type == "property_signature":
            yield from _field(reading, child, DeclarationContext(child))


def _variables(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    word = reading.text(node.children[0]) + " " if node.children else ""
    for variable in node.named_children:
        name = variable.child_by_field_name("name")
        if variable.type == "variable_declarator" and name is not None:
            own = replace(context, start=variable, decorators=())
            yield from _variable(reading, variable, name, own, word)


def _variable(
    reading: OutlineReading, node: Node, name: Node, context: DeclarationContext, word: str
) -> Iterator[Definition]:
    value = node.child_by_field_name("value")
    if name.type != "identifier":
        if value is not None and not _is_require(reading, value):
            signature = reading.first_line(node, prefix=word)
            for part in name.named_children:
                child = part.child_by_field_name("value") or part
                if child.type in {"shorthand_property_identifier_pattern", "identifier"}:
                    yield from reading.define(child, reading.text(child), "value", context, signature)
    elif value is not None and value.type in _FUNCTIONS:
        signature = _function_head(reading, node, value, word)
        yield from reading.define(node, reading.text(name), "function", context, signature)
    elif not _is_require(reading, value):
        members = _keys(reading, value)
        signature = reading.first_line(node, prefix=word)
        yield from reading.define(node, reading.text(name), "value", context, signature, members=members)


def _is_require(reading: OutlineReading, value: Node | None) -> bool:
    if value is not None and value.type == "member_expression":
        value = value.child_by_field_name("object")
    called = None if value is None else value.child_by_field_name("function")
    return called is not None and reading.text(called) == "require"


def _keys(reading: OutlineReading, value: Node | None) -> tuple[Definition, ...]:
    """The keys of an object literal, also where a call or a type stands around it."""
    while value is not None and value.type in _AROUND_OBJECT:
        parts = value.named_children
        value = next((part for part in parts if part.type in _AROUND_OBJECT or part.type == "object"), None)
    if value is None or value.type != "object":
        return ()
    return tuple(each for entry in value.named_children[:MOST_MEMBERS] for each in _entry(reading, entry))


def _entry(reading: OutlineReading, entry: Node) -> Iterator[Definition]:
    if entry.type == "method_definition":
        yield from _method(reading, entry, DeclarationContext(entry))
    key = entry.child_by_field_name("key")
    if key is not None and key.type == "property_identifier":
        signature = _head_or_line(reading, entry)
        yield from reading.define(entry, reading.text(key), "member", signature=signature)


def _expression(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """`exports.a = b`, `module.exports = { a: b }`, `A.prototype.b = function () {}`.

    A namespace stands in such a statement, too.
    """
    held = node.named_children[0] if node.named_children else None
    if held is None or held.type == "internal_module":
        yield from _NAMESPACE(reading, held, context) if held else ()
        return
    left, right = held.child_by_field_name("left"), held.child_by_field_name("right")
    if (
        held.type != "assignment_expression"
        or left is None
        or right is None
        or left.type != "member_expression"
    ):
        return
    is_exports = reading.text(left) == "module.exports"
    if is_exports and right.type == "object":
        for key in _keys(reading, right):
            yield replace(key, kind="function" if "(" in key.signature else "value")
    elif right.type in _FUNCTIONS:
        name = _DEFAULT if is_exports else reading.field(left, "property")
        yield from reading.define(node, name, "function", context, _function_head(reading, held, right))
    elif reading.between(left.start_byte, left.start_byte + 8) == "exports.":
        signature = reading.first_line(held)
        yield from reading.define(node, reading.field(left, "property"), "value", context, signature)


def _nameless(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """`export default () => {}`, `export default { a: b }`."""
    name = _if_exported(node)
    if name and node.type in _FUNCTIONS:
        yield from reading.define(node, name, "function", context, _function_head(reading, node, node))
    elif name:
        yield from reading.define(node, name, "value", context, members=_keys(reading, node))


def _if_exported(node: Node) -> str:
    parent = node.parent
    return _DEFAULT if parent is not None and parent.type == "export_statement" else ""


def _plain(name: str) -> str:
    """`name` without `#` and quotes; empty where no code could say it after a dot."""
    if name.startswith(('"', "'")):
        return name[1:-1] if name[1:-1].isidentifier() else ""
    return name.lstrip("#")


_NAMESPACE = declared("module")

RULES = Rules(
    readers={
        **dict.fromkeys(("class_declaration", "abstract_class_declaration", "class"), _class),
        **dict.fromkeys(("interface_declaration", "enum_declaration"), _class),
        **dict.fromkeys(
            ("function_declaration", "generator_function_declaration", "function_signature"), _function
        ),
        **dict.fromkeys(("method_definition", "method_signature", "abstract_method_signature"), _method),
        **dict.fromkeys(("public_field_definition", "field_definition", "property_signature"), _field),
        **dict.fromkeys(("enum_assignment", "property_identifier"), _enum_member),
        **dict.fromkeys(("lexical_declaration", "variable_declaration"), _variables),
        **dict.fromkeys((*_FUNCTIONS, *_AROUND_OBJECT, "object"), _nameless),
        "type_alias_declaration": _type_alias,
        "expression_statement": _expression,
        "internal_module": _NAMESPACE,
    },
    passed=node_types(
        "ambient_declaration export_statement module statement_block if_statement else_clause try_statement"
    ),
    decorators=frozenset({"decorator"}),
    importers=IMPORTERS,
    import_words=IMPORT_WORDS,
)
