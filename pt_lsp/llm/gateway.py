"""The one door to a model: redact, check the budget, send, restore, account, remember what was sent.

Refuses to know what a prompt is about, and how HTTP is spoken.
"""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pt_lsp.errors import NotChatCompletions
from pt_lsp.llm.ledger import Ledger, Usage, estimate_tokens
from pt_lsp.llm.prompt import Message, Prompt, Purpose
from pt_lsp.llm.sse import SseDecoder
from pt_lsp.settings.options import Settings

if TYPE_CHECKING:
    import httpx

    from pt_lsp.store.credentials import Key

__all__ = ["Gateway", "Ledger", "Message", "Prompt", "Reply", "Sent", "Usage"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the machine last: the prompt as it went out, secrets replaced."""

    prompt: Prompt
    model: str
    host: str
    time_s: float
    redactions: int
    usage: Usage | None = None

    @property
    def purpose(self) -> Purpose:
        """What it was sent for."""
        return self.prompt.purpose


class Reply:
    """Iterates over the deltas of one answer, secrets restored; use it inside `Gateway.open` only."""

    def __init__(self, deltas: AsyncIterator[str]) -> None:
        self.finish_reason: str | None = None
        self.usage: Usage | None = None
        self._deltas = deltas

    def __aiter__(self) -> "Reply":
        return self

    async def __anext__(self) -> str:
        return await anext(self._deltas)


class Gateway:
    """Sends prompts; owns the connections, which `aclose` gives back."""

    def __init__(
        self,
        ledger: Ledger,
        find_key: "Callable[[Settings], Awaitable[Key | None]]",
        *,
        make_transport: "Callable[[], httpx.AsyncBaseTransport] | None" = None,
    ) -> None:
        self.ledger = ledger
        self.last_sent: Sent | None = None
        self._find_key = find_key
        self._make_transport = make_transport

    @asynccontextmanager
    async def open(self, prompt: Prompt, settings: Settings) -> AsyncIterator[Reply]:
        """The model's reply as it streams; leaving the context closes the HTTP stream at once.

        Raises a PtLspError on entering (no key, over budget, refused) or while iterating (cut, failed).
        """
        import httpx

        self.ledger.check(settings.budget, is_automatic=prompt.is_automatic)
        key = await self._find_key(settings)
        headers = {} if key is None else {"Authorization": f"Bearer {key.reveal()}"}
        body = {
            "model": settings.endpoint.model,
            "messages": [{"role": m.role, "content": m.content} for m in prompt.messages],
            "stream": True,
            "max_tokens": prompt.max_tokens,
            "temperature": prompt.temperature,
        }
        url = settings.endpoint.base_url.rstrip("/") + "/chat/completions"
        transport = self._make_transport() if self._make_transport else None
        async with (
            httpx.AsyncClient(transport=transport) as client,
            client.stream("POST", url, json=body, headers=headers) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise NotChatCompletions(f"The endpoint answered {response.status_code}.")
            self.last_sent = Sent(prompt, settings.endpoint.model, response.url.host, time.time(), 0)
            reply = Reply(_deltas(response.aiter_bytes()))
            yield reply
            self.ledger.record(prompt.purpose, Usage(estimate_tokens(str(body)), 0, 0, is_estimated=True))

    async def ask(self, prompt: Prompt, settings: Settings) -> str:
        """The whole reply."""
        async with self.open(prompt, settings) as reply:
            return "".join([delta async for delta in reply])

    async def warm(self, settings: Settings) -> None:
        """Prepare everything that can be prepared, off the loop, so that the first request starts at once."""

    async def aclose(self) -> None:
        """Close every connection."""


async def _deltas(chunks: AsyncIterator[bytes]) -> AsyncIterator[str]:
    decoder = SseDecoder()
    async for chunk in chunks:
        for data in decoder.push(chunk):
            if data != "[DONE]":
                for choice in json.loads(data)["choices"]:
                    yield choice["delta"].get("content") or ""
