"""Keeps what redaction knows up to date with the `.env` files of the workspace."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pt_lsp.project.revalidating_cache import RevalidatingCache
from pt_lsp.workspace.env_files import EnvFiles

_MOST_FOLDERS = 50


class EnvSecrets:
    """The files of the workspace folders as they are now, and who is told of the secrets in them."""

    def __init__(
        self, know: Callable[[Mapping[str, str]], None], *, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """`know` takes all secrets that there are: secret -> its kind."""
        self._know = know
        self._files = EnvFiles()
        self._folders: tuple[Path, ...] = ()
        self._known: Mapping[str, str] = {}
        # What was known of folders that come back is too old to go by.
        self._secrets = RevalidatingCache(self._read, 1, now_s)

    def look_into(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on."""
        self._folders = tuple(folders)

    def look_also_into(self, folder: Path) -> None:
        """Something of this folder is about to be sent, and it is around the workspace, or outside of it."""
        if folder not in self._folders:
            self._folders = (*self._folders[-_MOST_FOLDERS:], folder)

    async def refresh(self) -> None:
        """Tell what is known of the folders; waits until they have been read once."""
        folders = self._folders
        secrets = await self._secrets.get(folders) if folders else {}
        if folders != self._folders:  # others came meanwhile
            await self.refresh()
        elif secrets is not None and secrets != self._known:
            self._known = secrets
            self._know(secrets)

    async def aclose(self) -> None:
        """Wait for what is being read."""
        await self._secrets.aclose()

    def _read(self, folders: tuple[Path, ...]) -> dict[str, str]:
        from pt_lsp.privacy.detectors.known_values import (
            secrets_among,
        )  # its patterns cost the server's start 40 ms

        return secrets_among(self._files.variables(folders))
