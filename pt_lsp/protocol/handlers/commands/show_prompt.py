"""`ptLsp.showPrompt`: what was last sent, as it went out."""

from typing import Any

from lsprotocol import types

from pt_lsp.protocol.sent_page import render
from pt_lsp.protocol.server import Server

_TITLE = "What was sent"


async def run_show_prompt(server: Server, _params: types.ExecuteCommandParams) -> dict[str, Any]:
    """`{markdown}` of what was last sent, and opens it."""
    sent = server.services.gateway.last_sent
    if sent is None:
        return {"markdown": "Nothing has been sent yet."}
    markdown = render(sent)
    page = server.virtual_documents.begin(_TITLE)
    await server.virtual_documents.finish(page, _TITLE, markdown)
    if page is not None:
        await server.virtual_documents.show(page)
    return {"markdown": markdown}
