"""Server processes for editors over stdio: forked from one that has made the imports, most of a start.

What the start itself does is for tests with `raw_client`, and in editors for those about processes.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, TYPE_CHECKING

from coverage import Coverage

from pt_lsp.__main__ import main

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

PRELOADED = ["tests.support.preloaded", __name__]
MEASURED = "COVERAGE_PROCESS_CONFIG"
"""Is in the environment of processes of which coverage.py measures the branches."""


class ServerProcess:
    """A running `pt-lsp serve`. Made by `server_process`."""

    def __init__(
        self,
        process: "ForkServerProcess",
        stdin: asyncio.StreamWriter,
        stdout: asyncio.StreamReader,
        errors: IO[bytes],
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self._process = process
        self._errors = errors

    @property
    def errors(self) -> str:
        """All that it has written to stderr."""
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace")

    async def kill(self) -> None:
        """End it if it still runs, and say what it wrote; pytest shows that if the test fails."""
        if self._process.exitcode is None:
            self._process.kill()
            await self.wait()
            print(self.errors, file=sys.stderr)  # noqa: T201 - see above

    async def wait(self) -> int:
        """The exit code, once it has ended."""
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode


def start_preloading() -> None:
    """Start the process that servers are forked from, in the environment as it is now."""
    get_context("forkserver").set_forkserver_preload(PRELOADED)
    forkserver.ensure_running()


@asynccontextmanager
async def server_process(
    environ: Mapping[str, str], folder: Path, arguments: Sequence[str] = ("serve",)
) -> AsyncIterator[ServerProcess]:
    """A server in `folder` that has just this environment; it is gone afterwards whatever happens.

    With other `arguments` it is that subcommand.
    """
    start_preloading()
    context = get_context("forkserver")
    its_stdin, to_stdin = context.Pipe(duplex=False)
    from_stdout, its_stdout = context.Pipe(duplex=False)
    with tempfile.TemporaryFile() as errors:
        its_stderr = Connection(os.dup(errors.fileno()), readable=False)
        its = (its_stdin, its_stdout, its_stderr)
        process = context.Process(target=serve, args=(dict(environ), folder, its, arguments), daemon=True)
        process.start()
        for end in its:
            end.close()
        server = ServerProcess(process, await _writer(to_stdin), await _reader(from_stdout), errors)
        try:
            yield server
        finally:
            await server.kill()
            server.stdin.close()


async def _writer(end: "Connection[bytes, bytes]") -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, _opened(end, "wb"))
    return asyncio.StreamWriter(transport, protocol, None, loop)


async def _reader(end: "Connection[bytes, bytes]") -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), _opened(end, "rb"))
    return reader


def _opened(end: "Connection[bytes, bytes]", mode: str) -> IO[bytes]:
    """A file of its own for a pipe's end."""
    with end:
        return os.fdopen(os.dup(end.fileno()), mode, buffering=0)


def serve(
    environ: Mapping[str, str],
    folder: Path,
    its: "tuple[Connection[bytes, bytes], ...]",
    arguments: Sequence[str],
) -> None:
    """What a forked process does, as `pt-lsp` with these arguments: on these pipes as its own; ends it."""
    for fd, end in enumerate(its):
        os.dup2(end.fileno(), fd)
        end.close()
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    # Those that were there are of the process that this one is forked from.
    sys.stdout, sys.stderr = (os.fdopen(fd, "w", encoding="utf-8", closefd=False) for fd in (1, 2))
    if MEASURED not in environ and (measuring := Coverage.current()):
        measuring.stop()  # as the one that this is forked from is measured, for other tests
    sys.argv = ["pt-lsp", *arguments]
    main()
