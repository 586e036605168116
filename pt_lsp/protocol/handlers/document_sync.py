"""`textDocument/didOpen`, `didChange`, `didClose`, and the same for notebooks: each cell is a document."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A document is open now."""
    server.session.open(params.text_document)


def on_did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """What the editor's text is now; a document that is not open has none."""
    changed = params.text_document
    server.session.change(changed.uri, changed.version, params.content_changes)


def on_did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """A document is closed: what was kept for it goes."""
    server.session.close(params.text_document.uri)


def on_notebook_did_open(server: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    """All cells are open now."""
    for cell in params.cell_text_documents:
        server.session.open(cell)


def on_notebook_did_change(server: Server, params: types.DidChangeNotebookDocumentParams) -> None:
    """Cells came, went or changed their text."""
    cells = params.change.cells
    if cells is None:
        return
    if cells.structure is not None:
        for opened in cells.structure.did_open or ():
            server.session.open(opened)
        for closed in cells.structure.did_close or ():
            server.session.close(closed.uri)
    for content in cells.text_content or ():
        server.session.change(content.document.uri, content.document.version, content.changes)


def on_notebook_did_close(server: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """All cells are closed."""
    for cell in params.cell_text_documents:
        server.session.close(cell.uri)
