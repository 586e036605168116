"""Outlines of Kotlin."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import declared, listed, members_along
from pt_lsp.syntax.outlining.parts import ALL, Import
from pt_lsp.syntax.outlining.reading import OutlineReading, Rules, nth_text


def _is_property(reading: OutlineReading, parameter: Node) -> bool:
    return re.search(r"\b(?:val|var)\b", reading.first_line(parameter)) is not None


_PROPERTIES = members_along(
    "primary_constructor", "class_parameters", "class_parameter", "identifier", only=_is_property
)
_BASES = frozenset({"delegation_specifiers"})


def _import(reading: OutlineReading, node: Node) -> Iterator[Import]:
    path = "".join(nth_text(reading, node, 0).split())
    if any(child.type == "*" for child in node.children):
        yield Import(path.removesuffix(".*"), (ALL,))
    elif path:
        yield Import(path, alias=nth_text(reading, node, 1))


RULES = Rules(
    readers={
        "class_declaration": declared(
            "class", bodies=("class_body", "enum_class_body"), bases=_BASES, also=_PROPERTIES
        ),
        "object_declaration": declared("class", bodies=("class_body",), bases=_BASES),
        "function_declaration": declared("function", bodies=("function_body",)),
        "property_declaration": listed("value", "variable_declaration", "identifier"),
        "enum_entry": listed("member", "identifier"),
        "type_alias": declared("type", name="type"),
    },
    passed=frozenset({"companion_object", "class_body", "enum_class_body"}),
    comments=frozenset({"line_comment", "block_comment"}),
    importers={"import": _import},
    import_words=re.compile(rb"^[ \t]*(?=import\b)", re.MULTILINE),
)
