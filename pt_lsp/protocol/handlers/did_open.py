"""`textDocument/didOpen`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A document is open now."""
    opened = params.text_document
    server.session.open(opened.uri, str(opened.language_id), opened.version, opened.text)
