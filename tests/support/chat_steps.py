"""What a scripted chat server can do with one request; each step plays on either face."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Protocol

from tests.support.chat_api import text_of

CUTS_BYTES = (7, 61, 3, 97)
"""How long the pieces of a body are, in turn: most events are cut, each somewhere else, some twice at once.

To cut all of a stream as finely takes longer than what tests do with it.
"""
DELTA_CHARACTERS = 5
MODEL = "qwen3-coder-plus"


@dataclass
class Request:
    """One recorded request; `request["messages"]` is short for its body's."""

    body: dict[str, Any]
    headers: Mapping[str, str]
    path: str

    def __getitem__(self, name: str) -> Any:
        return self.body[name]

    @property
    def text(self) -> str:
        return "\n".join(text_of(message) for message in self.body["messages"])


class Gone(Exception):
    """The step closed the connection."""


class Sink(Protocol):
    """Where an answer goes: a socket or an in-process stream."""

    async def start(self, status: int, headers: Mapping[str, str]) -> None: ...
    async def write(self, data: bytes) -> None: ...
    async def abort(self) -> None: ...
    async def noise(self, data: bytes) -> None: ...


Play = Callable[[Request, Sink], Awaitable[None]]


@dataclass(frozen=True)
class Step:
    """Plays one answer; the server ends it properly unless the step aborts."""

    name: str
    play: Play


def reply(
    text: str,
    *,
    finish_reason: str | None = "stop",
    usage: Mapping[str, Any] | None = None,
    cut_bytes: int | None = None,
    is_done: bool = True,
    is_whole: bool = False,
) -> Step:
    """A good answer, streamed and cut every `cut_bytes` bytes, by default at odd places; `is_whole`: one JSON
    body instead.
    """

    async def play(request: Request, sink: Sink) -> None:
        if is_whole or not request.body.get("stream"):
            await sink.start(200, {"content-type": "application/json"})
            data = whole_answer(text, finish_reason, usage)
        else:
            await _start_stream(sink)
            data = b"".join(stream_events(text, finish_reason, usage, is_done=is_done))
        await _write_cut(sink, data, cut_bytes)

    return Step(f"reply {text[:20]!r}", play)


