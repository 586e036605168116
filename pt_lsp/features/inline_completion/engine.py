"""The inline completion engine: reuse first, then gates, a short wait, and only then the model.

Owns the running streams and the texts that they foresaw, per document. Refuses to know LSP: a request
that was cancelled is a cancelled task.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from pt_lsp.context.window import completion_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.errors import PtLspError
from pt_lsp.features.inline_completion.foresight import Foresights, Spot
from pt_lsp.features.inline_completion.gates import ask_refusal, offer_refusal
from pt_lsp.features.inline_completion.items import Completion, completion_at
from pt_lsp.features.inline_completion.postprocess.extent import extent_at
from pt_lsp.features.inline_completion.postprocess.place import Place
from pt_lsp.features.inline_completion.prompt import RESERVED_TOKENS, FillWay, build_prompt
from pt_lsp.features.inline_completion.reasons import Code, Reasons
from pt_lsp.features.inline_completion.stream import Stream
from pt_lsp.llm.gateway import Gateway
from pt_lsp.settings.options import Settings

DEFAULT_DEBOUNCE_MS = 75
GRACE_S = 3.0

_SMALLEST_WINDOW_TOKENS = 100

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """How often the model was asked, a known text was reused, and an item was handed out."""

    asked: int = 0
    reused: int = 0
    shown: int = 0


@dataclass(eq=False, slots=True)
class _Request:
    snapshot: Snapshot
    offset: int
    spot: Spot
    is_invoked: bool
    overtaken: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def overtake(self) -> None:
        if not self.overtaken.done():
            self.overtaken.set_result(None)

    def check(self) -> None:
        if self.overtaken.done():
            raise _NoCompletion("superseded", "a newer request took its place, or the document was closed")


class _NoCompletion(Exception):
    """Carries the reason why a request shows nothing."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code)
        self.code: Code = code
        self.detail = detail


