"""Operations as `workspace/applyEdit`; refuses to decide when to send and what an answer means."""

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.edits.pending import Operation
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.convert import text_edits_of
from pt_lsp.protocol.session import Session

_MAX_LABEL_CHARS = 40
"""A longer one gives stock Neovim's "Press ENTER" prompt, which eats keys."""


class EditSender:
    """Sends to one client."""

    def __init__(self, server: Any, session: Session, client: Client) -> None:
        self._server = server
        self._session = session
        self._client = client

    async def send(self, uri: str, operation: Operation, title: str) -> bool:
        """Whether the client says that it has applied the operation."""
        edits = text_edits_of(operation.text, operation.changes, self._session.encoding)
        workspace_edit = types.WorkspaceEdit(changes={uri: edits})
        if self._client.versions_edits:
            versioned = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=operation.version)
            change = types.TextDocumentEdit(text_document=versioned, edits=edits)
            workspace_edit = types.WorkspaceEdit(document_changes=[change])
        label = f"PowerTokens: {title}"[:_MAX_LABEL_CHARS]
        params = types.ApplyWorkspaceEditParams(edit=workspace_edit, label=label)
        try:
            result = await self._server.workspace_apply_edit_async(params)
        except JsonRpcException:
            return False
        return bool(result.applied)
