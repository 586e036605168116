"""How tests write imports and what they lead to: `module as alias: name, name as alias`."""

from collections.abc import Iterable

from pt_lsp.context.resolution.configs import CONFIG_NAMES
from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.resolve import resolve
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.languages import language_of
from pt_lsp.syntax.outline import Import, ImportedName
from tests.support.notation import parse_files


def tree_of(files: str) -> FileTree:
    """The tree of the files of `-- path --` headers, or of paths one a line; configs among them are read."""
    if "-- " not in files:
        files = "".join(f"-- {path} --\n" for path in files.split())
    tree = FileTree()
    for path, content in parse_files(files).items():
        tree.add(path)
        if path.rpartition("/")[2] in CONFIG_NAMES:
            tree.set_config(path, content.text)
    return tree


def imported(text: str) -> Import:
    """`pkg.mod as m: a, b as c` as an import."""
    head, _, names = text.partition(": ")
    module, _, alias = head.partition(" as ")
    return Import(module, tuple(map(_name, names.split(", "))) if names else (), alias)


def leads_to(tree: FileTree, importing: str, text: str) -> str:
    """What an import in a file leads to: `path as alias: name, name as alias`, joined by ` + `."""
    return shown(resolve(tree, importing, language_of(importing) or "", imported(text)))


def shown(found: Iterable[Resolved]) -> str:
    """Paths with the names taken from them, joined by ` + `."""
    return " + ".join(map(_one, found))


def _one(found: Resolved) -> str:
    names = ", ".join(n.name if n.name == n.alias else f"{n.name} as {n.alias}" for n in found.names)
    return f"{found.path}{f' as {found.alias}' if found.alias else ''}{f': {names}' if names else ''}"


def _name(text: str) -> ImportedName:
    name, _, alias = text.partition(" as ")
    return ImportedName(name, alias or name)
