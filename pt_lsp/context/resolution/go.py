"""Go: packages by the module paths of `go.mod`; all files of a folder are one package.

Refuses to know the name in a package clause: a package is called as its path ends.
"""

import re
from collections.abc import Iterator

from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import split
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import Import

_MAJOR = re.compile(r"/v[0-9]+$|\.v[0-9]+$")
_CALLED = re.compile(r"(?:^|[/-]|\bgo-)(\w+?)(?:[-.]go)?$")
_TEST = "_test.go"


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The files of the package, its tests left out."""
    folder = _folder(tree, importing, imported.module)
    if folder is None:
        return
    called = _CALLED.search(_MAJOR.sub("", imported.module))
    alias = imported.alias or (called.group(1) if called else "")
    for path in tree.files_in(folder, ".go"):
        if path != importing and not path.endswith(_TEST):
            yield Resolved(path, imported.names, "" if imported.names else alias)


def siblings(tree: FileTree, path: str) -> list[str]:
    """The other files of the same folder, tests only for a test."""
    is_test = path.endswith(_TEST)
    others = tree.files_in(split(path)[0], ".go")
    return [other for other in others if other != path and (is_test or not other.endswith(_TEST))]


def _folder(tree: FileTree, importing: str, module: str) -> str | None:
    """The folder of a package: below the module whose path its path begins with, else by the path's end."""
    beginning, rest = module, ""
    while beginning:
        homes = tree.configs.folders_named("go.mod", beginning)
        home = nearest(homes, importing)
        if home is not None:
            return f"{home}{rest}"
        beginning, _, last = beginning.rpartition("/")
        rest = f"{last}/{rest}"
    if "." not in module.partition("/")[0] or tree.configs.around(split(importing)[0], "go.mod"):
        return None
    tail = f"{module}/"
    while tail.count("/") > 1:
        found = nearest(tree.folders_with_tail(tail), importing)
        if found is not None:
            return found
        tail = tail.partition("/")[2]
    return None
