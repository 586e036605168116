"""The commands that change a document: `ptLsp.edit`, `generate`, `fix`, `document`, `implement`."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Literal

from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import Diagnostic, EditRequest, edit_request
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.protocol.convert import offset_of, span_of
from pt_lsp.protocol.editing.run import EditJob
from pt_lsp.protocol.extensions import (
    EditArguments,
    FixArguments,
    GenerateArguments,
    RegionArguments,
    parse_arguments,
)
from pt_lsp.protocol.results import EditResult
from pt_lsp.protocol.server import Server


async def run_edit(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """The range is rewritten as instructed."""
    arguments = parse_arguments(EditArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    span = span_of(snapshot.text, arguments.range, server.session.encoding)
    request = edit_request(snapshot, "edit", span, words=arguments.instruction)
    return await run_request(server, request, params.work_done_token)


async def run_generate(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """New text at the position."""
    arguments = parse_arguments(GenerateArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    offset = offset_of(snapshot.text, arguments.position, server.session.encoding)
    request = edit_request(snapshot, "generate", Span(offset, offset), words=arguments.instruction)
    return await run_request(server, request, params.work_done_token)


async def run_fix(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """The definition around the range without its problems."""
    arguments = parse_arguments(FixArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    span = span_of(snapshot.text, arguments.range, server.session.encoding)
    diagnostics = [_diagnostic(server, snapshot, each) for each in arguments.diagnostics or ()]
    request = edit_request(snapshot, "fix", span, diagnostics=diagnostics)
    return await run_request(server, request, params.work_done_token)


async def run_on_definition(
    command: Literal["document", "implement"], server: Server, params: types.ExecuteCommandParams
) -> EditResult:
    """The definition around the range, documented or with a body."""
    arguments = parse_arguments(RegionArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    span = span_of(snapshot.text, arguments.range, server.session.encoding)
    return await run_request(server, edit_request(snapshot, command, span), params.work_done_token)


async def run_request(
    server: Server, request: EditRequest, token: types.ProgressToken | None, edit_id: str | None = None
) -> EditResult:
    """The result of a command that edits; with an id, one more try of that edit."""
    server.services.indexing.stirred()
    job = EditJob(edit_id or server.in_flight.new_id(), request, _drafts(server, request))
    bar = server.progress_bars.bar()

    def cancel() -> None:
        server.editing.runs.cancel(job.id)

    with server.in_flight.registered(job.id, cancel), server.status.working():
        async with server.progress_bars.show(bar, request.title, token, cancel):
            return await server.editing.runs.run(job, bar)


async def _drafts(server: Server, request: EditRequest) -> AsyncGenerator[Draft]:
    """What the model makes of the region; asked once it is known that the document may leave."""
    await server.session.let_leave(request.snapshot)
    drafts = rewrite(server.services.gateway, request, server.services.gathering.for_region)
    async with aclosing(drafts):
        async for draft in drafts:
            yield draft


def _diagnostic(server: Server, snapshot: Snapshot, diagnostic: types.Diagnostic) -> Diagnostic:
    span = span_of(snapshot.text, diagnostic.range, server.session.encoding)
    related = tuple(_told(server, snapshot, each) for each in diagnostic.related_information or ())
    return Diagnostic(span, diagnostic.message, diagnostic.source or "", related)


def _told(server: Server, snapshot: Snapshot, related: types.DiagnosticRelatedInformation) -> str:
    """What was said of another place, and that place's line if its document is open and may be sent."""
    uri = related.location.uri
    document = server.session.find(uri)
    if document is None:
        return related.message
    if document.uri != snapshot.uri and not server.session.is_known_to_be_free(server.session.snapshot(uri)):
        return related.message
    row = min(related.location.range.start.line, document.text.n_lines - 1)
    return f"{related.message}: `{document.text.line_content(row).strip()}`"
