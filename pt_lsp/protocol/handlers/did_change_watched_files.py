"""`workspace/didChangeWatchedFiles`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_change_watched_files(server: Server, _params: types.DidChangeWatchedFilesParams) -> None:
    """A settings file changed on disk."""
    server.configuration.reload_files()
