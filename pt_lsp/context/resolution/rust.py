"""Rust: paths through the module tree of a crate, and crates of the workspace by their names.

Refuses to look into files: what is no file is an item of the last module that is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pt_lsp.context.resolution.configs import mapping
from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import join, last_part, parent, split, stem_of, upwards
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import Import, ImportedName

_ROOTS = ("lib.rs", "main.rs")
_OWN_CRATES = frozenset({"benches", "bin", "examples", "tests"})
"""Folders in which each file is a crate of its own."""
_STANDARD = frozenset({"alloc", "core", "proc_macro", "std", "test"})


@dataclass(frozen=True, slots=True)
class _Module:
    """A module's file, if it has one, and the folder of its children's files."""

    path: str | None
    folder: str


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The file of each module that is named, with the items that are taken from it."""
    items: dict[str, list[ImportedName]] = {}
    names = imported.names or (ImportedName("", imported.alias),)
    for name in names:
        parts = [part.removeprefix("r#") for part in imported.module.split("::") if part]
        if name.name not in {"", "*", "self"}:
            parts.append(name.name)
        module, rest = _walk(tree, importing, parts)
        if module is None or module.path is None or module.path == importing:
            continue
        alias = parts[-1] if name.alias in {"", "self"} else name.alias
        if name.name == "*":
            items.setdefault(module.path, []).append(ImportedName(rest[0], rest[0]) if rest else name)
        elif rest:
            items.setdefault(module.path, []).append(ImportedName(rest[0], alias))
        else:
            yield Resolved(module.path, (), alias)
    for path, taken in items.items():
        yield Resolved(path, tuple(taken), "")


def _walk(tree: FileTree, importing: str, parts: list[str]) -> tuple[_Module | None, list[str]]:
    """The last module of a path that is a file, and what of the path is left."""
    module, rest = _start(tree, importing, parts)
    while module is not None and rest and (child := _child(tree, module, rest[0])) is not None:
        module, rest = child, rest[1:]
    return module, rest


def _start(tree: FileTree, importing: str, parts: list[str]) -> tuple[_Module | None, list[str]]:
    first = parts[0] if parts else ""
    if first == "crate":
        return _crate(tree, importing), parts[1:]
    here: _Module | None = _own(tree, importing)
    if first in {"self", "super"}:
        n = 0
        while n < len(parts) and parts[n] in {"self", "super"} and here is not None:
            here = _around(tree, here) if parts[n] == "super" else here
            n += 1
        return here, parts[n:]
    if here is not None and _child(tree, here, first) is not None:
        return here, parts
    crate = _named(tree, importing, first) or (_unnamed(tree, importing, first) if parts[1:] else None)
    if crate is not None:
        return crate, parts[1:]
    root = _crate(tree, importing)
    return (root, parts) if root is not None and _child(tree, root, first) is not None else (None, [])


def _own(tree: FileTree, path: str) -> _Module:
    folder, name = split(path)
    is_folders = name in {"mod.rs", *_ROOTS} or _is_own_crate(tree, folder)
    return _Module(path, folder if is_folders else f"{folder}{stem_of(path)}/")


def _is_own_crate(tree: FileTree, folder: str) -> bool:
    outer = parent(folder)
    if outer is None or last_part(folder) not in _OWN_CRATES:
        return False
    if last_part(folder) == "bin":
        return last_part(outer) == "src"
    return tree.configs.at(f"{outer}Cargo.toml") is not None or _root_in(tree, f"{outer}src/") is not None


def _child(tree: FileTree, module: _Module, name: str) -> _Module | None:
    for path in (f"{module.folder}{name}.rs", f"{module.folder}{name}/mod.rs"):
        if path in tree:
            return _Module(path, f"{module.folder}{name}/")
    return None


def _around(tree: FileTree, module: _Module) -> _Module | None:
    """The parent of a module, whose children lie in the folder around the module's own."""
    folder = parent(module.folder)
    return None if folder is None else _Module(_file_of(tree, folder), folder)


def _file_of(tree: FileTree, folder: str) -> str | None:
    """The file of the module whose children lie in a folder."""
    own = next((folder + name for name in ("mod.rs", *_ROOTS) if folder + name in tree), None)
    beside = f"{folder[:-1]}.rs"
    return own or (beside if beside in tree else None)


def _crate(tree: FileTree, path: str) -> _Module | None:
    """The root of the crate that a file belongs to."""
    folder, name = split(path)
    if name in _ROOTS or _is_own_crate(tree, folder):
        return _Module(path, folder)
    for outer in upwards(folder):
        if (root := _root_in(tree, outer)) is not None:
            return root
        if _is_own_crate(tree, outer):
            return _Module(None, outer)
    found = tree.configs.around(folder, "Cargo.toml")
    return None if found is None else _library(tree, split(found[0])[0])


def _root_in(tree: FileTree, folder: str) -> _Module | None:
    names = tree.names_in(folder)
    return next((_Module(folder + name, folder) for name in _ROOTS if name in names), None)


def _named(tree: FileTree, importing: str, name: str) -> _Module | None:
    """The root of a crate of the workspace."""
    home = nearest(tree.configs.folders_named("Cargo.toml", name), importing)
    return None if home is None else _library(tree, home)


def _unnamed(tree: FileTree, importing: str, name: str) -> _Module | None:
    """Where no `Cargo.toml` tells names: the crate in a folder called so, else the library beside."""
    folder = split(importing)[0]
    if name in _STANDARD or tree.configs.around(folder, "Cargo.toml") is not None:
        return None
    for called in (name, name.replace("_", "-")):
        folders = tree.folders_with_tail(f"{called}/src/")
        home = nearest([each for each in folders if "lib.rs" in tree.names_in(each)], importing)
        if home is not None:
            return _Module(f"{home}lib.rs", home)
    root = _crate(tree, importing)
    if root is not None and root.path is not None and root.path.endswith("/lib.rs"):
        return None
    sources = (f"{outer}src/" for outer in upwards(folder))
    return next((_Module(f"{each}lib.rs", each) for each in sources if f"{each}lib.rs" in tree), None)


def _library(tree: FileTree, home: str) -> _Module:
    """The root of the crate of a `Cargo.toml`, its file left open where it is not known."""
    own = mapping((tree.configs.at(f"{home}Cargo.toml") or {}).get("lib")).get("path")
    path = join(home, own) if isinstance(own, str) else None
    if path and path in tree:
        return _Module(path, split(path)[0])
    return _root_in(tree, f"{home}src/") or _Module(None, f"{home}src/")
