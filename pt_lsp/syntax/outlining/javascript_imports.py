"""Imports of JavaScript and TypeScript: `import`, `export ... from`, `require`; refuses to resolve them."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.parts import ALL, Import, ImportedName
from pt_lsp.syntax.outlining.reading import OutlineReading, nth_text


def _import(reading: OutlineReading, node: Node) -> Iterator[Import]:
    module = _string(reading, node.child_by_field_name("source"))
    names: list[ImportedName] = []
    alias = ""
    for part in _clauses(node):
        if part.type == "namespace_import":
            alias = nth_text(reading, part, -1)
        elif part.type == "identifier":
            names.append(ImportedName("default", reading.text(part)))
        elif part.type == "import_specifier":
            names.append(_specified(reading, part))
        elif part.type == "import_require_clause":
            module = _string(reading, part.child_by_field_name("source"))
            alias = nth_text(reading, part, 0)
    if module:
        yield Import(module, tuple(names), alias)


def _clauses(node: Node) -> Iterator[Node]:
    """The parts of an import, those of its braces one by one."""
    waiting = node.named_children[::-1]
    while waiting:
        part = waiting.pop()
        if part.type in {"import_clause", "named_imports"}:
            waiting.extend(reversed(part.named_children))
        else:
            yield part


def _export(reading: OutlineReading, node: Node) -> Iterator[Import]:
    module = _string(reading, node.child_by_field_name("source"))
    if not module:
        return
    for part in node.named_children:
        if part.type == "export_clause":
            names = tuple(
                _specified(reading, each) for each in part.named_children if each.type == "export_specifier"
            )
            yield Import(module, names, is_reexport=True)
            return
        if part.type == "namespace_export":
            yield Import(module, alias=nth_text(reading, part, -1), is_reexport=True)
            return
    yield Import(module, (ALL,), is_reexport=True)


def _specified(reading: OutlineReading, node: Node) -> ImportedName:
    name = reading.field(node)
    return ImportedName(name, reading.field(node, "alias") or name)


def _call(reading: OutlineReading, node: Node) -> Iterator[Import]:
    """`require("a")` and `import("a")`, with what takes them."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if called is None or arguments is None or reading.text(called) not in {"require", "import"}:
        return
    module = _string(reading, next(iter(arguments.named_children), None))
    if not module:
        return
    taker = node.parent
    while taker is not None and taker.type in {"await_expression", "parenthesized_expression"}:
        taker = taker.parent
    if taker is None:
        yield Import(module)
    elif taker.type == "member_expression":
        name, outer = reading.field(taker, "property"), taker.parent
        alias = reading.field(outer) if outer and outer.type == "variable_declarator" else ""
        yield Import(module, (ImportedName(name, alias or name),))
    else:
        target = taker.child_by_field_name("name") if taker.type == "variable_declarator" else None
        yield _taken(reading, module, target)


def _taken(reading: OutlineReading, module: str, target: Node | None) -> Import:
    if target is None:
        return Import(module)
    if target.type == "identifier":
        return Import(module, alias=reading.text(target))
    names = []
    for part in target.named_children:
        if part.type == "shorthand_property_identifier_pattern":
            names.append(ImportedName(reading.text(part), reading.text(part)))
        elif part.type == "pair_pattern":
            names.append(ImportedName(reading.field(part, "key"), reading.field(part, "value")))
    return Import(module, tuple(names))


def _string(reading: OutlineReading, node: Node | None) -> str:
    return "" if node is None or node.type != "string" else reading.text(node)[1:-1]


IMPORTERS = {"import_statement": _import, "export_statement": _export, "call_expression": _call}
IMPORT_WORDS = re.compile(rb"(?<![\w$.])(?=import\b|require\b|export\s*(?:type\s*)?[*{])")
