"""From an import as written to the files of the workspace that it means, by language.

Refuses to follow what those files import or export again.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from pt_lsp.context.resolution import javascript, python
from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import Import

__all__ = ["FileTree", "Resolved", "resolve"]

_MOST_FILES = 64

_BY_LANGUAGE: dict[str, Callable[[FileTree, str, Import], Iterator[Resolved]]] = {
    "javascript": javascript.resolve,
    "javascriptreact": javascript.resolve,
    "python": python.resolve,
    "typescript": javascript.resolve,
    "typescriptreact": javascript.resolve,
}


def resolve(tree: FileTree, importing: str, language_id: str, imported: Import) -> tuple[Resolved, ...]:
    """The files that an import means, at most 64, never the importing one; nothing if none is in the tree.

    Some microseconds; `importing` need not be in the tree.
    """
    rule = _BY_LANGUAGE.get(language_id)
    return () if rule is None else tuple(islice(rule(tree, importing, imported), _MOST_FILES))
