"""Outlines of Java."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.grammars import node_types
from pt_lsp.syntax.outlining.declarations import declared, listed, members_along
from pt_lsp.syntax.outlining.parts import ALL, Import, ImportedName
from pt_lsp.syntax.outlining.reading import OutlineReading, Rules, nth_text

_BASES = frozenset({"superclass", "super_interfaces", "extends_interfaces"})
_CLASS = declared("class", bases=_BASES, also=members_along("parameters", "formal_parameter", "name"))


def _import(reading: OutlineReading, node: Node) -> Iterator[Import]:
    path = "".join(nth_text(reading, node, 0).split())
    kinds = {child.type for child in node.children}
    if "asterisk" in kinds:
        yield Import(path, (ALL,))
    elif "static" in kinds:
        module, _, name = path.rpartition(".")
        yield Import(module, (ImportedName(name, name),))
    elif path:
        yield Import(path)


RULES = Rules(
    readers={
        **dict.fromkeys(
            node_types(
                "annotation_type_declaration class_declaration enum_declaration interface_declaration "
                "record_declaration"
            ),
            _CLASS,
        ),
        **dict.fromkeys(
            ("method_declaration", "constructor_declaration", "compact_constructor_declaration"),
            declared("function"),
        ),
        "annotation_type_element_declaration": declared("member"),
        "enum_constant": declared("member"),
        "field_declaration": listed("value", "declarator", "name"),
        "constant_declaration": listed("value", "declarator", "name"),
    },
    passed=frozenset({"enum_body_declarations"}),
    comments=frozenset({"line_comment", "block_comment"}),
    importers={"import_declaration": _import},
    import_words=re.compile(rb"^[ \t]*(?=import\b)", re.MULTILINE),
)
