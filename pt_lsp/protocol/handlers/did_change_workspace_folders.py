"""`workspace/didChangeWorkspaceFolders`."""

from lsprotocol import types

from pt_lsp.documents.uris import path_of
from pt_lsp.protocol.handlers.did_change_configuration import ask_for_configuration
from pt_lsp.protocol.server import Server


def on_did_change_workspace_folders(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Folders came or went."""
    removed = {path_of(folder.uri) for folder in params.event.removed}
    added = [path for folder in params.event.added if (path := path_of(folder.uri))]
    kept = [path for path in server.session.folders if path not in removed and path not in added]
    server.session.folders = kept + added
    server.services.folders_changed(server.session.folders)
    ask_for_configuration(server)
