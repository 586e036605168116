"""`workspace/didChangeWatchedFiles`."""

from lsprotocol import types

from pt_lsp.documents.uris import path_of
from pt_lsp.protocol.server import Server

_MANY = 1_000
"""More changes at once are a checkout, or a build; to look at all files is cheaper than to look at each."""


def on_did_change_watched_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Files came, changed or went on disk; one of them may hold settings."""
    server.configuration.reload_files()
    indexing = server.services.indexing
    if len(params.changes) > _MANY:
        indexing.disk_changed()
    else:
        indexing.files_changed([path for change in params.changes if (path := path_of(change.uri))])
    indexing.stirred()
