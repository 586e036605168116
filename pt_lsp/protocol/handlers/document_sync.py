"""`textDocument/didOpen`, `didChange`, `didClose`, and the same for notebooks: each cell is a document."""

from lsprotocol import types

from pt_lsp.protocol.server import Server
from pt_lsp.protocol.wire.document_changes import DocumentChange, NotebookChange


def on_did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A document is open now."""
    server.session.open(params.text_document)


def on_did_change(server: Server, change: DocumentChange) -> None:
    """What the editor's text is now; a document that is not open has none."""
    server.session.change(change)


def on_did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """A document is closed: what was kept for it goes."""
    server.session.close(params.text_document.uri)


def on_notebook_did_open(server: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    """All cells are open now."""
    for cell in params.cell_text_documents:
        server.session.open(cell)


def on_notebook_did_change(server: Server, change: NotebookChange) -> None:
    """Cells came, went or changed their text."""
    for opened in change.opened:
        server.session.open(opened)
    for uri in change.closed:
        server.session.close(uri)
    for changed in change.changed:
        server.session.change(changed)
    if not change.is_readable:
        server.session.lose_all()


def on_notebook_did_close(server: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """All cells are closed."""
    for cell in params.cell_text_documents:
        server.session.close(cell.uri)
