"""What `package.json` says of modules: `exports`, `main`, `imports`; mapped from what is built to its source.

Refuses to know which files exist: it tells what to try.
"""

import re
from collections.abc import Iterator

from pt_lsp.context.resolution.configs import Config, Configs, mapping
from pt_lsp.context.resolution.path_mappings import matching, package_and_rest
from pt_lsp.context.resolution.paths import join, split

_BUILT = frozenset(
    {"_cjs", "_esm", "build", "cjs", "dist", "es", "esm", "lib", "mjs", "out", "output", "types"}
)
_ENDINGS = re.compile(r"\.d\.[mc]?ts$|\.[mc]?[jt]sx?$")
_ENTRY_FIELDS = ("source", "types", "typings", "module", "main")
_USUAL_ENTRIES = ("src/index", "index", "src/main", "lib/index", "src")
_MOST_TARGETS = 16
_MOST_DEPTH = 8


def in_packages(configs: Configs, module: str) -> Iterator[str]:
    """The paths that a module of a workspace package may have, the likeliest first."""
    package, rest = package_and_rest(module)
    for folder in configs.folders_named("package.json", package):
        config = configs.at(f"{folder}package.json") or {}
        for target in _exported(config, rest):
            yield from _sources(folder, target)
        for usual in (rest, f"src/{rest}", f"lib/{rest}") if rest else _USUAL_ENTRIES:
            yield folder + usual


def in_own_imports(configs: Configs, importing: str, module: str) -> Iterator[str]:
    """The paths that a module may have whose name starts with `#`."""
    found = configs.around(split(importing)[0], "package.json")
    if found is not None:
        path, config = found
        for target in _matched(mapping(config.get("imports")), module):
            yield from _sources(split(path)[0], target)


def _exported(config: Config, rest: str) -> list[str]:
    exports = config.get("exports")
    is_by_path = isinstance(exports, dict) and any(key.startswith(".") for key in exports)
    by_path = mapping(exports) if is_by_path else {".": exports}
    targets = _matched(by_path, f"./{rest}" if rest else ".")
    if not rest:
        for field in _ENTRY_FIELDS:
            targets.extend(_flat(config.get(field)))
    return targets


def _matched(patterns: Config, module: str) -> list[str]:
    flat = {key: _flat(value) for key, value in patterns.items() if key == module or "*" in key}
    return matching(flat, module)


def _flat(value: object) -> list[str]:
    """The targets under all conditions."""
    found: list[str] = []
    waiting = [(value, 0)]
    while waiting and len(found) < _MOST_TARGETS:
        each, depth = waiting.pop(0)
        if isinstance(each, str):
            found.append(each)
        elif depth < _MOST_DEPTH:
            inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
            waiting[:0] = [(one, depth + 1) for one in list(inner)[:_MOST_TARGETS]]
    return found


def _sources(folder: str, target: str) -> Iterator[str]:
    """Where the source of a target may be: as it says, unless that is plainly built, then under `src`."""
    path = join("", target) or ""
    parts = _ENDINGS.sub("", path).split("/")
    n_built = next((n for n, part in enumerate(parts) if part not in _BUILT), len(parts))
    for n in range(min(1, n_built), n_built + 1):
        rest = "/".join(parts[n:])
        yield f"{folder}src/{rest}"
        yield f"{folder}{rest}"
    yield f"{folder}{path}"
