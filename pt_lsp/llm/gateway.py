"""The one door to a model: check, redact, send, restore, account, remember what was sent.

Refuses to know what a prompt is about, and how HTTP is spoken: the HTTP library is imported at the first use,
in a thread, because it would cost the start of the server a tenth of a second.
"""

import asyncio
import functools
import importlib
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pt_lsp.documents.tokens import estimate_tokens
from pt_lsp.errors import (
    Forbidden,
    ModelError,
    PromptTooLong,
    PtLspError,
    Unauthorized,
    UnknownModel,
)
from pt_lsp.llm.asking_again.filtered import left_out_note, open_unfiltered
from pt_lsp.llm.asking_again.prompt_limits import PromptLimits, once_shorter
from pt_lsp.llm.asking_again.refused_excerpts import RefusedExcerpts
from pt_lsp.llm.billing.prices import cost_of
from pt_lsp.llm.billing.prompt_caching import Planned, PromptCaching
from pt_lsp.llm.calibration import Calibration
from pt_lsp.llm.endpoint import endpoint_of
from pt_lsp.llm.extras import extras_for
from pt_lsp.llm.images import Image, attached_note, tokens_of
from pt_lsp.llm.keys import FindKey, Keys
from pt_lsp.llm.ledger import Entry, Ledger, Usage
from pt_lsp.llm.models.known import KnownModels
from pt_lsp.llm.prompt import Message, Prompt
from pt_lsp.llm.redaction import PromptRedactor, Redaction
from pt_lsp.llm.refusals.adaptation import CACHE_CONTROL, TOOLS
from pt_lsp.llm.reply import Ending, Reply, ending_of
from pt_lsp.llm.request import ChatRequest, build_models_request, build_request
from pt_lsp.llm.sent import Sent, sent_now
from pt_lsp.llm.timing.backoff import Backoff, Hold
from pt_lsp.llm.timing.retry import RetryPolicy
from pt_lsp.llm.tools.rounds import Rounds, ToolOffer, leaving_room
from pt_lsp.llm.tools.tool import Tool, ToolResult, Tools
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import Settings
from pt_lsp.settings.tables import Job

if TYPE_CHECKING:
    from pt_lsp.llm.answer import ReplyDelta
    from pt_lsp.llm.chat import Channel
    from pt_lsp.llm.clients import MakeTransport
    from pt_lsp.store.credentials import Key

__all__ = [
    "Calibration",
    "Ending",
    "Entry",
    "FindKey",
    "Gateway",
    "Hold",
    "Image",
    "Ledger",
    "Message",
    "Prompt",
    "Redaction",
    "Reply",
    "RetryPolicy",
    "Rounds",
    "Sent",
    "Tool",
    "ToolOffer",
    "ToolResult",
    "Tools",
    "Usage",
    "attached_note",
    "ending_of",
    "leaving_room",
    "left_out_note",
    "once_shorter",
    "tokens_of",
]

_log = logging.getLogger(__name__)


