"""Outlines of C#."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.grammars import node_types
from pt_lsp.syntax.outlining.declarations import declared, field_text, listed, members_along
from pt_lsp.syntax.outlining.parts import ALL, Import
from pt_lsp.syntax.outlining.reading import OutlineReading, Rules, nth_text

_CLASS = declared(
    "class", bases=frozenset({"base_list"}), also=members_along("parameter_list", "parameter", "name")
)


def _using(reading: OutlineReading, node: Node) -> Iterator[Import]:
    """A namespace with all that is in it, or another name for something."""
    path = "".join(nth_text(reading, node, -1).split())
    alias = field_text(reading, node)
    if alias:
        yield Import(path, alias=alias)
    elif path:
        yield Import(path, (ALL,))


RULES = Rules(
    readers={
        **dict.fromkeys(
            node_types(
                "class_declaration enum_declaration interface_declaration record_declaration "
                "struct_declaration"
            ),
            _CLASS,
        ),
        **dict.fromkeys(
            ("method_declaration", "constructor_declaration", "delegate_declaration"), declared("function")
        ),
        "property_declaration": listed("value", "name"),
        "enum_member_declaration": listed("member", "name"),
        **dict.fromkeys(
            ("field_declaration", "event_field_declaration"),
            listed("value", "variable_declaration", "variable_declarator", "name"),
        ),
    },
    passed=node_types("namespace_declaration declaration_list preproc_if preproc_elif preproc_else"),
    importers={"using_directive": _using},
    import_words=re.compile(rb"\b(?=using\b)"),
)