def status(
    code: int,
    body: bytes | str | Mapping[str, Any] = b"",
    *,
    retry_after: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Step:
    """An answer with that status; a mapping goes out as JSON."""
    data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    sent = dict(headers or {}) | ({} if retry_after is None else {"retry-after": retry_after})

    async def play(request: Request, sink: Sink) -> None:
        await sink.start(code, sent)
        await sink.write(data)

    return Step(f"status {code}", play)


def model_list(models: Collection[str] | Step) -> Step:
    """The answer to `GET /models`; none of them: it is not served."""
    if isinstance(models, Step):
        return models
    if not models:
        return status(404)
    data = [{"id": each, "object": "model", "created": 0, "owned_by": "scripted"} for each in models]
    return status(200, {"object": "list", "data": data})


def hang(after: str | None = None) -> Step:
    """Never answers; or never goes on after that much text."""

    async def play(request: Request, sink: Sink) -> None:
        if after is not None:
            await _start_stream(sink)
            await sink.write(b"".join(text_events(after)))
        await asyncio.Event().wait()

    return Step("hang", play)


def disconnect(after_bytes: int = 0, text: str = "some text that is cut off somewhere") -> Step:
    """Closes the connection after so many bytes of the body; with 0 before the answer begins."""

    async def play(request: Request, sink: Sink) -> None:
        if after_bytes:
            await _start_stream(sink)
            await sink.write(b"".join(stream_events(text))[:after_bytes])
        await sink.abort()

    return Step(f"disconnect after {after_bytes} bytes", play)


def garbage(data: bytes, *, content_type: str = "text/event-stream", cut_bytes: int | None = None) -> Step:
    """Any bytes as a body under status 200."""

    async def play(request: Request, sink: Sink) -> None:
        await sink.start(200, {"content-type": content_type})
        await _write_cut(sink, data, cut_bytes)

    return Step(f"garbage {data[:20]!r}", play)


def noise(data: bytes) -> Step:
    """Bytes that are not even HTTP."""

    async def play(request: Request, sink: Sink) -> None:
        await sink.noise(data)

    return Step(f"noise {data[:20]!r}", play)


def slow(text: str, delta_ms: float = 50) -> Step:
    """A good answer at the pace of a model; for demonstrations and benchmarks."""

    async def play(request: Request, sink: Sink) -> None:
        await _start_stream(sink)
        for event in stream_events(text):
            await sink.write(event)
            await asyncio.sleep(delta_ms / 1000)

    return Step(f"slow {text[:20]!r}", play)


def respond(choose: Callable[[Request], "Step | str"]) -> Step:
    """Whatever `choose` makes of the request; text is a good answer."""

    async def play(request: Request, sink: Sink) -> None:
        chosen = choose(request)
        await (reply(chosen) if isinstance(chosen, str) else chosen).play(request, sink)

    return Step("respond", play)


@dataclass
class Live:
    """A stream in the test's own hand: `step = live()`, then `send` and `finish` as the test needs it."""

    _queue: "asyncio.Queue[bytes | None]" = field(default_factory=asyncio.Queue)

    @property
    def step(self) -> Step:
        return Step("live", self._play)

    def send(self, text: str) -> None:
        self._queue.put_nowait(b"".join(text_events(text)))

    def finish(self, finish_reason: str = "stop") -> None:
        self._queue.put_nowait(b"".join(stream_events("", finish_reason)))
        self._queue.put_nowait(None)

    @property
    def is_under_way(self) -> bool:
        """Whether all that was sent so far is on its way."""
        return self._queue.empty()

    async def _play(self, request: Request, sink: Sink) -> None:
        await _start_stream(sink)
        while (data := await self._queue.get()) is not None:
            await sink.write(data)


def stream_events(
    text: str,
    finish_reason: str | None = "stop",
    usage: Mapping[str, Any] | None = None,
    *,
    is_done: bool = True,
) -> Iterator[bytes]:
    """The events of a good stream, a role first and the usage last, as servers send them."""
    yield _event([{"index": 0, "delta": {"role": "assistant", "content": None}, "finish_reason": None}])
    yield from text_events(text)
    if finish_reason is not None:
        yield _event([{"index": 0, "delta": {}, "finish_reason": finish_reason}])
    if usage is not None:
        yield _event([], usage)
    if is_done:
        yield b"data: [DONE]\n\n"


def text_events(text: str) -> Iterator[bytes]:
    for start in range(0, len(text), DELTA_CHARACTERS):
        delta = {"content": text[start : start + DELTA_CHARACTERS]}
        yield _event([{"index": 0, "delta": delta, "finish_reason": None}])


def whole_answer(text: str, finish_reason: str | None, usage: Mapping[str, Any] | None) -> bytes:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text},
        "finish_reason": finish_reason,
    }
    answer = {
        "id": "scripted",
        "object": "chat.completion",
        "created": 0,
        "model": MODEL,
        "choices": [choice],
    }
    return json.dumps(answer | ({} if usage is None else {"usage": usage})).encode()


async def _start_stream(sink: Sink) -> None:
    await sink.start(200, {"content-type": "text/event-stream"})


async def _write_cut(sink: Sink, data: bytes, cut_bytes: int | None) -> None:
    sizes = cycle(CUTS_BYTES if cut_bytes is None else (cut_bytes,))
    start = 0
    while start < len(data):
        end = start + next(sizes)
        await sink.write(data[start:end])
        start = end


def _event(choices: list[dict[str, Any]], usage: Mapping[str, Any] | None = None) -> bytes:
    chunk: dict[str, Any] = {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": MODEL,
    }
    chunk |= {"choices": choices} | ({} if usage is None else {"usage": usage})
    return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"
