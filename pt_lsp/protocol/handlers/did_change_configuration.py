"""`workspace/didChangeConfiguration`, and the question for our section."""

import contextlib
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.protocol.server import Server


def on_did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """New settings from the editor, or word that it has some; work under way keeps what it started with."""
    section = params.settings.get("ptLsp") if isinstance(params.settings, dict) else None
    if section is not None:
        _take(server, section)
    else:
        server.background.spawn(pull_configuration(server))


async def pull_configuration(server: Server) -> None:
    """Ask the client for our section, where it can be asked."""
    if not server.client.configures:
        return
    params = types.ConfigurationParams(items=[types.ConfigurationItem(section="ptLsp")])
    with contextlib.suppress(JsonRpcException):
        answer = await server.workspace_configuration_async(params)
        _take(server, answer[0] if answer else None)


def _take(server: Server, section: Any) -> None:
    server.configuration.set_pushed(section)
    server.status.look()
    server.services.indexing.stirred()
