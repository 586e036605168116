"""What the editor on the other side can do, read leniently from its `initialize` parameters.

Refuses to fail: what is missing or of the wrong type counts as not supported. Imports nothing, because the
early answer to `initialize` waits for it.
"""

from typing import NamedTuple

_ENCODINGS = ("utf-8", "utf-16", "utf-32")


class Client(NamedTuple):
    """The client's abilities that change what we do."""

    position_encoding: str = "utf-16"
    extensions: frozenset[str] = frozenset()
    applies_edits: bool = False
    versions_edits: bool = False
    creates_files: bool = False
    deletes_files: bool = False
    shows_progress: bool = False
    shows_documents: bool = False
    reads_content: bool = False
    configures: bool = False
    registers_watchers: bool = False
    knows_action_tags: bool = False
    resolves_actions: bool = False
    drops_action_data: bool = False
    """It says itself that it cannot have an action resolved."""
    documents_actions: bool = False
    refreshes_lenses: bool = False
    parent_pid: int | None = None
    name: str = ""

    @property
    def shows_answers(self) -> bool:
        """Whether it shows explanations and what was sent in a place of its own: then we open none."""
        return {"ptLsp/editProgress", "ptLsp/explainDelta"} <= self.extensions


def client_of(params: object) -> Client:
    """The client that sent these `initialize` parameters (decoded JSON)."""

    def at(path: str) -> object:
        value = params
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def has(path: str) -> bool:
        return at(f"capabilities.{path}") is True

    options = at("initializationOptions.ptLsp") or at("initializationOptions")
    extensions = options.get("extensions") if isinstance(options, dict) else None
    parent_pid = at("processId")
    name = at("clientInfo.name")
    applies_edits = has("workspace.applyEdit")
    operations = at("capabilities.workspace.workspaceEdit.resourceOperations")
    return Client(
        position_encoding=_choose_encoding(at("capabilities.general.positionEncodings")),
        extensions=_strings(extensions),
        applies_edits=applies_edits,
        # Resource operations travel in documentChanges only, so Neovim, which declares just them, takes both.
        versions_edits=has("workspace.workspaceEdit.documentChanges") or isinstance(operations, list),
        creates_files=applies_edits and "create" in _strings(operations),
        deletes_files=applies_edits and "delete" in _strings(operations),
        shows_progress=has("window.workDoneProgress"),
        shows_documents=has("window.showDocument.support"),
        reads_content=isinstance(at("capabilities.workspace.textDocumentContent"), dict),
        configures=has("workspace.configuration"),
        registers_watchers=has("workspace.didChangeWatchedFiles.dynamicRegistration"),
        knows_action_tags=isinstance(at("capabilities.textDocument.codeAction.tagSupport"), dict),
        resolves_actions=has("textDocument.codeAction.dataSupport")
        and "command" in _strings(at("capabilities.textDocument.codeAction.resolveSupport.properties")),
        drops_action_data=at("capabilities.textDocument.codeAction.dataSupport") is False,
        documents_actions=has("textDocument.codeAction.documentationSupport"),
        refreshes_lenses=has("workspace.codeLens.refreshSupport"),
        parent_pid=parent_pid if isinstance(parent_pid, int) else None,
        name=name if isinstance(name, str) else "",
    )


def _strings(value: object) -> frozenset[str]:
    return (
        frozenset(item for item in value if isinstance(item, str)) if isinstance(value, list) else frozenset()
    )


def _choose_encoding(offered: object) -> str:
    """The first of the client's own list that we know: LSP has it in order of preference."""
    if isinstance(offered, list):
        for encoding in offered:
            if encoding in _ENCODINGS:
                return str(encoding)
    return "utf-16"
