"""How the code is put together: `python -m tests.benchmarks.bench_structure`.

What one has to read to follow a flow: for five of them the files of `pt_lsp/` that are entered and the
borders that are crossed on the loop of a real server until it has come to rest; medians of some runs after a
first one, which loads what is loaded late. `flow_tracing` says what counts. Then what the source itself tells
of modules, circles and names (`tests/support/structure`). Refuses to judge any of the figures.
"""

import asyncio
import itertools
import os
import statistics
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from unittest import mock

from tests.benchmarks.flow_tracing import PACKAGE, Calls, Tracer, editor_with_traced_server
from tests.support.lsp_client import LspClient
from tests.support.open_document import Json, OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat, reply
from tests.support.structure import Structure

RUNS = 3
AT_ONCE = 1 << 16
MANY_FILES = 12
SERVER = "pt_lsp.protocol.server"
OPTIONS = {
    "completion": {"debounceMs": 0},
    "extensions": ["groupedUndo", "ptLsp/editProgress", "ptLsp/explainDelta", "ptLsp/status"],
}
FOLDER_VARIABLES = (
    *("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
    *("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"),
)
OTHER_FILE = """def measure(value: int) -> int:
    return value * 2


class Scale:
    def weigh(self, value: int) -> int:
        return measure(value)
"""
AT_CURSOR = (
    "from scale import Scale, measure\n\n\ndef add(a, b):\n    return <|>\n\n\nprint(measure(add(1, 2)))\n"
)
SELECTED = AT_CURSOR.replace("def add", "<|>def add").replace("return <|>", "return a + b<|>")
DRAFTS = [f"def weigh_{n}(a, b):\n    return a * {n} + b\n\n\n" for n in range(4)]
TO_REWRITE = f"from scale import measure\n\n\n<|>{''.join(DRAFTS).replace('*', '-')}<|>\nprint(measure(1))\n"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pt-lsp-bench-", ignore_cleanup_errors=True) as folder:
        figures = asyncio.run(_all_figures(Path(folder).resolve()))
    print("A border: two functions in different files (packages), one of which calls the other directly.")
    print("flow                   files   borders of files   of packages   calls over the latter")
    for name, (files, file_borders, package_borders, calls) in figures.items():
        print(f"{name:20} {files:7.0f} {file_borders:18.0f} {package_borders:13.0f} {calls:23.0f}")
    print()
    _print_structure(Structure.of(PACKAGE))


async def _all_figures(folder: Path) -> dict[str, list[float]]:
    """The medians of each flow, in the order of the table."""
    root, home = folder / "root", folder / "home"
    root.mkdir()
    (root / "scale.py").write_text(OTHER_FILE, encoding="utf-8")
    chat = ScriptedChat()
    async with chat.serve() as url:
        folders = dict.fromkeys(FOLDER_VARIABLES, str(home))
        with mock.patch.dict(os.environ, {**folders, "PT_LSP_BASE_URL": url}):
            tracer = Tracer()
            async with editor_with_traced_server(root, tracer, OPTIONS) as editor:
                bench = _Bench(editor, chat, tracer)
                flows: dict[str, Callable[[], Awaitable[Calls]]] = {
                    "inline completion": bench.complete,
                    "streamed edit": bench.edit,
                    "one key": bench.type,
                    "explanation": bench.explain,
                    "acceptance": bench.accept,
                }
                return {name: await _figures(flow) for name, flow in flows.items()}


async def _figures(flow: Callable[[], Awaitable[Calls]]) -> list[float]:
    await flow()
    runs = [await flow() for _ in range(RUNS)]
    rows = [(len(it.files), len(it.file_borders), len(it.package_borders), it.n_package_calls) for it in runs]
    return [statistics.median(column) for column in zip(*rows, strict=True)]


class _Bench:
    """Each flow begins with a document that nobody has seen before, and is recorded alone."""

    def __init__(self, editor: LspClient, chat: ScriptedChat, tracer: Tracer) -> None:
        self._editor = editor
        self._chat = chat
        self._tracer = tracer
        self._numbers = itertools.count(1)

    async def complete(self) -> Calls:
        async with self._document(AT_CURSOR) as document:
            self._editor.type(document, len(str(document)), "print(add(3, 4))\n")
            self._chat.add(reply("a + b", cut_bytes=AT_ONCE))
            async with self._tracer.recording() as calls:
                assert len(await self._editor.complete(document)) == 1
        return calls

    async def type(self) -> Calls:
        async with self._document(AT_CURSOR) as document, self._tracer.recording() as calls:
            self._editor.type(document, document.selection.start, "a")
        return calls

    async def explain(self) -> Calls:
        async with self._document(SELECTED) as document:
            self._chat.add(reply("It **adds** what it gets.\n\nNothing else.", cut_bytes=AT_ONCE))
            async with self._tracer.recording() as calls:
                await self._editor.command("explain", document.target)
        return calls

    async def edit(self) -> Calls:
        async with self._document(TO_REWRITE) as document:
            async with self._tracer.recording() as calls:
                edit_id = await self._stream(document)
            await self._editor.command("acceptEdit", {"editId": edit_id})
        return calls

    async def accept(self) -> Calls:
        async with self._document(TO_REWRITE) as document:
            edit_id = await self._stream(document)
            async with self._tracer.recording() as calls:
                verdict = await self._editor.command("acceptEdit", {"editId": edit_id})
        assert verdict["state"] == "accepted"
        return calls

    async def _stream(self, document: OpenDocument) -> str:
        """The id of an edit that waits for its verdict; each draft came when the one before was shown."""
        live = Live()
        self._chat.add(live)
        question = self._editor.edit(document)
        for draft in DRAFTS:
            n_shown = len(self._editor.applies)
            live.send(draft)
            if draft is not DRAFTS[-1]:
                await self._editor.until(_is_longer(self._editor.applies, n_shown))
        live.finish()
        result: Json = await question
        assert result["state"] == "pending"
        return str(result["editId"])

    @asynccontextmanager
    async def _document(self, marked: str) -> AsyncIterator[OpenDocument]:
        document = self._editor.open(marked, f"main_{next(self._numbers)}.py")
        await self._editor.settle()
        yield document
        self._editor.close(document)


def _is_longer(items: Sequence[Json], n: int) -> Callable[[], bool]:
    return lambda: len(items) > n


def _print_structure(structure: Structure) -> None:
    imports = structure.imports()
    n_importers = sum(SERVER in imported for imported in imports.values())
    print(f"{SERVER} imports {len(imports[SERVER])} modules of pt_lsp; {n_importers} import it")
    lines = [module.n_lines for _, module in structure.files()]
    n_lines = sum(module.n_lines for module in structure.modules.values())
    print(
        f"pt_lsp has {n_lines} lines in {len(lines)} files beside its __init__.py; "
        f"median {statistics.median(lines):.0f}, longest {max(lines)}"
    )
    print(f"folders with more than {MANY_FILES} files of their own, beside __init__.py:")
    for folder, n_files in structure.files_by_folder().most_common():
        if n_files > MANY_FILES:
            print(f"  {n_files:3} {folder}")
    circles = structure.circles()
    print(f"import circles, typing-only and function-level imports included: {len(circles)}")
    for circle in circles:
        print(f"  {len(circle):3} {', '.join(circle)}")
    repeated = structure.repeated_classes()
    print(f"public class names that come more than once: {len(repeated)}")
    for name, places in repeated.items():
        print(f"  {len(places):3} {name}: {', '.join(places)}")


if __name__ == "__main__":
    main()
