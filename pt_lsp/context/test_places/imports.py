"""How a test file gets at the source that it tests, where paths and manifests leave no doubt.

Refuses to guess: what only the source's own text tells (a package clause, a namespace) is not told here.
"""

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pt_lsp.context.test_places.framework_signs import Framework
from pt_lsp.context.test_places.tree import File, Folder, SourceTree, upwards

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_NODE_MODULES = re.compile(r'"module(?:Resolution)?"\s*+:\s*+"(?i:node(?:16|18|20|next))"')
_ES_MODULES = re.compile(r'"type"\s*+:\s*+"module"')
_DART_NAME = re.compile(r"^name:[ \t]*+['\"]?(\w++)", re.MULTILINE)
_CRATE_NAME = re.compile(r"^\[(?:package|lib)\][^\[]*?^name[ \t]*+=[ \t]*+\"([\w-]++)\"", re.MULTILINE)
_MOST_CHARACTERS = 200_000


class Seen(NamedTuple):
    """A source, its test, and what is around them."""

    tree: SourceTree
    manifests: Mapping[str, str]
    source: File
    test: File
    framework: Framework | None

    @property
    def package(self) -> Folder:
        """The nearest folder around the source that has a manifest."""
        return self.tree.package_of(self.source.folder)

    @property
    def inside(self) -> Folder:
        """The source's folder below its package."""
        return self.source.folder[len(self.package) :]

    def manifest(self, name: str) -> str:
        """The nearest text of a manifest of this name around the source; "" where there is none."""
        for folder in upwards(self.source.folder):
            text = self.manifests.get("/".join((*folder, name)))
            if text is not None:
                return text[:_MOST_CHARACTERS]
        return ""


def import_of(seen: Seen) -> str | None:
    """The beginning of an import, or a whole one, as code; None where something is in doubt."""
    written = _BY_LANGUAGE.get(seen.source.family.name)
    return None if written is None else written(seen)


def _python(seen: Seen) -> str | None:
    """By the topmost package; `src` is a place and no package."""
    folder, tree = seen.source.folder, seen.tree
    start = len(folder)
    while start and "__init__.py" in tree.names_in(folder[:start]):
        start -= 1
    n_package = len(seen.package)
    if seen.inside[:1] == ("src",) and len(seen.inside) > 1 and start > n_package:
        start = n_package + 1
    is_beside = start == len(folder) and seen.test.folder == folder
    is_on_path = start in {0, n_package, n_package + (seen.inside[:1] == ("src",))}
    is_on_path = is_on_path or "manage.py" in tree.names_in(folder[:start])
    if not is_beside and (start == len(folder) or not is_on_path):
        return None
    parts = (*folder[start:], *(() if seen.source.stem == "__init__" else (seen.source.stem,)))
    return f"from {'.'.join(parts)} import" if parts and all(map(_IDENTIFIER.fullmatch, parts)) else None


def _javascript(seen: Seen) -> str | None:
    """By the way from one file to the other; with an ending where modules are looked up like files."""
    way = posixpath.relpath(
        "/".join((*seen.source.folder, seen.source.stem)), "/".join(seen.test.folder) or "."
    )
    way = way if way.startswith("../") else f"./{way}"
    ending = seen.source.ending
    if '"' in way:
        return None
    if ending in {"vue", "svelte", "mjs"}:
        return f'from "{way}.{ending}"'
    if ending in {"js", "jsx"}:
        is_module = _ES_MODULES.search(seen.manifest("package.json")) is not None
        return f'from "{way}.{ending}"' if is_module else f'"{way}"'
    if ending not in {"ts", "tsx"}:
        return None
    if _NODE_MODULES.search(seen.manifest("tsconfig.json")):
        return f'from "{way}.js"'
    if seen.framework in {Framework.DENO_TEST, Framework.NODE_TEST}:
        return f'from "{way}.{ending}"' if seen.framework is Framework.DENO_TEST else None
    return None if seen.framework is None else f'from "{way}"'


def _java(seen: Seen) -> str | None:
    """By the folders below `src/main/java`; a test in the same package imports nothing."""
    ours, theirs = _java_package(seen.source), _java_package(seen.test)
    if not ours or theirs is None:
        return None
    package = f"package {'.'.join(theirs)};" if theirs else ""
    return package if ours == theirs else f"{package}\nimport {'.'.join(ours)}.{seen.source.stem};".strip()


def _java_package(file: File) -> Folder | None:
    for at in range(len(file.folder) - 3, -1, -1):
        source_set = file.folder[at : at + 3]
        if file.ending == "java" and source_set[0] == "src" and source_set[2] == "java":
            parts = file.folder[at + 3 :]
            return parts if all(map(_IDENTIFIER.fullmatch, parts)) else None
    return None


def _php(seen: Seen) -> str | None:
    """By PSR-4."""
    try:
        config = json.loads(seen.manifests.get("/".join((*seen.package, "composer.json")), ""))
    except (ValueError, RecursionError):
        return None
    source = _php_namespace(config, seen.source.folder[len(seen.package) :])
    if source is None:
        return None
    used = f"use {source}\\{seen.source.stem};" if source else f"use {seen.source.stem};"
    test = _php_namespace(config, seen.test.folder[len(seen.package) :])
    return f"namespace {test};\n{used}" if test else used


def _php_namespace(config: object, inside: Folder) -> str | None:
    found: list[tuple[int, str]] = []
    for key in ("autoload", "autoload-dev"):
        mapped = _object(_object(_object(config).get(key)).get("psr-4"))
        for namespace, folders in mapped.items():
            for folder in folders if isinstance(folders, list) else [folders]:
                parts = tuple(part for part in str(folder).split("/") if part not in {"", "."})
                if inside[: len(parts)] == parts:
                    rest = inside[len(parts) :]
                    found.append((len(parts), "\\".join((*filter(None, namespace.split("\\")), *rest))))
    return max(found, default=(0, None))[1]


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _ruby(seen: Seen) -> str | None:
    """By the place below `lib`, which a gem's tests have on their path; Rails loads by itself."""
    is_rails = {"app", "config"} <= seen.tree.names_in(seen.package)
    if seen.inside[:1] != ("lib",) or is_rails:
        return None
    return f'require "{"/".join((*seen.inside[1:], seen.source.stem))}"'


def _rust(seen: Seen) -> str | None:
    """Inside of the source all of it is there; tests of their own see the crate from outside."""
    if seen.test.path == seen.source.path or seen.test.stem == "tests":
        return "use super::*;"
    found = _CRATE_NAME.search(seen.manifest("Cargo.toml"))
    has_library = seen.tree.names_in((*seen.package, "src")) >= {"lib.rs"}
    return f"use {found.group(1).replace('-', '_')}::" if found and has_library else None


def _swift(seen: Seen) -> str | None:
    if seen.inside[:1] != ("Sources",) or len(seen.inside) < len(("Sources", "target")):
        return None
    return f"@testable import {seen.inside[1]}" if _IDENTIFIER.fullmatch(seen.inside[1]) else None


def _dart(seen: Seen) -> str | None:
    found = _DART_NAME.search(seen.manifest("pubspec.yaml"))
    if not found or seen.inside[:1] != ("lib",):
        return None
    return f"import 'package:{found.group(1)}/{'/'.join((*seen.inside[1:], seen.source.name))}';"


_BY_LANGUAGE: dict[str, Callable[[Seen], str | None]] = {
    "python": _python,
    "javascript": _javascript,
    "jvm": _java,
    "php": _php,
    "ruby": _ruby,
    "rust": _rust,
    "swift": _swift,
    "dart": _dart,
}
