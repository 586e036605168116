"""The real engine as one who is asked: its own code, its own timing, only the door to the model replaced."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.llm.gateway import Gateway
from pt_lsp.settings.options import Settings
from tests.support.replay_editor import Item
from tests.support.replay_gateway import TypingGateway
from tests.support.replay_keys import Key, Session


class EngineAsker:
    def __init__(self, session: Session, gateway: TypingGateway, settings: Settings | None = None) -> None:
        self._session = session
        self._settings = settings or Settings()
        self.engine = Engine(cast("Gateway", gateway))
        changed: Callable[..., Any] | None = getattr(self.engine, "changed", None)
        self._changed = changed

    def changed(self, key: Key) -> None:
        if self._changed is not None:
            self._changed(self.snapshot(key), key.changes)

    async def complete(self, key: Key) -> Sequence[Item]:
        completions = await self.engine.complete(self.snapshot(key), key.cursor, is_invoked=False)
        return [Item(one.text, one.span, getattr(one, "document", None)) for one in completions]

    async def aclose(self) -> None:
        await self.engine.aclose()

    def snapshot(self, key: Key) -> Snapshot:
        return snapshot_of(self._session, key, self._settings)


def snapshot_of(session: Session, key: Key, settings: Settings) -> Snapshot:
    document = session.documents[key.document]
    return Snapshot(document.uri, document.language_id, key.index + 2, key.text, settings)
