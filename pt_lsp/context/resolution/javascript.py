"""TypeScript and JavaScript: relative modules, path mappings, packages of the workspace."""

import re
from collections.abc import Iterator

from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.node_packages import in_own_imports, in_packages
from pt_lsp.context.resolution.path_mappings import mapped
from pt_lsp.context.resolution.paths import as_folder, join, split, upwards
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import Import

_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs")
_WRITTEN_FOR = {
    ".js": (".ts", ".tsx", ".d.ts", ".js", ".jsx"),
    ".jsx": (".tsx", ".d.ts", ".jsx"),
    ".mjs": (".mts", ".d.mts", ".mjs"),
    ".cjs": (".cts", ".d.cts", ".cjs"),
}
_RELATIVE = re.compile(r"\.\.?(?:/|$)")
_OF_THE_TOP = ("@/", "~/", "~~/", "@@/", "$/")


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The module's file."""
    for path in _tried(tree, importing, imported.module.partition("?")[0]):
        found = _file(tree, path)
        if found and found != importing:
            yield Resolved(found, imported.names, imported.alias)
            return


def _tried(tree: FileTree, importing: str, module: str) -> Iterator[str]:
    """The paths without endings that a module may have, the likeliest first."""
    folder = split(importing)[0]
    if _RELATIVE.match(module):
        path = join(folder, module)
        if path is not None:
            yield path
        return
    if module.startswith("#"):
        yield from in_own_imports(tree.configs, importing, module)
    yield from mapped(tree.configs, folder, module)
    yield from in_packages(tree.configs, module)
    yield from _by_custom(tree, folder, module)


def _by_custom(tree: FileTree, folder: str, module: str) -> Iterator[str]:
    """Modules that name a path from a folder around the file, or from the `src` there, without any config."""
    mark = next((mark for mark in _OF_THE_TOP if module.startswith(mark)), "/" if module[:1] == "/" else "")
    rest = module[len(mark) :]
    if not mark and not ("/" in rest and any(map(tree.has_folder_called, rest.split("/")[-2:]))):
        return
    for outer in upwards(folder):
        yield f"{outer}src/{rest}"
        yield outer + rest


def _file(tree: FileTree, path: str) -> str | None:
    """The file for a path whose ending may be missing or that of what is built; a folder's index file."""
    folder, name = split(path)
    names = tree.names_in(folder)
    if names:
        stem, dot, ending = name.rpartition(".")
        for written in _WRITTEN_FOR.get(dot + ending, ()):
            if stem + written in names:
                return folder + stem + written
        if name in names:
            return path
        for ending in _ENDINGS:
            if name + ending in names:
                return folder + name + ending
    return _index(tree, as_folder(path))


def _index(tree: FileTree, folder: str) -> str | None:
    names = tree.names_in(folder)
    return next((f"{folder}index{ending}" for ending in _ENDINGS if f"index{ending}" in names), None)
