"""A scripted chat-completions server: plays steps, records requests, fails on what was not expected.

First face; the full one follows the same names.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Step:
    text: str


def reply(text: str) -> Step:
    return Step(text)


@dataclass
class ScriptedChat:
    steps: list[Step] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.requests = []

    @property
    def transport(self) -> httpx.AsyncBaseTransport:
        return httpx.MockTransport(self._answer)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(json.loads(request.content))
        step = self.steps.pop(0)
        return httpx.Response(200, content=b"".join(_events(step.text)))

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._serve_one, "127.0.0.1", 0)
        async with server:
            yield "http://127.0.0.1:{}/v1".format(server.sockets[0].getsockname()[1])

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].split()[0])
        self.requests.append(json.loads(await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
        for event in _events(self.steps.pop(0).text):
            writer.write(event)
        await writer.drain()
        writer.close()


def _events(text: str) -> Iterator[bytes]:
    for start in range(0, len(text), 3):
        piece = {"choices": [{"index": 0, "delta": {"content": text[start : start + 3]}}]}
        yield b"data: " + json.dumps(piece).encode() + b"\n\n"
    yield b"data: [DONE]\n\n"
