"""Outlines of Rust."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import declared, field_text, last_part, listed
from pt_lsp.syntax.outlining.parts import ALL, Definition, Import, ImportedName
from pt_lsp.syntax.outlining.reading import DeclarationContext, OutlineReading, Reader, Rules


def _impl(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    """Goes by the name of its type; the trait is what it is made from."""
    body = node.child_by_field_name("body")
    parts = (node.child_by_field_name("type"), node.child_by_field_name("trait"))
    name, base = (last_part(reading.text(each)) if each else "" for each in parts)
    return reading.define(
        node,
        name,
        "class",
        context,
        reading.head(node, before=body),
        members=reading.definitions_in(body, is_member=True),
        bases=(base,) if base else (),
    )


def _module(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
    if node.child_by_field_name("body") is not None:
        yield from _MODULE(reading, node, context)


def _file_of_module(reading: OutlineReading, node: Node) -> Iterator[Import]:
    """`mod a;` asks for a file as `use` does."""
    if node.child_by_field_name("body") is None:
        is_public = any(child.type == "visibility_modifier" for child in node.named_children)
        yield Import(f"self::{field_text(reading, node)}", is_reexport=is_public)


def _use(reading: OutlineReading, node: Node) -> Iterator[Import]:
    """One import for each path, its names in braces together."""
    is_reexport = any(child.type == "visibility_modifier" for child in node.named_children)
    argument = node.child_by_field_name("argument")
    waiting = [("", argument)] if argument is not None else []
    while waiting:
        before, item = waiting.pop()
        if item.type == "scoped_use_list":
            yield from _listed(reading, item, before, waiting, is_reexport=is_reexport)
        elif item.type == "use_list":
            waiting.extend((before, child) for child in reversed(item.named_children))
        elif item.type == "use_wildcard":
            path = _joined(before, reading.text(item).removesuffix("*").strip().removesuffix("::"))
            yield Import(path, (ALL,), is_reexport=is_reexport)
        elif item.type == "use_as_clause":
            path = _joined(before, field_text(reading, item, "path"))
            yield Import(path, alias=field_text(reading, item, "alias"), is_reexport=is_reexport)
        else:
            yield Import(_joined(before, reading.text(item)), is_reexport=is_reexport)


def _listed(
    reading: OutlineReading, item: Node, before: str, waiting: list[tuple[str, Node]], *, is_reexport: bool
) -> Iterator[Import]:
    path = _joined(before, field_text(reading, item, "path"))
    names = []
    listed_items = item.child_by_field_name("list")
    for each in listed_items.named_children if listed_items else []:
        if each.type == "identifier":
            names.append(ImportedName(reading.text(each), reading.text(each)))
        elif each.type == "use_as_clause" and "::" not in field_text(reading, each, "path"):
            names.append(ImportedName(field_text(reading, each, "path"), field_text(reading, each, "alias")))
        else:
            waiting.append((path, each))
    if names:
        yield Import(path, tuple(names), is_reexport=is_reexport)


def _joined(before: str, path: str) -> str:
    path = "".join(path.split())
    if path == "self" and before:
        return before
    return f"{before}::{path}".strip(":") if before else path


_MODULE = declared("module")
_OPEN_HOLDERS = frozenset({"trait_item", "foreign_mod_item"})


def _closing(reader: Reader) -> Reader:
    """What is not `pub` is closed to other modules, but for what a trait asks for."""

    def read(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
        holder = node.parent.parent if node.parent is not None else None
        is_asked_for = holder is not None and (
            holder.type in _OPEN_HOLDERS or holder.child_by_field_name("trait") is not None
        )
        is_open = is_asked_for or any(child.type == "visibility_modifier" for child in node.named_children)
        yield from (replace(each, is_private=not is_open) for each in reader(reading, node, context))

    return read


RULES = Rules(
    readers={
        **dict.fromkeys(
            ("struct_item", "union_item"), _closing(declared("class", bodies=("field_declaration_list",)))
        ),
        "enum_item": _closing(declared("class")),
        "trait_item": _closing(declared("class", bases=frozenset({"trait_bounds"}))),
        "impl_item": _impl,
        "mod_item": _module,
        "function_item": _closing(declared("function")),
        "function_signature_item": declared("function"),
        "macro_definition": declared("function", ends_with="name"),
        "field_declaration": _closing(listed("member", "name")),
        "enum_variant": declared("member", bodies=("none",)),
        "const_item": _closing(listed("value", "name")),
        "static_item": _closing(listed("value", "name")),
        "type_item": _closing(declared("type")),
        "associated_type": declared("member"),
    },
    passed=frozenset({"foreign_mod_item", "declaration_list"}),
    comments=frozenset({"line_comment", "block_comment"}),
    decorators=frozenset({"attribute_item"}),
    importers={"use_declaration": _use, "mod_item": _file_of_module},
    import_words=re.compile(rb"\b(?=(?:use|mod)\s)"),
)
