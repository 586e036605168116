"""The one door to a model: check, redact, send, restore, account, remember what was sent.

Refuses to know what a prompt is about, and how HTTP is spoken: the HTTP library is imported at the first use,
in a thread, because it would cost the start of the server a tenth of a second.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pt_lsp.errors import PtLspError, Unauthorized
from pt_lsp.llm.endpoint import Endpoint, find_endpoint
from pt_lsp.llm.keys import FindKey, Keys
from pt_lsp.llm.ledger import Ledger, Usage, estimate_tokens
from pt_lsp.llm.pacing import Pacing
from pt_lsp.llm.prompt import Message, Prompt, Purpose
from pt_lsp.llm.redaction import Redacted, redact_prompt
from pt_lsp.llm.reply import Reply
from pt_lsp.llm.request import build_request
from pt_lsp.privacy.restorer import Restorer
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.settings.options import Settings

if TYPE_CHECKING:
    from pt_lsp.llm.chat import Channel
    from pt_lsp.llm.clients import MakeTransport

__all__ = ["FindKey", "Gateway", "Ledger", "Message", "Pacing", "Prompt", "Reply", "Sent", "Usage"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the machine last."""

    prompt: Prompt
    """As it went out: secrets replaced."""
    model: str
    host: str
    time_s: float
    """Unix time."""
    redactions: int
    usage: Usage | None = None
    """Known once the reply is over."""

    @property
    def purpose(self) -> Purpose:
        """What it was sent for."""
        return self.prompt.purpose


class Gateway:
    """Sends prompts; owns the connections, which `aclose` closes."""

    def __init__(
        self,
        ledger: Ledger,
        find_key: FindKey,
        *,
        pacing: Pacing | None = None,
        make_transport: "MakeTransport | None" = None,
    ) -> None:
        self._pacing = pacing or Pacing()
        self.ledger = ledger
        self.last_sent: Sent | None = None
        self.keys = Keys(find_key, self._pacing.now)
        self._make_transport = make_transport
        self._redactor = Redactor()  # one for life: a placeholder that changed would spoil the prompt cache
        self._channel: Channel | None = None

    @asynccontextmanager
    async def open(self, prompt: Prompt, settings: Settings) -> AsyncIterator[Reply]:
        """The model's reply as it streams, from its first byte on; leaving closes the HTTP stream at once.

        Raises a PtLspError on entering (settings, no key, over budget, refused, unreachable) or in between.
        """
        endpoint = find_endpoint(settings.endpoint)
        self.ledger.check(settings.budget, is_automatic=prompt.is_automatic)
        key = await self.keys.find(settings)
        redacted = self._redact(prompt, settings)
        request = build_request(redacted.prompt, settings.endpoint, endpoint, key)
        channel = await self._ready()
        _log_text(settings, "prompt", request.body.decode())
        sent = self._remember(redacted, settings, endpoint)
        reply: Reply | None = None
        is_billed = True
        try:
            async with channel.open(request) as pieces:
                reply = Reply(pieces, Restorer(redacted.placeholders))
                yield reply
        except PtLspError as error:
            is_billed = reply is not None and reply.has_begun
            if isinstance(error, Unauthorized):
                self.keys.forget()
            raise
        finally:
            if is_billed:
                self._account(sent, reply)
            _log_text(settings, "reply", "" if reply is None else reply.received)

    async def ask(self, prompt: Prompt, settings: Settings) -> str:
        """The whole reply; raises as `open` does."""
        async with self.open(prompt, settings) as reply:
            return "".join([delta async for delta in reply])

    async def warm(self, settings: Settings) -> None:
        """Have ready, off the loop, what a first request would wait for; raises SettingsError."""
        route = find_endpoint(settings.endpoint).route
        await (await self._ready()).clients.warm(route)

    async def aclose(self) -> None:
        """Close every connection; the requests still open are cut."""
        if self._channel is not None:
            await self._channel.clients.aclose()

    async def _ready(self) -> "Channel":
        if self._channel is None:
            channel = await asyncio.to_thread(_import_channel)
            if self._channel is None:  # another request may have been faster
                self._channel = channel(self._pacing, self._make_transport)
        return self._channel

    def _redact(self, prompt: Prompt, settings: Settings) -> Redacted:
        if settings.privacy.redact_secrets:
            return redact_prompt(prompt, self._redactor)
        return Redacted(prompt, {}, 0)

    def _remember(self, redacted: Redacted, settings: Settings, endpoint: Endpoint) -> Sent:
        now_s = self._pacing.now()
        sent = Sent(redacted.prompt, settings.endpoint.model, endpoint.host, now_s, redacted.n_redactions)
        self.last_sent = sent
        return sent

    def _account(self, sent: Sent, reply: Reply | None) -> None:
        received = "" if reply is None else reply.received
        usage = None if reply is None else reply.usage
        if usage is None:
            asked = "".join(message.content for message in sent.prompt.messages)
            usage = Usage(estimate_tokens(asked), estimate_tokens(received), is_estimated=True)
        if reply is not None:
            reply.usage = usage
        self.ledger.record(sent.purpose, usage)
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

    import_what_httpx_puts_off()
    return Channel
