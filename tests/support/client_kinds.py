"""What real editors say of themselves in `initialize`, cut down to what makes a difference to this server."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pt_lsp.documents.encoding import PositionEncoding


@dataclass(frozen=True)
class ClientKind:
    """One editor: `capabilities` without the position encodings, which `encoding` stands for."""

    name: str
    capabilities: Mapping[str, Any]
    encoding: PositionEncoding = "utf-16"
    first_version: int = 1
    second_version: int = 2
    checks_versions: Literal["equal", "newer", "never"] = "equal"
    sends_whole_texts: bool = False

    def having(self, path: str, value: Any) -> "ClientKind":
        """The same editor with one capability changed; `path` is dotted."""
        return replace(self, capabilities=_changed(self.capabilities, path.split("."), value))


_ACTION = {
    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "refactor", "source"]}},
    "dataSupport": True,
    "resolveSupport": {"properties": ["edit", "command"]},
}
_WINDOW = {"workDoneProgress": True, "showDocument": {"support": True}}
_WORKSPACE = {
    "applyEdit": True,
    "workspaceEdit": {"documentChanges": True},
    "workspaceFolders": True,
    "configuration": True,
    "didChangeWatchedFiles": {"dynamicRegistration": True},
    "codeLens": {"refreshSupport": True},
}

VSCODE = ClientKind(
    "Visual Studio Code",
    {
        "window": _WINDOW,
        "workspace": _WORKSPACE | {"textDocumentContent": {}},
        "textDocument": {
            "codeAction": _ACTION | {"tagSupport": {"valueSet": [1]}},
            "inlineCompletion": {"dynamicRegistration": True},
        },
        "notebookDocument": {"synchronization": {"executionSummarySupport": True}},
    },
)
NEOVIM = ClientKind(
    "Neovim",
    {
        "window": _WINDOW,
        "workspace": _WORKSPACE,
        "textDocument": {"codeAction": _ACTION, "inlineCompletion": {}},
    },
    encoding="utf-8",
    first_version=0,
    second_version=3,
    checks_versions="newer",
)
EMACS = ClientKind(
    "Emacs",
    {
        "window": {"workDoneProgress": True, "showDocument": {"support": True}},
        "workspace": {
            "applyEdit": True,
            "workspaceEdit": {"documentChanges": True},
            "configuration": True,
        },
        "textDocument": {"codeAction": _ACTION},
    },
    encoding="utf-32",
    first_version=0,
    second_version=1,
)
HELIX = ClientKind(
    "Helix",
    {
        "window": {"workDoneProgress": True, "showDocument": {"support": True}},
        "workspace": {
            "applyEdit": True,
            "workspaceEdit": {
                "documentChanges": True,
                "resourceOperations": ["create", "rename", "delete"],
                "failureHandling": "abort",
                "normalizesLineEndings": False,
            },
            "workspaceFolders": True,
            "configuration": True,
            "didChangeWatchedFiles": {"dynamicRegistration": True},
        },
        "textDocument": {"codeAction": _ACTION},
    },
    encoding="utf-8",
    first_version=0,
    second_version=1,
)
MINIMAL = ClientKind("Minimal", {"workspace": {"applyEdit": True}})
WHOLE_TEXTS = replace(EMACS, name="Whole texts", sends_whole_texts=True)


def _changed(values: Mapping[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    first, *rest = path
    return {**values, first: _changed(values.get(first, {}), rest, value) if rest else value}
