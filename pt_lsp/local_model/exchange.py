"""One client's connection to the embedded model's server: requests read and answers written within bounds.

Refuses to know what is asked. Each wait has an end: for a request, for a client that does not read, for its
goodbye.
"""

import asyncio
import json
from collections.abc import Awaitable

import h11

from pt_lsp.local_model.admission import MAX_BODY_BYTES, RequestRefused, too_large

MAX_HEAD_BYTES = 16_384
REQUEST_TIMEOUT_S = 10.0
WRITE_TIMEOUT_S = 10.0
GOODBYE_TIMEOUT_S = 2.0
MAX_AHEAD_BYTES = 65_536  # what is read of a client's next request while this one is answered


class ClientGone(Exception):
    """Nobody is there to be answered, or can be told more."""


class Exchange:
    """The requests of one connection, one after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD_BYTES)
        self._deadline_s = 0.0
        self._is_head_only = False
        writer.transport.set_write_buffer_limits(0)  # so that drained means sent

    async def read_head(self) -> h11.Request:
        """The next request, whose body is not read yet; raises RequestRefused, ClientGone."""
        self._deadline_s = asyncio.get_running_loop().time() + REQUEST_TIMEOUT_S
        event = await self._next_event()
        if not isinstance(event, h11.Request):
            raise ClientGone
        self._is_head_only = event.method == b"HEAD"
        return event

    async def read_body(self) -> bytes:
        """All of it, however it is sent; raises RequestRefused, ClientGone."""
        if self._http.they_are_waiting_for_100_continue:
            await self.send(h11.InformationalResponse(status_code=100, headers=[]))
        body = bytearray()
        while isinstance(event := await self._next_event(), h11.Data):
            body += event.data
            if len(body) > MAX_BODY_BYTES:
                raise too_large()
        if not isinstance(event, h11.EndOfMessage):
            raise ClientGone
        return bytes(body)

    async def while_connected(self, answering: Awaitable[None]) -> None:
        """Await `answering`, and cancel it when the client has left; raises ClientGone then."""
        answer, hang_up = asyncio.ensure_future(answering), asyncio.ensure_future(self._hang_up())
        try:
            await asyncio.wait((answer, hang_up), return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise ClientGone
            await answer
        finally:
            for task in (answer, hang_up):
                task.cancel()
            await asyncio.gather(answer, hang_up, return_exceptions=True)

    async def send(self, event: h11.Event) -> None:
        """Raises TimeoutError if the client does not read, OSError if it has left."""
        if data := self._http.send(event):
            self._writer.write(data)
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                await self._writer.drain()

    async def send_json(self, status: int, value: object, *headers: tuple[str, str]) -> None:
        """A whole answer. Raises as `send` does."""
        body = json.dumps(value).encode()
        kind = (("Content-Type", "application/json"), ("Content-Length", str(len(body))))
        await self.send(h11.Response(status_code=status, headers=[*kind, *headers]))
        if not self._is_head_only:
            await self.send(h11.Data(body))
        await self.send(h11.EndOfMessage())

    async def send_refusal(self, refusal: RequestRefused) -> None:
        """The answer in OpenAI's form, the last one on this connection. Raises as `send` does."""
        if self._http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            raise ClientGone  # an answer has begun: only its breaking off can tell that it is not whole
        kind = "server_error" if refusal.status >= 500 else "invalid_request_error"  # noqa: PLR2004
        error = {"message": refusal.sentence, "type": kind, "param": None, "code": refusal.code}
        await self.send_json(refusal.status, {"error": error}, *refusal.headers, ("Connection", "close"))

    def begin_next(self) -> bool:
        """Whether another request may follow."""
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        return True

    async def close(self) -> None:
        """Let the client read what was sent: a connection closed over unread bytes takes the answer along."""
        try:
            async with asyncio.timeout(GOODBYE_TIMEOUT_S):
                self._writer.write_eof()
                while await self._reader.read(MAX_AHEAD_BYTES):
                    pass
        except (OSError, TimeoutError):
            pass
        finally:
            self._writer.transport.abort()

    async def _next_event(self) -> h11.Event:
        try:
            while not isinstance(event := self._http.next_event(), h11.Event):
                async with asyncio.timeout_at(self._deadline_s):
                    self._http.receive_data(await self._reader.read(MAX_HEAD_BYTES))
        except h11.RemoteProtocolError as fault:
            sentence = "This cannot be read as an HTTP request."
            raise RequestRefused(fault.error_status_hint, "malformed_request", sentence) from fault
        except TimeoutError:
            if self._http.their_state is h11.IDLE and not self._http.trailing_data[0]:
                raise ClientGone from None
            sentence = f"The request did not come within {REQUEST_TIMEOUT_S:g} s."
            raise RequestRefused(408, "request_timeout", sentence) from None
        return event

    async def _hang_up(self) -> None:
        """Return when the client has left; what it sends meanwhile is kept for later, up to a bound."""
        n_ahead_bytes = 0
        while n_ahead_bytes < MAX_AHEAD_BYTES and (data := await self._reader.read(MAX_AHEAD_BYTES)):
            self._http.receive_data(data)
            n_ahead_bytes += len(data)
        if n_ahead_bytes >= MAX_AHEAD_BYTES:
            await asyncio.get_running_loop().create_future()
