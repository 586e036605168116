"""A long day with one server: completions, edits, explanations and saved files, each unlike the ones before.

`Soak` plays what is wanted, `Process` tells what it costs the server: memory, descriptors, threads, and how
long a small request waits meanwhile. Refuses to judge: benchmarks print, tests compare.
"""

import asyncio
import os
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, cast

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.uris import uri_of
from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, Question
from tests.support.open_document import Json
from tests.support.scripted_chat import Request, ScriptedChat, Step, reply, respond
from tests.support.server_process import ServerProcess
from tests.support.typing_sessions import Stretch

N_FILES = 60
N_FUNCTIONS = 300
"""Of the document that is worked on: some 18 kB."""
_PING_PAUSE_S = 0.01
_CUT_BYTES = 4096
_FIRST_BODY = 7
_FUNCTION_LINES = 4


def source(name: str, n_functions: int) -> str:
    """A module of some 60 bytes a function; `name` makes it unlike others."""
    head = f'"""What {name} is for."""\n\nimport os\nfrom shop.part_1 import work_1 as other\n\n\n'
    bodies = (f"def {name}_{n}(a, b):\n    return a + b * {n}\n\n\n" for n in range(n_functions))
    return head + "".join(bodies)


def answering() -> Step:
    """A model that always has something new to say, whatever is asked."""
    numbers = count(1)

    def choose(request: Request) -> Step:
        number = next(numbers)
        system = str(request.body["messages"][0]["content"])
        if "You explain" in system:
            return reply(f"# Part {number}\n\nIt *adds* {number} things.\n", cut_bytes=_CUT_BYTES)
        if "You edit" in system:
            return reply(f"def edited_{number}(a, b):\n    return a + {number}\n", cut_bytes=_CUT_BYTES)
        return reply(f"a, made_{number})", cut_bytes=_CUT_BYTES)

    return respond(choose)


