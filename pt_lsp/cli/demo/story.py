"""What the demo does through the server: completes a document, edits and explains one, and measures.

Refuses to make anything up: where the model's reply is of no use it raises UnusableReply.
"""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pt_lsp.cli.demo.client import ServerRefused
from pt_lsp.cli.demo.editor import Editor, Suggestion
from pt_lsp.cli.demo.samples import Gap, Task
from pt_lsp.cli.demo.screen import Screen
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import PtLspError, UnusableReply
from pt_lsp.syntax.languages import language_of
from pt_lsp.syntax.parsing import count_errors
from pt_lsp.workspace.files import read_source, write_atomically

T = TypeVar("T")

_LONGEST_TYPED = 4
_LONGEST_EXPLANATION = 600
_EXPLANATION_TIMEOUT_S = 20.0
_EDIT_TIMEOUT_S = 60.0
"""A small model may repeat itself up to its length limit; another sample is quicker than waiting for that."""


@dataclass(slots=True)
class Story:
    """Plays in one editor, in one folder; `figures` are what was measured."""

    editor: Editor
    screen: Screen
    folder: Path
    figures: list[tuple[str, str]] = field(default_factory=list)

    async def complete(self, gap: Gap) -> None:
        """A suggestion is shown, typed along with and taken."""
        self.screen.heading("Inline completion")
        self._open(gap.name, gap.source)
        watch = _Watch()
        with self.screen.busy("The model completes at the cursor"):
            suggestion = await self.editor.suggest(gap.cursor, is_invoked=True)
        if suggestion is None:
            await self._check_endpoint()
            raise UnusableReply("The model's reply was no completion for this place.")
        self.figures.append(("completion shown after", watch.read()))
        self._show(gap.name, suggestion, gap.cursor)
        await self.editor.accept(await self._type_along(gap, suggestion))
        self._save(gap.name)

    async def edit(self, task: Task) -> Path:
        """The saved file; the edit streams into the document."""
        self.screen.heading(f"Edit: {task.instruction}")
        self._open(task.name, task.source)
        before, n_errors = str(self.editor.text), self._count_errors(task)
        watch = _Watch()
        with self.screen.growing_diff(task.name, before) as show:

            def see(text: Text) -> None:
                watch.mark()
                show(str(text))

            self.editor.on_change = see
            work = self.editor.edit(task.place(self.editor.text), task.instruction)
            answer, is_stopped = await self._bounded(work, asyncio.Event(), _EDIT_TIMEOUT_S)
        whole = watch.read()
        if is_stopped:
            raise UnusableReply(f"The model did not come to an end within {_EDIT_TIMEOUT_S:.0f} s.")
        if str(self.editor.text) == before:
            raise UnusableReply("The model gave the code back as it was.")
        if self._count_errors(task) > n_errors:
            raise UnusableReply("The model's code has a syntax error.")
        self.figures.append(("first text of the edit after", watch.first))
        self.figures.append((f"edit {answer['state']} after", f"{whole}, workspace edits: {watch.n_marks}"))
        return self._save(task.name)

    async def explain(self, task: Task) -> None:
        """The explanation of what the edit left there streams; a long one is stopped."""
        self.screen.heading("Explanation")
        watch, deltas, enough = _Watch(), list[str](), asyncio.Event()
        with self.screen.growing_markdown(task.name) as show:

            def grow(delta: str) -> None:
                watch.mark()
                deltas.append(delta)
                show("".join(deltas))
                if sum(map(len, deltas)) > _LONGEST_EXPLANATION:
                    enough.set()

            self.editor.on_delta = grow
            whole = self.editor.explain(task.place(self.editor.text))
            markdown, is_stopped = await self._bounded(whole, enough, _EXPLANATION_TIMEOUT_S)
            show(markdown)
        if is_stopped:
            self.screen.say("Stopped here, as cancelling in an editor does.", "dim")
        self.figures.append(("first token of the explanation after", watch.first))
        self.figures.append((f"explanation {'stopped' if is_stopped else 'complete'} after", watch.read()))

    async def sum_up(self) -> None:
        """Adds what the server counted to the figures."""
        usage, counts = (await self.editor.ask("ptLsp.status"))["usage"], await self.editor.ask("ptLsp.stats")
        cached = f"{usage['promptTokens']}, {usage['cachedTokens']} of them from the model's cache"
        estimated = " (estimated)" if usage["isEstimated"] else ""
        self.figures.append(("tokens sent", cached + estimated))
        self.figures.append(("tokens received", f"{usage['completionTokens']}{estimated}"))
        self.figures.append(
            ("model asked", f"{counts['asked']} times; answers reused instead: {counts['reused']}")
        )

    async def _type_along(self, gap: Gap, suggestion: Suggestion) -> Suggestion:
        """Types the first characters of the suggestion; what is suggested then."""
        ghost = suggestion.ghost(self.editor.text, gap.cursor)
        typed = ghost[: min(_LONGEST_TYPED, len(ghost) // 2)].split("\n")[0]
        if not typed:
            return suggestion
        n_asked = await self._count_asked()
        cursor = gap.cursor + len(typed)
        self.editor.replace((Span(gap.cursor, gap.cursor), typed))
        watch = _Watch()
        again = await self.editor.suggest(cursor, is_invoked=False)
        passed = watch.read()
        if again is None:
            raise UnusableReply("The suggestion was gone when its first characters had been typed.")
        asked = "without" if await self._count_asked() == n_asked else "by"
        self._show(gap.name, again, cursor)
        self.screen.say(
            f"Typed {typed!r} as foreseen: the rest came after {passed}, {asked} asking the model."
        )
        self.figures.append(("its rest, typed as foreseen, after", passed))
        return again

    async def _bounded(
        self, work: Coroutine[Any, Any, T], enough: asyncio.Event, timeout_s: float
    ) -> tuple[T, bool]:
        """The answer, and whether the server was told to stop: when it is enough, or takes too long."""
        working, waiting = asyncio.create_task(work), asyncio.create_task(enough.wait())
        await asyncio.wait({working, waiting}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        is_stopped = not working.done()
        if is_stopped:
            await self.editor.ask("ptLsp.cancel")
        try:
            return await working, is_stopped
        except ServerRefused as refusal:
            await self._check_endpoint()
            raise UnusableReply(str(refusal)) from refusal

    async def _check_endpoint(self) -> None:
        """Raises PtLspError if it is not the model that is at fault."""
        status = await self.editor.ask("ptLsp.status")
        if status["state"] in {"noKey", "offline", "overBudget"}:
            raise PtLspError(status["message"])

    def _show(self, name: str, suggestion: Suggestion, cursor: int) -> None:
        text = str(self.editor.text)
        ghost = suggestion.ghost(self.editor.text, cursor)
        self.screen.ghost(name, text[:cursor], ghost, text[suggestion.span.end :])

    def _open(self, name: str, source: str) -> None:
        path = self.folder / name
        if not path.exists():  # the user's own file is edited as it was completed
            write_atomically(path, source)
        self.editor.open(path, language_of(str(path)) or "plaintext", Text.of(read_source(path)))

    def _save(self, name: str) -> Path:
        path = self.folder / name
        write_atomically(path, str(self.editor.text))
        return path

    def _count_errors(self, task: Task) -> int:
        return count_errors(str(self.editor.text), language_of(task.name) or "plaintext") or 0

    async def _count_asked(self) -> int:
        counts: dict[str, int] = await self.editor.ask("ptLsp.stats")
        return counts["asked"]


class _Watch:
    """Times since it was made: of the first mark, and of now."""

    def __init__(self) -> None:
        self.n_marks = 0
        self.first = "-"
        self._start_s = time.perf_counter()

    def mark(self) -> None:
        self.n_marks += 1
        if self.n_marks == 1:
            self.first = self.read()

    def read(self) -> str:
        passed_s = time.perf_counter() - self._start_s
        return f"{passed_s:.1f} s" if passed_s >= 1 else f"{passed_s * 1000:.0f} ms"
