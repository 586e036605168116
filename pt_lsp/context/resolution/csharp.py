"""C#: namespaces by the folders that are called like them.

Refuses to read project files: `src/Acme.Core/Models` is the namespace `Acme.Core.Models` by its name alone.
"""

from collections.abc import Iterator

from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import split
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import ALL, Import, ImportedName


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The files of the namespace, or the file of the class that is named."""
    parts = imported.module.split(".")
    last = parts[-1]
    taken = imported.names or (ImportedName(last, imported.alias or last),)
    home = _folder(tree, importing, parts[:-1])
    if home is not None and f"{last}.cs" in tree.names_in(home) and f"{home}{last}.cs" != importing:
        yield Resolved(f"{home}{last}.cs", taken, "")
        return
    folder = _folder(tree, importing, parts)
    if folder is not None:
        names = (ALL,) if imported.names else ()
        for path in tree.files_in(folder, ".cs"):
            if path != importing:
                yield Resolved(path, names, "" if names else imported.alias or imported.module)


def siblings(tree: FileTree, path: str) -> list[str]:
    """The other files of the same namespace."""
    return [other for other in tree.files_in(split(path)[0], ".cs") if other != path]


def _folder(tree: FileTree, importing: str, parts: list[str]) -> str | None:
    """The nearest folder whose path with dots ends as the namespace, its first part aside or not."""
    for wanted in (parts, parts[1:]):
        if not wanted or (len(wanted) == 1 and wanted is not parts):
            continue
        end = f".{'.'.join(wanted)}."
        folders = [
            folder
            for n in range(len(wanted))
            for folder in tree.folders_with_tail(f"{'.'.join(wanted[n:])}/")
            if f".{folder}".replace("/", ".").endswith(end)
        ]
        found = nearest(folders, importing)
        if found is not None:
            return found
    return None
