"""How long the way to a model takes on our side: prints medians over loopback.

python tests/benchmarks/bench_llm.py
"""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pt_lsp.llm.deltas import read_deltas
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt
from pt_lsp.llm.reply import Reply
from tests.support.chat_steps import stream_events
from tests.support.scripted_chat import Request, ScriptedChat, hang, no_key, respond, settings

PROMPT = Prompt((Message("user", "x = 1\n" * 1500),), "inline completion", 64, 0.2, stop=("\n\n",))
ROUNDS = 200
N_DELTAS = 2000


async def main() -> None:
    print(f"delta -> yield           {await delta_us():8.1f} us   decoding, reading and restoring")
    written, fresh = await request_ms(is_warm=True), await request_ms(is_warm=False)
    print(f"open -> request received {written:8.2f} ms   on a warm client, 9 kB prompt")
    print(f"open -> request received {fresh:8.2f} ms   on a fresh connection")
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
