"""How long the way to a model takes on our side: prints medians over loopback.

python tests/benchmarks/bench_llm.py
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pt_lsp.llm.deltas import read_deltas
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt
from pt_lsp.llm.reply import Reply
from tests.support.chat_steps import stream_events
from tests.support.faulty_endpoint import (
    Certificates,
    FaultyEndpoint,
    answering,
    chunk,
    chunked_head,
    http,
    text_event,
)
from tests.support.scripted_chat import Request, ScriptedChat, hang, no_key, respond, settings

PROMPT = Prompt((Message("user", "x = 1\n" * 1500),), "inline completion", 64, 0.2, stop=("\n\n",))
ROUNDS = 200
N_DELTAS = 2000
N_CHUNKS = 50_000
LONG = replace(PROMPT, max_tokens=N_CHUNKS)


async def main() -> None:
    print(f"delta -> yield           {await delta_us():8.1f} us   decoding, reading and restoring")
    written, fresh = await request_ms(is_warm=True), await request_ms(is_warm=False)
    print(f"open -> request received {written:8.2f} ms   on a warm client, 9 kB prompt")
    print(f"open -> request received {fresh:8.2f} ms   on a fresh connection")
    for what, work_s in (("chunks of a byte", chunks_s), ("deltas of a letter", deltas_s)):
        few_s, many_s = await work_s(N_CHUNKS), await work_s(2 * N_CHUNKS)
        print(
            f"{2 * N_CHUNKS} {what:18} {many_s:7.2f} s    {many_s / few_s:.1f} times what half of them take"
        )
    print(f"cancel -> socket closed  {await cancel_ms():8.2f} ms   as the server sees it")


async def delta_us() -> float:
    """Microseconds of our own work for each delta."""
    events = list(stream_events("12345" * N_DELTAS))

    async def chunks() -> AsyncIterator[bytes]:
        for event in events:
            yield event

    figures = []
    for _ in range(10):
        answer = Reply(read_deltas(chunks(), Failures("localhost", "m")))
        start = time.perf_counter()
        count = len([delta async for delta in answer])
        figures.append((time.perf_counter() - start) / count * 1e6)
    return statistics.median(figures)


async def request_ms(*, is_warm: bool) -> float:
    """Milliseconds from opening until the server has read the whole request."""
    received: list[float] = []

    def note(request: Request) -> str:
        received.append(time.perf_counter())
        return "text"

    chat = ScriptedChat(forever=respond(note))
    gateway = Gateway(Ledger(), no_key)
    figures = []
    async with chat.serve() as url:
        await gateway.ask(PROMPT, settings(url))
        for _ in range(ROUNDS):
            start = time.perf_counter()
            async with gateway.open(PROMPT, settings(url)) as answer:
                if is_warm:
                    await anext(answer)
                    assert [delta async for delta in answer] == []
            figures.append((received[-1] - start) * 1e3)
        await gateway.aclose()
    return statistics.median(figures)


async def chunks_s(n_bytes: int) -> float:
    """Seconds of work for an answer in one line of so many bytes, each in a chunk of its own."""
    body = text_event("x" * n_bytes, "stop")
    return await answer_s(chunked_head() + b"".join(chunk(bytes([byte])) for byte in body) + chunk(b""))


async def deltas_s(n_deltas: int) -> float:
    """Seconds of work for an answer in so many deltas."""
    return await answer_s(http(text_event("x") * n_deltas + text_event("", "stop")))


async def answer_s(response: bytes) -> float:
    """Seconds of work of the one who asks and gets this."""
    fault = answering("long", lambda _: response)
    with tempfile.TemporaryDirectory() as folder:
        endpoint = FaultyEndpoint(fault, Certificates(Path(folder)))
    gateway = Gateway(Ledger(), no_key)
    async with endpoint.serving():
        start_s = time.process_time()
        await gateway.ask(LONG, settings(endpoint.url))
        taken_s = time.process_time() - start_s
    await gateway.aclose()
    return taken_s


async def cancel_ms() -> float:
    """Milliseconds from a cancel until the server has seen the connection end."""
    chat = ScriptedChat(forever=hang(after="text"))
    gateway = Gateway(Ledger(), no_key)
    figures = []
    async with chat.serve() as url:
        for count in range(1, ROUNDS + 1):
            task = asyncio.create_task(gateway.ask(PROMPT, settings(url)))
            await chat.received(count)
            start = time.perf_counter()
            task.cancel()
            figures.append((await chat.disconnected(count) - start) * 1e3)
            await asyncio.gather(task, return_exceptions=True)
        await gateway.aclose()
    return statistics.median(figures)


if __name__ == "__main__":
    asyncio.run(main())
