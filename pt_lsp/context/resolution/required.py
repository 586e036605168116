"""Languages that ask for files by paths: Ruby, Lua, Bash, style sheets, pages.

Refuses to know load paths: what is not beside the file is the nearest whose path ends so.
"""

import re
from collections.abc import Iterator

from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import join, split
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import ALL, Import, ImportedName

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def resolve_ruby(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The required file, or that of a constant: `Foo::BarBaz` is in `foo/bar_baz.rb`, else in `foo.rb`."""
    if imported.is_mention:
        yield from _constant(tree, importing, imported.module.split("::"))
    else:
        yield from _all_of(required(tree, importing, imported.module, (".rb", "")))


def _constant(tree: FileTree, importing: str, names: list[str]) -> Iterator[Resolved]:
    words = [_HUMP.sub("_", name).lower() for name in names]
    taken = (ImportedName(names[-1], names[-1]),)
    for n in range(len(words), 0, -1):
        if path := nearest(tree.with_tail(f"{'/'.join(words[:n])}.rb"), importing):
            if path != importing:
                yield Resolved(path, taken, "")
            return


def resolve_lua(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The required module's file, dots standing for folders."""
    path = required(tree, importing, imported.module.replace(".", "/"), (".lua", "/init.lua"))
    if path:
        yield Resolved(path, imported.names, imported.alias)


def resolve_path(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The file of a path that is written out, variables at its beginning aside."""
    module = imported.module.partition("?")[0]
    if module.startswith("$"):
        module = f"./{module.partition('/')[2]}"
    yield from _all_of(required(tree, importing, module, ("", ".css", ".scss", ".sass", ".less", ".sh")))


def required(tree: FileTree, importing: str, module: str, endings: tuple[str, ...]) -> str | None:
    """The file of a path with one of the endings: beside the importing one, else by the path's end."""
    folder = split(importing)[0]
    beside = join(folder, module.lstrip("/"))
    for ending in endings if beside else ():
        if f"{beside}{ending}" in tree and f"{beside}{ending}" != importing:
            return f"{beside}{ending}"
    if module.startswith("."):
        return None
    tail = join("", module.lstrip("/"))
    candidates = [path for ending in endings for path in tree.with_tail(f"{tail}{ending}")] if tail else []
    return nearest([path for path in candidates if path != importing], importing)


def _all_of(path: str | None) -> Iterator[Resolved]:
    if path:
        yield Resolved(path, (ALL,), "")
