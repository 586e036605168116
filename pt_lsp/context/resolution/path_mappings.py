"""Path mappings of `tsconfig.json` and `jsconfig.json`: `paths`, `baseUrl`, `extends`, `references`.

Refuses to know which files exist: it tells what to try.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pt_lsp.context.resolution.configs import TYPESCRIPT_NAMES, Config, Configs, mapping, texts
from pt_lsp.context.resolution.paths import as_folder, join, split

_MOST_CONFIGS = 16
_MOST_PATTERNS = 1_000
_MOST_TARGETS = 16


@dataclass(frozen=True, slots=True)
class _Options:
    """`base_url` and `folder`, to which `paths` are relative without it, are folders."""

    base_url: str | None = None
    paths: Mapping[str, Any] | None = None
    folder: str = ""


def mapped(configs: Configs, folder: str, module: str) -> Iterator[str]:
    """The paths that a module may have as files of a folder see it, the likeliest first."""
    found = configs.around(folder, *TYPESCRIPT_NAMES)
    if found is None:
        return
    path, config = found
    own = _options(configs, path, config, split(path)[0], set())
    for options in (own,) if own.paths else (own, *_referenced(configs, path, config)):
        base = options.folder if options.base_url is None else options.base_url
        targets = matching(options.paths or {}, module)
        tried = [join(base, target) for target in targets]
        if options.base_url is not None:
            tried.append(join(base, module))
        yield from (each for each in tried if each is not None)


def matching(patterns: Mapping[str, Any], module: str) -> list[str]:
    """The targets of the pattern that fits best, `*` filled in: the exact one, else the longest beginning."""
    if module in patterns:
        return texts(patterns[module])[:_MOST_TARGETS]
    best = ""
    for pattern in list(patterns)[:_MOST_PATTERNS]:
        start, star, end = pattern.partition("*")
        fits = module.startswith(start) and module.endswith(end) and len(module) >= len(start) + len(end)
        if star and fits and (not best or len(start) > len(best.partition("*")[0])):
            best = pattern
    if not best:
        return []
    start, _, end = best.partition("*")
    filling = module[len(start) : len(module) - len(end)]
    return [target.replace("*", filling, 1) for target in texts(patterns[best])[:_MOST_TARGETS]]


def _options(configs: Configs, path: str, config: Config, leaf: str, seen: set[str]) -> _Options:
    """A config's options over those of what it extends, of which the last counts most."""
    seen.add(path)
    folder = split(path)[0]
    options = _Options(folder=folder)
    for extended in texts(config.get("extends")):
        target = _extended(configs, folder, extended)
        found = configs.at(target) if target else None
        if target and found is not None and target not in seen and len(seen) < _MOST_CONFIGS:
            inherited = _options(configs, target, found, leaf, seen)
            if inherited.base_url is not None:
                options = replace(options, base_url=inherited.base_url)
            if inherited.paths is not None:
                options = replace(options, paths=inherited.paths, folder=inherited.folder)
    own = mapping(config.get("compilerOptions"))
    if isinstance(own.get("baseUrl"), str):
        base = join(folder, own["baseUrl"].replace("${configDir}", leaf.rstrip("/") or "."))
        options = replace(options, base_url=None if base is None else as_folder(base))
    if isinstance(own.get("paths"), dict):
        options = replace(options, paths=own["paths"], folder=folder)
    return options


def _extended(configs: Configs, folder: str, extended: str) -> str | None:
    """The path of the config that an `extends` means: a relative one, or one of a workspace package."""
    if extended.startswith((".", "/")):
        path = join(folder, extended)
    else:
        package, rest = package_and_rest(extended)
        homes = configs.folders_named("package.json", package)
        path = join(homes[0], rest or TYPESCRIPT_NAMES[0]) if homes else None
    return path if path is None or path.endswith(".json") else f"{path}.json"


def _referenced(configs: Configs, path: str, config: Config) -> Iterator[_Options]:
    """Options of the parts of a project beside a config that only names them."""
    folder = split(path)[0]
    references = config.get("references")
    for reference in (references if isinstance(references, list) else [])[:_MOST_CONFIGS]:
        target = mapping(reference).get("path")
        part = join(folder, target) if isinstance(target, str) else None
        found = configs.at(part) if part else None
        if part and found is not None and split(part)[0] == folder:
            yield _options(configs, part, found, folder, {path})


def package_and_rest(module: str) -> tuple[str, str]:
    """`@acme/core/a/b` -> `@acme/core`, `a/b`; `lodash/get` -> `lodash`, `get`."""
    parts = module.split("/")
    n = 2 if module.startswith("@") else 1
    return "/".join(parts[:n]), "/".join(parts[n:])
