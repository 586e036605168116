"""What a faulty endpoint does to each kind of work: done once with the fault, once when it is mended.

A cell holds what was wrong; an empty one is green.
"""

import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.client_kinds import VSCODE
from tests.support.faulty_endpoint import Certificates, Fault, FaultyEndpoint
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import MARKED_KEY
from tests.support.server_process import server_process
from tests.support.with_editor import editor_with_server

CODE = "def add(a, b):\n    return <|>\n"
PLAIN = CODE.replace("<|>", "")
FILLED = CODE.replace("<|>", "a + b")
EDITED = "def add(a, b):\n    return a + b  # done\n"
SAID = "It adds two numbers and gives back what comes of it."
CONNECT_S, IDLE_S, ANSWER_S = 1.0, 1.5, 4.0
INTERNAL = "failed inside pt-lsp"
MOST_S = 20.0
"""Three tries of the slowest fault, and a busy machine."""


@dataclass(frozen=True)
class Cell:
    """How one kind of work fared."""

    wrong: tuple[str, ...]
    said: str
    n_requests: int
    taken_s: float


@dataclass(frozen=True)
class _Result:
    """What work came to: `said` where it failed."""

    text: str
    said: str = ""
    has_failed: bool = False


Work = Callable[[], Awaitable[_Result]]


class Row:
    """One fault, against one server; cells are asked for in order."""

    def __init__(self, fault: Fault, endpoint: FaultyEndpoint, editor: LspClient, folder: Path) -> None:
        self._fault = fault
        self._endpoint = endpoint
        self._editor = editor
        self._folder = folder
        self._n_documents = 0

    async def completion(self) -> Cell:
        async def ask(*, is_invoked: bool) -> _Result:
            document = self._open(CODE)
            found = await self._editor.complete(document, is_invoked=is_invoked)
            if found:
                return _Result(found[0])
            reasons = (await self._editor.command("whyNoCompletion"))["reasons"]
            newest = [each for each in reasons if each["uri"] == document.uri]
            return _Result(PLAIN, f"No completion: {newest[0]['detail']}." if newest else "", has_failed=True)

        first, again = (lambda: ask(is_invoked=False)), (lambda: ask(is_invoked=True))
        return await self._cell("a + b", FILLED, first, again)

    async def edit(self) -> Cell:
        async def ask() -> _Result:
            document = self._open(f"<|>{PLAIN}<|>")
            try:
                await self._editor.edit(document)
            except LspError as error:
                return _Result(str(document), str(error), has_failed=True)
            return _Result(str(document))

        return await self._cell(EDITED, EDITED, ask, ask)

    async def explanation(self) -> Cell:
        async def ask() -> _Result:
            document = self._open(f"<|>{PLAIN}<|>")
            try:
                told = await self._editor.command("explain", document.target)
            except LspError as error:
                return _Result(str(document), str(error), has_failed=True)
            return _Result(told["markdown"].strip())

        return await self._cell(SAID, SAID, ask, ask)

    async def command_line(self) -> Cell:
        file = self._folder / "cli.py"

        async def ask() -> _Result:
            file.write_text(PLAIN)
            environ = {**os.environ, **environment(self._folder), "PT_LSP_BASE_URL": self._endpoint.url}
            arguments = ("edit", str(file), "change it", "--write")
            async with server_process(environ, self._folder, arguments) as process:
                has_failed = await process.wait() != 0
                said = process.errors.strip().rpartition("\n")[2] if has_failed else ""  # after warnings
            return _Result(file.read_text(), said, has_failed=has_failed)

        return await self._cell(EDITED, EDITED, ask, ask)

    def _open(self, marked: str) -> OpenDocument:
        self._n_documents += 1
        return self._editor.open(marked, f"file{self._n_documents}.py")

    async def _cell(self, answer: str, right: str, ask: Work, ask_again: Work) -> Cell:
        self._endpoint.answer = answer
        await self._endpoint.set_mended(is_mended=False)
        started_s = time.monotonic()
        result = await ask()
        taken_s = time.monotonic() - started_s
        n_requests = self._endpoint.n_requests
        again = None
        if self._fault.host == "127.0.0.1":
            await self._endpoint.set_mended(is_mended=True)
            again = await ask_again()
        outcome = self._fault.outcome
        is_right = not result.has_failed and (result.text == right or outcome == "either")
        checks = {
            f"not right: {result.text[:80]!r}": result.has_failed or is_right,
            "it failed": not (result.has_failed and outcome == "right"),
            "it did not fail": result.has_failed or outcome != "error",
            "the text is not as it was": not result.has_failed or result.text == PLAIN,
            "not one sentence": not result.has_failed or _is_sentence(result.said),
            "forbidden characters": not any(c in result.text for c in "\0\ud800"),
            f"{n_requests} requests": n_requests <= self._fault.most_requests,
            f"{taken_s:.0f} s": taken_s <= MOST_S,
            f"the next one: {again}": again is None or again.text == right,
        }
        wrong = tuple(name for name, is_so in checks.items() if not is_so)
        return Cell(wrong, result.said, n_requests, taken_s)


def _is_sentence(said: str) -> bool:
    """Whether a person can read it as what happened and what to do."""
    holds_wrong = any(each in said for each in ("\n", MARKED_KEY, INTERNAL))
    return said.endswith(".") and not holds_wrong and 20 < len(said) < 600


def environment(folder: Path) -> dict[str, str]:
    """That of a user whose settings are in that folder."""
    return {"XDG_CONFIG_HOME": str(folder / "config"), "POWERTOKENS_API_KEY": MARKED_KEY}


def configure(folder: Path, certificates: Certificates) -> None:
    """Write that user's settings: little patience."""
    file = folder / "config" / "pt-lsp" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(
        f"[endpoint]\nconnectTimeoutS = {CONNECT_S}\nidleTimeoutS = {IDLE_S}\nanswerTimeoutS = {ANSWER_S}\n"
        f'caFile = "{certificates.ca_file}"\n\n[edits]\nreview = "never"\n'
    )


@asynccontextmanager
async def row_of(fault: Fault, certificates: Certificates, folder: Path) -> AsyncIterator[Row]:
    """A server whose endpoint has that fault; all is checked when it ends well."""
    configure(folder, certificates)
    endpoint = FaultyEndpoint(fault, certificates)
    options = {"completion": {"debounceMs": 0}}
    async with endpoint.serving():
        starting = editor_with_server(
            endpoint.url, folder, kind=VSCODE, options=options, environ=environment(folder), settings=None
        )
        async with starting as editor:
            yield Row(fault, endpoint, editor, folder)
