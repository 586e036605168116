"""One edit under way: from the model's first draft to the last settled operation.

Refuses to know what the edit is for (`features.edit`) and how operations are told from typing
(`edits.pending`).
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from pt_lsp.edits.line_diff import minimal_change
from pt_lsp.edits.pending import PendingEdit
from pt_lsp.edits.streaming_diff import StreamingDiff
from pt_lsp.errors import PtLspError
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.protocol.editing.apply_queue import ApplyQueue
from pt_lsp.protocol.progress import Bar, lines_done

_UNFORESEEN = "The edit failed for a reason that nobody foresaw; see the log of pt-lsp."


@dataclass(frozen=True, slots=True)
class EditJob:
    """One edit to run: the drafts are what the region shall read, growing."""

    id: str
    request: EditRequest
    drafts: AsyncGenerator[Draft]


@dataclass(slots=True, eq=False)
class EditRun:
    """`diff` tells how far drafts are that are beginnings; unless `is_streamed`, the region changes once."""

    job: EditJob
    edit: PendingEdit
    queue: ApplyQueue
    bar: Bar
    diff: StreamingDiff
    is_streamed: bool
    keep_original: Callable[[str], Awaitable[None]]
    """Returns when it would be known after a crash what the region was, and that it may read as told."""
    warning: str | None = None
    producer: asyncio.Task[None] = field(init=False)
    _is_original_kept: bool = False

    def __post_init__(self) -> None:
        self.producer = asyncio.create_task(self._produce())

    def cancel(self) -> None:
        """Stop the stream; `finish` then restores the region."""
        self.producer.cancel()
        if not self.edit.is_settled:
            self.queue.restore(self.edit)

    async def finish(self) -> None:
        """Return when all is settled; raise what the producer raised once the region is restored."""
        try:
            await asyncio.wait([self.producer])
            if not self.producer.cancelled() and (error := self.producer.exception()):
                await self._restore(str(error) if isinstance(error, PtLspError) else _UNFORESEEN)
                raise error
            await self.queue.settled(self.edit)
        except asyncio.CancelledError:
            self.producer.cancel()
            # A second cancel ends the wait, not the restoring.
            await asyncio.shield(asyncio.ensure_future(self._restore()))
            raise

    async def _restore(self, error: str | None = None) -> None:
        if self.edit.state == "pending":
            # All was written a moment before: who cancels does not want to be asked about it.
            self.queue.reject(self.edit, None)
        self.queue.restore(self.edit, error)
        await self.queue.settled(self.edit)

    async def _produce(self) -> None:
        """Have the region grow as the drafts do, and then be the last of them."""
        draft = Draft(self.edit.original)
        async with aclosing(self.job.drafts) as drafts:
            async for draft in drafts:
                view = self.diff.view(draft.text) if draft.is_beginning else draft.text
                self.bar.report(self._progress(draft))
                if self.is_streamed:
                    await self._want(view, is_final=False)
                # Where much has come at once, the next draft is there already, and others wait.
                await asyncio.sleep(0)
        self.warning = draft.warning
        asks = self.job.request.snapshot.settings.edits.review != "never"
        is_doubtful = draft.needs_verdict or (asks and draft.warning is not None)
        await self._want(draft.text, is_final=True, is_doubtful=is_doubtful)

    async def _want(self, text: str, *, is_final: bool, is_doubtful: bool = False) -> None:
        if not self._is_original_kept and text != self.edit.original:
            await self.keep_original(text)
            self._is_original_kept = True
        self.queue.want(self.edit, text, is_final=is_final, is_doubtful=is_doubtful)

    def _progress(self, draft: Draft) -> str:
        """How many lines of the region are done; where none is, but new text is there, how much of it."""
        original = self.edit.original
        n_new = draft.text.count("\n") + (not draft.is_beginning)
        if not original:
            return lines_done(n_new)
        if draft.is_beginning:
            n_done, n_all = self.diff.n_passed, self.diff.n_lines
            return lines_done(n_done, n_all) if n_done or not n_new else lines_done(n_new)
        last = minimal_change(original, draft.text)
        n_done = original.count("\n", 0, last.span.end) + 1 if last else 0
        return lines_done(min(n_done, self.diff.n_lines), self.diff.n_lines)
