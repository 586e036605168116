"""The running replies: at most one per document that its requests share, and those of further candidates.

Refuses to know requests: it keeps what ended streams said, closes those that the text contradicts, and tells
the newest failure.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from pt_lsp.context.background import Background
from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors
from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.errors import ContentFiltered, PtLspError, log_failure
from pt_lsp.features.inline_completion.asking import Question, RefusedWindows, question_at
from pt_lsp.features.inline_completion.cache import CompletionCache
from pt_lsp.features.inline_completion.request import Request
from pt_lsp.features.inline_completion.stream import Stream
from pt_lsp.llm.gateway import Gateway
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import FillWay

_log = logging.getLogger(__name__)


class Streams:
    """Owned by the engine; `last_error` is the newest failure until the model answers again."""

    def __init__(
        self,
        gateway: Gateway,
        cache: CompletionCache,
        *,
        fill_way: Callable[[EndpointSettings], FillWay],
        gather: Callable[[Snapshot, int], Background],
        grace_s: float,
    ) -> None:
        self.last_error: PtLspError | None = None
        self._gateway = gateway
        self._cache = cache
        self._fill_way = fill_way
        self._gather = gather
        self._grace_s = grace_s
        self._anchors = ExcerptAnchors()
        self._refused_windows = RefusedWindows()
        self._running: dict[str, Stream] = {}
        self._further: set[Stream] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def find(self, uri: str) -> Stream | None:
        """The stream that runs for a document."""
        return self._running.get(uri)

    def ask(self, request: Request) -> Stream:
        """A new stream for the document of a request, in the place of the one that ran."""
        self.close(request.snapshot.uri)
        stream = self._start(request)
        self._running[request.snapshot.uri] = stream
        return stream

    def vary(self, request: Request, n_variant: int) -> Stream:
        """A stream beside, for another candidate; what it says is not remembered here."""
        stream = self._start(request, n_variant=n_variant)
        self._further.add(stream)
        stream.task.add_done_callback(lambda _: self._further.discard(stream))
        return stream

    def follow(
        self, snapshot: Snapshot, changes: Sequence[Change], on_contradicted: Callable[[int], None]
    ) -> None:
        """Close the document's stream if the changes are neither typing that it foresees nor elsewhere.

        `on_contradicted` is called with the end of what was typed if that is other than what the stream says,
        now or when its first words come. Further candidates are for the place as it was: they end.
        """
        self._close_further(snapshot.uri)
        stream = self._running.get(snapshot.uri)
        if stream is None:
            return
        cursor = stream.trail.follow(snapshot, changes)
        stream.on_contradicted = lambda: on_contradicted(cursor) if cursor is not None else None
        if stream.is_contradicted():
            if stream.text:
                stream.on_contradicted()
            self.close(snapshot.uri)

    def close(self, uri: str) -> None:
        """End what runs for a document, at once."""
        self._close_further(uri)
        stream = self._running.pop(uri, None)
        if stream:
            stream.close()

    def forget(self, uri: str) -> None:
        """End what runs for a document that was closed, and drop what was kept for its prompts."""
        self.close(uri)
        self._anchors.forget(uri)
        self._refused_windows.forget(uri)

    def failed(self, error: Exception) -> PtLspError:
        """What a person may be told of an error that nobody foresaw, the newest failure now."""
        self.last_error = log_failure(_log, "Inline completion", error)
        return self.last_error

    async def aclose(self) -> None:
        """End everything; returns when no stream is open any more."""
        for uri in {*self._running, *(stream.origin.uri for stream in self._further)}:
            self.close(uri)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _close_further(self, uri: str) -> None:
        for stream in [stream for stream in self._further if stream.origin.uri == uri]:
            stream.close()

    def _start(self, request: Request, *, n_variant: int = 0) -> Stream:
        snapshot, offset, is_automatic = request.snapshot, request.offset, not request.is_invoked

        def ask() -> Question:
            settings = snapshot.settings
            mode, answer_tokens = settings.completion.fill_mode, settings.completion.max_tokens
            asked = replace(
                snapshot, settings=self._gateway.limits.fitted(settings, "completion", answer_tokens)
            )
            question = question_at(
                asked,
                offset,
                self._fill_way(settings.endpoint) if mode == "auto" else mode,
                self._gather(asked, offset),
                is_automatic=is_automatic,
                n_variant=n_variant,
                anchors=self._anchors,
            )
            if is_automatic:
                self._refused_windows.check(snapshot.uri, question.window)
            return question

        stream = Stream(self._gateway, snapshot, replace(request.trail), ask, grace_s=self._grace_s)
        self._tasks.add(stream.task)
        stream.task.add_done_callback(lambda task: self._settle(stream, task, is_kept=not n_variant))
        return stream

    def _settle(self, stream: Stream, task: asyncio.Task[None], *, is_kept: bool) -> None:
        """Keep what an ended stream said, or why it failed."""
        self._tasks.discard(task)
        if self._running.get(stream.origin.uri) is stream:
            del self._running[stream.origin.uri]
        if task.cancelled():
            return
        if stream.error:
            self.last_error = stream.error
            _log.info("Inline completion: %s", stream.error)
            if isinstance(stream.error, ContentFiltered) and stream.question is not None:
                self._refused_windows.note(stream.origin.uri, stream.question.window, stream.error)
            return
        self.last_error = None
        if is_kept:
            self._cache.add(stream.origin, stream.text)