class Process:
    """What the system says of a server."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    @property
    def pss_kib(self) -> int:
        return self._size("Pss:")

    @property
    def private_kib(self) -> int:
        """What is its own alone: no libraries that others map too."""
        return self._size("Private_Dirty:")

    @property
    def n_descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    @property
    def n_threads(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    def _size(self, name: str) -> int:
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(name))


class Soak:
    """One editor that works in `main.py`, beside a project of small files."""

    def __init__(self, editor: LspClient, chat: ScriptedChat, process: Process) -> None:
        self.editor = editor
        self.chat = chat
        self.process = process
        self.pings_ms: list[float] = []
        self._numbers = count(1)
        self._document = editor.open(source("main", N_FUNCTIONS))

    async def complete(self, n: int) -> None:
        """Type over a line at one place after the other, ask, and take every tenth answer."""
        for number in self._take(n):
            document = self._document
            line = self._body(number)
            self._write(line, f"    return call_{number}(")
            end = document.text.line_start(line) + len(document.text.line_content(line))
            document.selection = Span(end, end)
            result = await self.editor.ask_to_complete(document)
            assert result["items"], await self.editor.command("whyNoCompletion")
            if number % 10 == 0:
                await self._accept(result["items"][0])
            else:
                self._write(line, f"    return a + {number}")

    async def edit(self, n: int) -> None:
        """Have functions rewritten; accept and reject in turn."""
        for number in self._take(n):
            self._document.selection = self._function(number)
            result = await self.editor.edit(self._document, f"make it better, number {number}")
            assert result["state"] == "pending", result
            verdict = "acceptEdit" if number % 2 else "rejectEdit"
            await self.editor.command(verdict, {"editId": result["editId"]})

    async def explain(self, n: int) -> None:
        """Have functions explained."""
        for number in self._take(n):
            self._document.selection = self._function(number)
            await self.editor.command("explain", self._document.target)

    async def save(self, n: int) -> None:
        """Write files of the project: old ones, sometimes new ones and others away, and say so."""
        for number in self._take(n):
            path = self.editor.root / "shop" / f"part_{number % N_FILES}.py"
            kind = 2
            if number % 20 == 0 and path.exists():
                path.unlink()
                kind = 3
            else:
                path.write_text(source(f"work_{number}", 30), encoding="utf-8")
            change = {"changes": [{"uri": uri_of(path), "type": kind}]}
            self.editor.notify("workspace/didChangeWatchedFiles", change)
            if number % 10 == 0:
                await self.editor.settle()

    async def visit(self, n: int) -> None:
        """Open files of the project, complete in them and close them."""
        for number in self._take(n):
            name = f"shop/part_{number % N_FILES}.py"
            document = self.editor.open(source(f"visit_{number}", 30) + "x = call(<|>", name)
            await self.editor.complete(document)
            self.editor.close(document)

    async def crowd(self, n: int) -> None:
        """Ask at once for what a thread finds out, so that each has been started that there may be."""
        await asyncio.gather(*(self.editor.command("stats").answer for _ in range(n)))

    async def type(self, stretch: Stretch, language_id: str) -> None:
        """Type what somebody typed, asking at each key as editors do, and ping after each."""
        (number,) = self._take(1)
        document = self.editor.open("", f"typed_{number}", language_id=language_id)
        self.editor.notify("textDocument/didChange", document.make([Change(Span(0, 0), stretch.text)]))
        asked: list[Question] = []
        for event in stretch.events:
            self.editor.notify("textDocument/didChange", document.make(event.changes))
            end = event.changes[-1].span.start + len(event.changes[-1].text)
            document.selection = Span(end, end)
            if asked and not asked[-1].answer.done():
                self.editor.cancel(asked[-1])
            asked.append(self.editor.ask_to_complete(document))
            await self.ping()
        await asyncio.gather(*(each.answer for each in asked), return_exceptions=True)
        self.editor.close(document)

    @asynccontextmanager
    async def pinging(self) -> AsyncIterator[None]:
        """Measure meanwhile how long a request waits that has nothing to do."""
        self.pings_ms, is_over = [], asyncio.Event()

        async def ping() -> None:
            while not is_over.is_set():
                await self.ping()
                await asyncio.sleep(_PING_PAUSE_S)

        task = asyncio.create_task(ping())
        try:
            yield
        finally:
            is_over.set()
            await task

    async def ping(self) -> None:
        """Ask once, and note how long it took."""
        started_s = time.perf_counter()
        await self.editor.settle()
        self.pings_ms.append((time.perf_counter() - started_s) * 1000)

    def forget(self) -> None:
        """Let go what the editor and the endpoint have recorded."""
        for recorded in (self.chat.requests, self.editor.requests, self.editor.notifications):
            cast("list[Any]", recorded).clear()
        self.editor.applies.clear()

    async def _accept(self, item: Json) -> None:
        span = self._document.span_of(item["range"])
        self.editor.type(self._document, span.start, item["insertText"], instead_of=len(span))
        await self.editor.choose(item["command"])

    def _write(self, line: int, content: str) -> None:
        text = self._document.text
        self.editor.type(
            self._document, text.line_start(line), content, instead_of=len(text.line_content(line))
        )

    def _take(self, n: int) -> Iterator[int]:
        return (next(self._numbers) for _ in range(n))

    def _body(self, number: int) -> int:
        """The line in one function after the other."""
        return _FIRST_BODY + _FUNCTION_LINES * (number * 7 % N_FUNCTIONS)

    def _function(self, number: int) -> Span:
        line, text = self._body(number), self._document.text
        return Span(text.line_start(line - 1), text.line_start(line + 1))


@contextmanager
def _project() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pt-lsp-soak-") as folder:
        root = Path(folder).resolve()
        (root / "shop").mkdir()
        for n in range(N_FILES):
            (root / "shop" / f"part_{n}.py").write_text(source(f"work_{n}", 30), encoding="utf-8")
        yield root


@asynccontextmanager
async def soaking() -> AsyncIterator[Soak]:
    """A server of its own, started from nothing as editors do, in a small project."""
    chat = ScriptedChat(forever=answering())
    with _project() as root:
        async with chat.serve() as url:
            environment = os.environ | {"PT_LSP_BASE_URL": url, "XDG_STATE_HOME": str(root / ".state")}
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "pt_lsp", "serve"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=environment,
                cwd=root,
            )
            client = LspClient(cast(ServerProcess, process), VSCODE, root)
            try:
                await client.begin({"completion": {"debounceMs": 0}, "edits": {"review": "always"}})
                yield Soak(client, chat, Process(process.pid))
                assert await client.end() == 0
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
                await client.reading
