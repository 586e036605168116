"""`notebookDocument/didOpen`, `didChange`, `didClose`: each cell is a document of its own."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_notebook_did_open(server: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    """All cells are open now."""
    for cell in params.cell_text_documents:
        server.open_document(cell)


def on_notebook_did_change(server: Server, params: types.DidChangeNotebookDocumentParams) -> None:
    """Cells came, went or changed their text."""
    cells = params.change.cells
    if cells is None:
        return
    if cells.structure is not None:
        for opened in cells.structure.did_open or ():
            server.open_document(opened)
        for closed in cells.structure.did_close or ():
            server.close_document(closed.uri)
    for content in cells.text_content or ():
        server.change_document(content.document.uri, content.document.version, content.changes)


def on_notebook_did_close(server: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """All cells are closed."""
    for cell in params.cell_text_documents:
        server.close_document(cell.uri)
