"""A scripted chat-completions server: plays steps, records requests, fails on what was not expected.

Two faces play the same steps: `transport`, in process, and `serve` or `serving`, over real TCP.
"""

import asyncio
import json
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Self

import httpx

from pt_lsp.llm.gateway import Gateway, Ledger, RetryPolicy
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key
from tests.support.chat_api import complaints
from tests.support.chat_faces import InProcess, TcpFace
from tests.support.chat_steps import (
    Gone,
    Live,
    Request,
    Sink,
    Step,
    disconnect,
    garbage,
    hang,
    model_list,
    noise,
    reply,
    respond,
    slow,
    status,
)

__all__ = [
    "Live",
    "Request",
    "ScriptedChat",
    "Step",
    "disconnect",
    "garbage",
    "hang",
    "noise",
    "reply",
    "respond",
    "slow",
    "status",
]

MARKED_KEY = "pt-live-MARKED0123456789abcdef"
IN_PROCESS_URL = "http://127.0.0.1:9/v1"


class ScriptedChat:
    """Plays `steps` in order, then `forever` without end; text stands for a good reply."""

    def __init__(
        self,
        *steps: Step | Live | str,
        forever: Step | str | None = None,
        extras: Collection[str] = (),
        models: Collection[str] | Step = (),
    ) -> None:
        """`models` is what `GET /models` lists; nothing serves it where there are none."""
        self.requests: list[Request] = []
        self.disconnect_times: list[float] = []
        """When clients hung up in the middle of an answer, by `time.perf_counter()`."""
        self.failures: list[str] = []
        self.n_connections = 0
        """TCP connections that are open."""
        self._steps = [_as_step(step) for step in steps]
        self._forever = None if forever is None else _as_step(forever)
        self._extras = extras
        self.models = models
        self.listings: list[Request] = []
        """Requests for the list of models."""
        self._changed = threading.Condition()
        self._waiters: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.check()

    def check(self) -> None:
        """Fail unless everything expected was asked for, and nothing else."""
        unplayed = [f"unplayed step: {step.name}" for step in self._steps]
        assert not self.failures + unplayed, "; ".join(self.failures + unplayed)

    def add(self, *steps: Step | Live | str) -> None:
        """Have more to play."""
        self._steps += map(_as_step, steps)

    @property
    def transport(self) -> httpx.AsyncBaseTransport:
        """The in-process face."""
        return InProcess(self)

    def gateway(self, ledger: Ledger | None = None) -> Gateway:
        """A gateway to the in-process face that waits for nothing; use it with `settings()`."""
        return Gateway(
            ledger or Ledger(),
            no_key,
            retry_policy=RetryPolicy(sleep=no_wait),
            make_transport=lambda: self.transport,
        )

    @asynccontextmanager
    async def serve(self, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
        """The TCP face on this loop; gives its base URL, and checks on leaving."""
        async with TcpFace(self).listening(context) as url:
            yield url
        self.check()

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The TCP face in a thread of its own, for tests that talk to a process; checks on leaving."""
        with TcpFace(self).in_thread() as url:
            yield url
        self.check()

    async def received(self, count: int = 1) -> Request:
        """Wait for that many requests in all; gives the last of them."""
        await self.until(lambda: len(self.requests) >= count)
        return self.requests[count - 1]

    async def disconnected(self, count: int = 1) -> float:
        """Wait until that many clients hung up in the middle of an answer; gives when the last did."""
        await self.until(lambda: len(self.disconnect_times) >= count)
        return self.disconnect_times[count - 1]

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something that requests or disconnects change is so."""
        while True:
            with self._changed:
                if is_so():
                    return
                loop = asyncio.get_running_loop()
                waiter = loop.create_future()
                self._waiters.append((loop, waiter))
            await waiter

    def wait_until(self, is_so: Callable[[], bool], timeout_s: float = 60) -> None:
        """The same for tests without a loop."""
        with self._changed:
            assert self._changed.wait_for(is_so, timeout_s), "it did not happen in time"

    async def play(self, path: str, headers: dict[str, str], data: bytes, sink: Sink) -> None:
        """Answer one request; called by the faces."""
        if path.endswith("/models"):
            self.listings.append(Request({}, headers, path))
            await model_list(self.models).play(self.listings[-1], sink)
            return
        try:
            body: Any = json.loads(data)
        except ValueError:
            body = None
        request = Request(body, headers, path)
        wrong = complaints(body, self._extras)
        if not path.endswith("/chat/completions"):
            wrong.append(f"unknown path {path}")
        with self._changed:
            self.requests.append(request)
            step = self._next_step(wrong)
            self._tell()
        try:
            await step.play(request, sink)
        except (Gone, ConnectionError):
            raise
        except Exception as error:
            self.failures.append(f"{step.name} failed: {error!r}")
            raise

    def note_connections(self, change: int) -> None:
        """A connection came or went; called by the faces."""
        with self._changed:
            self.n_connections += change
            self._tell()

    def note_disconnect(self) -> None:
        """A client hung up; called by the faces."""
        with self._changed:
            self.disconnect_times.append(time.perf_counter())
            self._tell()

    def _next_step(self, wrong: list[str]) -> Step:
        if not wrong and (self._steps or self._forever):
            return self._steps.pop(0) if self._steps else self._forever or status(500)
        reasons = wrong or ["a request that no step expects"]
        self.failures += reasons
        return status(400, {"error": {"message": "; ".join(reasons)}})

    def _tell(self) -> None:
        self._changed.notify_all()
        waiters, self._waiters = self._waiters, []
        for loop, waiter in waiters:
            loop.call_soon_threadsafe(_wake, waiter)


def settings(base_url: str = IN_PROCESS_URL, **endpoint: Any) -> Settings:
    """Settings that ask the scripted server."""
    return Settings(endpoint=EndpointSettings(base_url=base_url, **endpoint))


async def no_key(settings: Settings) -> Key | None:
    """What a loopback endpoint needs."""
    return None


async def some_key(settings: Settings) -> Key | None:
    """What any other endpoint needs."""
    return Key(MARKED_KEY)


async def no_wait(seconds: float) -> None:
    """Retry at once."""


def _as_step(step: Step | Live | str) -> Step:
    if isinstance(step, str):
        return reply(step)
    return step.step if isinstance(step, Live) else step


def _wake(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)
