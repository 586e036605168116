"""Asks the client to tell us of files that change on disk.

Refuses to watch anything itself: docs/decisions/0008-sweeping-instead-of-watching.md.
"""

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from pt_lsp.protocol.server import Server


async def watch_files(server: "Server") -> None:
    """Have the client watch everything: sources, `.gitignore` files, settings, folders that are renamed.

    A client that cannot is no failure.
    """
    options = types.DidChangeWatchedFilesRegistrationOptions(
        watchers=[types.FileSystemWatcher(glob_pattern="**/*")]
    )
    registration = types.Registration(
        id="files",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=server.converter.unstructure(options),
    )
    try:
        await server.client_register_capability_async(types.RegistrationParams(registrations=[registration]))
    except JsonRpcException:
        return
    server.services.indexing.is_told_of_changes = True
