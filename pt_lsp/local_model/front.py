"""The HTTP server before the engine: accepts, admits, has one request after the other answered.

Refuses to know which engine that is; how much it takes of a request stands in `chat_request`.
"""

import asyncio
import contextlib
import socket
from contextlib import aclosing

import h11

from pt_lsp.local_model.admission import CHAT, HEALTH, RequestRefused, admit, path_of
from pt_lsp.local_model.chat_request import bounded_request
from pt_lsp.local_model.engine import PrivateEngine
from pt_lsp.local_model.exchange import ClientGone, Exchange

MOST_CONNECTIONS = 64  # more wait to be accepted
ANSWER_TIMEOUT_S = 600.0
_OUT_OF_DESCRIPTORS_WAIT_S = 0.5
_PASSED_ON = frozenset({b"content-type", b"content-length"})


class Front:
    """Serves one engine to those who know `key`."""

    def __init__(self, engine: PrivateEngine, key: str) -> None:
        self._engine = engine
        self._key = key
        self._slot = asyncio.Lock()  # given in the order of asking

    async def serve(self, listener: socket.socket) -> None:
        """Answer whoever connects, until cancelled; `listener` is not blocking."""
        conversations: set[asyncio.Task[None]] = set()
        try:
            while True:
                if len(conversations) >= MOST_CONNECTIONS:
                    await asyncio.wait(conversations, return_when=asyncio.FIRST_COMPLETED)
                conversation = asyncio.create_task(self._converse(await _accepted(listener)))
                conversations.add(conversation)
                conversation.add_done_callback(conversations.discard)
        finally:
            for conversation in conversations:
                conversation.cancel()
            await asyncio.gather(*conversations, return_exceptions=True)

    async def _converse(self, client: socket.socket) -> None:
        with contextlib.suppress(ClientGone, OSError, h11.ProtocolError):
            exchange = Exchange(*await asyncio.open_connection(sock=client))
            try:
                while await self._answer_next(exchange):
                    pass
            except RequestRefused as refusal:
                await exchange.send_refusal(refusal)
            finally:
                await exchange.close()

    async def _answer_next(self, exchange: Exchange) -> bool:
        """Whether the connection can take another request."""
        head = await exchange.read_head()
        admit(head, self._key)
        body = await exchange.read_body()
        if path_of(head) == HEALTH:
            await exchange.send_json(200, {"status": "ok"})
        elif path_of(head) == CHAT:
            await exchange.while_connected(self._answer_chat(bounded_request(body), exchange))
        else:
            model = {"id": self._engine.model, "object": "model", "created": 0, "owned_by": "llama.cpp"}
            await exchange.send_json(200, {"object": "list", "data": [model]})
        return exchange.begin_next()

    async def _answer_chat(self, body: bytes, exchange: Exchange) -> None:
        async with self._slot:
            try:
                async with asyncio.timeout(ANSWER_TIMEOUT_S), aclosing(self._engine.answer(body)) as answer:
                    async for event in answer:
                        await exchange.send(_passed_on(event))
            except (OSError, h11.RemoteProtocolError) as fault:
                raise RequestRefused(502, "engine_failed", "The embedded model gave no answer.") from fault
            await exchange.send(h11.EndOfMessage())


async def _accepted(listener: socket.socket) -> socket.socket:
    while True:
        try:
            client, _ = await asyncio.get_running_loop().sock_accept(listener)
        except OSError:
            await asyncio.sleep(_OUT_OF_DESCRIPTORS_WAIT_S)
        else:
            return client


def _passed_on(event: h11.Response | h11.Data) -> h11.Response | h11.Data:
    """What the client gets of it: none of the engine's headers but what the body is."""
    if isinstance(event, h11.Data):
        return h11.Data(bytes(event.data))
    headers = [(name, value) for name, value in event.headers if name in _PASSED_ON]
    return h11.Response(status_code=event.status_code, headers=headers)
