"""Python: relative imports, and absolute ones from any source root, nearest first.

Refuses to know `sys.path`: a folder is a source root when it is not itself a package.
"""

import sys
from collections.abc import Iterator

from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import parent, split
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import Import, ImportedName

_FORMS = ("/__init__.py", ".py")
_STUBS = ("/__init__.pyi", ".pyi")
_PACKAGES = ("__init__.py", "__init__.pyi")


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The module's file with the names taken from it, and a file for each name that is a module itself."""
    dotted = imported.module.lstrip(".")
    level = len(imported.module) - len(dotted)
    stem = dotted.replace(".", "/")
    if not level and stem in sys.stdlib_module_names:
        return
    module = _relative(tree, importing, level, stem) if level else _absolute(tree, importing, stem)
    if not imported.names:
        if module:
            yield Resolved(module, (), imported.alias or dotted)
        return
    rest: list[ImportedName] = []
    submodules: list[Resolved] = []
    for name in imported.names:
        path = _submodule(tree, importing, module, level, f"{stem}/{name.name}" if stem else name.name)
        if path:
            submodules.append(Resolved(path, (), name.alias))
        else:
            rest.append(name)
    if module and rest:
        yield Resolved(module, tuple(rest), "")
    yield from submodules


def _submodule(tree: FileTree, importing: str, module: str | None, level: int, stem: str) -> str | None:
    """The file of a name that is a module: beside the package's own file, or of a package without one."""
    if stem.endswith("*"):
        return None
    if module is not None:
        folder, name = split(module)
        return _file(tree, folder + split(stem)[1], importing) if name in _PACKAGES else None
    return _relative(tree, importing, level, stem) if level else _absolute(tree, importing, stem)


def _relative(tree: FileTree, importing: str, level: int, stem: str) -> str | None:
    folder: str | None = split(importing)[0]
    for _ in range(level - 1):
        folder = parent(folder) if folder is not None else None
    if folder is None:
        return None
    if stem:
        return _file(tree, folder + stem, importing)
    return next((folder + name for name in _PACKAGES if name in tree.names_in(folder)), None)


def _file(tree: FileTree, stem: str, importing: str) -> str | None:
    return next((stem + f for f in _FORMS + _STUBS if stem + f in tree and stem + f != importing), None)


def _absolute(tree: FileTree, importing: str, stem: str) -> str | None:
    is_standard = stem.partition("/")[0] in sys.stdlib_module_names
    for forms in (_FORMS, _STUBS):
        candidates = [
            path
            for form in forms
            for path in tree.with_tail(stem + form)
            for root in [path.removesuffix(stem + form)]
            if path != importing and _is_root(tree, root) and (importing.startswith(root) or not is_standard)
        ]
        if found := nearest(candidates, importing):
            return found
    return None


def _is_root(tree: FileTree, folder: str) -> bool:
    """Whether absolute imports can start in a folder: in none that is a package."""
    names = tree.names_in(folder)
    return not any(name in names for name in _PACKAGES)
