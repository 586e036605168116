"""Follows the calls that a server makes while something is asked of it.

The server runs in this process, behind the pipes that an editor has, on a loop in a thread of its own. Only
the calls of that thread are seen: those of the client and of the endpoint are not, nor is what the server
hands to other threads. Refuses to know what is asked.
"""

import asyncio
import dis
import functools
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import cast

import pt_lsp
from pt_lsp.cli.services import make_server
from pt_lsp.protocol.serving import serve
from pt_lsp.protocol.wire.early import answer_initialize
from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient
from tests.support.open_document import Json
from tests.support.server_process import ServerProcess

PACKAGE = Path(pt_lsp.__file__).parent
QUIET_S = 0.8
"""Longer than the timers that a key or a request leaves behind, which are part of what it costs."""

Border = tuple[str, str, str, str]
"""File and function that calls, file and function that is called."""


@dataclass
class Calls:
    """What was called; a call that goes through a library, the loop for one, is nobody's of ours."""

    files: set[str] = field(default_factory=set)
    """Those that were entered, if only to go on with a coroutine that had begun before."""
    file_borders: set[Border] = field(default_factory=set)
    """Pairs of functions in different files, one of which calls the other."""
    package_borders: set[Border] = field(default_factory=set)
    """Those in different packages: first folders, or single modules, under the top."""
    n_package_calls: int = 0
    """How often one of the latter was crossed; going on with a coroutine or generator is no further call."""

    def add(self, frame: FrameType) -> None:
        """Take in that a frame begins or goes on."""
        called = frame.f_code
        if (callee_package := _package_of(called.co_filename)) is None or called.co_name == "<module>":
            return
        self.files.add(called.co_filename)
        if frame.f_back is not None and frame.f_lasti == _beginning(called):
            self._add_call(frame.f_back.f_code, called, callee_package)

    def _add_call(self, calling: CodeType, called: CodeType, callee_package: str) -> None:
        if (caller_package := _package_of(calling.co_filename)) is None:
            return
        border = (calling.co_filename, calling.co_qualname, called.co_filename, called.co_qualname)
        if calling.co_filename != called.co_filename:
            self.file_borders.add(border)
        if caller_package != callee_package:
            self.package_borders.add(border)
            self.n_package_calls += 1


class Tracer:
    """A profile function for the server's thread; calls are kept only while a flow is recorded."""

    def __init__(self) -> None:
        self._calls: Calls | None = None
        self._last_call_s = 0.0

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        if event != "call":
            return
        self._last_call_s = time.monotonic()
        if self._calls is not None:
            self._calls.add(frame)

    @asynccontextmanager
    async def recording(self) -> AsyncIterator[Calls]:
        """The calls from here on until the server has come to rest again."""
        await self._rest()
        self._calls = calls = Calls()
        try:
            yield calls
            await self._rest()
        finally:
            self._calls = None

    async def _rest(self) -> None:
        self._last_call_s = time.monotonic()
        while (left_s := self._last_call_s + QUIET_S - time.monotonic()) > 0:  # noqa: ASYNC110 - nobody tells of rest
            await asyncio.sleep(left_s)


class ServerInThread:
    """A server with the face of a process: what `LspClient` uses of one."""

    def __init__(self, profile: Tracer) -> None:
        self._profile = profile
        self._read_fd, to_server = os.pipe()
        self._from_server, self._write_fd = os.pipe()
        self.stdin = os.fdopen(to_server, "wb", buffering=0)
        self.stdout = asyncio.StreamReader()
        self._running = asyncio.create_task(asyncio.to_thread(self._run))

    async def connect(self) -> None:
        """Begin to read what the server says."""
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self.stdout), os.fdopen(self._from_server, "rb", buffering=0)
        )

    async def wait(self) -> int:
        """The exit code."""
        code = await self._running
        self.stdin.close()
        return code

    def _run(self) -> int:
        start = answer_initialize(self._read_fd, self._write_fd)

        async def run() -> int:
            return await serve(make_server(), start, self._read_fd, self._write_fd)

        sys.setprofile(self._profile)
        try:
            return asyncio.run(run())
        finally:
            sys.setprofile(None)
            os.close(self._read_fd)
            os.close(self._write_fd)


@asynccontextmanager
async def editor_with_traced_server(root: Path, tracer: Tracer, options: Json) -> AsyncIterator[LspClient]:
    """An editor in `root` whose server is traced; the environment says where the model is."""
    server = ServerInThread(tracer)
    await server.connect()
    editor = LspClient(cast("ServerProcess", server), VSCODE, root)
    try:
        await editor.begin(options)
        yield editor
        editor.check()
    finally:
        code = await editor.end()
    assert code == 0


@functools.cache
def _beginning(code: CodeType) -> int:
    """The instruction at which a frame of this code begins; one that goes on does so at a later one."""
    return next(it.offset for it in dis.get_instructions(code) if it.opname == "RESUME")


@functools.cache
def _package_of(filename: str) -> str | None:
    path = Path(filename)
    return path.relative_to(PACKAGE).parts[0] if path.is_relative_to(PACKAGE) else None
