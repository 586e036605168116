"""What a line of any length costs: `python -m tests.benchmarks.bench_long_lines`.

A server in this process, with the model scripted. For each kind of line, at one length and at ten times it:
a key in it, a completion beside it, an explanation of it, a streamed edit of it, `ptLsp.status` during an
edit of it, each with the longest time for which it held the loop. Aims: at most 12 times the time for ten
times the length, and a loop held for 20 ms at most, on a line of a million characters too.
"""

import asyncio
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tests.support.in_process import InProcess
from tests.support.long_lines import KINDS
from tests.support.scripted_chat import ScriptedChat, reply, respond

LENGTHS = (10_000, 100_000, 1_000_000)
OPTIONS = {
    "context": {"budgetTokens": 200_000},
    "completion": {"debounceMs": 0},
    "edits": {"streaming": "always"},
}
RUNS = 2


class Figure:
    """The best time of something, and the longest that one step of it held the loop."""

    def __init__(self) -> None:
        self.s = self.held_s = float("inf")

    def add(self, s: float, held_s: float) -> None:
        """One more run."""
        self.s, self.held_s = min(self.s, s), min(self.held_s, held_s)


def main() -> None:
    kinds = sys.argv[1:] or list(KINDS)
    for kind in kinds:
        figures = {length: asyncio.run(_figures(KINDS[kind](length))) for length in LENGTHS}
        for what in figures[LENGTHS[0]]:
            print(
                f"{kind:12} {what:22}", *_columns([figures[length][what] for length in LENGTHS]), flush=True
            )


def _columns(figures: list[Figure]) -> Iterator[str]:
    shorter = None
    for figure in figures:
        ratio = f"x{figure.s / shorter.s:5.1f}" if shorter else ""
        yield f"{ratio} {figure.s * 1000:9.1f} ms (held {figure.held_s * 1000:6.1f})"
        shorter = figure


async def _figures(line: str) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for _ in range(RUNS):
        async with _scene(line) as scene:
            for what, step in scene.steps():
                with _watching_loop() as held:
                    started_s = time.perf_counter()
                    await step()
                    spent_s = time.perf_counter() - started_s
                figures.setdefault(what, Figure()).add(spent_s, max(held, default=0.0))
    return figures


@asynccontextmanager
async def _scene(line: str) -> AsyncIterator["Scene"]:
    with tempfile.TemporaryDirectory(prefix="pt-lsp-bench-") as folder:
        answers = [""]
        # What is too large for the budget is refused, so nothing may be expected.
        chat = ScriptedChat(forever=respond(lambda _: reply(answers[0], cut_bytes=65_536)))
        with chat.serving() as url:
            editor = await InProcess.begin(Path(folder), url, OPTIONS)
            editor.answer_edits()
            yield Scene(editor, answers, line)
            await editor.server.stop()


class Scene:
    """A document with the line in it, and what is asked of it."""

    def __init__(self, editor: InProcess, answers: list[str], line: str) -> None:
        """`answers` holds what the model says next."""
        self._editor, self._answers, self._line = editor, answers, line
        self._row = 2
        self._text = f"import os\n\n{line}\nvalue = \n\ndef f():\n    pass\n"

    def steps(self) -> Iterator[tuple[str, Callable[[], Coroutine[Any, Any, None]]]]:
        yield "open", self._open
        yield "key in it", self._key
        yield "completion beside it", self._completion
        yield "explanation", self._explain
        yield "edit", self._edit
        yield "status during an edit", self._status

    async def _open(self) -> None:
        self._editor.open(self._text)
        await self._ask_status()

    async def _key(self) -> None:
        self._editor.insert(self._row, len(self._line) // 2, "x", self._editor.version + 1)
        await self._ask_status()

    async def _completion(self) -> None:
        self._answers[0] = "os.getcwd()"
        position = {"line": self._row + 1, "character": 8}
        at = {"textDocument": {"uri": self._editor.uri}, "position": position}
        await self._editor.ask("textDocument/inlineCompletion", at | {"context": {"triggerKind": 1}})

    async def _explain(self) -> None:
        self._answers[0] = "It is long."
        await self._command("ptLsp.explain", self._argument())

    async def _edit(self) -> None:
        new = self._line[: len(self._line) // 3] + "new" + self._line[len(self._line) // 3 :]
        self._answers[0] = new
        await self._command("ptLsp.edit", self._argument() | {"instruction": "change it"})

    async def _status(self) -> None:
        self._answers[0] = self._line[::-1]
        edit = asyncio.ensure_future(
            self._command("ptLsp.edit", self._argument() | {"instruction": "turn it"})
        )
        while not edit.done():
            await self._ask_status()
        await edit

    def _argument(self) -> dict[str, Any]:
        place = {"start": {"line": self._row, "character": 0}, "end": {"line": self._row + 1, "character": 0}}
        return {"textDocument": {"uri": self._editor.uri}, "range": place}

    async def _ask_status(self) -> None:
        await self._command("ptLsp.status")

    async def _command(self, name: str, *arguments: dict[str, Any]) -> None:
        await self._editor.ask("workspace/executeCommand", {"command": name, "arguments": list(arguments)})


@contextmanager
def _watching_loop() -> Iterator[list[float]]:
    """How long each step of the server's loop computes; the endpoint has a loop in a thread of its own."""
    held: list[float] = []
    run, own = asyncio.Handle._run, threading.get_ident()

    def timed(handle: asyncio.Handle) -> None:
        started_s = time.thread_time()
        run(handle)
        if threading.get_ident() == own:
            held.append(time.thread_time() - started_s)

    asyncio.Handle._run = timed  # type: ignore[method-assign,assignment]
    try:
        yield held
    finally:
        asyncio.Handle._run = run  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
