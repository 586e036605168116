"""Outlines of CSS: classes, ids, custom properties and key frames."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import along, listed
from pt_lsp.syntax.outlining.parts import Definition, Import
from pt_lsp.syntax.outlining.reading import MOST_MEMBERS, DeclarationContext, OutlineReading, Rules

_SELECTED = re.compile(r"[.#](-?[^\W\d][\w-]*)")


def _rule(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """The classes and ids that its selectors name, and the custom properties that it sets."""
    selectors = next(iter(along(node, ("selectors",))), None)
    if selectors is None:
        return
    signature = reading.head(selectors, limit=160)
    for name in dict.fromkeys(_SELECTED.findall(reading.text(selectors))[:MOST_MEMBERS]):
        yield from reading.define(node, name, "value", context, signature)
    for declaration in along(node, ("block", "declaration")):
        for name in along(declaration, ("property_name",)):
            if reading.text(name).startswith("--"):
                yield from reading.define(declaration, reading.text(name), "value")


def _import(reading: OutlineReading, node: Node) -> Iterator[Import]:
    for each in [*along(node, ("string_value",)), *along(node, ("call_expression", "arguments"))]:
        if match := re.search(r"""[^"'()\s]+""", reading.text(each)):
            yield Import(match.group())


RULES = Rules(
    readers={"rule_set": _rule, "keyframes_statement": listed("value", "keyframes_name")},
    passed=frozenset({"media_statement", "supports_statement", "at_rule", "block"}),
    importers={"import_statement": _import},
    import_words=re.compile(rb"(?=@import\b)"),
)
