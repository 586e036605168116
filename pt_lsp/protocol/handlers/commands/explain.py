"""`ptLsp.explain`: Markdown that streams while it comes, opens beside the code, and is the result."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.explain.explaining import explain
from pt_lsp.features.explain.part import name_of_part, part_to_explain
from pt_lsp.protocol.convert import range_of, span_of
from pt_lsp.protocol.extensions import EXPLAIN_DELTA, RegionArguments, parse_arguments
from pt_lsp.protocol.in_flight import run_child
from pt_lsp.protocol.results import ExplainDelta, ExplainResult
from pt_lsp.protocol.server import Server
from pt_lsp.replies.asides.spoken import TAKEN_BACK

_TITLE = "Explain"
_MAX_REPORT_CHARS = 80


async def run_explain(server: Server, params: types.ExecuteCommandParams) -> ExplainResult:
    """The explanation; with `state: "cancelled"` and what had come when the progress was cancelled."""
    arguments = parse_arguments(RegionArguments, params, server.protocol.converter)
    snapshot = server.session.snapshot_to_send(arguments.text_document.uri)
    span = span_of(snapshot.text, arguments.range, server.session.encoding)
    return await run_explaining(server, snapshot, span, params.work_done_token)


async def run_explaining(
    server: Server,
    snapshot: Snapshot,
    span: Span,
    token: types.ProgressToken | None,
    *,
    asked: str = "",
) -> ExplainResult:
    """The explanation of what is there; `asked` is what somebody wants to know of it instead."""
    await server.session.let_leave(snapshot)
    server.services.indexing.stirred()
    part, name = await asyncio.to_thread(_named_part, snapshot, span)
    # Other clients may write into a log how things progress, and the name is the user's code.
    title = f"{_TITLE}: {name}" if name and server.client.shows_answers else _TITLE
    answer = _Answer(server, token)
    gather = server.services.gathering.for_part
    task = asyncio.create_task(
        answer.stream(explain(server.services.gateway, snapshot, part, gather, asked=asked))
    )

    def cancel() -> None:
        task.cancel()

    with server.in_flight.registered(server.in_flight.new_id(), cancel), server.status.working():
        async with server.progress_bars.show(answer.bar, title, token, cancel):
            is_whole = await run_child(task)
    result: ExplainResult = {"markdown": answer.markdown}
    if server.client.shows_answers:
        result["range"] = range_of(snapshot.text, part, server.session.encoding)
    if not is_whole:
        return {**result, "state": "cancelled"}
    await server.pages.finish(answer.page, _TITLE, answer.markdown)
    return result


def _named_part(snapshot: Snapshot, span: Span) -> tuple[Span, str]:
    """Both parse the document: for a thread."""
    part = part_to_explain(snapshot, span)
    return part, name_of_part(snapshot, part)


class _Answer:
    """The explanation so far, wherever it is shown."""

    def __init__(self, server: Server, token: types.ProgressToken | None) -> None:
        self.markdown = ""
        self.bar = server.progress_bars.bar()
        self.page = server.pages.begin(_TITLE)
        self._server = server
        self._token = token if EXPLAIN_DELTA in server.client.extensions else None

    async def stream(self, deltas: AsyncGenerator[str | None]) -> None:
        async with aclosing(deltas):
            async for delta in deltas:
                if delta is TAKEN_BACK:
                    self.markdown = ""  # the whole of it, which is told last, sets right what was shown
                else:
                    self._show(delta)

    def _show(self, delta: str) -> None:
        if self.page is not None and not self.markdown:
            self._server.pages.show(self.page)
        self.markdown += delta
        if self._token is not None:
            told: ExplainDelta = {"token": self._token, "delta": delta}
            self._server.protocol.notify(EXPLAIN_DELTA, told)
        if self.page is not None:
            self._server.pages.grow(self.page, self.markdown)
        self.bar.report(self.markdown.rstrip().rpartition("\n")[2][-_MAX_REPORT_CHARS:])
