"""PHP: classes by the namespaces of `composer.json`, and files by their paths.

Refuses to run an autoloader: a class lies in a file of its name.
"""

from collections.abc import Iterator

from pt_lsp.context.resolution.configs import mapping, texts
from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import as_folder, join, split
from pt_lsp.context.resolution.required import required
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import ALL, Import, ImportedName


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The file of each class, or the file that is required."""
    if imported.module.endswith(".php"):
        path = required(tree, importing, imported.module, ("",))
        if path:
            yield Resolved(path, (ALL,), "")
        return
    if imported.is_mention:
        yield from _mentioned(tree, importing, imported.module)
        return
    for name in imported.names or (ImportedName("", imported.alias),):
        parts = [part for part in f"{imported.module}\\{name.name}".split("\\") if part]
        path = _class(tree, importing, parts) if parts else None
        if path and path != importing:
            yield Resolved(path, (ImportedName(parts[-1], name.alias.split("\\")[-1] or parts[-1]),), "")


def siblings(tree: FileTree, path: str) -> list[str]:
    """The other files of the same namespace."""
    return [other for other in tree.files_in(split(path)[0], ".php") if other != path]


def _mentioned(tree: FileTree, importing: str, name: str) -> Iterator[Resolved]:
    """A class of the own namespace or one below it, or a whole name."""
    parts = [part for part in name.split("\\") if part]
    path: str | None = f"{split(importing)[0]}{'/'.join(parts)}.php"
    if name.startswith("\\"):
        path = _class(tree, importing, parts) if len(parts) > 1 else None
    if path and path != importing and path in tree:
        yield Resolved(path, (ImportedName(parts[-1], parts[-1]),), "")


def _class(tree: FileTree, importing: str, parts: list[str]) -> str | None:
    """By the nearest `composer.json`, else the file whose path ends like the name, its first parts aside."""
    for path in _by_composer(tree, importing, parts):
        if path in tree:
            return path
    for n in range(max(1, len(parts) - 1)):
        found = nearest(tree.with_tail(f"{'/'.join(parts[n:])}.php"), importing)
        if found is not None:
            return found
    return None


def _by_composer(tree: FileTree, importing: str, parts: list[str]) -> Iterator[str]:
    found = tree.configs.around(split(importing)[0], "composer.json")
    path, config = found or ("", {})
    for section in ("autoload", "autoload-dev"):
        for prefix, folders in mapping(mapping(config.get(section)).get("psr-4")).items():
            start = [part for part in prefix.split("\\") if part]
            if parts[: len(start)] == start:
                homes = (join(split(path)[0], folder) for folder in texts(folders))
                rest = "/".join(parts[len(start) :])
                yield from (f"{as_folder(home)}{rest}.php" for home in homes if home is not None)
