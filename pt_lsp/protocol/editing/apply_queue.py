"""Sends the operations of one document's edits: one `workspace/applyEdit` in flight, and not too often.

Refuses to decide what an answer means: `edits.pending` does, from what didChange says.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.edits.pending import DocumentEdits, Operation, PendingEdit
from pt_lsp.edits.review import Review

COALESCE_S = 0.1
"""Between two streamed operations: editors redraw, and people read, no faster."""

Apply = Callable[[Operation], Awaitable[bool]]
Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]


class ApplyQueue:
    """Drives one document's `DocumentEdits` for as long as any of them is unsettled."""

    def __init__(self, edits: DocumentEdits, apply: Apply, spawn: Spawn = asyncio.create_task) -> None:
        """`apply` sends one operation and returns whether the client says it was applied.

        `spawn` starts a task that its owner ends when all ends.
        """
        self._edits = edits
        self._apply = apply
        self._spawn = spawn
        self._news = asyncio.Event()
        self._settled = asyncio.Condition()
        self._driver: asyncio.Task[None] | None = None
        self._next_send_s = 0.0
        self.on_state: Callable[[], None] = lambda: None

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs, is on its way or is wanted."""
        return not self.is_owing and all(edit.is_settled for edit in self._edits.edits())

    @property
    def is_empty(self) -> bool:
        """Whether no edit is followed."""
        return self._edits.is_empty

    @property
    def is_owing(self) -> bool:
        """Whether the document is being put right: no region fits the text that stands."""
        return self._edits.is_owing

    def start(self, edit_id: str, region: Span, *, is_reviewed: bool) -> PendingEdit:
        """A running edit of `region`. Raises EditRefused over a running one."""
        return self._edits.start(edit_id, region, is_reviewed=is_reviewed)

    def adopt(self, edit_id: str, start: int, review: Review) -> PendingEdit:
        """An edit whose stream ended earlier, in a document that reads `review.content` at `start`."""
        return self._edits.adopt(edit_id, start, review)

    def accept(self, edit: PendingEdit, number: int | None) -> None:
        """The hunk with that number, or all of `edit`, stays."""
        self._edits.accept(edit.id, number)
        self._wake()

    def reject(self, edit: PendingEdit, number: int | None) -> None:
        """The hunk with that number, or all of `edit`, shall be taken back."""
        self._edits.reject(edit.id, number)
        self._next_send_s = 0.0
        self._wake()

    def forget_ended(self) -> None:
        """Follow the edits no longer of which there is nothing left to decide."""
        self._edits.forget_ended()
        self.on_state()

    def want(self, edit: PendingEdit, text: str, *, is_final: bool, is_doubtful: bool = False) -> None:
        """The region of `edit` shall become `text`; a doubtful one waits for a verdict in any case."""
        self._edits.want(edit.id, text, is_final=is_final, is_doubtful=is_doubtful)
        if is_final:
            self._next_send_s = 0.0
        self._wake()

    def restore(self, edit: PendingEdit) -> None:
        """The region of `edit` shall become what it was."""
        self._edits.restore(edit.id)
        self._next_send_s = 0.0
        self._wake()

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """One didChange has come; one that replaces the whole text tells nothing but what stands now."""
        now_s = time.monotonic()
        if _replaces_all(changes, len(self._edits.text)):
            self._edits.reloaded(snapshot.text, snapshot.version, now_s)
        else:
            self._edits.changed(changes, snapshot.version, now_s)
        self._wake()

    def close(self) -> None:
        """The document is closed: nothing more is sent to it."""
        self._edits.close()
        self._wake()

    async def settled(self, edit: PendingEdit) -> None:
        """Return once nothing of `edit` is in flight or wanted any more, and the document is right."""
        async with self._settled:
            await self._settled.wait_for(lambda: edit.is_settled and not self.is_owing)

    def _wake(self) -> None:
        self.on_state()
        self._news.set()
        if self._driver is None or self._driver.done():
            self._driver = self._spawn(self._drive())

    async def _drive(self) -> None:
        while True:
            self._news.clear()
            now_s = time.monotonic()
            self._edits.tick(now_s)
            may_send = self.is_owing or now_s >= self._next_send_s
            if may_send and (operation := self._edits.next_operation(now_s)):
                self._next_send_s = now_s + COALESCE_S
                self._spawn(self._send(operation))
            self.on_state()
            async with self._settled:
                self._settled.notify_all()
            if self.is_idle:
                return
            await self._wait(now_s)

    async def _wait(self, now_s: float) -> None:
        deadlines = [
            d for d in (self._edits.next_deadline(), self._next_send_s) if d is not None and d > now_s
        ]
        timeout_s = min(deadlines) - now_s if deadlines else None
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return

    async def _send(self, operation: Operation) -> None:
        is_applied = await self._apply(operation)
        self._edits.answered(is_applied, time.monotonic(), operation)
        self._wake()


def _replaces_all(changes: Sequence[Change], n_before: int) -> bool:
    """Whether one of them replaces all of a text of `n_before` characters, as the ones before left it."""
    for change in changes:
        if len(change.span) == n_before > 0:
            return True
        n_before += change.delta
    return False
