"""`textDocument/didClose`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """A document is closed: what was kept for it goes."""
    server.close_document(params.text_document.uri)
