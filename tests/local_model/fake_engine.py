"""An engine that answers at once or never ends, and the front before it, on real sockets."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import h11

from pt_lsp.local_model.engine import HOST, PrivateEngine
from pt_lsp.local_model.front import Front

KEY = "front-door-0123456789"
SECRET = "behind-the-front"
CHAT = "/v1/chat/completions"
PIECE = b'data: {"choices": [{"delta": {"content": "la "}}]}\n\n'


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> dict[str, Any]:
        return dict(json.loads(self.body)["error"])


class FakeEngine:
    """Answers `stream` by pieces, as many as `max_tokens`, and `model: endless` with pieces without end."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.n_at_once = self.most_at_once = 0
        self.n_left = 0  # whose connection was closed within their answer

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.n_at_once += 1
        self.most_at_once = max(self.n_at_once, self.most_at_once)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(
                line.split(":")[1] for line in head.splitlines() if line.startswith("Content-Length")
            )
            asked = json.loads(await reader.readexactly(int(length)))
            assert f"Authorization: Bearer {SECRET}" in head
            self.paths.append(head.split(" ")[1])
            self.asked.append(asked)
            await self._play(asked, reader, writer)
        except ConnectionError:
            self.n_left += 1
        finally:
            self.n_at_once -= 1
            writer.close()

    async def until_idle(self) -> None:
        while self.n_at_once:  # noqa: ASYNC110 - told by nobody
            await asyncio.sleep(0)

    async def _play(
        self, asked: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if asked.get("model") == "dies":
            return
        kind = "text/event-stream" if asked.get("stream") else "application/json"
        writer.write(
            f"HTTP/1.1 200 OK\r\nServer: llama.cpp\r\nAccess-Control-Allow-Origin: *\r\n"
            f"Content-Type: {kind}\r\nConnection: close\r\n\r\n".encode()
        )
        if asked.get("model") == "silent":
            assert await reader.read(1) == b""
            raise ConnectionResetError
        for _ in range(asked["max_tokens"] if asked.get("model") != "endless" else 10**9):
            writer.write(PIECE * (1000 if asked.get("model") == "endless" else 1))
            await writer.drain()
            await asyncio.sleep(0)
        writer.write(b"data: [DONE]\n\n")


@asynccontextmanager
async def a_front(engine: FakeEngine | None = None) -> AsyncIterator[int]:
    """The port of a front before `engine`."""
    engine = engine or FakeEngine()
    behind = await asyncio.start_server(engine.answer, HOST, 0)
    private = PrivateEngine(behind.sockets[0].getsockname()[1], "small-model", SECRET)
    with socket.create_server((HOST, 0)) as listener:
        listener.setblocking(False)
        serving = asyncio.create_task(Front(private, KEY).serve(listener))
        try:
            yield listener.getsockname()[1]
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            behind.close()
            await asyncio.wait_for(engine.until_idle(), 10)


class Caller:
    """A client's connection that takes raw bytes and reads one answer after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self._http = h11.Connection(h11.CLIENT)

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def reply(self, method: str = "GET") -> Reply:
        """The next answer, an interim one too."""
        if self._http.our_state is not h11.DONE:
            self._http.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
            self._http.send(h11.EndOfMessage())
        status, headers, body = 0, {}, bytearray()
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                self._http.receive_data(await self.reader.read(65_536))
            elif isinstance(event, h11.Response | h11.InformationalResponse):
                status, headers = event.status_code, {k.decode(): v.decode() for k, v in event.headers}
                if isinstance(event, h11.InformationalResponse):
                    return Reply(status, headers, b"")
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                if self._http.their_state is h11.DONE:
                    self._http.start_next_cycle()
                return Reply(status, headers, bytes(body))
            else:
                raise ConnectionResetError


@asynccontextmanager
async def a_caller(port: int) -> AsyncIterator[Caller]:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        yield Caller(reader, writer)
    finally:
        writer.transport.abort()


def request(
    method: str = "GET",
    target: str = "/v1/models",
    body: bytes = b"",
    *,
    host: str | None = "127.0.0.1",
    authorization: str | None = f"Bearer {KEY}",
    more: Sequence[str] = (),
) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", *more]
    lines += [f"Host: {host}"] if host is not None else []
    lines += [f"Authorization: {authorization}"] if authorization is not None else []
    lines += [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def chat(**fields: Any) -> bytes:
    asked = {"messages": [{"role": "user", "content": "Sing."}], "max_tokens": 3, "stream": True, **fields}
    return request("POST", CHAT, json.dumps(asked).encode())


async def ask(port: int, data: bytes) -> Reply:
    """The answer to what is sent on a connection of its own."""
    async with a_caller(port) as caller:
        caller.send(data)
        return await caller.reply(data.split(b" ", 1)[0].decode("latin-1") if data[:1].isalpha() else "GET")
