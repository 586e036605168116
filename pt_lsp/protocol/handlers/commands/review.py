"""The commands that decide what becomes of an edit: `ptLsp.acceptEdit`, `rejectEdit`, `retryEdit`."""

import asyncio

from lsprotocol import types

from pt_lsp.features.edit.request import asked_again
from pt_lsp.protocol.editing.view import Verdict
from pt_lsp.protocol.extensions import RetryArguments, ReviewArguments, parse_arguments
from pt_lsp.protocol.handlers.commands.edit import run_request
from pt_lsp.protocol.handlers.commands.fix import run_fixing
from pt_lsp.protocol.problems.being_fixed import show_again
from pt_lsp.protocol.results import EditResult, VerdictResult
from pt_lsp.protocol.server import Server


async def run_verdict(verdict: Verdict, server: Server, params: types.ExecuteCommandParams) -> VerdictResult:
    """The new text stays, or the old is back and what was typed since is kept."""
    arguments = parse_arguments(ReviewArguments, params, server.protocol.converter)
    # The edit may be one of the server before this one, asked about while this one was being started.
    await server.editing.offered()
    with server.editing.created.seen(arguments.edit_id):
        result = await server.editing.runs.decide(arguments.edit_id, verdict, arguments.hunk)
    if result["state"] == "rejected":
        await server.editing.created.take_away(arguments.edit_id)
        show_again(server, arguments.edit_id)
    return result


async def run_retry(server: Server, params: types.ExecuteCommandParams) -> EditResult:
    """The old text is back, and rewritten once more, as also instructed now."""
    arguments = parse_arguments(RetryArguments, params, server.protocol.converter)
    edit_id, created, session = arguments.edit_id, server.editing.created, server.session
    await server.editing.offered()
    with created.seen(edit_id):
        request, uri, region = await server.editing.runs.take_back(edit_id)
    snapshot = (session.snapshot_to_send if request.is_about_document else session.snapshot)(uri)
    again = asked_again(request, snapshot, region, arguments.instruction)
    run = run_fixing if request.recipe.kind == "quickfix" else run_request
    try:
        return await run(server, again, params.work_done_token, edit_id)
    finally:
        await asyncio.shield(asyncio.ensure_future(created.take_away(edit_id)))
