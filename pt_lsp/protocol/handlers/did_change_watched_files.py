"""`workspace/didChangeWatchedFiles`, and how a client comes to send it.

We watch nothing ourselves: docs/decisions/0008-sweeping-instead-of-watching.md.
"""

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.uris import path_of
from pt_lsp.protocol.server import Server

_MANY = 1_000
"""More changes at once are a checkout, or a build; to look at all files is cheaper than to look at each."""


def on_did_change_watched_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Files came, changed or went on disk; one of them may hold settings."""
    server.status.look()
    indexing = server.services.indexing
    if len(params.changes) > _MANY:
        indexing.disk_changed()
        server.findings.files_changed(None)
    else:
        paths = [path for change in params.changes if (path := path_of(change.uri))]
        indexing.files_changed(paths)
        server.findings.files_changed(paths)
    indexing.stirred()


async def watch_files(server: Server) -> None:
    """Have the client watch everything: sources, `.gitignore` files, settings, folders that are renamed.

    A client that cannot is no failure.
    """
    options = types.DidChangeWatchedFilesRegistrationOptions(
        watchers=[types.FileSystemWatcher(glob_pattern="**/*")]
    )
    registration = types.Registration(
        id="files",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=server.protocol.converter.unstructure(options),
    )
    try:
        await server.client_register_capability_async(types.RegistrationParams(registrations=[registration]))
    except JsonRpcException:
        return
    server.services.indexing.is_told_of_changes = True