class Engine:
    """One per server. `last_error` is the newest failure until an ask succeeds, for the status."""

    def __init__(
        self,
        gateway: Gateway,
        *,
        fill_way: Callable[[Settings], FillWay] = lambda _: "hole",
        grace_s: float = GRACE_S,
    ) -> None:
        """`fill_way` tells which way a probe found for endpoint and model; used if the setting is `auto`."""
        self.reasons = Reasons()
        self.counts = Counts()
        self.last_error: PtLspError | None = None
        self._gateway = gateway
        self._fill_way = fill_way
        self._grace_s = grace_s
        self._requests: dict[str, _Request] = {}
        self._streams: dict[str, Stream] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._foresights = Foresights()
        self._ids = itertools.count(1)

    async def complete(
        self,
        snapshot: Snapshot,
        offset: int,
        *,
        is_invoked: bool,
        exclusion: str | None = None,
        is_paused: bool = False,
    ) -> list[Completion]:
        """The items to show, or none with a reason noted; never raises a PtLspError.

        `exclusion` is why the document must not leave the machine. A newer request for the document ends an
        older one with nothing. A cancelled request leaves its stream to those that its text still fits.
        """
        request = _Request(snapshot, offset, Spot.at(snapshot, offset), is_invoked)
        older = self._requests.get(snapshot.uri)
        if older:
            older.overtake()
        self._requests[snapshot.uri] = request
        try:
            text = await self._text(request, exclusion, is_paused=is_paused)
        except _NoCompletion as nothing:
            self.reasons.note(snapshot.uri, offset, nothing.code, nothing.detail)
            return []
        finally:
            if self._requests.get(snapshot.uri) is request:
                del self._requests[snapshot.uri]
        self.counts.shown += 1
        return [completion_at(snapshot, offset, text, f"completion-{next(self._ids)}")]

    def forget(self, uri: str) -> None:
        """Drop all that is known of a document that was closed, and end what runs for it."""
        self._foresights.forget(uri)
        self._close_stream(uri)
        request = self._requests.get(uri)
        if request:
            request.overtake()

    async def aclose(self) -> None:
        """End everything; returns when no stream is open any more."""
        for uri in [*self._requests, *self._streams]:
            self.forget(uri)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _text(self, request: _Request, exclusion: str | None, *, is_paused: bool) -> str:
        refusal = offer_refusal(request.snapshot, exclusion)
        if refusal:
            self._close_stream(request.snapshot.uri)
            raise _NoCompletion(*refusal)
        known = await self._known(request)
        if known:
            self.counts.reused += 1
            return known
        if known is not None and not request.is_invoked:
            raise _NoCompletion("nothing to say", "the model had nothing to add here")
        refusal = ask_refusal(
            request.snapshot, request.offset, is_invoked=request.is_invoked, is_paused=is_paused
        )
        if refusal:
            raise _NoCompletion(*refusal)
        await self._wait(request)
        text = await self._foreseen(self._ask(request), request)
        if not text:
            raise _NoCompletion("nothing to say", "the reply held nothing to insert")
        return text

    async def _known(self, request: _Request) -> str | None:
        """Text from a finished or a running reply that agrees with what was typed; None if there is none."""
        known = self._foresights.find(request.spot)
        stream = self._streams.get(request.snapshot.uri)
        if known is not None or stream is None:
            return known
        return await self._foreseen(stream, request)

    async def _foreseen(self, stream: Stream, request: _Request) -> str | None:
        """What the stream says at the request's place once it has ended, empty if it has nothing to say.

        None, and the stream is closed, when what was typed contradicts it or has used it up.
        """
        with stream.waiting():
            while not stream.has_ended and stream.remainder(request.spot) is not None:
                await asyncio.wait({stream.news, request.overtaken}, return_when=asyncio.FIRST_COMPLETED)
                request.check()
        request.check()
        if stream.error:
            raise _NoCompletion("failed", str(stream.error))
        remainder = stream.remainder(request.spot)
        if remainder or (remainder == "" and not stream.text):
            return remainder
        stream.close()
        return None

    async def _wait(self, request: _Request) -> None:
        """Let the rest of a burst of keys pass; asked-for completions do not wait."""
        wait_ms = request.snapshot.settings.completion.debounce_ms
        if request.is_invoked:
            wait_ms = 0
        elif wait_ms is None:
            wait_ms = DEFAULT_DEBOUNCE_MS
        if wait_ms:
            await asyncio.wait({request.overtaken}, timeout=wait_ms / 1000)
        request.check()

    def _ask(self, request: _Request) -> Stream:
        snapshot, settings = request.snapshot, request.snapshot.settings
        mode = settings.completion.fill_mode
        way = self._fill_way(settings) if mode == "auto" else mode
        budget = max(settings.context.budget_tokens - RESERVED_TOKENS[way], _SMALLEST_WINDOW_TOKENS)
        window = completion_window(snapshot, request.offset, budget, is_suffix_first=way == "partial")
        place = Place(window.prefix, window.suffix, window.language_id)
        extent = extent_at(place, settings.completion.multiline)
        prompt = build_prompt(
            window, way, extent, settings.completion.max_tokens, is_automatic=not request.is_invoked
        )
        self._close_stream(snapshot.uri)
        self.counts.asked += 1
        stream = Stream(
            self._gateway,
            prompt,
            settings,
            origin=request.spot,
            place=place,
            extent=extent,
            grace_s=self._grace_s,
        )
        self._streams[snapshot.uri] = stream
        self._tasks.add(stream.task)
        stream.task.add_done_callback(lambda task: self._settle(stream, task))
        return stream

    def _settle(self, stream: Stream, task: asyncio.Task[None]) -> None:
        """Keep what an ended stream said, or why it failed."""
        self._tasks.discard(task)
        if self._streams.get(stream.origin.uri) is stream:
            del self._streams[stream.origin.uri]
        if task.cancelled():
            return
        if task.exception():
            _log.error("Inline completion failed.", exc_info=task.exception())
            return
        if stream.error:
            self.last_error = stream.error
            _log.info("Inline completion: %s", stream.error)
            return
        self.last_error = None
        self._foresights.add(stream.origin, stream.text)

    def _close_stream(self, uri: str) -> None:
        stream = self._streams.pop(uri, None)
        if stream:
            stream.close()
