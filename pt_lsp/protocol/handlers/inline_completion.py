"""`textDocument/inlineCompletion`."""

from pathlib import Path

from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.errors import Excluded, PtLspError
from pt_lsp.features.inline_completion.items import Completion, Selected
from pt_lsp.protocol.convert import offset_of, range_of, span_of
from pt_lsp.protocol.server import Server
from pt_lsp.workspace.git.message_files import is_message_file

_ONLY_AT_ITS_END = "a commit's message goes on from the end of its first line"


async def on_inline_completion(
    server: Server, params: types.InlineCompletionParams
) -> types.InlineCompletionList:
    """Ghost text for the cursor; empty whenever there is nothing sound to say, with a reason in the ring."""
    uri = params.text_document.uri
    if server.session.find(uri) is None:
        loss = server.session.loss(uri)
        server.services.engine.reasons.note(uri, 0, "text unknown" if loss else "not open", loss)
        return types.InlineCompletionList(items=[])
    snapshot = server.session.snapshot(uri)
    try:
        items = await _items(server, snapshot, params)
    except Exception as error:  # noqa: BLE001 - nobody has asked for it: it must not fail
        server.services.engine.failed(snapshot.uri, 0, error)
        items = []
    server.status.note_completions(server.services.engine.last_error)
    return types.InlineCompletionList(items=items)


async def _items(
    server: Server, snapshot: Snapshot, params: types.InlineCompletionParams
) -> list[types.InlineCompletionItem]:
    offset = offset_of(snapshot.text, params.position, server.session.encoding)
    is_invoked = params.context.trigger_kind == types.InlineCompletionTriggerKind.Invoked
    if is_invoked and is_message_file(Path(snapshot.path or "")):
        return await _message_items(server, snapshot, offset)
    info = params.context.selected_completion_info
    selected = (
        Selected(info.text, span_of(snapshot.text, info.range, server.session.encoding)) if info else None
    )
    server.services.indexing.stirred()
    completions = await server.services.engine.complete(
        snapshot,
        offset,
        is_invoked=is_invoked,
        selected=selected,
        exclusion=server.session.exclusion_reason(snapshot),
    )
    document = server.session.find(snapshot.uri)
    server.services.acceptances.shown(snapshot, None if document is None else document.text, completions)
    return [_item(server, completion) for completion in completions]


async def _message_items(server: Server, snapshot: Snapshot, offset: int) -> list[types.InlineCompletionItem]:
    """The rest of a commit's message, where its first line ends."""
    # What only commits need is not imported at the start.
    from pt_lsp.protocol.handlers.commands.message_file import rest_of_message

    reasons = server.services.engine.reasons
    try:
        text = await rest_of_message(server, snapshot, offset)
    except PtLspError as error:
        reasons.note(
            snapshot.uri, offset, "excluded" if isinstance(error, Excluded) else "failed", str(error)
        )
        return []
    if not text:
        reasons.note(snapshot.uri, offset, "nothing to say", _ONLY_AT_ITS_END)
        return []
    here = range_of(snapshot.text, Span(offset, offset), server.session.encoding)
    return [types.InlineCompletionItem(insert_text=text, range=here)]


def _item(server: Server, completion: Completion) -> types.InlineCompletionItem:
    return types.InlineCompletionItem(
        insert_text=completion.text,
        range=range_of(completion.document, completion.span, server.session.encoding),
        command=types.Command(
            title="Count the accepted completion",
            command="ptLsp.completionAccepted",
            arguments=[{"id": completion.id}],
        ),
    )
