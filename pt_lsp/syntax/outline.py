"""What a file defines and imports: names with signatures, for an index or a prompt."""

from collections.abc import Callable
from importlib import import_module

from pt_lsp.syntax.outlining.parts import ALL, EMPTY, Definition, Import, ImportedName, Outline
from pt_lsp.syntax.outlining.reading import OutlineReading, Rules
from pt_lsp.syntax.parsing import SyntaxTree, parse

__all__ = ["ALL", "EMPTY", "Definition", "Import", "ImportedName", "Outline", "Parse", "outline"]

Parse = Callable[[str, str], SyntaxTree | None]
"""Gives the tree of a text in a language, if there is one."""

_RULES = {
    "c": "cfamily",
    "cpp": "cfamily",
    "csharp": "csharp",
    "css": "stylesheets",
    "go": "golang",
    "html": "markup",
    "java": "java",
    "javascript": "javascript",
    "javascriptreact": "javascript",
    "json": "json_documents",
    "jsonc": "json_documents",
    "kotlin": "kotlin",
    "lua": "lua",
    "php": "php",
    "python": "python",
    "ruby": "ruby",
    "rust": "rust",
    "shellscript": "bash",
    "typescript": "javascript",
    "typescriptreact": "javascript",
}
"""Modules of `outlining` by LSP language identifier; imported when first asked for."""


def outline(source: str, language_id: str, parse: Parse = parse) -> Outline:
    """The outline of `source`; `EMPTY` where `parse` gives no tree.

    Some 2 ms for 10 kB, in a worker thread if need be: other threads get in every few kilobytes.
    """
    module = _RULES.get(language_id)
    tree = parse(source, language_id) if module else None
    if tree is None:
        return EMPTY
    rules: Rules = import_module(f"pt_lsp.syntax.outlining.{module}").RULES
    return OutlineReading(tree.root, tree.encoded, rules).outline()
