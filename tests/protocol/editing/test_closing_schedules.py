"""Random schedules of a user who closes and opens a document while edits stream into it.

The server's edits and its session are real, and so is the file; the editor is simulated, on a virtual clock.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest
from lsprotocol import types

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.encoding import offset_at
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import edit_request
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.protocol.background_tasks import BackgroundTasks
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.convert import range_of
from pt_lsp.protocol.editing import apply_queue
from pt_lsp.protocol.editing.facade import Editing
from pt_lsp.protocol.editing.run import EditJob
from pt_lsp.protocol.progress import Bar
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.protocol.wire.document_changes import ContentChange, DocumentChange
from pt_lsp.settings.options import EditSettings, Settings
from pt_lsp.store.originals import Originals
from tests.support.virtual_loop import run_virtually

REGION = "def add(a, b):\n    pass\n"
NEW = [f"def add(a, b):  # {number}\n" for number in range(8)]
CALM_S = 100.0


@dataclass(frozen=True)
class Habits:
    """What the editor does by itself."""

    restores: bool
    auto_save_s: float | None
    refusals: float
    """How often it does not restore a closed document."""


@dataclass
class Open:
    """A document that is open: its text, and that without anything of ours."""

    text: Text
    clean: str
    version: int


class Editor:
    """The editor with its file; both directions of the connection keep their order."""

    def __init__(self, folder: Path, habits: Habits, dice: Random) -> None:
        self.habits, self.dice = habits, dice
        self.file = folder / "main.py"
        self.uri = self.file.as_uri()
        self.clean = f"import os\n\n{REGION}\nprint(add(1, 2))\n"
        """What the file would read without anything of ours."""
        self.file.write_text(self.clean, encoding="utf-8")
        self.open: Open | None = None
        self._free_s = [0.0, 0.0]
        self._n_opened = 0
        client = Client(
            extensions=frozenset({"closedEdits"} if habits.restores else ()),
            applies_edits=True,
            versions_edits=True,
            name="Visual Studio Code",
        )
        settings = Settings(edits=EditSettings(streaming="always", review="always"))
        self.session = Session("utf-16", lambda _root: settings, cast("Exclusions", None))
        self.background = BackgroundTasks()
        originals = Originals(folder / "originals")
        self.editing = Editing(client, self.session, cast("Dispatcher", self), self.background, originals)
        self.session.listeners = (self.editing,)

    def notify(self, _method: str, _params: Any) -> None:
        """Nobody shows how edits stand."""

    def request_in_background(self, _method: str, _params: Any) -> None:
        """Nor lenses."""

    async def send_request_async(self, _method: str, params: types.ApplyWorkspaceEditParams) -> Any:
        answer: asyncio.Future[types.ApplyWorkspaceEditResult] = asyncio.get_running_loop().create_future()
        (change,) = params.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert self.habits.restores or change.text_document.version is not None
        self._later(1, lambda: self._apply(change, answer))
        return await answer

    def show(self) -> None:
        """The user opens the file."""
        if self.open is None:
            # What is on its way for a text before names no version of this one.
            self._n_opened += 1
            text = Text.of(self.file.read_text(encoding="utf-8"))
            self._open(Open(text, self.clean, self._n_opened * 1000))

    def close(self, *, saves: bool) -> None:
        if self.open is not None:
            if saves:
                self.save()
            self.open = None
            self._later(0, lambda: self.session.close(self.uri))

    def relabel(self) -> None:
        """The user chooses another language for the document."""
        if (document := self.open) is not None:
            self.close(saves=False)
            self._open(document)

    @property
    def has_saved_ours(self) -> bool:
        """Whether something of ours is in the file."""
        return self.file.read_text(encoding="utf-8") != self.clean

    def save(self) -> None:
        if self.open is not None:
            self.clean = self.open.clean
            self.file.write_text(str(self.open.text), encoding="utf-8")

    def type(self, word: str, *, above: bool) -> None:
        if (document := self.open) is not None:
            document.clean = word + document.clean if above else document.clean + word
            at = 0 if above else len(document.text)
            self._change(document, [Change(Span(at, at), word)])

    def _open(self, document: Open) -> None:
        self.open = document
        item = types.TextDocumentItem(self.uri, "python", document.version, str(document.text))
        self._later(0, lambda: self.session.open(item))

    def _change(self, document: Open, changes: list[Change]) -> None:
        events: list[ContentChange | None] = []
        for change in changes:
            range_ = range_of(document.text, change.span, "utf-16")
            events.append(ContentChange(range_, change.text))
            document.text = apply(document.text, [change])
        document.version += 1
        told = DocumentChange(self.uri, document.version, tuple(events))
        self._later(0, lambda: self.session.change(told))
        if self.habits.auto_save_s is not None:

            def save_if_open() -> None:
                if self.open is document:
                    self.save()

            asyncio.get_running_loop().call_later(self.habits.auto_save_s, save_if_open)

    def _apply(
        self, change: types.TextDocumentEdit, answer: "asyncio.Future[types.ApplyWorkspaceEditResult]"
    ) -> None:
        def say(is_applied: bool) -> None:
            def arrive() -> None:
                if not answer.done():
                    answer.set_result(types.ApplyWorkspaceEditResult(is_applied))

            self._later(0, arrive)

        document, version = self.open, change.text_document.version
        if version is not None:
            is_applied = document is not None and document.version == version
            if document is not None and is_applied:
                self._change(document, _changes_of(document.text, change))
            say(is_applied)
        elif document is not None or self.dice.random() < self.habits.refusals:
            say(False)
        else:
            self.show()
            restored = cast("Open", self.open)
            self._change(restored, _changes_of(restored.text, change))
            self.save()
            say(True)
            if self.dice.random() < 0.7:
                self.close(saves=True)

    def _later(self, way: int, act: Callable[[], object]) -> None:
        loop = asyncio.get_running_loop()
        self._free_s[way] = max(
            self._free_s[way] + 1e-6, loop.time() + self.dice.choice([0.0, 0.01, 0.2, 1.0])
        )
        loop.call_at(self._free_s[way], act)


def _changes_of(text: Text, edit: types.TextDocumentEdit) -> list[Change]:
    changes = []
    for each in edit.edits:
        assert isinstance(each, types.TextEdit)
        places = (each.range.start, each.range.end)
        start, end = (offset_at(text, place.line, place.character, "utf-16") for place in places)
        changes.append(Change(Span(start, end), each.new_text))
    return changes[::-1]


class Play:
    """One schedule, made from a number."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = Random(seed)
        restores, auto_save_s = self.dice.random() < 0.6, self.dice.choice([None, 0.05, 0.5])
        self.habits = Habits(restores, auto_save_s, self.dice.choice([0.0, 0.0, 0.5]))
        self.editor = Editor(folder, self.habits, self.dice)
        self.log: list[str] = [str(self.habits)]
        self._n_jobs = 0
        self._commands: list[asyncio.Task[Any]] = []

    async def run(self) -> None:
        editor = self.editor
        editor.show()
        await asyncio.sleep(2)
        self._ask()
        for number in range(self.dice.randrange(1, 7)):
            await asyncio.sleep(self.dice.uniform(0, 1.5))
            self._act(number)
        await asyncio.sleep(CALM_S)
        await self._check()
        await editor.background.aclose()
        await editor.editing.aclose()

    def _act(self, number: int) -> None:
        editor = self.editor
        action = self.dice.choice(
            ["type", "type", "close", "close", "show", "show", "relabel", "save", "ask"]
        )
        self.log.append(action)
        match action:
            case "type":
                editor.type(f"# {number}\n", above=self.dice.random() < 0.5)
            case "close":
                is_streaming = any(not command.done() for command in self._commands)
                asks = self.habits.auto_save_s is None and (is_streaming or not editor.has_saved_ours)
                editor.close(saves=not asks or self.dice.random() < 0.6)
            case "show":
                editor.show()
            case "relabel":
                editor.relabel()
            case "save":
                editor.save()
            case "ask":
                self._ask()

    def _ask(self) -> None:
        """Ask for an edit of what was there before, where it stands."""
        if (document := self.editor.session.find(self.editor.uri)) and REGION in str(document.text):
            self._n_jobs += 1
            start = str(document.text).index(REGION)
            snapshot = self.editor.session.snapshot(self.editor.uri)
            request = edit_request(snapshot, REWRITE, Span(start, start + len(REGION)), words="more")
            job = EditJob(f"job-{self._n_jobs}", request, self._drafts())
            bar = cast("Bar", SimpleNamespace(report=lambda _message: None))
            self._commands.append(asyncio.ensure_future(self.editor.editing.runs.run(job, bar)))

    async def _drafts(self) -> AsyncGenerator[Draft]:
        text = ""
        for line in NEW:
            await asyncio.sleep(self.dice.choice([0.05, 0.2, 0.6]))
            text += line
            yield Draft(text, is_beginning=True)
        yield Draft(text.removesuffix("\n"))

    @property
    def _is_restored(self) -> bool:
        """Whether the document was closed once, and the editor does what restores the file then."""
        moves = [action for action in self.log if action in {"close", "show", "relabel"}]
        does = self.habits.restores and self.habits.auto_save_s is not None and not self.habits.refusals
        return does and moves == ["close"]

    async def _check(self) -> None:
        editor = self.editor
        results = await asyncio.gather(*self._commands, return_exceptions=True)
        states = [result["state"] if isinstance(result, dict) else result for result in results]
        was_open = editor.open is not None
        if self._is_restored and states == ["cancelled"]:
            assert not editor.has_saved_ours, self.log
        editor.show()
        await asyncio.sleep(CALM_S)
        document = cast("Open", editor.open)
        views = editor.editing.views(editor.uri)
        told = f"{self.log} {states}\n{document.text}---\n{document.clean}---\n{views}"
        if str(document.text) == document.clean:
            assert not views, told
        assert was_open or document.clean == editor.clean, told
        if "pending" in states and not views and self.habits.auto_save_s is None:
            # What had ended when it was closed is found by its whole text only, and that was not saved.
            return
        for view in views:
            assert view.state in {"stopped", "pending"}, told
            await editor.editing.runs.decide(view.id, "reject")
        assert str(document.text) == document.clean, told


def play(seed: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        clock = SimpleNamespace(monotonic=asyncio.get_running_loop().time)
        monkeypatch.setattr(apply_queue, "time", clock)
        await Play(folder, seed).run()

    folder.mkdir()
    try:
        run_virtually(scenario())
    except BaseException as error:
        error.add_note(f"seed {seed}")
        raise


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_nothing_is_lost_and_nothing_of_ours_stays(
    first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(first, first + 50):
        play(seed, tmp_path / str(seed), monkeypatch)
