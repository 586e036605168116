"""What we tell the client we can do, as the JSON that goes out.

Imports nothing heavy, because the early answer to `initialize` waits for it; a test holds it equal to what
pygls derives from the handlers that are really registered.
"""

from typing import Any

from pt_lsp import __version__
from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.protocol.client import Client

SERVER_NAME = "pt-lsp"
CONTENT_SCHEME = "ptlsp"
CODE_ACTION_KINDS = tuple(dict.fromkeys(recipe.kind for recipe in RECIPES if recipe.kind))
COMMANDS = (
    *(recipe.command for recipe in RECIPES),
    "ptLsp.action",
    "ptLsp.describeActions",
    "ptLsp.acceptEdit",
    "ptLsp.rejectEdit",
    "ptLsp.retryEdit",
    "ptLsp.commitMessage",
    "ptLsp.review",
    "ptLsp.clearReview",
    "ptLsp.cancel",
    "ptLsp.pause",
    "ptLsp.snooze",
    "ptLsp.models",
    "ptLsp.useModel",
    "ptLsp.probe",
    "ptLsp.status",
    "ptLsp.showPrompt",
    "ptLsp.whyNoCompletion",
    "ptLsp.completionAccepted",
    "ptLsp.stats",
)
ACTIONS_DOCUMENTATION = {
    "kind": "refactor",
    "command": {"title": "PowerTokens: What These Actions Do", "command": "ptLsp.describeActions"},
}
"""What menus of refactorings show below ours, where the client can."""


def initialize_result(client: Client) -> dict[str, Any]:
    """The result of `initialize` for this client."""
    workspace: dict[str, Any] = {
        "workspaceFolders": {"supported": True, "changeNotifications": True},
        "fileOperations": {},
    }
    actions: dict[str, Any] = {"codeActionKinds": list(CODE_ACTION_KINDS)}
    actions["resolveProvider"] = not client.drops_action_data
    if client.documents_actions:
        actions["documentation"] = [ACTIONS_DOCUMENTATION]
    if client.reads_content:
        workspace["textDocumentContent"] = {"schemes": [CONTENT_SCHEME]}
    return {
        "capabilities": {
            "positionEncoding": client.position_encoding,
            "textDocumentSync": {"openClose": True, "change": 2, "save": False},
            "notebookDocumentSync": {"notebookSelector": [{"notebook": "*"}]},
            "codeActionProvider": actions,
            "hoverProvider": True,
            "codeLensProvider": {"resolveProvider": False},
            "executeCommandProvider": {"commands": list(COMMANDS), "workDoneProgress": True},
            "inlineCompletionProvider": {},
            "workspace": workspace,
        },
        "serverInfo": {"name": SERVER_NAME, "version": __version__},
    }
