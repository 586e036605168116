"""The two faces of the scripted chat server: an httpx transport and a small HTTP/1.1 server."""

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

import httpx

from tests.support.chat_steps import Gone

if TYPE_CHECKING:
    from tests.support.scripted_chat import ScriptedChat


class InProcess(httpx.AsyncBaseTransport):
    """Answers without sockets; honours read timeouts."""

    def __init__(self, chat: "ScriptedChat") -> None:
        self._chat = chat

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sink = _QueueSink()
        headers = {name.lower(): value for name, value in request.headers.items()}
        playing = asyncio.create_task(
            _play_to_end(self._chat, request.url.path, headers, await request.aread(), sink)
        )
        timeout_s = request.extensions.get("timeout", {}).get("read")
        stream = _QueueStream(self._chat, sink, playing, timeout_s)
        try:
            status, answer_headers = await stream.next_item()
        except BaseException:
            await stream.aclose()
            raise
        return httpx.Response(status, headers=dict(answer_headers), stream=stream)


async def _play_to_end(
    chat: "ScriptedChat", path: str, headers: dict[str, str], data: bytes, sink: "_QueueSink"
) -> None:
    with suppress(Gone):
        await chat.play(path, headers, data, sink)
        sink.items.put_nowait(None)


class _QueueSink:
    def __init__(self) -> None:
        self.items: asyncio.Queue[object] = asyncio.Queue()

    async def start(self, status: int, headers: Mapping[str, str]) -> None:
        self.items.put_nowait((status, headers))

    async def write(self, data: bytes) -> None:
        self.items.put_nowait(data)

    async def abort(self) -> None:
        self.items.put_nowait(httpx.RemoteProtocolError("the scripted server closed the connection"))
        raise Gone

    async def noise(self, data: bytes) -> None:
        self.items.put_nowait(httpx.RemoteProtocolError("the scripted server does not speak HTTP"))
        raise Gone


class _QueueStream(httpx.AsyncByteStream):
    def __init__(
        self,
        chat: "ScriptedChat",
        sink: _QueueSink,
        playing: "asyncio.Task[None]",
        timeout_s: float | None,
    ) -> None:
        self._chat = chat
        self._sink = sink
        self._playing = playing
        self._timeout_s = timeout_s
        self._is_over = False

    async def next_item(self) -> "tuple[int, Mapping[str, str]]":
        item = await self._take()
        assert isinstance(item, tuple)
        return item

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (item := await self._take()) is not None:
            assert isinstance(item, bytes)
            yield item
        self._is_over = True

    async def aclose(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._playing.cancel()
            self._chat.note_disconnect()

    async def _take(self) -> object:
        try:
            async with asyncio.timeout(self._timeout_s):
                item = await self._sink.items.get()
        except TimeoutError:
            raise httpx.ReadTimeout("the scripted server says nothing") from None
        if isinstance(item, Exception):
            self._is_over = True
            raise item
        return item


_ACCEPTING_TURNS = 5
"""Of the loop: asyncio would leave a connection open that it accepts while its server is closed."""


class TcpFace:
    """A real HTTP/1.1 server on loopback, with keep-alive; sees clients hang up."""

    def __init__(self, chat: "ScriptedChat") -> None:
        self._chat = chat
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @asynccontextmanager
    async def listening(self, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0, ssl=context)
        scheme = "http" if context is None else "https"
        try:
            yield f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        finally:
            for listener in server.sockets:
                asyncio.get_running_loop().remove_reader(listener.fileno())
            for _ in range(_ACCEPTING_TURNS):
                await asyncio.sleep(0)
            await self._close_connections()
            server.close()
            await asyncio.sleep(0)  # what was aborted ends in the loop's next turn

    async def _close_connections(self) -> None:
        connections = dict(self._connections)
        for connection, writer in connections.items():
            connection.cancel()
            writer.transport.abort()
        await asyncio.gather(*connections, return_exceptions=True)

    @contextmanager
    def in_thread(self) -> Iterator[str]:
        started, urls = threading.Event(), list[str]()
        loop, stop = asyncio.new_event_loop(), asyncio.Event()

        async def serve() -> None:
            async with self.listening() as url:
                urls.append(url)
                started.set()
                await stop.wait()

        def host() -> None:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(serve())

        thread = threading.Thread(target=host, name="scripted chat")
        thread.start()
        assert started.wait(60)
        try:
            yield urls[0]
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)

    def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Known at once: a task that is cancelled before it has begun closes nothing."""
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._chat.note_connections(+1)
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, Gone):
            pass  # the other side left, or the step did
        except asyncio.CancelledError:
            pass  # the server closes
        finally:
            self._chat.note_connections(-1)
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])
            }
            headers["client-port"] = str(writer.get_extra_info("peername")[1])  # tells connections apart
            data = await reader.readexactly(int(headers.get("content-length", "0")))
            sink = _TcpSink(writer)
            playing = asyncio.create_task(self._chat.play(path, headers, data, sink))
            await self._watch(reader, playing)
            await sink.end()

    async def _watch(self, reader: asyncio.StreamReader, playing: "asyncio.Task[None]") -> None:
        """Wait for the step's end, or note that the client hung up before it."""
        gone = asyncio.create_task(_until_eof(reader))
        try:
            await asyncio.wait({gone, playing}, return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                self._chat.note_disconnect()
                raise Gone
            await playing
        finally:
            for task in (gone, playing):
                task.cancel()
            await asyncio.gather(gone, playing, return_exceptions=True)


async def _until_eof(reader: asyncio.StreamReader) -> None:
    """A client sends nothing while it waits for an answer: any byte here would be a mistake of the test."""
    assert await reader.read(1) == b""


class _TcpSink:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def start(self, status: int, headers: Mapping[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
        self._writer.write("\r\n".join([*lines, "transfer-encoding: chunked", "", ""]).encode("latin-1"))

    async def write(self, data: bytes) -> None:
        if data:
            self._writer.write(b"%x\r\n%s\r\n" % (len(data), data))
            await self._writer.drain()

    async def end(self) -> None:
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    async def abort(self) -> None:
        self._writer.close()  # what was written still goes out
        await self._writer.wait_closed()
        raise Gone

    async def noise(self, data: bytes) -> None:
        self._writer.write(data)
        await self.abort()
