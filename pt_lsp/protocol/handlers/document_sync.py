"""`textDocument/didOpen`, `didChange`, `didClose`, and the same for notebooks: each cell is a document."""

import logging

from lsprotocol import types

from pt_lsp.project.notebook_cells import Cell
from pt_lsp.protocol.server import Server
from pt_lsp.protocol.session import UNREADABLE_CHANGE
from pt_lsp.protocol.wire.document_changes import DocumentChange, NotebookChange
from pt_lsp.protocol.wire.framing import OversizeMessage
from pt_lsp.protocol.wire.oversize import size_sentence, uri_of

logger = logging.getLogger(__name__)

_UNKNOWN = "its text is unknown until it is closed and opened again."


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
    notebook = params.notebook_document
    cells = (Cell(cell.document, cell.kind != types.NotebookCellKind.Markup) for cell in notebook.cells)
    server.services.gathering.notebook_cells.arrange(notebook.uri, cells)
    for cell in params.cell_text_documents:
        server.session.open(cell)


def on_notebook_did_change(server: Server, change: NotebookChange) -> None:
    """Cells came, went or changed their text."""
    _rearrange(server, change)
    for opened in change.opened:
        server.session.open(opened)
    for uri in change.closed:
        server.session.close(uri)
    for changed in change.changed:
        server.session.change(changed)
    if not change.is_readable:
        server.session.lose_all(UNREADABLE_CHANGE)


def on_notebook_did_close(server: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """All cells are closed."""
    server.services.gathering.notebook_cells.drop(params.notebook_document.uri)
    for cell in params.cell_text_documents:
        server.session.close(cell.uri)


def _rearrange(server: Server, change: NotebookChange) -> None:
    notebook_cells, splice = server.services.gathering.notebook_cells, change.splice
    if change.uri is not None and splice is not None:
        cells = (Cell(uri, is_code) for uri, is_code in splice.cells)
        notebook_cells.splice(change.uri, splice.start, splice.n_deleted, cells)
    elif change.uri is not None:
        notebook_cells.drop(change.uri)


def on_oversize(server: Server, method: str, message: OversizeMessage) -> None:
    """What a document reads, or whatever else was told, is unknown."""
    size = size_sentence(message)
    uri = uri_of(message)
    if method == types.TEXT_DOCUMENT_DID_OPEN and uri is not None:
        server.session.open_unread(uri, f"{{name}} is too large to be read ({size}): {_UNKNOWN}")
    elif method == types.TEXT_DOCUMENT_DID_CHANGE and uri is not None:
        server.session.lose(uri, f"A change of {{name}} is too large to be read ({size}): {_UNKNOWN}")
    elif method in {types.TEXT_DOCUMENT_DID_CHANGE, types.NOTEBOOK_DOCUMENT_DID_CHANGE}:
        server.session.lose_all(
            f"A change, perhaps of {{name}}, is too large to be read ({size}): {_UNKNOWN}"
        )
    else:
        logger.warning("A %s notification was ignored: it has %s.", method, size)
