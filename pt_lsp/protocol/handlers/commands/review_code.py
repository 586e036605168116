"""`ptLsp.review` and `ptLsp.clearReview`: findings, which are diagnostics until their lines change."""

import asyncio

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.features.review.finding import Findings, told
from pt_lsp.features.review.placing import place
from pt_lsp.features.review.question import ReviewQuestion, question_about
from pt_lsp.features.review.reviewing import review
from pt_lsp.protocol.convert import range_of, span_of
from pt_lsp.protocol.extensions import ClearReviewArguments, CodeReviewArguments, parse_arguments
from pt_lsp.protocol.in_flight import run_child
from pt_lsp.protocol.problems.findings import SEVERITY, text_on_disk
from pt_lsp.protocol.results import ReviewResult
from pt_lsp.protocol.server import Server

_TITLE = "Review"


async def run_review(server: Server, params: types.ExecuteCommandParams) -> ReviewResult:
    """What is found; with `state: "cancelled"`, and nothing published, when the progress was cancelled."""
    arguments = parse_arguments(CodeReviewArguments, params, server.protocol.converter)
    if arguments.text_document is None:
        raise JsonRpcInvalidParams(message=f"{params.command} needs 'textDocument' in its argument.")
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    range_ = arguments.range
    span = None if range_ is None else span_of(snapshot.text, range_, server.session.encoding)
    question = question_about(snapshot, span)
    await server.session.let_leave(snapshot)
    server.services.indexing.stirred()
    bar = server.progress_bars.bar()
    work = review(server.services.gateway, question, server.services.gathering.for_part, bar.report)
    task = asyncio.create_task(work)

    def cancel() -> None:
        task.cancel()

    with server.in_flight.registered(server.in_flight.new_id(), cancel), server.status.working():
        async with server.progress_bars.show(bar, _TITLE, params.work_done_token, cancel):
            is_whole = await run_child(task)
    if not is_whole:
        return {"findings": [], "state": "cancelled"}
    return await _published(server, question, task.result())


async def run_clear_review(server: Server, params: types.ExecuteCommandParams) -> None:
    """No findings are shown any more, in a document or anywhere."""
    arguments = parse_arguments(ClearReviewArguments, params, server.protocol.converter)
    server.findings.clear(None if arguments.text_document is None else arguments.text_document.uri)


async def _published(server: Server, question: ReviewQuestion, found: Findings) -> ReviewResult:
    """What can be placed in the text as it is now is shown there."""
    uri, version, text = await _now(server, question.snapshot)
    places = place(found.findings, question.snapshot.text, [question.part], text)
    server.findings.show(uri, version, text, places.findings, places.spans)
    result: ReviewResult = {
        "findings": [
            {
                "uri": uri,
                "range": range_of(text, each.span, server.session.encoding),
                "severity": SEVERITY[each.severity],
                "message": each.message,
            }
            for each in places.findings
        ]
    }
    if message := told(found, places.n_refused):
        result["message"] = message
    return result


async def _now(server: Server, before: Snapshot) -> tuple[str, int | None, Text]:
    """The document as it is by now; one that was closed meanwhile as it is on the disk.

    Of what is nowhere any more nothing is left to place a finding in.
    """
    on_disk = None
    if server.session.find(before.uri) is None:
        on_disk = await text_on_disk(before.uri)
    now = server.session.find(before.uri)
    return (before.uri, None, on_disk or Text.of("")) if now is None else (now.uri, now.version, now.text)
