"""`textDocument/inlineCompletion`."""

from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.items import Completion, Selected
from pt_lsp.protocol.convert import offset_of, range_of, span_of
from pt_lsp.protocol.server import Server


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
