"""From an import as written to the files of the workspace that it means, by language.

Refuses to follow what those files import or export again.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from pt_lsp.context.resolution import c, csharp, go, java, javascript, php, python, required, rust
from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import Import

_MOST_FILES = 64

_BY_LANGUAGE: dict[str, Callable[[FileTree, str, Import], Iterator[Resolved]]] = {
    **dict.fromkeys(("c", "cpp", "objective-c", "objective-cpp"), c.resolve),
    **dict.fromkeys(("css", "html", "less", "sass", "scss", "shellscript"), required.resolve_path),
    **dict.fromkeys(("groovy", "java", "kotlin", "scala"), java.resolve),
    **dict.fromkeys(("javascript", "javascriptreact", "typescript", "typescriptreact"), javascript.resolve),
    "csharp": csharp.resolve,
    "go": go.resolve,
    "lua": required.resolve_lua,
    "php": php.resolve,
    "python": python.resolve,
    "ruby": required.resolve_ruby,
    "rust": rust.resolve,
}
_SIBLINGS = {
    **dict.fromkeys(("groovy", "java", "kotlin", "scala"), java.siblings),
    "csharp": csharp.siblings,
    "go": go.siblings,
    "php": php.siblings,
}


def resolve(tree: FileTree, importing: str, language_id: str, imported: Import) -> tuple[Resolved, ...]:
    """The files that an import means, at most 64, never the importing one; nothing if none is in the tree.

    Some microseconds; `importing` need not be in the tree.
    """
    rule = _BY_LANGUAGE.get(language_id)
    return () if rule is None else tuple(islice(rule(tree, importing, imported), _MOST_FILES))


def implied(tree: FileTree, path: str, language_id: str) -> tuple[str, ...]:
    """The files of which a file sees all without an import: its header or source, and its package."""
    other = c.counterpart(tree, path)
    return (*([other] if other else []), *package(tree, path, language_id))


def package(tree: FileTree, path: str, language_id: str) -> tuple[str, ...]:
    """The other files of the same package, where the language sees them without an import; at most 64."""
    siblings = _SIBLINGS.get(language_id)
    return tuple(siblings(tree, path)[:_MOST_FILES]) if siblings else ()
