"""`textDocument/didChange`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """What the editor's text is now; a document that is not open has none."""
    document = server.session.find(params.text_document.uri)
    if document is not None:
        document.change(params.text_document.version, params.content_changes, server.session.encoding)
