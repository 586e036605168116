"""`textDocument/didChange`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """What the editor's text is now; a document that is not open has none."""
    changed = params.text_document
    server.change_document(changed.uri, changed.version, params.content_changes)
