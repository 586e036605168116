"""Which files nobody has written: they may be named, but what is in them tells nothing.

Refuses to know the disk: what `.gitattributes` say of it comes with the changes.
"""

import re

from pt_lsp.workspace.skip_reasons import HEAVY_FOLDERS

_LOCK_FILES = frozenset((
    "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock",
    "poetry.lock", "uv.lock", "pipfile.lock", "pdm.lock", "pixi.lock", "cargo.lock", "go.sum", "go.work.sum",
    "composer.lock", "gemfile.lock", "mix.lock", "pubspec.lock", "podfile.lock", "package.resolved",
    "flake.lock", "packages.lock.json", "gradle.lockfile", "conan.lock", "cabal.project.freeze",
    "stack.yaml.lock",
    ".terraform.lock.hcl", "module.bazel.lock", "buf.lock", "chart.lock", "conda-lock.yml",
))  # fmt: skip
_NAME = re.compile(
    r".*(?:\.min\.(?:js|css|mjs)|\.bundle\.js|[.-]generated\.\w+|\.g\.(?:dart|cs)|\.designer\.cs|_pb2(?:_grpc)?\.pyi?"
    r"|\.pb\.(?:go|cc|h)|\.(?:js|css|mjs)?\.?map|\.snap|\.lock)"
)
_MARK = re.compile(
    r"@generated\b|\b(?:code|file|automatically|auto-?) ?generated\b|\bdo not edit\b", re.IGNORECASE
)
_HEAD = 600


def is_generated(path: str, text: str | None) -> bool:
    """Whether a tool writes the file, by its path and by what its head says of it."""
    *folders, name = path.lower().split("/")
    is_named = name in _LOCK_FILES or _NAME.fullmatch(name) is not None
    is_built = any(folder in _BUILT for folder in folders)
    return is_named or is_built or (text is not None and _MARK.search(text[:_HEAD]) is not None)


_BUILT = frozenset(name.lower() for name in HEAVY_FOLDERS)
