"""`ptLsp.probe`: finds out what the endpoint and model can do, and remembers it."""

import asyncio

from lsprotocol import types

from pt_lsp.llm.probing import probe
from pt_lsp.protocol.results import ProbeFindings
from pt_lsp.protocol.server import Server


async def run_probe(server: Server, _params: types.ExecuteCommandParams) -> ProbeFindings:
    """What was found; raises PtLspError without an answer."""
    settings = server.configuration.settings_for(None)
    with server.status.working():
        result = await probe(server.services.gateway, settings)
    await asyncio.to_thread(server.services.remember_probe, settings, result)
    return {
        "fillWays": list(result.fill_ways),
        "isStreaming": result.is_streaming,
        "firstTokenMs": round(result.first_token_s * 1000),
        "stopLimit": result.stop_limit,
        "tools": result.takes_tools,
    }
