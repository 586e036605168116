"""Bytes in and out on two file descriptors, without ever blocking the event loop."""

import asyncio
import contextlib
import os
import queue
import stat
import sys
import threading
from collections.abc import AsyncGenerator, Callable

_READ_BYTES = 65536
_MAX_QUEUED_BYTES = 256 * 1024 * 1024
"""A client that lets this much pile up no longer reads; it counts as gone."""


async def read_chunks(fd: int, *, in_thread: bool = sys.platform == "win32") -> AsyncGenerator[bytes]:
    """What arrives on `fd` until its end; read in a thread where there is no pipe that can be polled."""
    reader = asyncio.StreamReader(limit=_READ_BYTES)
    transport: asyncio.ReadTransport | None = None
    if in_thread or not _is_pollable(fd):
        _read_in_thread(fd, reader)
    else:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, "rb", buffering=0, closefd=False)
        )
    try:
        while data := await reader.read(_READ_BYTES):
            yield data
    finally:
        if transport is not None:
            transport.close()


def _is_pollable(fd: int) -> bool:
    """Plain files and devices such as /dev/null are always ready, so the kernel refuses to watch them."""
    mode = os.fstat(fd).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _read_in_thread(fd: int, reader: asyncio.StreamReader) -> None:
    loop = asyncio.get_running_loop()

    def read() -> None:
        # The loop may be closed before the input is; nobody listens then.
        with contextlib.suppress(RuntimeError):
            with contextlib.suppress(OSError):
                while data := os.read(fd, _READ_BYTES):
                    loop.call_soon_threadsafe(reader.feed_data, data)
            loop.call_soon_threadsafe(reader.feed_eof)

    threading.Thread(target=read, name="stdin", daemon=True).start()


class Writer:
    """Writes queued bytes from a thread of its own: a client that does not read delays nobody else."""

    def __init__(
        self, fd: int, on_broken: Callable[[], None], most_queued_bytes: int = _MAX_QUEUED_BYTES
    ) -> None:
        """`on_broken` is called once, from any thread, when the reader can no longer be reached."""
        self.error: OSError | None = None
        """What has broken it; None where so much is queued that nobody can be reading."""
        self._fd = fd
        self._most_queued_bytes = most_queued_bytes
        self._on_broken = on_broken
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._n_queued_bytes = 0
        self._is_broken = False
        self._thread = threading.Thread(target=self._run, name="stdout", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Queue `data`; dropped once the reader is gone."""
        if self._is_broken:
            return
        with self._lock:
            self._n_queued_bytes += len(data)
            is_stuck = self._n_queued_bytes > self._most_queued_bytes
        if is_stuck:
            self._break()
            return
        self._queue.put(data)

    def close(self, timeout_s: float = 2.0) -> None:
        """Write what is queued, for at most `timeout_s`."""
        self._queue.put(None)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while (data := self._queue.get()) is not None:
            n_bytes = len(data)
            try:
                while data and not self._is_broken:
                    data = data[os.write(self._fd, data) :]
            except OSError as error:
                self.error = error
                self._break()
            with self._lock:
                self._n_queued_bytes -= n_bytes

    def _break(self) -> None:
        if not self._is_broken:
            self._is_broken = True
            self._on_broken()
