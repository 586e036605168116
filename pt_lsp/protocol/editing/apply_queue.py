"""Sends the operations of one document's edits: one `workspace/applyEdit` in flight, and not too often.

Refuses to decide what an answer means: `edits.pending` does, from what didChange says.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.edits.pending import DocumentEdits, Operation, PendingEdit

COALESCE_S = 0.1
"""Between two streamed operations: editors redraw, and people read, no faster."""


@dataclass(frozen=True, slots=True)
class ApplyAnswer:
    """What the client says to an operation.

    `is_busy`: a refusal does not tell that it will not be done; `is_error`: nor does it that it was not.
    """

    is_applied: bool
    is_busy: bool = False
    is_error: bool = False


Apply = Callable[[Operation], Awaitable[ApplyAnswer]]
Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]


class ApplyQueue:
    """Drives one document's `edits` for as long as any of them is unsettled."""

    def __init__(self, edits: DocumentEdits, apply: Apply, spawn: Spawn) -> None:
        """`apply` sends one operation and returns the client's answer.

        `spawn` starts a task that its owner ends when all ends.
        """
        self.edits = edits
        self._apply = apply
        self._spawn = spawn
        self._news = asyncio.Event()
        self._settled = asyncio.Condition()
        self._driver: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._is_closed = False
        self._next_send_s = 0.0
        self.on_state: Callable[[], None] = lambda: None

    def accept(self, edit: PendingEdit, number: int | None) -> None:
        """The hunk with that number, or all of `edit`, stays."""
        self.edits.accept(edit.id, number)
        self._wake()

    def reject(self, edit: PendingEdit, number: int | None) -> None:
        """The hunk with that number, or all of `edit`, shall be taken back."""
        self.edits.reject(edit.id, number)
        self._wake(is_urgent=True)

    def forget_ended(self) -> None:
        """Follow the edits no longer of which there is nothing left to decide."""
        self.edits.forget_ended()
        self.on_state()

    def want(self, edit: PendingEdit, text: str, *, is_final: bool, is_doubtful: bool = False) -> None:
        """The region of `edit` shall become `text`; a doubtful one waits for a verdict in any case."""
        self.edits.want(edit.id, text, is_final=is_final, is_doubtful=is_doubtful)
        self._wake(is_urgent=is_final)

    def restore(self, edit: PendingEdit, error: str | None = None) -> None:
        """The region of `edit` shall become what it was; it has failed if an `error` is told."""
        self.edits.restore(edit.id, error)
        self._wake(is_urgent=True)

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """One didChange has come; one that replaces the whole text tells nothing but what stands now."""
        now_s = time.monotonic()
        if _replaces_all(changes, len(self.edits.text)):
            self.edits.reloaded(snapshot.text, snapshot.version, now_s)
        else:
            self.edits.changed(changes, snapshot.version, now_s)
        self._wake()

    def close(self, error: str | None = None) -> None:
        """The document is closed, or lost as `error` says: nothing more is sent to it."""
        self._is_closed = True
        self.edits.close(error)
        self._wake()

    async def settled(self, edit: PendingEdit) -> None:
        """Return once nothing of `edit` is in flight or wanted any more, and the document is right."""
        async with self._settled:
            await self._settled.wait_for(lambda: edit.is_settled and not self.edits.is_owing)

    async def answered(self, timeout_s: float) -> bool:
        """Whether the client has answered what was sent last, or does so in time."""
        if self._sending is None or self._sending.done():
            return True
        return bool((await asyncio.wait([self._sending], timeout=timeout_s))[0])

    def _wake(self, *, is_urgent: bool = False) -> None:
        """See what is to be done; what `is_urgent` does not wait for the screen."""
        if is_urgent:
            self._next_send_s = 0.0
        self.on_state()
        self._news.set()
        if self._driver is None or self._driver.done():
            self._driver = self._spawn(self._drive())

    async def _drive(self) -> None:
        while True:
            self._news.clear()
            now_s = time.monotonic()
            self.edits.tick(now_s)
            may_send = self.edits.is_owing or now_s >= self._next_send_s
            if may_send and (operation := self.edits.next_operation(now_s)):
                self._next_send_s = now_s + COALESCE_S
                self._sending = self._spawn(self._send(operation))
            self.on_state()
            async with self._settled:
                self._settled.notify_all()
            if self.edits.is_settled:
                return
            await self._wait(now_s)

    async def _wait(self, now_s: float) -> None:
        deadlines = [
            d for d in (self.edits.next_deadline(), self._next_send_s) if d is not None and d > now_s
        ]
        timeout_s = min(deadlines) - now_s if deadlines else None
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return

    async def _send(self, operation: Operation) -> None:
        # What was about to go out when the document was closed would name no version that it has.
        answer = ApplyAnswer(is_applied=False) if self._is_closed else await self._apply(operation)
        now_s = time.monotonic()
        if answer.is_error:
            self.edits.failed(now_s, operation)
        else:
            self.edits.answered(answer.is_applied, now_s, operation, is_busy=answer.is_busy)
        self._wake()


def _replaces_all(changes: Sequence[Change], n_before: int) -> bool:
    """Whether one of them replaces all of a text of `n_before` characters, as the ones before left it."""
    for change in changes:
        if len(change.span) == n_before > 0:
            return True
        n_before += change.delta
    return False
