"""Outlines of C and C++; refuses to run the preprocessor."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from pt_lsp.syntax.grammars import node_types
from pt_lsp.syntax.outlining.declarations import base_names, closed_by_sections, declared, field_text, part
from pt_lsp.syntax.outlining.parts import Definition, Import, SymbolKind
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules

_BODIES = frozenset({"class_specifier", "enum_specifier", "struct_specifier", "union_specifier"})
_BASES = frozenset({"base_class_clause"})
_MOST_NESTED = 12


def _class(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """A struct, class, union or enum that has a body; without one it is only used or announced."""
    return _with_body(reading, node, context, _last_name(field_text(reading, node)))


def _with_body(
    reading: OutlineReading, node: Node, context: DeclarationContext, name: str
) -> Iterator[Definition]:
    body = node.child_by_field_name("body")
    if body is None:
        return
    yield from reading.define(
        node,
        name,
        "class",
        context,
        reading.head(node, before=body, start=_start(node)),
        members=closed_by_sections(
            reading.definitions_in(body, is_member=True), _sections(reading, node, body)
        ),
        bases=tuple(base_names(reading, node, _BASES)),
    )


def _sections(reading: OutlineReading, node: Node, body: Node) -> Iterator[tuple[int, bool]]:
    """Where who may use what follows changes; a class begins closed, a struct open."""
    yield body.start_point.row, node.type == "class_specifier"
    for child in body.named_children:
        if child.type == "access_specifier":
            yield child.start_point.row, reading.text(child) != "public"


def _function(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    body = node.child_by_field_name("body")
    initializers = part(node, "field_initializer_list")
    signature = reading.head(node, before=initializers or body, start=_start(node))
    for declarator in node.children_by_field_name("declarator"):
        name, is_qualified, _ = _declared_name(reading, declarator)
        kind: SymbolKind = "member" if is_qualified else "function"
        yield from reading.define(node, name, kind, context, signature)


def _declaration(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """Prototypes, variables, fields, and the structs that stand in their types."""
    held = node.child_by_field_name("type")
    declarators = node.children_by_field_name("declarator")
    if held is not None and held.type in _BODIES and held.child_by_field_name("body"):
        name = field_text(reading, held) or _first_name(reading, declarators)
        yield from _with_body(reading, held, context, name)
        signature = reading.first_line(node)
    else:
        signature = reading.head(node, start=_start(node), limit=400)
    for declarator in declarators:
        name, _, is_function = _declared_name(reading, declarator)
        kind: SymbolKind = "function" if is_function else "value"
        is_short = is_function or "\n" not in signature
        told = signature if is_short else reading.first_line(node)
        yield from reading.define(node, name, kind, context, told)


def _typedef(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    held = node.child_by_field_name("type")
    name = _first_name(reading, node.children_by_field_name("declarator"))
    if held is not None and held.type in _BODIES and held.child_by_field_name("body"):
        prefix, suffix = ("typedef ", f" {name}") if name else ("", "")
        yield from (
            replace(each, signature=f"{prefix}{each.signature}{suffix}")
            for each in _with_body(reading, held, context, name or field_text(reading, held))
        )
    else:
        yield from reading.define(node, name, "type", context, reading.head(node))


def _macro(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """A guard against being included twice is no constant."""
    value = node.child_by_field_name("value")
    if value is not None:
        yield from reading.define(node, field_text(reading, node), "value", context)


def _first_name(reading: OutlineReading, declarators: list[Node]) -> str:
    return _declared_name(reading, declarators[0])[0] if declarators else ""


def _declared_name(reading: OutlineReading, declarator: Node) -> tuple[str, bool, bool]:
    """The name inside of `*name[3]`, `&A::name(int a)` and such; whether it is qualified and a function's."""
    is_function = False
    node = declarator
    for _ in range(_MOST_NESTED):
        is_function = is_function or node.type == "function_declarator"
        inner = node.child_by_field_name("declarator")
        if inner is None and node.type in {"parenthesized_declarator", "reference_declarator"}:
            inner = next(iter(node.named_children), None)
        if inner is None:
            break
        node = inner
    name = reading.text(node)
    return _last_name(name), node.type == "qualified_identifier", is_function


def _last_name(name: str) -> str:
    """Without scopes and template arguments; operators keep their signs."""
    operator = re.search(r"\boperator\b.*", name, re.DOTALL)
    if operator:
        return " ".join(operator.group().split())
    found = re.search(r"(~?\s*[^\W\d]\w*)\s*(?:<.*>)?\s*$", name, re.DOTALL)
    return found[1] if found else ""


def _start(node: Node) -> int:
    """A template's parameters belong to what they are for."""
    outer = node.parent
    return outer.start_byte if outer is not None and outer.type == "template_declaration" else node.start_byte


def _include(reading: OutlineReading, node: Node) -> Iterator[Import]:
    path = node.child_by_field_name("path")
    if path is not None and path.type in {"string_literal", "system_lib_string"}:
        yield Import(reading.text(path)[1:-1])


RULES = Rules(
    readers={
        **dict.fromkeys(_BODIES, _class),
        "function_definition": _function,
        **dict.fromkeys(("declaration", "field_declaration"), _declaration),
        "type_definition": _typedef,
        "alias_declaration": declared("type"),
        "concept_definition": declared("type"),
        "enumerator": declared("member"),
        "preproc_def": _macro,
        "preproc_function_def": declared("function", bodies=("value",)),
    },
    passed=node_types(
        "declaration_list linkage_specification namespace_definition preproc_elif preproc_else preproc_if "
        "preproc_ifdef template_declaration"
    ),
    importers={"preproc_include": _include},
    import_words=re.compile(rb"^[ \t]*(?=#[ \t]*include\b)", re.MULTILINE),
)
