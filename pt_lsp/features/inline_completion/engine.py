"""The inline completion engine: reuse first, then gates, a short wait, and only then the model.

Knows per document what runs, what was foreseen, what is shown and what the user did last. A stream belongs
to the text that it foresees: it outlives the requests that wait on it for as long as the typing agrees with
it. Refuses to know LSP: a request that was cancelled is a cancelled task.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence

from cachetools import LRUCache

from pt_lsp.context.background import NO_BACKGROUND, Background
from pt_lsp.documents.change import Change
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.errors import PtLspError
from pt_lsp.features.inline_completion.cache import CompletionCache
from pt_lsp.features.inline_completion.candidates import Candidates
from pt_lsp.features.inline_completion.counts import EngineCounts
from pt_lsp.features.inline_completion.gates.debounce import pause_before_asking, word_start
from pt_lsp.features.inline_completion.gates.eligibility import ask_refusal, offer_refusal
from pt_lsp.features.inline_completion.gates.pauses import Pauses
from pt_lsp.features.inline_completion.gates.typing_history import TypingHistory
from pt_lsp.features.inline_completion.items import (
    Completion,
    Selected,
    beyond_selected,
    completion_at,
    with_selected,
)
from pt_lsp.features.inline_completion.reasons import Reasons
from pt_lsp.features.inline_completion.request import NoCompletion, Overtaken, Request, line_prefix
from pt_lsp.features.inline_completion.shown import Shown
from pt_lsp.features.inline_completion.stream import Stream
from pt_lsp.features.inline_completion.streams import Streams
from pt_lsp.llm.gateway import Gateway, Hold
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import FillWay, Settings

GRACE_S = 3.0

PATIENCE_S = 0.4
"""So long the rest of an item is waited for once its first line could be shown."""

_DOCUMENTS = 64


class Engine(DocumentListener):
    """One per server."""

    def __init__(
        self,
        gateway: Gateway,
        *,
        fill_way: Callable[[EndpointSettings], FillWay] = lambda _: "hole",
        hold: Callable[[Settings], Hold | None] = lambda _: None,
        gather: Callable[[Snapshot, int], Background] = lambda _snapshot, _offset: NO_BACKGROUND,
        grace_s: float = GRACE_S,
    ) -> None:
        """`fill_way` tells which way a probe found for endpoint and model; used if the setting is `auto`.

        `hold` tells why nothing is sent now that nobody has asked for; `gather` what a prompt shows beside
        the file.
        """
        self.pauses = Pauses()
        self.reasons = Reasons()
        self.counts = EngineCounts()
        self._newest: dict[str, Request] = {}
        self._cache = CompletionCache()
        self._streams = Streams(gateway, self._cache, fill_way=fill_way, gather=gather, grace_s=grace_s)
        self._hold = hold
        self._histories: LRUCache[str, TypingHistory] = LRUCache(_DOCUMENTS)
        self._shown = Shown()
        self._candidates = Candidates()
        self._ids = itertools.count(1)

    @property
    def last_error(self) -> PtLspError | None:
        """The newest failure, until the model answers again."""
        return self._streams.last_error

    async def complete(
        self,
        snapshot: Snapshot,
        offset: int,
        *,
        is_invoked: bool,
        selected: Selected | None = None,
        exclusion: Awaitable[str | None] | None = None,
    ) -> list[Completion]:
        """The items to show, or none with a reason noted; never raises.

        `exclusion` tells why the document must not leave the machine; `selected` is a suggestion that items
        have to begin with. A newer request for the document answers for an older one too. A cancelled request
        leaves its stream to those that its text still fits.
        """
        asked_for = snapshot
        if selected is not None:
            snapshot, offset = with_selected(snapshot, selected)
        request = Request.at(snapshot, offset, is_invoked=is_invoked, is_ahead=selected is not None)
        if older := self._newest.get(snapshot.uri):
            older.overtake(request)
        self._newest[snapshot.uri] = request
        items: list[Completion] = []
        try:
            items = await self._items(request, exclusion)
            if selected is not None:
                items = [beyond_selected(item, selected, asked_for) for item in items]
        except NoCompletion as nothing:
            self._note(request, nothing)
        except asyncio.CancelledError:
            if request.newer is None:
                self._note(request, request.waits_for)
            raise
        except Exception as error:  # noqa: BLE001 - nobody has asked for it: it must not fail
            self.failed(snapshot.uri, offset, error)
        finally:
            request.answer(items)
            if self._newest.get(snapshot.uri) is request:
                del self._newest[snapshot.uri]
        return items

    def failed(self, uri: str, offset: int, error: Exception) -> None:
        """Note that a completion failed in a way that nobody foresaw; its text is told nowhere."""
        self.reasons.note(uri, offset, "failed", str(self._streams.failed(error)))

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """The document now reads as the snapshot; each change counts in the text that the one before left.

        A stream that the text contradicts is closed at once.
        """
        if not changes:
            return
        uri, history = snapshot.uri, self._history(snapshot.uri)
        history.changed(changes, offered=self._shown.texts(uri))

        def contradict(end: int) -> None:
            history.contradict(word_start(line_prefix(snapshot, end), end))

        self._streams.follow(snapshot, changes, contradict)
        if (end := self._shown.follow(snapshot, changes)) is not None:
            contradict(end)
        if request := self._newest.get(uri):
            request.outdate(snapshot, changes)

    def accepted(self, completion_id: str) -> None:
        """An item was accepted whole."""
        uri, text = self._shown.text_of(completion_id) or ("", "\n")
        if "\n" not in text:
            self._history(uri).last = "acceptance"

    def closed(self, uri: str) -> None:
        """Drop all that is known of a document, and end what runs for it."""
        self._cache.forget(uri)
        self._streams.forget(uri)
        self._candidates.forget(uri)
        self._shown.forget(uri)
        self._histories.pop(uri, None)
        if request := self._newest.get(uri):
            request.overtake(None)

    async def aclose(self) -> None:
        """End everything; returns when no stream is open any more."""
        for uri in list(self._newest):
            self.closed(uri)
        await self._streams.aclose()

    async def _items(self, request: Request, exclusion: Awaitable[str | None] | None) -> list[Completion]:
        try:
            text = await self._text(request, await exclusion if exclusion else None)
            texts = [text, *await self._others(request, text)] if request.is_invoked else [text]
        except Overtaken:
            return await request.newest_result()
        self.counts.shown += 1
        self.reasons.answered(request.snapshot.uri, request.word_start)
        named = {f"completion-{next(self._ids)}": each for each in texts}
        self._shown.put(request, named)
        return [completion_at(request.snapshot, request.offset, each, name) for name, each in named.items()]

    async def _text(self, request: Request, exclusion: str | None) -> str:
        refusal = offer_refusal(request.snapshot, exclusion, is_invoked=request.is_invoked)
        if refusal:
            self._streams.close(request.snapshot.uri)
            raise NoCompletion(*refusal)
        known = await self._known(request)
        if known:
            self.counts.reused += 1
            return known
        if known is not None and not request.is_invoked:
            raise NoCompletion("nothing to say", "the model had nothing to add here")
        history = self._history(request.snapshot.uri)
        refusal = ask_refusal(
            request.snapshot,
            request.offset,
            is_invoked=request.is_invoked,
            is_typed=history.typed_to == request.offset,
            pause=self.pauses.reason(request.snapshot.language_id, request.snapshot.uri),
        )
        if refusal:
            raise NoCompletion(*refusal)
        if not request.is_invoked and (hold := self._hold(request.snapshot.settings)):
            raise NoCompletion(hold.code, hold.detail)
        await self._wait(request, history)
        history.asked(request.offset)
        stream = self._streams.ask(request)
        self.counts.asked += 1
        text = await self._foreseen(stream, request, patience_s=PATIENCE_S)
        if not text:
            raise NoCompletion("nothing to say", stream.why_empty)
        return text

    async def _known(self, request: Request) -> str | None:
        """Text from a finished or a running reply that agrees with what was typed; None if there is none."""
        left = self._shown.left(request.spot)
        if left and request.is_invoked:
            return left
        known = self._cache.find(request.spot)
        stream = self._streams.find(request.snapshot.uri)
        if known is None and stream is not None:
            known = await self._foreseen(stream, request, patience_s=0)
        # Text on the screen grows, but never turns into another one.
        return left if left and not (known or "").startswith(left) else known

    async def _foreseen(self, stream: Stream, request: Request, *, patience_s: float) -> str | None:
        """What the stream says at the request's place: complete lines, or all once it has ended.

        None, and the stream is closed, when what was typed contradicts it or has used it up; empty when it
        has ended with nothing to say.
        """
        loop = asyncio.get_running_loop()
        until_s: float | None = None
        with stream.waiting():
            while not stream.has_ended and stream.remainder(request.spot) is not None:
                timeout_s = None
                if lines := stream.lines(request.spot):
                    until_s = until_s or loop.time() + (0 if request.is_invoked else patience_s)
                    timeout_s = None if request.is_invoked else until_s - loop.time()
                    if timeout_s is not None and timeout_s <= 0:
                        self._cache.add(request.spot, lines)
                        return lines
                await asyncio.wait(
                    {stream.news, request.overtaken},
                    timeout=timeout_s,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                request.check()
        request.check()
        if stream.is_closed:
            if request.outdated.done():
                await request.outlive()
            return None
        if stream.error:
            raise NoCompletion("failed", str(stream.error))
        remainder = stream.remainder(request.spot)
        if remainder:
            return remainder
        # A model does not change its mind with the next letter.
        self._history(request.snapshot.uri).contradict(request.word_start)
        if remainder == "" and not stream.text:
            return remainder
        stream.close()
        return None

    async def _wait(self, request: Request, history: TypingHistory) -> None:
        """Let as much time pass as the place asks for; asked-for completions do not wait."""
        configured = request.snapshot.settings.completion.debounce_ms
        pause = pause_before_asking(history, request.line_prefix, request.line_suffix, request.offset)
        if configured is not None:
            pause = pause._replace(ms=configured)
        if not request.is_invoked:
            await request.rest(pause)

    async def _others(self, request: Request, text: str) -> list[str]:
        """Different texts for one that is on the screen, or is asked for again."""

        def vary(n_variant: int) -> Stream:
            self.counts.asked += 1
            return self._streams.vary(request, n_variant)

        is_shown = self._shown.left(request.spot) == text
        others = await self._candidates.others(request, text, vary, is_shown=is_shown)
        # What is typed tells which of them is on the screen, and none is asked for again.
        for each in (*others, text):
            self._cache.add(request.spot, each)
        return others

    def _note(self, request: Request, nothing: NoCompletion) -> None:
        self.reasons.note(
            request.snapshot.uri,
            request.offset,
            nothing.code,
            nothing.detail,
            word_start=request.word_start,
        )

    def _history(self, uri: str) -> TypingHistory:
        return self._histories.setdefault(uri, TypingHistory())
