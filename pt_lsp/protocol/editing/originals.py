"""Writes and drops originals beside the loop, in the order in which that was asked for.

Refuses to fail: an edit goes on when its original cannot be kept.
"""

import asyncio
import logging

from pt_lsp.errors import SettingsError
from pt_lsp.store.originals import OriginalRecord, Originals

logger = logging.getLogger(__name__)


class OriginalsQueue:
    """What is not on the disk yet; of one edit only what was asked for last. One per server."""

    def __init__(self, originals: Originals) -> None:
        self._originals = originals
        self._wanted: dict[str, OriginalRecord | None] = {}
        self._writing: asyncio.Task[None] | None = None
        self._has_failed = False
        self._is_ending = False
        self._is_closed = False

    def keep(self, record: OriginalRecord) -> None:
        """Have it on the disk soon."""
        self._want(record.edit_id, record)

    def drop(self, edit_id: str) -> None:
        """Have nothing of the edit on the disk soon; not any more once it is `ending`."""
        if not self._is_ending:
            self._want(edit_id, None)

    def ending(self) -> None:
        """The editor is gone: nobody reports any more what became of an edit that is taken back now."""
        self._is_ending = True

    async def of(self, uri: str) -> list[OriginalRecord]:
        """The undecided edits of a document, oldest first, once all that was asked for before is done."""
        await self.settled()
        return await asyncio.to_thread(self._originals.of, uri)

    async def settled(self) -> None:
        """Return when all that was asked for is done."""
        while self._writing is not None and not self._writing.done():
            await asyncio.shield(self._writing)

    async def aclose(self) -> None:
        """Do what was asked for, and nothing more after that."""
        await self.settled()
        self._is_closed = True

    def _want(self, edit_id: str, record: OriginalRecord | None) -> None:
        if self._is_closed:
            return
        self._wanted.pop(edit_id, None)
        self._wanted[edit_id] = record
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._wanted:
            edit_id = next(iter(self._wanted))
            record = self._wanted.pop(edit_id)
            try:
                if record is None:
                    await asyncio.to_thread(self._originals.drop, edit_id)
                else:
                    await asyncio.to_thread(self._originals.keep, record)
            except SettingsError as error:
                # Once is enough: a full disk fails at each word of the model.
                if not self._has_failed:
                    logger.warning("After a crash edits cannot be rejected: %s", error)
                self._has_failed = True
