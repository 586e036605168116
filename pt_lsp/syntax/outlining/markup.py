"""Outlines of HTML: what has an id, and the files that a page asks for; refuses to read scripts inside."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import along, field_text
from pt_lsp.syntax.outlining.parts import Definition, Import
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules, nth_text


def _tag(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    for attribute in along(node, ("attribute",)):
        if field_text(reading, attribute, "attribute_name") == "id":
            signature = reading.head(node, limit=160)
            yield from reading.define(node, _value(reading, attribute), "value", context, signature)


def _linked(reading: OutlineReading, node: Node) -> Iterator[Import]:
    tag = nth_text(reading, node.parent, 0) if node.parent is not None else ""
    if tag in {"script", "link"} and (path := _value(reading, node)):
        yield Import(path)


def _value(reading: OutlineReading, attribute: Node) -> str:
    quoted = along(attribute, ("quoted_attribute_value", "attribute_value"))
    return next((reading.text(each) for each in [*quoted, *along(attribute, ("attribute_value",))]), "")


RULES = Rules(
    readers={"start_tag": _tag, "self_closing_tag": _tag},
    passed=frozenset({"element"}),
    importers={"attribute": _linked},
    import_words=re.compile(rb"\b(?=(?:src|href)\s*=)"),
)
