"""An endpoint over real TCP that fails in one way until it is mended; what it then says is asked for."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import trustme

from tests.support.chat_steps import stream_events

SSE_OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
"""The head of a stream that ends with its connection."""

Connect = Callable[["Connection"], Awaitable[None]]
Outcome = Literal["error", "right", "either"]


class Certificates:
    """Those of an authority that the user trusts, and of others."""

    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.authority.cert_pem.write_to_path(str(self.ca_file))

    @property
    def good(self) -> ssl.SSLContext:
        return context_of(self.authority.issue_cert("127.0.0.1"))


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@dataclass(frozen=True)
class Fault:
    """One way to fail."""

    name: str
    connect: Connect | None
    """Plays a connection from its first byte on; None: nobody listens."""
    outcome: Outcome = "error"
    """What has to become of it: one sentence, the right answer, or one of both."""
    scheme: Literal["http", "https"] = "http"
    host: str = "127.0.0.1"
    """Another one is nowhere, and stays there."""
    most_requests: int = 3


class Connection:
    """One connection of a client, with what reads and writes it."""

    def __init__(
        self, endpoint: "FaultyEndpoint", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.endpoint = endpoint
        self.reader = reader
        self.writer = writer

    @property
    def answer(self) -> str:
        """What a good endpoint would say."""
        return self.endpoint.answer

    async def read_request(self) -> None:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        await self.reader.readexactly(int(length or 0))
        self.endpoint.n_requests += 1

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: bytes, pause_s: float, chunk_bytes: int = 1) -> None:
        """Send it a little at a time."""
        for start in range(0, len(data), chunk_bytes):
            await self.send(data[start : start + chunk_bytes])
            await asyncio.sleep(pause_s)

    async def speak_tls(self, context: ssl.SSLContext) -> None:
        await self.writer.start_tls(context)

    def reset(self) -> None:
        """End it without a goodbye."""
        self.writer.transport.abort()

    async def hang(self) -> None:
        await asyncio.Event().wait()


class FaultyEndpoint:
    """Plays a fault, or good answers once it is mended."""

    def __init__(self, fault: Fault, certificates: Certificates) -> None:
        self.answer = ""
        self.n_requests = 0
        self.is_mended = False
        self._fault = fault
        self._certificates = certificates
        self._port = 0
        self._server: asyncio.Server | None = None
        self._playing: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"{self._fault.scheme}://{self._fault.host}:{self._port}/v1"

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        await self._listen()
        try:
            yield
        finally:
            await self._close()

    async def set_mended(self, *, is_mended: bool) -> None:
        """Fail from now on, or no more; connections that were kept are closed."""
        await self._close()
        self.is_mended = is_mended
        self.n_requests = 0
        if is_mended or self._fault.connect is not None:
            await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._playing):
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._playing.add(task)
        connection = Connection(self, reader, writer)
        try:
            if self._fault.connect is None or self.is_mended:
                await self._play_well(connection)
            else:
                await self._fault.connect(connection)
        except (OSError, EOFError, asyncio.CancelledError):
            pass  # the client has left, or the endpoint ends
        finally:
            self._playing.discard(task)
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def _play_well(self, connection: Connection) -> None:
        if self._fault.scheme == "https":
            await connection.speak_tls(self._certificates.good)
        while True:
            await connection.read_request()
            await connection.send(http(streamed(connection.answer)))


def http(
    body: bytes = b"",
    status: str = "200 OK",
    *headers: str,
    length: int | None = None,
    content_type: str = "text/event-stream",
) -> bytes:
    """A response with all of its body; `length` is what it says of that."""
    lines = [
        f"HTTP/1.1 {status}",
        f"content-type: {content_type}",
        f"content-length: {len(body) if length is None else length}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def chunked_head(*headers: str) -> bytes:
    """The head of a streamed response."""
    lines = ["HTTP/1.1 200 OK", "content-type: text/event-stream", "transfer-encoding: chunked", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def chunk(data: bytes) -> bytes:
    """A chunk of such a one; of nothing: its end."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def streamed(text: str, finish_reason: str | None = "stop", *, is_done: bool = True) -> bytes:
    """The events of an answer."""
    return b"".join(stream_events(text, finish_reason, is_done=is_done))


def event(delta: Any, finish_reason: str | None = None, index: int = 0) -> bytes:
    choice = {"index": index, "delta": delta, "finish_reason": finish_reason}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def text_event(text: str, finish_reason: str | None = None) -> bytes:
    return event({"content": text}, finish_reason)


def answering(
    name: str,
    respond: Callable[[str], bytes],
    outcome: Outcome = "error",
    *,
    most_requests: int = 3,
    closes: bool = True,
) -> Fault:
    """The whole response to each request, made of what a good endpoint would say."""

    async def connect(connection: Connection) -> None:
        while True:
            await connection.read_request()
            await connection.send(respond(connection.answer))
            if closes:
                return

    return Fault(name, connect, outcome, most_requests=most_requests)


def after_request(
    name: str,
    play: Callable[[Connection], Awaitable[None]],
    outcome: Outcome = "error",
    *,
    most_requests: int = 3,
) -> Fault:
    """What happens on a connection once the request is read."""

    async def connect(connection: Connection) -> None:
        await connection.read_request()
        await play(connection)

    return Fault(name, connect, outcome, most_requests=most_requests)


def endless(
    name: str,
    data: bytes,
    outcome: Outcome = "error",
    *,
    start: bytes = b"",
    pause_s: float = 0.2,
    head: bytes = SSE_OK,
) -> Fault:
    """A body that never ends: `start` once, then `data` again and again."""

    async def play(connection: Connection) -> None:
        await connection.send(head + start)
        while True:
            await connection.send(data)
            if pause_s:
                await asyncio.sleep(pause_s)

    return after_request(name, play, outcome, most_requests=9 if outcome == "either" else 3)
