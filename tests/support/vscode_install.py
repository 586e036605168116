"""Where the tests' VS Code and the packed extension are. Refuses to start anything."""

import shutil
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ROOT / ".cache" / "vscode"
ENTRY = CODE / "code" / "node_modules" / "code-server" / "out" / "node" / "entry.js"
NODE = CODE / "node"
"""Holds the path of the Node that the install script has used."""


def extension() -> Path | None:
    """The packed extension, if `make vsix` has made it."""
    return next((ROOT / "editors" / "vscode").glob("pt-lsp-*.vsix"), None)


def what_lacks() -> str | None:
    """What keeps tests with the marker `vscode` from running here, as one clause; None if nothing."""
    if not (CODE / "ready").exists() or shutil.which("chromium") is None:
        return "no VS Code with Chromium (`make setup` fetches them where apt and root are)"
    if find_spec("playwright") is None:
        return "no playwright (`make setup` installs it)"
    return None if extension() else "no packed extension (`make vsix` makes it)"
