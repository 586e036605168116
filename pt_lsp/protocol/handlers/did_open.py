"""`textDocument/didOpen`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A document is open now."""
    server.open_document(params.text_document)
