"""What explains: Markdown that streams while it comes, opens beside the code, and is the result."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, contextmanager
from dataclasses import replace
from functools import partial

from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.errors import Excluded
from pt_lsp.features.explain.explaining import Answered, explain
from pt_lsp.features.explain.question import CodeQuestion, Problem, question_about, question_about_problem
from pt_lsp.llm.gateway import Image
from pt_lsp.protocol.convert import range_of, span_of
from pt_lsp.protocol.extensions import (
    EXPLAIN_DELTA,
    ExplainDiagnosticArguments,
    RegionArguments,
    parse_arguments,
)
from pt_lsp.protocol.handlers.commands.cancellable import run_cancellable
from pt_lsp.protocol.problems.reading import diagnostic_of
from pt_lsp.protocol.results import ExplainDelta, ExplainResult
from pt_lsp.protocol.server import Server
from pt_lsp.replies.asides.spoken import TAKEN_BACK

_TITLE = "Explain"
_MAX_REPORT_CHARS = 80
_MOST_RELATED = 5
_LONGEST_RELATED = 500


async def run_explain(server: Server, params: types.ExecuteCommandParams) -> ExplainResult:
    """The explanation; with `state: "cancelled"` and what had come when the progress was cancelled."""
    arguments = parse_arguments(RegionArguments, params, server.protocol.converter)
    snapshot = _snapshot(server, arguments.text_document.uri)
    span = span_of(snapshot.text, arguments.range, server.session.encoding)
    return await _run(server, snapshot, partial(question_about, snapshot, span), params.work_done_token)


async def run_explain_diagnostic(server: Server, params: types.ExecuteCommandParams) -> ExplainResult:
    """The same of a problem that the editor shows."""
    arguments = parse_arguments(ExplainDiagnosticArguments, params, server.protocol.converter)
    snapshot = _snapshot(server, arguments.text_document.uri)
    told = diagnostic_of(server.session, snapshot, arguments.diagnostic)
    related = tuple(each[:_LONGEST_RELATED] for each in told.related[:_MOST_RELATED])
    problem = Problem(told.span, told.message, told.source, related)
    ask = partial(question_about_problem, snapshot, problem)
    return await _run(server, snapshot, ask, params.work_done_token)


async def run_explaining(
    server: Server,
    snapshot: Snapshot,
    span: Span,
    asked: str,
    token: types.ProgressToken | None,
    *,
    images: tuple[Image, ...],
) -> ExplainResult:
    """The answer to what somebody wants to know, in words of their own, which may name images."""

    def ask() -> CodeQuestion:
        return replace(question_about(snapshot, span), asked=asked, images=images)

    return await _run(server, snapshot, ask, token)


def _snapshot(server: Server, uri: str) -> Snapshot:
    """The document as it is now."""
    with _forgetting(server, uri):
        return server.session.snapshot_to_send(uri)


@contextmanager
def _forgetting(server: Server, uri: str) -> Generator[None]:
    """Of a document that must not leave the machine nothing is remembered."""
    try:
        yield
    except Excluded:
        server.background.spawn(server.services.explanations.forget(uri))
        raise


async def _run(
    server: Server, snapshot: Snapshot, ask: Callable[[], CodeQuestion], token: types.ProgressToken | None
) -> ExplainResult:
    """`ask` parses the document."""
    with _forgetting(server, snapshot.uri):
        await server.session.let_leave(snapshot)
    server.services.indexing.stirred()
    question, name = await asyncio.to_thread(_titled, ask)
    # Other clients may write into a log how things progress, and the name is the user's code.
    title = f"{_TITLE}: {name}" if name and server.client.shows_answers else _TITLE
    answer = _Answer(server, token)
    streaming = answer.stream(_deltas(server, question, answer.bar.report))
    task = await run_cancellable(server, answer.bar, title, token, streaming)
    result: ExplainResult = {"markdown": answer.markdown}
    if server.client.shows_answers:
        result["range"] = range_of(snapshot.text, question.part, server.session.encoding)
    if task.cancelled():
        return {**result, "state": "cancelled"}
    await server.pages.finish(answer.page, _TITLE, answer.markdown)
    return result


def _titled(ask: Callable[[], CodeQuestion]) -> tuple[CodeQuestion, str]:
    """Both parse the document: for a thread."""
    question = ask()
    return question, question.title


async def _deltas(
    server: Server, question: CodeQuestion, tell: Callable[[str], None]
) -> AsyncGenerator[str | None]:
    """What is remembered, in one piece; else what the model says, to be remembered.

    `tell` is told what the model looks up.
    """
    services, memory = server.services, server.services.explanations
    gather, n_lines = services.gathering.for_part, partial(services.gathering.n_lines, question.snapshot)
    remembered = await memory.recall(question, gather, n_lines)
    if remembered is not None:
        yield remembered
        return
    question = replace(question, n_again=memory.n_again(question))
    answers: list[Answered] = []
    offer = services.offer(question.snapshot, tell)
    deltas = explain(services.gateway, question, gather, n_lines, answers.append, offer=offer)
    async with aclosing(deltas) as stream:
        async for delta in stream:
            yield delta
    for answered in answers:
        record = await memory.take(services.gateway, question, answered)
        server.background.spawn(memory.keep(record))


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
