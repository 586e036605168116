"""Operations as `workspace/applyEdit`; refuses to decide when to send and what an answer means."""

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.edits.pending import DocumentEdits, Operation
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.convert import text_edits_of
from pt_lsp.protocol.editing.apply_queue import ApplyAnswer
from pt_lsp.protocol.wire.dispatch import Dispatcher

_NEOVIM = "Neovim"
"""It takes a document's version 0 for "do not check"."""

_CHECKERS = frozenset({_NEOVIM, "Visual Studio Code"})
"""They were seen never to put an edit into a newer text than it was made for."""

_LATE_REPORTERS = frozenset({"Eglot", "Emacs"})
"""They tell of what was typed when the typing pauses, and refuse edits for the text before it meanwhile."""

_PASSING_REASONS = frozenset(
    {"a completion is under way", "a command is under way", "the document has changed"}
)
"""Why our companions refuse for now."""

_MAX_LABEL_CHARS = 40
"""A longer one gives stock Neovim's "Press ENTER" prompt, which eats keys."""


class EditSender:
    """Sends to one client."""

    def __init__(self, dispatcher: Dispatcher, client: Client, encoding: PositionEncoding) -> None:
        self._dispatcher = dispatcher
        self._client = client
        self._encoding = encoding

    async def send(self, uri: str, operation: Operation, title: str, *, is_versioned: bool) -> ApplyAnswer:
        """What the client says to the operation; `is_versioned`: it is for one version only.

        A client that takes versions and counts none for this document gets null, which is what it knows.
        """
        edits = text_edits_of(operation.text, operation.changes, self._encoding)
        workspace_edit = types.WorkspaceEdit(changes={uri: edits})
        if self._client.versions_edits:
            version = operation.version if is_versioned else None
            versioned = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
            change = types.TextDocumentEdit(text_document=versioned, edits=edits)
            workspace_edit = types.WorkspaceEdit(document_changes=[change])
        params = types.ApplyWorkspaceEditParams(edit=workspace_edit, label=label_of_edit(title))
        try:
            result = await self._dispatcher.send_request_async(types.WORKSPACE_APPLY_EDIT, params)
        except JsonRpcException:
            return ApplyAnswer(is_applied=False, is_error=True)
        is_applied = result is not None and bool(result.applied)
        is_passing = result is not None and result.failure_reason in _PASSING_REASONS
        return ApplyAnswer(is_applied, is_passing)


def label_of_edit(title: str) -> str:
    """What the editor calls a change whose title this is."""
    return f"PowerTokens: {title}"[:_MAX_LABEL_CHARS]


def edits_of(document: Snapshot, client: Client, *, is_versioned: bool) -> DocumentEdits:
    """The edits of a document, none yet, in an editor that checks versions as `client` is known to do.

    `is_versioned`: whether it is told for which version an edit is.
    """
    # An editor without a name shows by its first refusal that it checks.
    checks_zero = client.name != _NEOVIM if client.name else None
    checks_versions = is_versioned and (client.name in _CHECKERS or None)
    edits = DocumentEdits(
        document.text, document.version, checks_zero=checks_zero, checks_versions=checks_versions
    )
    edits.reports_late = client.name in _LATE_REPORTERS
    return edits
