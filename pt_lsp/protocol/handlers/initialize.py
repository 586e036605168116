"""`initialize`, `initialized` and `shutdown`."""

import asyncio
from pathlib import Path
from typing import Any

from lsprotocol import types

from pt_lsp.documents.uris import path_of
from pt_lsp.errors import PtLspError
from pt_lsp.llm.endpoint import authorization, find_endpoint
from pt_lsp.protocol.capabilities import initialize_result
from pt_lsp.protocol.client import client_of
from pt_lsp.protocol.handlers.did_change_configuration import hold_for_configuration, pull_configuration
from pt_lsp.protocol.handlers.did_change_watched_files import watch_files
from pt_lsp.protocol.server import Server

_WRITE_STATISTICS_EVERY_S = 60.0


async def on_initialize(server: Server, params: dict[str, Any]) -> dict[str, Any]:
    """Begin the session; the parameters come as decoded JSON, so that a quirk in one does not cost all."""
    client = client_of(params)
    server.configuration.set_initial(params.get("initializationOptions"))
    server.begin(client, _folders_of(params))
    return initialize_result(client)


def on_initialized(server: Server, _params: types.InitializedParams) -> None:
    """The client takes requests now: do what had to wait for that."""
    hold_for_configuration(server)
    if server.client.registers_watchers:
        server.background.spawn(watch_files(server))
    server.background.spawn(_get_ready(server))
    server.background.spawn(_keep_statistics(server))


async def on_shutdown(_server: Server, _params: None) -> None:
    """The dispatcher has cancelled what ran; `exit` follows."""


async def _get_ready(server: Server) -> None:
    """What the first request would fail with before it is sent is said once, now."""
    await pull_configuration(server)
    settings = server.configuration.settings_for(None)
    server.status.look()
    if settings.refusal is not None:
        return
    try:
        endpoint = find_endpoint(settings.endpoint)
        await server.services.gateway.warm(settings)
        # A password manager that asks for a finger is started when a key is needed, not before.
        if settings.endpoint.api_key_command is None and not endpoint.route.is_loopback:
            authorization(endpoint, await server.services.gateway.keys.find(settings))
    except PtLspError as error:
        server.status.note(error)


async def _keep_statistics(server: Server) -> None:
    """Write them now and then, and see what others have spent of the day's budget, and probed."""
    while True:
        await asyncio.sleep(_WRITE_STATISTICS_EVERY_S)
        await server.services.write_statistics()
        await asyncio.to_thread(server.services.fill_ways.look)
        server.status.look()


def _folders_of(params: dict[str, Any]) -> list[Path]:
    folders = params.get("workspaceFolders")
    uris = [f.get("uri") for f in folders if isinstance(f, dict)] if isinstance(folders, list) else []
    uris = uris or [params.get("rootUri")]
    paths = [path for uri in uris if isinstance(uri, str) and (path := path_of(uri))]
    if not paths and isinstance(params.get("rootPath"), str):
        return [Path(params["rootPath"])]
    return paths
