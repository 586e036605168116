"""A good answer that waits between its pieces until the test lets it go on, from any thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.chat_steps import Request, Sink, Step, stream_events, text_events


class GatedAnswer:
    """The answer's pieces, with a gate before each but the first."""

    def __init__(self, *pieces: str) -> None:
        self._pieces = pieces
        self._gates = [threading.Event() for _ in pieces[1:]]

    @property
    def step(self) -> Step:
        """What a scripted chat plays."""
        return Step("gated", self._play)

    def open(self, number: int = 0) -> None:
        """Let the piece behind that gate come."""
        self._gates[number].set()

    @contextmanager
    def ended(self) -> Iterator[None]:
        """Open all gates on leaving, so that a failing test does not leave the answer hanging."""
        try:
            yield
        finally:
            for gate in self._gates:
                gate.set()

    async def _play(self, request: Request, sink: Sink) -> None:
        await sink.start(200, {"content-type": "text/event-stream"})
        for number, piece in enumerate(self._pieces):
            if number:
                await asyncio.to_thread(self._gates[number - 1].wait)
            await sink.write(b"".join(text_events(piece)))
        await sink.write(b"".join(stream_events("")))
