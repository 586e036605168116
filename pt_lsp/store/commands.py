"""Runs a short command for its output, without a shell, a console window or our own stdin and stdout."""

import asyncio
import subprocess
from collections.abc import Mapping, Sequence

_MOST_BYTES = 65_536


async def output_of(
    command: Sequence[str], environ: Mapping[str, str], timeout_s: float
) -> tuple[int | None, bytes]:
    """Exit code and standard output, of which at most 64 KiB are kept.

    OSError when it cannot be started, TimeoutError when it takes too long; it is killed then, and when
    cancelled.
    """
    loop = asyncio.get_running_loop()
    transport, run = await loop.subprocess_exec(
        _Run,
        *command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environ),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        async with asyncio.timeout(timeout_s):
            await run.closed.wait()
        return transport.get_returncode(), bytes(run.output)
    finally:
        transport.close()
        # Killed by now; waiting here keeps its end from being told to a loop that is closed already.
        await asyncio.wait_for(run.exited.wait(), 1)


class _Run(asyncio.SubprocessProtocol):
    def __init__(self) -> None:
        self.output = bytearray()
        self.exited = asyncio.Event()
        self.closed = asyncio.Event()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        del fd
        self.output += data[: _MOST_BYTES - len(self.output)]

    def process_exited(self) -> None:
        self.exited.set()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.closed.set()