class Gateway:
    """Sends prompts; owns the connections, which `aclose` closes."""

    def __init__(
        self,
        ledger: Ledger,
        find_key: FindKey,
        *,
        retry_policy: RetryPolicy | None = None,
        make_transport: "MakeTransport | None" = None,
        redactor: Redactor | None = None,
        refresh_secrets: Callable[[], Awaitable[None]] | None = None,
        probed_tools: Callable[[str, str], bool | None] = lambda _url, _model: None,
    ) -> None:
        """`refresh_secrets` brings what `redactor` knows up to date; waited for before each redaction.

        `probed_tools` tells whether a model at a base URL takes tools, None where no probe has asked.
        """
        self._retry_policy = retry_policy or RetryPolicy()
        self.ledger = ledger
        self.calibration = Calibration()
        self.limits = PromptLimits(self.calibration)
        self.refused_excerpts = RefusedExcerpts()
        self.last_sent: Sent | None = None
        self.keys = Keys(find_key, self._retry_policy.uptime)
        self.models = KnownModels(self._ask_for_models)
        self._backoff = Backoff(self._retry_policy)
        self._caching = PromptCaching(self._retry_policy.uptime)
        self._make_transport = make_transport
        # One for life: a placeholder that changed would spoil the prompt cache.
        self.redactor = PromptRedactor(redactor or Redactor(), refresh_secrets)
        self._channel: Channel | None = None
        self._probed_tools = probed_tools

    @asynccontextmanager
    async def open(self, prompt: Prompt, settings: Settings) -> AsyncIterator[Reply]:
        """The model's reply as it streams; leaving closes the HTTP stream at once.

        Raises a PtLspError on entering (settings, no key, over budget, refused, unreachable) or in between.
        What nobody asked for is held back as `hold` says, with the failure that it is held back for.
        """
        send = functools.partial(self._send, settings=settings)
        prompt = self.limits.capped(prompt, settings.endpoint.for_job(prompt.job))
        async with open_unfiltered(prompt, send, self.refused_excerpts) as reply:
            yield reply

    @asynccontextmanager
    async def _send(self, prompt: Prompt, settings: Settings) -> AsyncIterator[Reply]:
        """The reply to this very prompt, from its first byte on."""
        asked = settings.endpoint.for_job(prompt.job)
        endpoint = endpoint_of(settings)
        self._check(prompt, settings)
        key = await self.keys.find(settings)
        channel = await self._ready()
        redacted = await self.redactor.redact(prompt, replaces=settings.privacy.redact_secrets)
        request = build_request(redacted.prompt, asked, endpoint, key)
        planned = self._plan_marks(request, redacted.prompt, channel, asked)
        request = request.with_marks(planned.marks) if planned else request
        _log_text(settings, "prompt", request.body.decode())
        sent = self.last_sent = sent_now(redacted, asked, request, self._retry_policy.now())
        reply: Reply | None = None
        failure: PtLspError | None = None
        asked_s = self._backoff.now_s()
        try:
            async with self._answer(channel, request, settings, key) as deltas:
                reply = Reply.to(prompt, deltas, redacted.placeholders)
                yield reply
        except (UnknownModel, Forbidden) as error:
            failure = error
            failure = await self.models.with_choice(error, settings, asked.model, endpoint.host)
            raise failure from None
        except PtLspError as error:
            failure = error
            raise
        finally:
            has_begun = reply is not None and reply.has_begun
            if planned is not None:
                begun, takes_marks = reply if has_begun else None, channel.takes(CACHE_CONTROL, *planned.spot)
                self._caching.was_sent(planned, begun, failure, takes_marks=takes_marks)
            if has_begun or failure is None:
                # One that was cancelled before its answer is billed all the same.
                self._account(sent, reply, asked)
            if failure is not None:
                self._note_failure(failure, prompt, asked, asked_s)
            elif has_begun:
                self._backoff.worked(asked)
            _log_text(settings, "reply", "" if reply is None else reply.received)

    async def ask(self, prompt: Prompt, settings: Settings) -> str:
        """The whole reply; raises as `open` does."""
        async with self.open(prompt, settings) as reply:
            return "".join([delta async for delta in reply])

    def offered(self, offer: ToolOffer | None, settings: Settings, job: Job) -> ToolOffer | None:
        """The offer, where settings allow it and the job's model takes tools, as probed or documented."""
        endpoint = settings.endpoint.for_job(job)
        probed = self._probed_tools(endpoint.base_url, endpoint.model)
        takes = extras_for(endpoint).takes_tools if probed is None else probed
        if not takes or settings.edits.lookups == "never":
            return None
        spot = (endpoint_of(settings).url, endpoint.model)
        return offer if self._channel is None or self._channel.takes(TOOLS, *spot) else None

    def hold(self, settings: Settings) -> Hold | None:
        """Why nothing is sent now that nobody has asked for; None if it is."""
        excess = self.ledger.excess(settings.budget)
        if excess is not None:
            return Hold("over budget", excess, excess.wait_s)
        cooldown = self._backoff.cooldown(settings.endpoint.for_job("completion"))
        return None if cooldown is None else Hold("backing off", cooldown.failure, cooldown.wait_s)

    async def warm(self, settings: Settings) -> None:
        """Have ready, off the loop, what a first request would wait for; raises SettingsError."""
        route = endpoint_of(settings).route
        await (await self._ready()).clients.warm(route)

    async def aclose(self) -> None:
        """Close every connection; the requests still open are cut."""
        if self._channel is not None:
            await self._channel.clients.aclose()

    @asynccontextmanager
    async def _answer(
        self, channel: "Channel", request: ChatRequest, settings: Settings, key: "Key | None"
    ) -> "AsyncIterator[AsyncIterator[ReplyDelta]]":
        """The answer's pieces; asked once more where another key is found for one that is refused."""
        async with AsyncExitStack() as stack:
            yield await self.keys.asking(
                settings, key, lambda key: stack.enter_async_context(channel.open(request.with_key(key)))
            )

    async def _ready(self) -> "Channel":
        if self._channel is None:
            channel = await asyncio.to_thread(_import_channel)
            if self._channel is None:  # another request may have been faster
                self._channel = channel(self._retry_policy, self._make_transport)
        return self._channel

    def _check(self, prompt: Prompt, settings: Settings) -> None:
        """Raises what keeps the prompt from being sent."""
        if not prompt.is_automatic:
            self.ledger.check(settings.budget)
        elif hold := self.hold(settings):
            raise hold.error.with_traceback(None)  # the same failure again: it is to be told once

    def _note_failure(
        self, error: PtLspError, prompt: Prompt, endpoint: EndpointSettings, asked_s: float
    ) -> None:
        if isinstance(error, Unauthorized):
            self.keys.forget()
        # A probe asks for what may well be refused.
        if isinstance(error, ModelError) and prompt.purpose != "probe":
            self._backoff.failed(endpoint, error, asked_s)
            if isinstance(error, PromptTooLong):
                self.limits.learn(endpoint, prompt, error)

    async def _ask_for_models(self, settings: Settings) -> tuple[str, ...]:
        endpoint = endpoint_of(settings)
        key = await self.keys.find(settings)
        clients = (await self._ready()).clients
        from pt_lsp.llm.models.asking import ask_for_models

        return await self.keys.asking(
            settings,
            key,
            lambda key: ask_for_models(clients, build_models_request(settings.endpoint, endpoint, key)),
        )

    def _plan_marks(
        self, request: ChatRequest, prompt: Prompt, channel: "Channel", asked: EndpointSettings
    ) -> Planned | None:
        """Marks for the provider's prompt cache, where those are taken."""
        spot = (request.endpoint.url, asked.model)
        takes_marks = extras_for(asked).takes_cache_marks and channel.takes(CACHE_CONTROL, *spot)
        return self._caching.plan(prompt, spot) if takes_marks else None

    def _account(self, sent: Sent, reply: Reply | None, endpoint: EndpointSettings) -> None:
        received = "" if reply is None else reply.received
        usage = None if reply is None else reply.usage
        if usage is None:
            usage = Usage(sent.prompt.estimated_tokens, estimate_tokens(received), is_estimated=True)
        elif not sent.prompt.images:  # how they are counted is the model's own affair
            self.calibration.note(sent.prompt.language_id, len(sent.prompt.text), usage.prompt_tokens)
        if reply is not None:
            reply.usage = usage
        cost = cost_of(endpoint, usage)
        self.ledger.record(Entry(sent.purpose, usage, sent.prompt.language_id, cost))
        if self.last_sent is sent:
            self.last_sent = replace(sent, usage=usage)


def _log_text(settings: Settings, what: str, text: str) -> None:
    if settings.privacy.log_prompts:
        _log.info("%s: %s", what, text)


def _import_channel() -> "type[Channel]":
    if "httpx" not in sys.modules:
        # Its command line brings click and rich where they are installed: 6 MB that no server has a use for.
        sys.modules["httpx._main"] = None  # type: ignore[assignment]  # Python's way to refuse an import
    from pt_lsp.llm.chat import Channel
    from pt_lsp.llm.clients import import_what_httpx_puts_off

    # Redaction's patterns are compiled here, off the loop; the first prompt would wait for them else.
    importlib.import_module("pt_lsp.privacy.detectors.scanning")
    import_what_httpx_puts_off()
    return Channel
