"""The commands that change a document: those with words, and those that need but a range."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial

from lsprotocol import types

from pt_lsp.documents.span import Span
from pt_lsp.features.edit.actions.generate import GENERATE
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.problems.listing import names_of
from pt_lsp.features.edit.request import EditRequest, edit_request
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.features.edit.test_writing.writing import write_tests
from pt_lsp.protocol.convert import offset_of, span_of
from pt_lsp.protocol.editing.run import EditJob
from pt_lsp.protocol.extensions import (
    EditArguments,
    GenerateArguments,
    RegionArguments,
    parse_arguments,
)
from pt_lsp.protocol.handlers.commands.message_file import COMMIT_MESSAGE, message_draft
from pt_lsp.protocol.results import EditResult
from pt_lsp.protocol.server import Server


async def run_edit(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """The range is rewritten as instructed."""
    arguments = parse_arguments(EditArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    span = span_of(snapshot.text, arguments.range, server.session.encoding)
    request = edit_request(snapshot, REWRITE, span, words=arguments.instruction)
    return await run_request(server, request, params.work_done_token)


async def run_generate(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """New text at the position."""
    arguments = parse_arguments(GenerateArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    offset = offset_of(snapshot.text, arguments.position, server.session.encoding)
    request = edit_request(snapshot, GENERATE, Span(offset, offset), words=arguments.instruction)
    return await run_request(server, request, params.work_done_token)


async def run_on_range(recipe: Recipe, server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """What the action makes of the range, or of the definition around it."""
    arguments = parse_arguments(RegionArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    span = span_of(snapshot.text, arguments.range, server.session.encoding)
    return await run_request(server, edit_request(snapshot, recipe, span), params.work_done_token)


async def run_request(
    server: Server, request: EditRequest, token: types.ProgressToken | None, edit_id: str | None = None
) -> EditResult:
    """The result of a command that edits; with an id, one more try of that edit."""
    server.services.indexing.stirred()
    job = EditJob(edit_id or server.in_flight.new_id(), request, drafts_of(server, request))
    return await run_job(server, job, token)


async def run_job(server: Server, job: EditJob, token: types.ProgressToken | None) -> EditResult:
    """The result of an edit whose drafts are on their way."""
    bar = server.progress_bars.bar()

    def cancel() -> None:
        server.editing.runs.cancel(job.id)

    with server.in_flight.registered(job.id, cancel), server.status.working():
        async with server.progress_bars.show(bar, job.request.title, token, cancel):
            return await server.editing.runs.run(job, bar)


async def drafts_of(server: Server, request: EditRequest) -> AsyncGenerator[Draft]:
    """What the model makes of the region; asked once it is known that the document may leave."""
    if request.recipe is COMMIT_MESSAGE:
        yield await message_draft(server, request)
        return
    await server.session.let_leave(request.snapshot)
    gateway, gathering = server.services.gateway, server.services.gathering
    gather = partial(gathering.for_region, named=names_of(request.snapshot.text, request.diagnostics))
    if request.tested is None:
        drafts = rewrite(gateway, request, gather)
    else:
        await server.session.let_leave(request.tested.source)
        drafts = write_tests(gateway, request, request.tested, gather)
    async with aclosing(drafts):
        async for draft in drafts:
            yield draft
