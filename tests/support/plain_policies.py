"""Plain ways to ask a model for completions, to compare with. They share our prompt and post-processing.

So what differs is only when they ask, what they keep, and when they stop. Each answers with a whole item.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

from pt_lsp.context.windows.completion_window import completion_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.asking import place_at
from pt_lsp.features.inline_completion.items import completion_at
from pt_lsp.features.inline_completion.postprocess.chain import refine
from pt_lsp.features.inline_completion.postprocess.item_extent import extent_at
from pt_lsp.features.inline_completion.prompt import build_prompt, n_reserved
from pt_lsp.llm.gateway import Gateway
from pt_lsp.settings.options import Settings
from tests.support.replay_editor import Item
from tests.support.replay_engine import snapshot_of
from tests.support.replay_gateway import TypingGateway
from tests.support.replay_keys import CLOSERS, MOST_CLOSERS, Key, Session
from tests.support.replay_truth import typed_between
from tests.support.virtual_loop import sleep_until

TRAILING_S = 0.25


class AskPerKey:
    """Asks at each request, and stops when it is cancelled."""

    wait_s = 0.0

    def __init__(self, session: Session, gateway: TypingGateway) -> None:
        self._session = session
        self._gateway = gateway
        self._settings = Settings()

    def changed(self, key: Key) -> None:
        """Such a policy does not look at changes."""

    async def complete(self, key: Key) -> Sequence[Item]:
        snapshot = snapshot_of(self._session, key, self._settings)
        text = self.known(key)
        if text is None:
            await sleep_until(key.time_s + self.wait_s)
            growing = Growing(snapshot, key)
            await growing.run(self._gateway)
            text = growing.text
            self.keep(key, text)
        return _items(snapshot, key, text) if text else []

    def known(self, key: Key) -> str | None:
        return None

    def keep(self, key: Key, text: str) -> None:
        """Nothing is kept."""

    async def aclose(self) -> None:
        """Nothing is left running."""


class Debounce(AskPerKey):
    """Asks after a quarter of a second without a key; the next key cancels."""

    wait_s = TRAILING_S


class DebounceAndCache(Debounce):
    """And keeps finished replies, for the same place and for what is typed as they foresaw."""

    def __init__(self, session: Session, gateway: TypingGateway) -> None:
        super().__init__(session, gateway)
        self._kept: list[tuple[Key, str]] = []

    def known(self, key: Key) -> str | None:
        for origin, text in reversed(self._kept[-100:]):
            typed = typed_since(origin, key)
            if typed is not None and text.startswith(typed) and (len(text) > len(typed) or not typed):
                return text[len(typed) :]
        return None

    def keep(self, key: Key, text: str) -> None:
        self._kept.append((key, text))


def _items(snapshot: Snapshot, key: Key, text: str) -> list[Item]:
    item = completion_at(snapshot, key.cursor, text, "plain")
    return [Item(item.text, item.span)]


def typed_since(origin: Key, key: Key) -> str | None:
    """What was typed since at the same place; None if anything around it is other than it was.

    Brackets after the cursor that the editor closed, or that were typed over, do not count.
    """
    old, new = str(origin.text)[origin.cursor :], str(key.text)[key.cursor :]
    longer, shorter = (old, new) if len(old) > len(new) else (new, old)
    more = longer[: len(longer) - len(shorter)]
    is_same = longer.endswith(shorter) and len(more) <= MOST_CLOSERS and CLOSERS.issuperset(more)
    return typed_between(origin, key) if is_same else None


class Growing:
    """A reply that comes in; `text` is what it says to insert, as far as can be told."""

    def __init__(self, snapshot: Snapshot, key: Key) -> None:
        self.key = key
        self.text = ""
        self.has_ended = False
        self._settings = snapshot.settings
        n_all = 3 * snapshot.settings.context.budget_tokens
        window = completion_window(snapshot, key.cursor, n_all - n_reserved("hole", n_all))
        self._place = place_at(snapshot, key.cursor)
        self._extent = extent_at(self._place, "auto")
        completion = snapshot.settings.completion
        self._prompt = build_prompt(window, "hole", self._extent, completion.max_tokens, is_automatic=True)

    async def run(self, gateway: TypingGateway, tell: Callable[[], None] = lambda: None) -> None:
        """Returns when the item is whole; `tell` is called whenever more of it is there."""
        raw = ""
        async with cast("Gateway", gateway).open(self._prompt, self._settings) as reply:
            async for delta in reply:
                raw += delta
                refined = refine(raw, self._place, self._extent, is_final=False)
                self.text, self.has_ended = refined.text, refined.is_complete
                tell()
                if refined.is_complete:
                    return
        self.text, self.has_ended = refine(raw, self._place, self._extent).text, True
        tell()

    def remainder(self, key: Key) -> str | None:
        """What is still to come at a later place, once a whole line of it is there; None if there is none."""
        typed = typed_since(self.key, key)
        if typed is None or not self.text.startswith(typed) or len(self.text) == len(typed):
            return None
        left = self.text[len(typed) :]
        return left if self.has_ended or "\n" in left.lstrip("\n") else None

    def contradicts(self, key: Key) -> bool:
        typed = typed_since(self.key, key)
        return typed is None or not (self.text.startswith(typed) or typed.startswith(self.text))


class AskAndKeepAll:
    """A ceiling: asks at every change at once and reads every reply to its end, whatever that costs.

    A request is answered with what the newest reply that agrees still has to say.
    """

    def __init__(self, session: Session, gateway: TypingGateway) -> None:
        self._session = session
        self._gateway = gateway
        self._settings = Settings()
        self._growing: list[Growing] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    def changed(self, key: Key) -> None:
        if not key.is_by_hand:
            return
        growing = Growing(snapshot_of(self._session, key, self._settings), key)
        self._growing = [*self._growing[-200:], growing]
        task = asyncio.get_running_loop().create_task(growing.run(self._gateway, self._news.set))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def complete(self, key: Key) -> Sequence[Item]:
        snapshot = snapshot_of(self._session, key, self._settings)
        while True:
            for growing in reversed(self._growing):
                text = growing.remainder(key)
                if text:
                    return _items(snapshot, key, text)
            if all(growing.has_ended or growing.contradicts(key) for growing in self._growing):
                return []
            self._news.clear()
            await self._news.wait()

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
