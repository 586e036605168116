"""`ptLsp.review` and `ptLsp.clearReview`: findings, which are diagnostics until their lines change."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, TypeVar

from lsprotocol import types

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of
from pt_lsp.features.review.finding import Findings, QuotedFinding, told
from pt_lsp.features.review.placing import place
from pt_lsp.features.review.question import question_about
from pt_lsp.features.review.reviewing import review
from pt_lsp.features.review.reviewing_changes import changes_to_review, review_changes
from pt_lsp.protocol.convert import range_of, span_of
from pt_lsp.protocol.extensions import ClearReviewArguments, CodeReviewArguments, parse_arguments
from pt_lsp.protocol.handlers.commands.cancellable import run_cancellable
from pt_lsp.protocol.handlers.commands.commit_message import folder_in_question
from pt_lsp.protocol.problems.findings import SEVERITY, text_on_disk
from pt_lsp.protocol.results import FindingResult, ReviewResult
from pt_lsp.protocol.server import Server

_TITLE = "Review"
_T = TypeVar("_T")


async def run_review(server: Server, params: types.ExecuteCommandParams) -> ReviewResult:
    """What is found; with `state: "cancelled"`, and nothing published, when the progress was cancelled."""
    arguments = parse_arguments(CodeReviewArguments, params, server.protocol.converter)
    if arguments.text_document is None:
        return await _review_changes(server, arguments.folder, params.work_done_token)
    uri, range_ = arguments.text_document.uri, arguments.range
    return await _review_document(server, uri, range_, params.work_done_token)


async def run_clear_review(server: Server, params: types.ExecuteCommandParams) -> None:
    """No findings are shown any more, in a document or anywhere."""
    arguments = parse_arguments(ClearReviewArguments, params, server.protocol.converter)
    server.findings.clear(None if arguments.text_document is None else arguments.text_document.uri)


async def _review_document(
    server: Server, uri: str, range_: types.Range | None, token: types.ProgressToken | None
) -> ReviewResult:
    snapshot = server.session.snapshot_to_send(uri)
    span = None if range_ is None else span_of(snapshot.text, range_, server.session.encoding)
    question = question_about(snapshot, span)
    await server.session.let_leave(snapshot)
    server.services.indexing.stirred()
    gateway, gather = server.services.gateway, server.services.gathering.for_part
    found = await _asked(server, token, partial(review, gateway, question, gather))
    if found is None:
        return {"findings": [], "state": "cancelled"}
    shown = _Shown(server)
    await shown.put(snapshot.uri, snapshot.text, [question.part], found.findings)
    return shown.result(found)


async def _review_changes(
    server: Server, folder_uri: str | None, token: types.ProgressToken | None
) -> ReviewResult:
    """Of what is staged, else of all that has changed."""
    folder = folder_in_question(server, folder_uri)
    services, settings = server.services, server.session.settings_in(folder)
    changes = await changes_to_review(services.repository_changes, folder, settings)
    found = await _asked(server, token, partial(review_changes, services.gateway, changes, settings))
    if found is None:
        return {"findings": [], "state": "cancelled"}
    shown, named = _Shown(server), await services.repository_changes.names_in(folder)
    for each in found.files:
        uri = uri_of(named(changes.top / each.file.path))
        await shown.put(uri, each.file.text, each.file.spans, each.findings)
    return shown.result(found.rest)


async def _asked(
    server: Server,
    token: types.ProgressToken | None,
    work: Callable[[Callable[[str], None]], Coroutine[Any, Any, _T]],
) -> _T | None:
    """What the work comes to, which is told how to report; None where its progress was cancelled."""
    bar = server.progress_bars.bar()
    task = await run_cancellable(server, bar, _TITLE, token, work(bar.report))
    return None if task.cancelled() else task.result()


class _Shown:
    """The findings of one review as they are put into documents."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._findings: list[FindingResult] = []
        self._n_refused = 0

    async def put(
        self, uri: str, before: Text, spans: Sequence[Span], findings: Sequence[QuotedFinding]
    ) -> None:
        """Place what was found in some lines of a text in the document as it is by now, and show it there."""
        uri, version, text = await self._now(uri)
        places = place(findings, before, spans, text)
        self._server.findings.show(uri, version, text, places.findings, places.spans)
        self._n_refused += places.n_refused
        self._findings += [
            {
                "uri": uri,
                "range": range_of(text, each.span, self._server.session.encoding),
                "severity": SEVERITY[each.severity],
                "message": each.message,
            }
            for each in places.findings
        ]

    def result(self, found: Findings) -> ReviewResult:
        """What the command answers; of what was found the number of those that have no place, and notes."""
        result: ReviewResult = {"findings": self._findings}
        if message := told(found, self._n_refused):
            result["message"] = message
        return result

    async def _now(self, uri: str) -> tuple[str, int | None, Text]:
        """The document as it is by now; one that is not open as it is on the disk.

        Of what is nowhere any more nothing is left to place a finding in.
        """
        session, on_disk = self._server.session, None
        if session.find(uri) is None:
            on_disk = await text_on_disk(uri)
        now = session.find(uri)
        return (uri, None, on_disk or Text.of("")) if now is None else (now.uri, now.version, now.text)
