"""Outlines of C#."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from pt_lsp.syntax.grammars import node_types
from pt_lsp.syntax.outlining.declarations import declared, field_text, listed, members_along
from pt_lsp.syntax.outlining.parts import ALL, Definition, Import
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Reader, Rules, nth_text

_CLASS = declared(
    "class", bases=frozenset({"base_list"}), also=members_along("parameter_list", "parameter", "name")
)
_OPEN = re.compile(r"\b(?:public|internal|protected)\b")


def _closing(reader: Reader) -> Reader:
    """A member of a class is private where no word opens it; of an interface it is not."""

    def read(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
        holder = node.parent.parent if node.parent is not None else None
        is_closed = holder is not None and holder.type in _CLOSED_BY_DEFAULT
        for each in reader(reading, node, context):
            head = each.signature.rpartition("\n")[2].partition(each.name)[0]
            yield replace(each, is_private=is_closed and not _OPEN.search(head))

    return read


_CLOSED_BY_DEFAULT = frozenset({"class_declaration", "record_declaration", "struct_declaration"})


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
            ("method_declaration", "constructor_declaration", "delegate_declaration"),
            _closing(declared("function")),
        ),
        "property_declaration": _closing(
            declared("value", bodies=("accessor_list", "arrow_expression_clause"))
        ),
        "enum_member_declaration": listed("member", "name"),
        **dict.fromkeys(
            ("field_declaration", "event_field_declaration"),
            _closing(listed("value", "variable_declaration", "variable_declarator", "name")),
        ),
    },
    passed=node_types("namespace_declaration declaration_list preproc_if preproc_elif preproc_else"),
    importers={"using_directive": _using},
    import_words=re.compile(rb"\b(?=using\b)"),
)
