"""Keeps the key that was found, because finding it may start a password manager."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from pt_lsp.errors import Unauthorized
from pt_lsp.llm.endpoint import find_endpoint
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key, find_key

Answer = TypeVar("Answer")
FindKey = Callable[[Settings], Awaitable[Key | None]]

ABSENT_S = 30.0
"""How long a key counts as absent before it is looked for again."""


def key_finder(environ: Mapping[str, str], editor_key: Callable[[], str | None]) -> FindKey:
    """Looks wherever a key may be; `editor_key` gives the one that the editor has sent, if it did."""

    async def find(settings: Settings) -> Key | None:
        # An endpoint on this machine needs no key, and a keyring may raise a dialog when asked.
        asks_keyring = not find_endpoint(settings.endpoint).route.is_loopback
        return await find_key(settings, environ, editor_key(), asks_keyring=asks_keyring)

    return find


class Keys:
    """Remembers one key, or that there is none; several who ask at once wait for one search."""

    def __init__(self, find_key: FindKey, clock: Callable[[], float]) -> None:
        self._find_key = find_key
        self._clock = clock
        self._lock = asyncio.Lock()
        self._source: object = None
        self._key: Key | None = None
        self._expires_s: float | None = 0.0

    async def find(self, settings: Settings) -> Key | None:
        """The key; raises what the search raises, and then searches anew the next time."""
        async with self._lock:
            source = (settings.endpoint.api_key_command, settings.endpoint.base_url)
            is_expired = self._expires_s is not None and self._clock() >= self._expires_s
            if is_expired or source != self._source:
                self._expires_s = 0.0
                self._key = await self._find_key(settings)
                self._source = source
                self._expires_s = self._clock() + ABSENT_S if self._key is None else None
            return self._key

    async def asking(
        self, settings: Settings, key: Key | None, ask: Callable[[Key | None], Awaitable[Answer]]
    ) -> Answer:
        """What `ask` gives with the key, or with another one that a search finds where the key is refused.

        Those that a command gives are often good for an hour only. Raises as `find` and `ask` do.
        """
        try:
            return await ask(key)
        except Unauthorized:
            if key is None:
                raise
            if self._key is key:  # else somebody has searched already
                self.forget()
            other = await self.find(settings)
            if other is None or other.reveal() == key.reveal():
                raise
            return await ask(other)

    def forget(self) -> None:
        """Search anew the next time: the key was refused, or a new one was set."""
        self._expires_s = 0.0
