"""`ptLsp.fix` and `ptLsp.fixAll`: what the editor shows to be wrong, at a place or of one kind in a file."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lsprotocol import types

from pt_lsp.documents.change import moved
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.edits.line_diff import minimal_change
from pt_lsp.features.edit.actions.fix import FIX
from pt_lsp.features.edit.actions.fix_all import FIX_ALL
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.request import EditRequest, edit_request, request_for_all
from pt_lsp.protocol.convert import span_of
from pt_lsp.protocol.extensions import FixAllArguments, FixArguments, parse_arguments
from pt_lsp.protocol.handlers.commands.edit import run_request
from pt_lsp.protocol.handlers.commands.second_try import look_after
from pt_lsp.protocol.problems.around import shown_around, shown_in
from pt_lsp.protocol.problems.asking import MOST_PROBLEMS, tells_problems
from pt_lsp.protocol.problems.being_fixed import with_findings_aside
from pt_lsp.protocol.problems.reading import diagnostic_of
from pt_lsp.protocol.results import EditResult
from pt_lsp.protocol.server import Server

_NO_OTHERS = "Fixed is what the editor has told of; of problems elsewhere in the file it tells nothing."
_FURTHER_OFF = "{n} more of that kind stand further away than one answer reaches: fix all of them once more."

Before = Sequence[Diagnostic] | asyncio.Task[list[Diagnostic] | None] | None
"""What was wrong in the region before, or is being asked for; None where nobody tells."""


async def run_fix(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """The definition around the range without its problems."""
    arguments = parse_arguments(FixArguments, params, server.protocol.converter)
    snapshot, range_ = server.session.snapshot_to_send(arguments.text_document.uri), arguments.range
    if arguments.diagnostics is None and tells_problems(server):
        request, before = await _fix_of_shown(server, snapshot, range_)
        return await run_fixing(server, request, params.work_done_token, before=before)
    span = span_of(snapshot.text, range_, server.session.encoding)
    asked = (arguments.diagnostics or ())[:MOST_PROBLEMS]
    told = [diagnostic_of(server.session, snapshot, each) for each in asked]
    request = edit_request(snapshot, FIX, span, diagnostics=told)
    # Asked while the model is: nobody waits for it.
    asking = asyncio.create_task(shown_in(server, snapshot, request.region))
    try:
        return await run_fixing(server, request, params.work_done_token, before=asking)
    finally:
        asking.cancel()


async def run_fix_all(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """All problems of one kind that are known of in the document, as one edit."""
    arguments = parse_arguments(FixAllArguments, params, server.protocol.converter)
    first = server.session.snapshot_to_send(arguments.text_document.uri)
    asked = diagnostic_of(server.session, first, arguments.diagnostic)
    shown = await shown_in(server, first, Span(0, len(first.text)))
    snapshot = server.session.snapshot_to_send(first.uri)
    if change := minimal_change(str(first.text), str(snapshot.text)):
        asked = replace(asked, span=moved(asked.span, change) or Span(change.span.start, change.span.start))
    known = server.known_problems.of(snapshot.uri) if shown is None else shown
    alike = _with_asked(asked, [each for each in known if each.kind == asked.kind])
    request = request_for_all(snapshot, FIX_ALL, alike, alike.index(asked))
    before = None if shown is None else [each for each in shown if each.span.touches(request.region)]
    result = await run_fixing(server, request, params.work_done_token, before=before)
    return _with_notes(server, result, n_left=len(alike) - len(request.diagnostics), is_all=shown is not None)


async def run_fixing(
    server: Server,
    request: EditRequest,
    token: types.ProgressToken | None,
    edit_id: str | None = None,
    *,
    before: Before = None,
) -> EditResult:
    """The result of a fix, which is looked after once it stands; with an id, one more try of that edit."""
    running = run_request(server, request, token, edit_id)
    result = await with_findings_aside(server, request, running)
    if isinstance(before, asyncio.Task):
        before = before.result() if before.done() else None
    look_after(server, result["editId"], request, before)
    return result


def _with_asked(asked: Diagnostic, alike: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that are alike with the one that was asked for, each once, in the order of the document."""
    others = [each for each in alike if (each.span, each.message) != (asked.span, asked.message)]
    unique = {(each.span, each.message): each for each in (*others, asked)}
    return [unique[key] for key in sorted(unique)]


def _with_notes(server: Server, result: EditResult, *, n_left: int, is_all: bool) -> EditResult:
    """The result with what is to be known of it: that there are others, or that nobody tells."""
    notes = [_FURTHER_OFF.format(n=n_left)] if n_left else []
    notes += [] if is_all else [_NO_OTHERS]
    for note in notes:
        server.editing.runs.warn(result["editId"], note)
        result["warning"] = f"{result['warning']} {note}" if "warning" in result else note
    return result


async def _fix_of_shown(
    server: Server, snapshot: Snapshot, range_: types.Range
) -> tuple[EditRequest, list[Diagnostic] | None]:
    """A fix of what the editor shows in the range, or where that is nothing, in the region around.

    With all that it shows there.
    """
    later, span, region, shown = await shown_around(server, snapshot, range_, FIX)
    found = [diagnostic_of(server.session, later, each) for each in shown or ()]
    around = [each for each in found if each.span.touches(region)]
    here = [each for each in around if each.span.touches(span)]
    request = edit_request(later, FIX, span, diagnostics=here or around)
    return request, None if shown is None else around
