"""`workspace/didChangeConfiguration`, and the question for our section, here and in each workspace folder."""

import asyncio
import contextlib
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.uris import uri_of
from pt_lsp.protocol.server import Server

_WITHIN_S = 3.0
"""A client that says it has settings and does not tell them is served without, until it does."""


def on_did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """New settings from the editor, or word that it has some; work under way keeps what it started with."""
    section = params.settings.get("ptLsp") if isinstance(params.settings, dict) else None
    if section is not None:
        _take(server, section)
    else:
        ask_for_configuration(server)


def ask_for_configuration(server: Server) -> None:
    """Have what the client asks wait until it has told its settings as they are now."""
    hold_for_configuration(server)
    server.background.spawn(pull_configuration(server))


def hold_for_configuration(server: Server) -> None:
    """Have what the client asks from now on wait for `pull_configuration`.

    Without its settings, files that they keep back would go out, and to the default endpoint.
    """
    if server.client.configures:
        server.protocol.hold_back()


async def pull_configuration(server: Server) -> None:
    """Ask the client for our section, where it can be asked, and go on; a late answer counts all the same."""
    if not server.client.configures:
        return
    asked = server.background.spawn(_ask(server))
    try:
        await asyncio.wait({asked}, timeout=_WITHIN_S)
    finally:
        await server.protocol.go_on()


async def _ask(server: Server) -> None:
    folders = tuple(folder for folder in server.session.folders if folder.is_absolute())
    scopes = (None, *map(uri_of, folders))
    items = [types.ConfigurationItem(section="ptLsp", scope_uri=scope) for scope in scopes]
    with contextlib.suppress(JsonRpcException):
        answer = await server.workspace_configuration_async(types.ConfigurationParams(items=items))
        section, *of_folders = answer or [None]
        server.configuration.set_folders(dict(zip(folders, of_folders, strict=False)))
        _take(server, section)


def _take(server: Server, section: Any) -> None:
    server.configuration.set_pushed(section)
    server.status.look()
    server.services.indexing.stirred()
