"""Java, Kotlin and others of the JVM: classes by the folders of their packages.

Refuses to know source sets: a class is the nearest file whose path ends as its name.
"""

from collections.abc import Iterator

from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import split, stem_of
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import ALL, Import, ImportedName

_ENDINGS = (".java", ".kt", ".scala", ".groovy")
_MOST_INNER = 2
"""So many last parts of a name may be a nested class and its member."""


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The file of each class; of a wildcard the files of the package or the class that it is in."""
    for name in imported.names or (ImportedName("", imported.alias),):
        is_all = name.name == "*"
        parts = [*imported.module.split("."), *([name.name] if name.name and not is_all else [])]
        last = parts[-1]
        found = _class(tree, importing, parts)
        if found is not None:
            yield Resolved(found, (ALL if is_all else ImportedName(last, name.alias or last),), "")
        elif is_all:
            yield from (Resolved(path, (ALL,), "") for path in _package(tree, importing, parts))
        else:
            taken = (ImportedName(last, name.alias or last),)
            functions = [path for path in _package(tree, importing, parts[:-1]) if path.endswith(".kt")]
            yield from (Resolved(path, taken, "") for path in functions)


def siblings(tree: FileTree, path: str) -> list[str]:
    """The other files of the same package, for a test those that it tests first."""
    folder = split(path)[0]
    folders = [folder.replace("/src/test/", "/src/main/"), folder] if "/src/test/" in folder else [folder]
    found = [each for home in folders for each in tree.files_in(home, _ENDINGS) if each != path]
    tested = stem_of(path).removesuffix("Test").removesuffix("Tests")
    return sorted(found, key=lambda each: (stem_of(each) != tested, folders.index(split(each)[0])))


def _class(tree: FileTree, importing: str, parts: list[str]) -> str | None:
    for n in range(len(parts), max(0, len(parts) - _MOST_INNER - 1), -1):
        tail = "/".join(parts[:n])
        candidates = [path for ending in _ENDINGS for path in tree.with_tail(tail + ending)]
        found = nearest([path for path in candidates if path != importing], importing) if n > 1 else None
        if found is not None:
            return found
    return None


def _package(tree: FileTree, importing: str, parts: list[str]) -> list[str]:
    folder = nearest(tree.folders_with_tail("/".join(parts) + "/"), importing) if parts else None
    return [] if folder is None else [p for p in tree.files_in(folder, _ENDINGS) if p != importing]
