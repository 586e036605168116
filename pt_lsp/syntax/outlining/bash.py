"""Outlines of Bash."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from pt_lsp.syntax.outlining.declarations import declared, field_text, listed
from pt_lsp.syntax.outlining.parts import Import
from pt_lsp.syntax.outlining.reading import OutlineReading, Rules


def _source(reading: OutlineReading, node: Node) -> Iterator[Import]:
    path = field_text(reading, node, "argument")
    if path and field_text(reading, node) in {"source", "."}:
        yield Import(path)


RULES = Rules(
    readers={"function_definition": declared("function"), "variable_assignment": listed("value", "name")},
    passed=frozenset({"declaration_command", "if_statement", "else_clause", "elif_clause", "list"}),
    importers={"command": _source},
    import_words=re.compile(rb"(?:^|[;&|{(]|\bthen\b|\bdo\b)[ \t]*(?=source\b|\.[ \t])", re.MULTILINE),
)
