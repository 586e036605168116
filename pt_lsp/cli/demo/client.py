"""A small LSP client over the pipes of a real server process: requests and notifications.

It speaks plain JSON and knows no documents; `editor` acts as the editor on top of it.
"""

import asyncio
import contextlib
import itertools
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import Any, cast

from pt_lsp.errors import PtLspError
from pt_lsp.protocol.wire.framing import FrameDecoder, encode

MessageHandler = Callable[[str, Any], Any]
"""Takes method and params of what the server sends; what it returns answers a request."""

_EXIT_TIMEOUT_S = 10.0
_READ_BYTES = 65_536


class ServerRefused(PtLspError):
    """The server answered a request with an error; the text is the server's own sentence."""


class DemoClient:
    """One server process and the conversation with it; `handle` takes what the server asks and tells."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.handle: MessageHandler = lambda _method, _params: None
        self._process = process
        self._log = log
        # never None, since both were asked for as pipes
        self._stdin = cast("asyncio.StreamWriter", process.stdin)
        self._stdout = cast("asyncio.StreamReader", process.stdout)
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, environ: Mapping[str, str], log: Path) -> AsyncGenerator["DemoClient"]:
        """A client of a server process that lives as long as the context; its stderr goes to `log`."""
        with log.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "pt_lsp", "serve", "--stdio"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=stderr,
                env=dict(environ),
                start_new_session=True,  # it ends with its input; Ctrl+C is for the demo
            )
        client = cls(process, log)
        try:
            yield client
        finally:
            await client._stop()

    async def request(self, method: str, params: Any, timeout_s: float) -> Any:
        """The server's result; raises ServerRefused for its error, PtLspError if none comes in time."""
        number = next(self._ids)
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            self._send({"id": number, "method": method, "params": params})
            return await asyncio.wait_for(future, timeout_s)
        except TimeoutError as error:
            raise PtLspError(f"The server gave no answer to {method} within {timeout_s:g} s.") from error
        finally:
            self._waiting.pop(number, None)

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        if self._reading.done():
            raise self._gone()
        self._stdin.write(encode({"jsonrpc": "2.0", **message}))

    async def _read(self) -> None:
        try:
            decoder = FrameDecoder()
            while data := await self._stdout.read(_READ_BYTES):
                for message in decoder.feed(data):
                    if isinstance(message, dict):
                        self._dispatch(message)
        finally:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(self._gone())

    def _dispatch(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self._settle(message)
            return
        result = self.handle(message["method"], message.get("params"))
        if "id" in message:
            self._send({"id": message["id"], "result": result})

    def _settle(self, message: dict[str, Any]) -> None:
        future = self._waiting.get(message["id"])
        if future is None or future.done():
            return
        if "error" in message:
            future.set_exception(ServerRefused(message["error"]["message"]))
        else:
            future.set_result(message.get("result"))

    def _gone(self) -> PtLspError:
        return PtLspError(f"The server process ended before it answered; its log is {self._log}.")

    async def _stop(self) -> None:
        """Ask the server to leave as LSP says, and kill it if it does not."""
        with contextlib.suppress(PtLspError, ConnectionError):
            await self.request("shutdown", None, _EXIT_TIMEOUT_S)
            self.notify("exit", None)
        self._stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _EXIT_TIMEOUT_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await asyncio.gather(self._reading, return_exceptions=True)
