"""The commands that change a document: those with words, fixes, and those that need but a range."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from lsprotocol import types

from pt_lsp.documents.change import moved
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.edits.line_diff import minimal_change
from pt_lsp.features.edit.actions.fix import FIX
from pt_lsp.features.edit.actions.generate import GENERATE
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import Diagnostic, EditRequest, edit_request, region_of
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.features.edit.test_writing.writing import write_tests
from pt_lsp.protocol.convert import offset_of, span_of
from pt_lsp.protocol.editing.run import EditJob
from pt_lsp.protocol.extensions import (
    EditArguments,
    FixArguments,
    GenerateArguments,
    RegionArguments,
    parse_arguments,
)
from pt_lsp.protocol.handlers.commands.problems import problems_in, tell_what_remains, tells_problems
from pt_lsp.protocol.results import EditResult
from pt_lsp.protocol.server import Server

_MOST_RELATED = 10
_LONGEST_MESSAGE = 2_000
_LONGEST_REPORTER = 80


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


async def run_fix(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """The definition around the range without its problems."""
    arguments = parse_arguments(FixArguments, params, server.protocol.converter)
    uri, range_ = arguments.text_document.uri, arguments.range
    if arguments.diagnostics is not None or not tells_problems(server):
        snapshot = server.session.snapshot_to_send(uri)
        span = span_of(snapshot.text, range_, server.session.encoding)
        diagnostics = [diagnostic_of(server, snapshot, each) for each in arguments.diagnostics or ()]
        request = edit_request(snapshot, FIX, span, diagnostics=diagnostics)
    else:
        request = await _fix_of_shown(server, uri, range_)
    return await run_request(server, request, params.work_done_token)


async def _fix_of_shown(server: Server, uri: str, range_: types.Range) -> EditRequest:
    """A fix of what the editor shows in the range, or where that is nothing, in the region around."""
    snapshot = server.session.snapshot_to_send(uri)
    span = span_of(snapshot.text, range_, server.session.encoding)
    region, _ = region_of(snapshot, FIX, span)
    shown = await problems_in(server, snapshot.uri, snapshot.text, region)
    later = server.session.snapshot_to_send(uri)
    if change := minimal_change(str(snapshot.text), str(later.text)):
        # What was typed meanwhile moves what is below; where it is inside, the place is as good as before.
        span = moved(span, change) or span_of(later.text, range_, server.session.encoding)
        region, _ = region_of(later, FIX, span)
    found = [diagnostic_of(server, later, each) for each in shown or ()]
    around = [each for each in found if each.span.touches(region)]
    here = [each for each in around if each.span.touches(span)]
    return edit_request(later, FIX, span, diagnostics=here or around)


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
    bar = server.progress_bars.bar()

    def cancel() -> None:
        server.editing.runs.cancel(job.id)

    with server.in_flight.registered(job.id, cancel), server.status.working():
        async with server.progress_bars.show(bar, request.title, token, cancel):
            result = await server.editing.runs.run(job, bar)
    if request.recipe is FIX and tells_problems(server):
        server.background.spawn(tell_what_remains(server, job.id))
    return result


async def drafts_of(server: Server, request: EditRequest) -> AsyncGenerator[Draft]:
    """What the model makes of the region; asked once it is known that the document may leave."""
    await server.session.let_leave(request.snapshot)
    gateway, gathering = server.services.gateway, server.services.gathering
    if request.tested is None:
        drafts = rewrite(gateway, request, gathering.for_region)
    else:
        await server.session.let_leave(request.tested.source)
        drafts = write_tests(gateway, request, request.tested, gathering.for_region)
    async with aclosing(drafts):
        async for draft in drafts:
            yield draft


def diagnostic_of(server: Server, snapshot: Snapshot, diagnostic: types.Diagnostic) -> Diagnostic:
    """A problem with what was said about it, in bounds."""
    span = span_of(snapshot.text, diagnostic.range, server.session.encoding)
    related = (diagnostic.related_information or ())[:_MOST_RELATED]
    return Diagnostic(
        span,
        diagnostic.message[:_LONGEST_MESSAGE],
        _said_by(diagnostic),
        tuple(_told(server, snapshot, each)[:_LONGEST_MESSAGE] for each in related),
    )


def _said_by(diagnostic: types.Diagnostic) -> str:
    """Who reports it and by which code; how grave it is where it is no error: `warning, ruff F401`."""
    severity = diagnostic.severity
    grade = "" if severity in {None, types.DiagnosticSeverity.Error} else str(severity.name).lower()
    code = "" if diagnostic.code is None else str(diagnostic.code)
    reporter = f"{diagnostic.source or ''} {code}".strip()[:_LONGEST_REPORTER]
    return ", ".join(part for part in (grade, " ".join(reporter.split())) if part)


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
