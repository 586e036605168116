"""`initialize`, `initialized` and `shutdown`."""

from typing import Any

from lsprotocol import types

from pt_lsp.protocol.capabilities import initialize_result
from pt_lsp.protocol.client import client_of
from pt_lsp.protocol.server import Server


async def on_initialize(server: Server, params: dict[str, Any]) -> dict[str, Any]:
    """Begin the session; the parameters come as decoded JSON, so that a quirk in one does not cost all."""
    client = client_of(params)
    server.begin(client, params)
    return initialize_result(client)


def on_initialized(server: Server, _params: types.InitializedParams) -> None:
    """The client takes requests now."""
    server.greet()


async def on_shutdown(_server: Server, _params: None) -> None:
    """The dispatcher has cancelled what ran; `exit` follows."""
