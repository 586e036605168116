"""The main loop: bytes in, messages to the dispatcher, bytes out, until the client is gone."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from pt_lsp.errors import log_failure
from pt_lsp.protocol.client_log import ClientLogHandler
from pt_lsp.protocol.registration import register
from pt_lsp.protocol.server import Server
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.protocol.wire.early import Start
from pt_lsp.protocol.wire.transport import Writer, read_chunks

logger = logging.getLogger(__name__)


async def serve(
    server: Server,
    start: Start,
    read_fd: int,
    write_fd: int,
    *,
    on_ending: Callable[[], None] = lambda: None,
    complaint: str | None = None,
) -> int:
    """The exit code: 0 after shutdown and exit, else 1 (LSP, "exit").

    `on_ending` is called before anything ends; `complaint` is a warning from before the client could be told.
    """
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_log_unforeseen)

    def abandon() -> None:
        loop.call_soon_threadsafe(server.is_abandoned.set)

    writer = Writer(write_fd, abandon)
    server.protocol.send = writer.write
    register(server)
    handler = ClientLogHandler(server.window_log_message)
    logging.getLogger("pt_lsp").addHandler(handler)
    if complaint is not None:
        logger.warning("%s", complaint)
    if start.is_answered:
        server.protocol.mute(start.messages[0])
    abandoned = asyncio.create_task(server.is_abandoned.wait())
    reading = asyncio.create_task(_read(server.protocol, start, read_chunks(read_fd)))
    try:
        await asyncio.wait([abandoned, reading], return_when=asyncio.FIRST_COMPLETED)
    finally:
        on_ending()
        reading.cancel()
        abandoned.cancel()
        _, error = await asyncio.gather(abandoned, reading, return_exceptions=True)
        if isinstance(error, Exception):
            log_failure(logger, "reading what the client sends", error)
        await server.stop()
        logging.getLogger("pt_lsp").removeHandler(handler)
        await asyncio.to_thread(writer.close)
    return 1 if server.protocol.exit_code is None else server.protocol.exit_code


def _log_unforeseen(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio would log with the exception's own text, and the arguments of its callback."""
    if error := context.get("exception"):
        log_failure(logger, "Something in the background", error)
    else:
        logger.error("%s", context["message"])


async def _read(protocol: Dispatcher, start: Start, chunks: AsyncGenerator[bytes]) -> None:
    async with aclosing(chunks):
        for message in start.messages:
            await _receive(protocol, message)
        while protocol.exit_code is None and (data := await anext(chunks, b"")):
            for message in start.decoder.feed(data):
                await _receive(protocol, message)


async def _receive(protocol: Dispatcher, message: object) -> None:
    if protocol.exit_code is None:
        protocol.receive(message)
        # A handler takes its snapshot before the next change is read.
        await asyncio.sleep(0)
