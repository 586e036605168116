"""Which handler answers which LSP method."""

from collections.abc import Callable
from typing import Any

from lsprotocol import types

from pt_lsp.protocol.capabilities import CODE_ACTION_KINDS, CONTENT_SCHEME
from pt_lsp.protocol.handlers.code_action import on_code_action, on_code_action_resolve
from pt_lsp.protocol.handlers.code_lens import on_code_lens
from pt_lsp.protocol.handlers.did_change_configuration import on_did_change_configuration
from pt_lsp.protocol.handlers.did_change_watched_files import on_did_change_watched_files
from pt_lsp.protocol.handlers.did_change_workspace_folders import on_did_change_workspace_folders
from pt_lsp.protocol.handlers.document_sync import (
    on_did_change,
    on_did_close,
    on_did_open,
    on_notebook_did_change,
    on_notebook_did_close,
    on_notebook_did_open,
    on_oversize,
)
from pt_lsp.protocol.handlers.execute_command import on_execute_command
from pt_lsp.protocol.handlers.hover import on_hover
from pt_lsp.protocol.handlers.initialize import on_initialize, on_initialized, on_shutdown
from pt_lsp.protocol.handlers.inline_completion import on_inline_completion
from pt_lsp.protocol.handlers.text_document_content import on_text_document_content
from pt_lsp.protocol.handlers.work_done_progress_cancel import on_work_done_progress_cancel
from pt_lsp.protocol.server import Server
from pt_lsp.protocol.wire.boundary import bounded

Handler = Callable[..., Any]

REQUESTS: tuple[tuple[str, Handler, Any], ...] = (
    (types.INITIALIZE, on_initialize, None),
    (types.SHUTDOWN, on_shutdown, None),
    (types.TEXT_DOCUMENT_INLINE_COMPLETION, on_inline_completion, types.InlineCompletionOptions()),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        on_code_action,
        types.CodeActionOptions(
            code_action_kinds=[types.CodeActionKind(kind) for kind in CODE_ACTION_KINDS],
            resolve_provider=True,
        ),
    ),
    (types.CODE_ACTION_RESOLVE, on_code_action_resolve, None),
    (types.TEXT_DOCUMENT_HOVER, on_hover, None),
    (types.TEXT_DOCUMENT_CODE_LENS, on_code_lens, types.CodeLensOptions(resolve_provider=False)),
    (types.WORKSPACE_EXECUTE_COMMAND, on_execute_command, None),
    (
        types.WORKSPACE_TEXT_DOCUMENT_CONTENT,
        on_text_document_content,
        types.TextDocumentContentOptions(schemes=[CONTENT_SCHEME]),
    ),
)

NOTIFICATIONS: tuple[tuple[str, Handler], ...] = (
    (types.INITIALIZED, on_initialized),
    (types.TEXT_DOCUMENT_DID_OPEN, on_did_open),
    (types.TEXT_DOCUMENT_DID_CHANGE, on_did_change),
    (types.TEXT_DOCUMENT_DID_CLOSE, on_did_close),
    (types.NOTEBOOK_DOCUMENT_DID_OPEN, on_notebook_did_open),
    (types.NOTEBOOK_DOCUMENT_DID_CHANGE, on_notebook_did_change),
    (types.NOTEBOOK_DOCUMENT_DID_CLOSE, on_notebook_did_close),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, on_did_change_configuration),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, on_did_change_watched_files),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, on_did_change_workspace_folders),
    (types.WINDOW_WORK_DONE_PROGRESS_CANCEL, on_work_done_progress_cancel),
)


def register(server: Server) -> None:
    """Give `server` all handlers."""
    for method, handler, options in REQUESTS:
        server.feature(method, options)(bounded(method, handler))
    for method, handler in NOTIFICATIONS:
        server.feature(method)(handler)
    server.protocol.on_oversize = lambda method, message: on_oversize(server, method, message)
