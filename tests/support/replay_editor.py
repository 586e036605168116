"""What an editor does around a key, as VS Code was seen to do it: when it asks, cancels, and shows what.

A request follows each key by some 60 ms; the older one is cancelled 20 to 50 ms after the next key, and what
it answers after that is thrown away. Ghost text stays while what is typed agrees with it; an empty answer to
the newer request takes it away. Refuses to know who answers.
"""

import asyncio
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from tests.support.replay_gateway import CURRENT_KEY
from tests.support.replay_keys import Key, Session
from tests.support.replay_model import TypingModel
from tests.support.replay_truth import Truth, is_right, line_around
from tests.support.virtual_loop import sleep_until

ASKS_AFTER_S = 0.06
CANCELS_AFTER_S = (0.02, 0.05)


@dataclass(frozen=True, slots=True)
class Item:
    """`text` takes the place of `span`, which counts in `document`: the request's, unless told otherwise."""

    text: str
    span: Span
    document: Text | None = None


class Asker(Protocol):
    """Whoever is asked for completions: a server's engine, or a plain policy."""

    def changed(self, key: Key) -> None: ...

    async def complete(self, key: Key) -> Sequence[Item]: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Ghost:
    """An item on screen, with the line as it was where the item starts."""

    key: Key
    """The newest key when it was last sent."""
    start: int
    text: str
    n_kept: int
    """Characters at the end of the line that the item does not replace."""

    def remainder(self, key: Key) -> str | None:
        """What is to be seen of it after a key; None if what was typed contradicts it or has used it up."""
        before, rest = line_around(key)
        is_here = key.document == self.key.document and key.cursor - len(before) == self.start
        if not is_here or not self.text.startswith(before) or len(rest) < self.n_kept:
            return None
        seen = self.text[len(before) :]
        return seen if seen.strip() and seen != rest[: len(rest) - self.n_kept] else None

    def is_right(self, key: Key, truths: Sequence[Truth]) -> bool:
        """Whether its first line is what the person goes on to type after the key."""
        _, rest = line_around(key)
        return is_right(key, truths[key.index], self.text, rest[len(rest) - self.n_kept :])


def ghost_of(item: Item, key: Key) -> Ghost | None:
    """The item as it is shown at the key that it answers; None if the editor would drop it in silence."""
    before, rest = line_around(key)
    start, end = key.cursor - len(before), key.cursor + len(rest)
    if not start <= item.span.start <= key.cursor <= item.span.end <= end or "\r" in item.text:
        return None
    text = before[: item.span.start - start] + item.text
    replaced = rest[: item.span.end - key.cursor]
    if not text.startswith(before) or not _is_within(replaced, text[len(before) :]):
        return None
    return Ghost(key, start, text, end - item.span.end)


def _is_within(old: str, new: str) -> bool:
    """Whether all of `old` survives in `new`, in its order."""
    characters = iter(new)
    return all(character in characters for character in old)


@dataclass(frozen=True, slots=True)
class Look:
    """What was on screen just before the next key."""

    key: Key
    seen: str | None
    is_right: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer with an item: what would be seen, and how long after its key it came."""

    key: Key
    seen: str
    after_s: float
    was_dropped: bool


@dataclass(slots=True)
class Played:
    looks: list[Look] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)
    n_requests: int = 0


class TypingEditor:
    """Plays one session against one asker."""

    def __init__(self, model: TypingModel, asker: Asker) -> None:
        self.played = Played()
        self._session: Session = model.session
        self._truths = model.truths
        self._asker = asker
        self._ghost: Ghost | None = None
        self._request: asyncio.Task[None] | None = None
        self._key: Key | None = None
        self._is_looked_at = False
        self._started_s = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    async def play(self) -> Played:
        self._started_s = asyncio.get_running_loop().time()
        for key in self._session.keys:
            await sleep_until(self._started_s + key.time_s)
            self._look()
            self._press(key)
        await sleep_until(self._started_s + self._session.next_key_s(self._session.keys[-1]))
        self._look()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._asker.aclose()
        return self.played

    def _look(self) -> None:
        """The screen as the first change after a key finds it."""
        if self._key is None or self._is_looked_at:
            return
        self._is_looked_at = True
        seen = self._ghost.remainder(self._key) if self._ghost else None
        right = seen is not None and self._ghost is not None and self._ghost.is_right(self._key, self._truths)
        self.played.looks.append(Look(self._key, seen, right))

    def _press(self, key: Key) -> None:
        copy_context().run(self._tell, key)
        if not key.is_by_hand:
            return
        self._key, self._is_looked_at = key, False
        if self._ghost and self._ghost.remainder(key) is None:
            self._ghost = None
        older = self._request
        if older and not older.done():
            delay_s = Random(key.index).uniform(*CANCELS_AFTER_S)
            asyncio.get_running_loop().call_later(delay_s, older.cancel)
        self._request = copy_context().run(self._start, key)

    def _tell(self, key: Key) -> None:
        CURRENT_KEY.set(key.index)
        self._asker.changed(key)

    def _start(self, key: Key) -> asyncio.Task[None]:
        CURRENT_KEY.set(key.index)
        task = asyncio.get_running_loop().create_task(self._ask(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _ask(self, key: Key) -> None:
        await sleep_until(self._started_s + key.time_s + ASKS_AFTER_S)
        self.played.n_requests += 1
        items = await self._asker.complete(key)
        self._show(key, items)

    def _show(self, key: Key, items: Sequence[Item]) -> None:
        newest = self._key
        assert newest is not None
        if items and items[0].document is newest.text:
            key = newest
        ghost = ghost_of(items[0], key) if items else None
        if items:
            before, _ = line_around(key)
            seen = ghost.text[len(before) :] if ghost else items[0].text
            after_s = asyncio.get_running_loop().time() - self._started_s - key.time_s
            self.played.offered.append(Offered(key, seen, after_s, was_dropped=ghost is None))
        if ghost and ghost.remainder(newest) is None:
            ghost = None
        if ghost or newest is key:
            self._ghost = ghost
