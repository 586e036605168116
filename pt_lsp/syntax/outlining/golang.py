"""Outlines of Go."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import along, declared, field_text, last_part, listed, part
from pt_lsp.syntax.outlining.parts import ALL, Definition, Import
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Rules


def _type(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """A struct or an interface with its members; what it embeds is what it is made from."""
    held = node.child_by_field_name("type")
    if held is None or held.type not in {"struct_type", "interface_type"}:
        signature = reading.head(node, prefix="type ")
        return reading.define(node, field_text(reading, node), "type", context, signature)
    fields = part(held, "field_declaration_list") or held
    brace = next((child for child in fields.children if child.type == "{"), None)
    nameless = (each for each in fields.named_children if each.child_by_field_name("name") is None)
    embedded = [reading.text(each) for each in nameless if each.type != "comment"]
    return reading.define(
        node,
        field_text(reading, node),
        "class",
        context,
        reading.head(node, before=brace, prefix="type "),
        members=reading.definitions_in(fields, is_member=True),
        bases=tuple(last_part(text) for text in embedded if _IS_NAME.fullmatch(text)),
    )


def _method(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """Goes by the type of its receiver, which need not have a name: `(Shape)`, `(*Shape[T])`."""
    types = along(node, ("receiver", "parameter_declaration", "type"))
    return reading.define(
        node,
        field_text(reading, node),
        "member",
        context,
        reading.head(node, before=node.child_by_field_name("body")),
        owner=last_part(reading.text(types[0])) if types else "",
    )


_IS_NAME = re.compile(r"\*?[\w.]+(?:\[.*\])?")


def _imports(reading: OutlineReading, node: Node) -> Iterator[Import]:
    for spec in [*along(node, ("import_spec_list", "import_spec")), *along(node, ("import_spec",))]:
        module = field_text(reading, spec, "path")
        alias = field_text(reading, spec)
        if alias == ".":
            yield Import(module, (ALL,))
        elif module:
            yield Import(module, alias="" if alias == "_" else alias)


RULES = Rules(
    readers={
        "function_declaration": declared("function"),
        "method_declaration": _method,
        "type_spec": _type,
        "type_alias": _type,
        "field_declaration": listed("member", "name"),
        "method_elem": declared("member"),
        "const_spec": listed("value", "name", prefix="const "),
        "var_spec": listed("value", "name", prefix="var "),
    },
    passed=frozenset({"type_declaration", "const_declaration", "var_declaration", "var_spec_list"}),
    importers={"import_declaration": _imports},
    import_words=re.compile(rb"^(?=import\b)", re.MULTILINE),
)
