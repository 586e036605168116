"""Keeps what redaction knows up to date with the `.env` files of the workspace.

Refuses to hold up a request for it, but for the first one in a folder.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pt_lsp.workspace.env_files import EnvFiles

EVERY_S = 10.0
"""So old may be what is known of a file that has changed."""


class EnvSecrets:
    """Reads in a thread, when a prompt is about to go out and the last look is some seconds old."""

    def __init__(
        self, know: Callable[[Mapping[str, str]], None], *, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """`know` takes all secrets that there are: secret -> its kind."""
        self._know = know
        self._now_s = now_s
        self._files = EnvFiles()
        self._folders: tuple[Path, ...] = ()
        self._read_folders: tuple[Path, ...] = ()
        self._due_s = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    def look_into(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on."""
        self._folders = tuple(folders)

    async def refresh(self) -> None:
        """Wait until the folders have been read once; start to read them again where it is time."""
        if not self._folders and not self._read_folders:
            return
        is_new = self._folders != self._read_folders
        if self._reading is None and (is_new or self._now_s() >= self._due_s):
            self._reading = asyncio.create_task(self._read(self._folders))
        if is_new and self._reading is not None:
            await asyncio.shield(self._reading)
            await self.refresh()  # other folders may have come meanwhile

    async def aclose(self) -> None:
        """Wait for what is being read: a thread cannot be cancelled."""
        if self._reading is not None:
            await self._reading

    async def _read(self, folders: tuple[Path, ...]) -> None:
        try:
            self._know(await asyncio.to_thread(self._secrets, folders))
        finally:
            self._read_folders = folders
            self._due_s = self._now_s() + EVERY_S
            self._reading = None

    def _secrets(self, folders: tuple[Path, ...]) -> dict[str, str]:
        from pt_lsp.privacy.known_values import secrets_among  # its patterns cost the server's start 40 ms

        return secrets_among(self._files.variables(folders))
