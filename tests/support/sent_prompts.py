"""The prompts that the real engine sends while recorded sessions are typed, each in its own workspace."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, cast

from pt_lsp.context.file_facts import analyse
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import path_or_uri
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.llm.gateway import Calibration, Gateway, Prompt
from pt_lsp.project.gathering import Gathering
from pt_lsp.project.instructions import Instructions
from pt_lsp.settings.options import FillWay, Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.replay_editor import TypingEditor
from tests.support.replay_engine import EngineAsker
from tests.support.replay_gateway import CURRENT_KEY, TypingGateway
from tests.support.replay_keys import Key, Session, make_session, read_recording
from tests.support.replay_model import TypingModel
from tests.support.shared_data import shared_data
from tests.support.virtual_loop import run_virtually

WITH_FILES = "vscode_session"
LONG_ONE = "rustcode"
SHORT_ONES = ("RejectionCollector", "DeclaringConstructorArgument", "ArrayToObject")
N_STRETCHES = 2
N_CHANGES = 1500


@dataclass(frozen=True, slots=True)
class SentPrompt:
    """One request."""

    time_s: float
    """Of the session."""
    prompt: Prompt
    run: int
    """Those at one place have the same number."""


@dataclass(frozen=True, slots=True)
class TypedSession:
    """What one session, or stretch of one, had the engine ask."""

    name: str
    sent: tuple[SentPrompt, ...]


@dataclass(slots=True)
class _Recorder(TypingGateway):
    sent: list[SentPrompt] = field(default_factory=list)

    @asynccontextmanager
    async def open(self, prompt: Prompt, settings: Settings) -> AsyncIterator[Any]:
        run = self.model.session.keys[CURRENT_KEY.get()].run
        self.sent.append(SentPrompt(asyncio.get_running_loop().time(), prompt, run))
        async with TypingGateway.open(self, prompt, settings) as reply:
            yield reply


class _InWorkspace(EngineAsker):
    """The engine with what it gathers from the session's own files."""

    def __init__(self, session: Session, gateway: TypingGateway, way: FillWay) -> None:
        super().__init__(session, gateway)
        self.gathering = Gathering(Instructions(IgnoreTree()), Calibration())
        self.gathering.folders_changed([Path(f"/{session.name}")])
        self._index = self.gathering.load_related().index
        for number, text in enumerate(session.starts):
            self._put(number, text)
        self._latest: Key | None = None
        self.engine = Engine(
            cast("Gateway", gateway), fill_way=lambda _: way, gather=self.gathering.for_cursor
        )

    def changed(self, key: Key) -> None:
        if self._latest is not None and self._latest.document != key.document:
            self._put(self._latest.document, self._latest.text)
        self._latest = key
        self.gathering.changed(self.snapshot(key), key.changes)
        self.engine.changed(self.snapshot(key), key.changes)

    def _put(self, number: int, text: Text) -> None:
        document = self._session.documents[number]
        self._index.put(analyse(path_or_uri(document.uri), document.language_id, str(text)))


def typed_sessions(seed: str, way: FillWay = "hole") -> Iterator[TypedSession]:
    """All of them as a model with this luck answers; the long one in stretches."""
    for session in _sessions(seed):
        model = TypingModel(session, seed)
        recorder = _Recorder(model)
        run_virtually(TypingEditor(model, _InWorkspace(session, recorder, way)).play())
        yield TypedSession(session.name, tuple(recorder.sent))


def _sessions(seed: str) -> Iterator[Session]:
    yield make_session(WITH_FILES, _recording(WITH_FILES))
    raw = _recording(LONG_ONE)
    random = Random(f"stretches {seed}")
    for _ in range(N_STRETCHES):
        yield make_session(LONG_ONE, raw, random.randrange(len(raw["events"]) - N_CHANGES), N_CHANGES)
    for name in SHORT_ONES:
        yield make_session(name, _recording(name))


def _recording(name: str) -> dict[str, Any]:
    return read_recording(shared_data() / "typing_sessions" / f"{name}.json.gz")
