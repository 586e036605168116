"""Random schedules of a user who types and decides while a fix is tried a second time.

The server's edits and its session are real, the editor and the model are simulated, on a virtual clock.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, nullcontext
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
from pt_lsp.features.edit.actions.fix import FIX
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.request import EditRequest, edit_request
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.protocol.background_tasks import BackgroundTasks
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.convert import range_of
from pt_lsp.protocol.editing.facade import Editing
from pt_lsp.protocol.extensions import DIAGNOSTICS
from pt_lsp.protocol.handlers.commands import edit, fix, second_try
from pt_lsp.protocol.in_flight import InFlight
from pt_lsp.protocol.problems.findings import ShownFindings
from pt_lsp.protocol.progress import Bar
from pt_lsp.protocol.server import Server
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.protocol.wire.document_changes import ContentChange, DocumentChange
from pt_lsp.settings.options import EditSettings, Settings
from pt_lsp.store.originals import Originals
from tests.support.virtual_loop import run_virtually

ORIGINAL, FIRST, SECOND = (f"def add(a, b):\n    return {name}\n" for name in ("cc", "dd", "a + b"))
MARK = "\u00a7"
CALM_S = 60.0
SCHEDULES = 400


def reading(region: str) -> str:
    return f"import os\n\n{region}\nprint(1)\n"


class Play:
    """One editor with its server, and a user."""

    def __init__(self, folder: Path, dice: Random) -> None:
        self.dice = dice
        self.uri = (folder / "main.py").as_uri()
        self.text, self.version = Text.of(reading(ORIGINAL)), 1
        self.n_typed, self.n_asked = 0, 0
        self.verdicts: list[str] = []
        self.touched_first = False
        self.decided_first: list[str] = []
        """Verdicts while the first answer stood before the user."""
        self._free_s = [0.0, 0.0]
        client = Client(
            extensions=frozenset({"ptLsp/editProgress", DIAGNOSTICS}),
            applies_edits=True,
            versions_edits=True,
            name="Visual Studio Code",
        )
        settings = Settings(edits=EditSettings(review="always"))
        free = SimpleNamespace(reason=_nothing, known_reason=lambda *_: None)
        self.session = Session("utf-16", lambda _root: settings, cast("Exclusions", free))
        self.background = BackgroundTasks()
        originals = Originals(folder / "originals")
        dispatcher = cast("Dispatcher", self)
        self.editing = Editing(client, self.session, dispatcher, self.background, originals)
        self.session.listeners = (self.editing,)
        self.server = cast(
            "Server",
            SimpleNamespace(
                client=client,
                session=self.session,
                editing=self.editing,
                background=self.background,
                in_flight=InFlight(),
                findings=ShownFindings(lambda _: None, "utf-16", lambda _: None),
                status=SimpleNamespace(working=nullcontext),
                progress_bars=SimpleNamespace(bar=_bar, show=_show),
                services=SimpleNamespace(indexing=SimpleNamespace(stirred=lambda: None)),
                protocol=SimpleNamespace(send_request_async=self.ask_for_problems, converter=_Converter()),
            ),
        )

    def notify(self, _method: str, _params: Any) -> None:
        """Nobody shows how edits stand."""

    def request_in_background(self, _method: str, _params: Any) -> None:
        """Nor lenses."""

    async def ask_for_problems(self, _method: str, _params: Any) -> Any:
        """A checker that reads what stands in the editor."""
        names = [name for name in ("cc", "dd") if f"return {name}" in str(self.text).replace(MARK, "")]
        start = types.Position(3, 4)
        return {"diagnostics": [types.Diagnostic(types.Range(start, start), f"no {name}") for name in names]}

    async def send_request_async(self, _method: str, params: types.ApplyWorkspaceEditParams) -> Any:
        answer: asyncio.Future[types.ApplyWorkspaceEditResult] = asyncio.get_running_loop().create_future()
        (change,) = params.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        self._later(1, lambda: self._apply(change, answer))
        return await answer

    async def drafts(self, _server: Server, _request: EditRequest, _tell: object) -> AsyncGenerator[Draft]:
        """What the model answers."""
        self.n_asked += 1
        await asyncio.sleep(self.dice.choice([0.1, 1.0, 4.0]))
        yield Draft((FIRST if self.n_asked == 1 else SECOND).rstrip("\n"))

    async def run(self) -> None:
        item = types.TextDocumentItem(self.uri, "python", 1, str(self.text))
        self.session.open(item)
        snapshot = self.session.snapshot(self.uri)
        place = str(self.text).index("cc")
        problem = Diagnostic(Span(place, place + 2), "no cc")
        request = edit_request(snapshot, FIX, Span(place, place + 2), diagnostics=[problem])
        asking = asyncio.create_task(fix.run_fixing(self.server, request, None, "it", before=[problem]))
        acts = [
            asyncio.create_task(self._act_at(self.dice.uniform(0, 16)))
            for _ in range(self.dice.randint(0, 3))
        ]
        await asyncio.gather(asking, *acts, return_exceptions=True)
        await asyncio.sleep(CALM_S)
        await self.background.aclose()

    async def _act_at(self, when_s: float) -> None:
        await asyncio.sleep(when_s)
        act = self.dice.choice(["type inside", "type above", "accept", "reject", "cancel"])
        if act.startswith("type"):
            self._type(is_inside=act == "type inside")
        elif act == "cancel":
            self.server.in_flight.cancel("it")
        else:
            view = self.editing.runs.view("it")
            is_first = "return dd" in str(self.text).replace(MARK, "")
            if is_first and view is not None and view.state == "pending":
                self.decided_first.append(act)
            verdict = await self.editing.runs.decide("it", cast("Any", act))
            self.verdicts.append(verdict["state"])

    def _type(self, *, is_inside: bool) -> None:
        text = str(self.text)
        at = text.index("return ") + self.dice.randint(0, 3) if is_inside and "return " in text else 0
        self.touched_first |= at > 0 and " dd" in text
        self.n_typed += 1
        self._change([Change(Span(at, at), MARK)])

    def _change(self, changes: list[Change]) -> None:
        events: list[ContentChange | None] = []
        for change in changes:
            events.append(ContentChange(range_of(self.text, change.span, "utf-16"), change.text))
            self.text = apply(self.text, [change])
        self.version += 1
        told = DocumentChange(self.uri, self.version, tuple(events))
        self._later(0, lambda: self.session.change(told))

    def _apply(
        self, change: types.TextDocumentEdit, answer: "asyncio.Future[types.ApplyWorkspaceEditResult]"
    ) -> None:
        is_applied = change.text_document.version == self.version
        if is_applied:
            self._change(list(reversed([self._change_of(each) for each in change.edits])))

        def arrive() -> None:
            if not answer.done():
                answer.set_result(types.ApplyWorkspaceEditResult(is_applied))

        self._later(0, arrive)

    def _change_of(self, each: Any) -> Change:
        places = (each.range.start, each.range.end)
        start, end = (offset_at(self.text, place.line, place.character, "utf-16") for place in places)
        return Change(Span(start, end), each.new_text)

    def _later(self, way: int, act: Callable[[], object]) -> None:
        loop = asyncio.get_running_loop()
        self._free_s[way] = max(self._free_s[way] + 1e-6, loop.time() + self.dice.choice([0.0, 0.01, 0.2]))
        loop.call_at(self._free_s[way], act)


async def _nothing(*_: Any) -> None:
    return None


def _bar() -> Bar:
    return cast("Bar", SimpleNamespace(report=lambda _message: None))


@asynccontextmanager
async def _show(*_: Any) -> AsyncGenerator[None]:
    yield


class _Converter:
    def structure(self, value: Any, _kind: Any) -> Any:
        return value


@pytest.mark.schedules
def test_whatever_is_typed_and_decided_meanwhile_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endings = set()
    for seed in range(SCHEDULES):
        play = Play(tmp_path / str(seed), Random(seed))
        monkeypatch.setattr(edit, "drafts_of", play.drafts)
        monkeypatch.setattr(second_try, "drafts_of", play.drafts)
        run_virtually(play.run())
        text = str(play.text)
        clean = text.replace(MARK, "")
        told = f"seed {seed}: {text!r}, {play.verdicts}, asked {play.n_asked} times"
        assert text.count(MARK) == play.n_typed, told
        assert clean in {reading(each) for each in (ORIGINAL, FIRST, SECOND)}, told
        assert play.n_asked <= 2, told
        assert not (play.touched_first and clean == reading(SECOND)), told
        if play.decided_first[:1] == ["reject"]:
            assert clean == reading(ORIGINAL), told
        if play.decided_first[:1] == ["accept"]:
            assert clean == reading(FIRST), told
        endings.add((clean, play.n_asked))
    assert len(endings) >= 5
