"""`workspace/textDocumentContent`: the documents that we make, for clients that ask for them."""

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.protocol.server import Server


async def on_text_document_content(
    server: Server, params: types.TextDocumentContentParams
) -> types.TextDocumentContentResult:
    """The text of one of our documents as it is now. Raises JsonRpcInvalidParams."""
    text = server.pages.text(params.uri)
    if text is None:
        raise JsonRpcInvalidParams(message=f"There is no document {params.uri} any more: ask for it again.")
    return types.TextDocumentContentResult(text=text)
