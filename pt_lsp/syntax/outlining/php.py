"""Outlines of PHP."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.grammars import node_types
from pt_lsp.syntax.outlining.declarations import (
    along,
    base_names,
    declared,
    field_text,
    listed,
    members_along,
    part,
)
from pt_lsp.syntax.outlining.parts import Definition, Import, ImportedName
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules

_BASES = frozenset({"base_clause", "class_interface_clause"})
_METHOD = declared("function")


def _class(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """Traits that its body uses are what it is made from, too."""
    body = node.child_by_field_name("body")
    traits = base_names(reading, body, frozenset({"use_declaration"})) if body else ()
    return reading.define(
        node,
        field_text(reading, node),
        "class",
        context,
        reading.head(node, before=body),
        members=reading.definitions_in(body, is_member=True),
        bases=tuple(dict.fromkeys([*base_names(reading, node, _BASES), *traits])),
    )


_PROMOTED = members_along("parameters", "property_promotion_parameter", "name")


def _method(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    yield from _METHOD(reading, node, context)
    yield from _PROMOTED(reading, node)


def _use(reading: OutlineReading, node: Node) -> Iterator[Import]:
    group = part(node, "namespace_use_group")
    clauses = [_path_and_alias(reading, each) for each in along(group or node, ("namespace_use_clause",))]
    if group is None:
        yield from (Import(path, alias=alias) for path, alias in clauses)
    else:
        names = tuple(ImportedName(path, alias or path) for path, alias in clauses)
        yield Import(field_text(reading, node, "namespace_name"), names)


def _path_and_alias(reading: OutlineReading, clause: Node) -> tuple[str, str]:
    text, alias = reading.text(clause), field_text(reading, clause, "alias")
    path = text[: -len(alias)].strip().removesuffix("as") if alias else text
    return path.removeprefix("function ").removeprefix("const ").strip().lstrip("\\"), alias


_STRING = re.compile(r"""["']([^"']+)["']""")


def _required(reading: OutlineReading, node: Node) -> Iterator[Import]:
    """The part of the path that is written out."""
    if match := _STRING.search(reading.text(node)):
        yield Import(match[1])


RULES = Rules(
    readers={
        **dict.fromkeys(
            ("class_declaration", "interface_declaration", "trait_declaration", "enum_declaration"), _class
        ),
        "method_declaration": _method,
        "function_definition": declared("function"),
        "property_declaration": listed("value", "property_element", "name"),
        "const_declaration": listed("value", "const_element", "name"),
        "enum_case": listed("member", "name"),
    },
    passed=frozenset({"namespace_definition", "compound_statement", "if_statement", "declaration_list"}),
    importers={
        "namespace_use_declaration": _use,
        **dict.fromkeys(
            node_types(
                "require_expression require_once_expression include_expression include_once_expression"
            ),
            _required,
        ),
    },
    import_words=re.compile(rb"\b(?=use\s|(?:require|include)(?:_once)?\b)"),
    mentions=re.compile(rb"[\\A-Z](?<![\w$>:\\][\\A-Z])(?:(?<!\\)|(?=[A-Z]))\w*+(?:\\[A-Z]\w*+)*+"),
)
