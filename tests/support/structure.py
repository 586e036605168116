"""How a package is put together, read from its source: modules, what they import, their circles and classes.

An import counts wherever it stands: at the top, in a function, under `if TYPE_CHECKING`. Refuses to import
what it reads, and to know what any module is for. Modules that are loaded by a string it does not see.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    path: Path
    tree: ast.Module
    n_lines: int


@dataclass(frozen=True)
class Structure:
    """A package's modules, by their dotted names; a folder's name stands for its `__init__.py`."""

    modules: Mapping[str, Module]

    @classmethod
    def of(cls, package: Path) -> "Structure":
        """Read all of a package."""
        paths = sorted(package.rglob("*.py"))
        return cls({_name_of(path.relative_to(package.parent)): _read(path) for path in paths})

    def imports(self) -> dict[str, set[str]]:
        """For each module the other modules of the package that it imports."""
        return {
            name: {found for node in ast.walk(module.tree) for found in self._imported(name, node)} - {name}
            for name, module in self.modules.items()
        }

    def circles(self) -> list[list[str]]:
        """The largest sets of modules each of which leads to all others of its set; longest first."""
        reached = _reached(self.imports())
        circles = {
            tuple(sorted(other for other in onward if name in reached[other]))
            for name, onward in reached.items()
            if name in onward
        }
        return [list(circle) for circle in sorted(circles, key=lambda circle: (-len(circle), circle))]

    def repeated_classes(self) -> dict[str, list[str]]:
        """Public names that more than one class of the package has, and the modules of those."""
        places: dict[str, list[str]] = defaultdict(list)
        for name, module in self.modules.items():
            for node in _outside_functions(module.tree):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places[node.name].append(name)
        return {name: found for name, found in sorted(places.items()) if len(found) > 1}

    def files_by_folder(self) -> Counter[str]:
        """How many files lie in each folder itself, without its `__init__.py`."""
        return Counter(name.rpartition(".")[0] for name, _ in self.files())

    def files(self) -> Iterator[tuple[str, Module]]:
        """All modules that are no `__init__.py`."""
        return ((name, it) for name, it in self.modules.items() if it.path.name != "__init__.py")

    def _imported(self, importer: str, node: ast.AST) -> Iterator[str]:
        """What a statement imports; a name of a package that is no module of it is in its `__init__.py`."""
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names if alias.name in self.modules)
            case ast.ImportFrom():
                source = self._source(importer, node)
                for alias in node.names:
                    whole = f"{source}.{alias.name}"
                    if whole in self.modules or source in self.modules:
                        yield whole if whole in self.modules else source

    def _source(self, importer: str, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        is_folder = self.modules[importer].path.name == "__init__.py"
        parts = importer.split(".")
        folder = parts[: len(parts) - node.level + is_folder]
        return ".".join([*folder, *([node.module] if node.module else [])])


def _name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    return Module(path, ast.parse(source), len(source.splitlines()))


def _reached(imports: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """For each module all that its imports lead to, itself only over a circle."""
    reached = {}
    for name, direct in imports.items():
        seen, waiting = set[str](), list(direct)
        while waiting:
            found = waiting.pop()
            if found not in seen:
                seen.add(found)
                waiting.extend(imports[found])
        reached[name] = seen
    return reached


def _outside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting.extend(ast.iter_child_nodes(node))
