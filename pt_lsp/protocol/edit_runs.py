"""Runs an edit from the model's first delta to the last settled operation, and takes it back when asked to.

Refuses to know what the edit is for (`features.edit`) and how operations are told from typing
(`edits.pending`).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.edits.pending import DocumentEdits, Operation, PendingEdit
from pt_lsp.edits.streaming_diff import StreamingDiff
from pt_lsp.errors import EditRefused, Unsupported
from pt_lsp.features.edit.draft import Draft
from pt_lsp.protocol.apply_queue import ApplyQueue
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.convert import range_of, text_edits_of
from pt_lsp.protocol.extensions import GROUPED_UNDO
from pt_lsp.protocol.progress import Bar
from pt_lsp.protocol.session import Document, Session

_NEOVIM = "Neovim"
"""It takes a document's version 0 for "do not check"."""

_MAX_LABEL_CHARS = 40
"""A longer one gives stock Neovim's "Press ENTER" prompt, which eats keys."""


@dataclass(frozen=True, slots=True)
class EditJob:
    """One edit to run: the drafts are what the region shall read, as far as is known."""

    id: str
    title: str
    snapshot: Snapshot
    region: Span
    drafts: AsyncGenerator[Draft]
    is_before_line: bool = False
    """The region is empty, and whole lines go before the line that it is on."""


class EditRuns:
    """All edits that run in the session; owned by the server."""

    def __init__(self, server: Any, session: Session, client: Client) -> None:
        self._server = server
        self._session = session
        self._client = client
        self._running: dict[str, _Run] = {}

    async def run(self, job: EditJob, bar: Bar) -> dict[str, Any]:
        """`{editId, state, hunks}` when the stream of drafts has ended and its last edit is settled.

        Cancelling it restores the region first. Raises PtLspError if the model or the editor failed.
        """
        if not self._client.applies_edits:
            raise Unsupported("This editor does not take edits from a language server (workspace/applyEdit).")
        document = self._session.document(job.snapshot.uri)
        queue = self._queue(document)
        edit = queue.start(job.id, job.region)
        is_streamed = self._streams(job.snapshot, document)
        diff = StreamingDiff(edit.original, keeps_last_line_end=job.is_before_line) if is_streamed else None
        producing = _produce(edit, queue, job, bar, diff)
        run = self._running[job.id] = _Run(job.title, edit, queue, asyncio.create_task(producing))
        try:
            await run.finish()
        finally:
            del self._running[job.id]
        if edit.state == "failed":
            raise EditRefused(edit.error or "The editor did not apply the edit; nothing more is sent.")
        return {"editId": job.id, "state": edit.state, "hunks": self._hunks(document, edit)}

    def cancel(self, edit_id: str) -> None:
        """Take back that edit, if it runs."""
        if run := self._running.get(edit_id):
            run.cancel()

    def _queue(self, document: Document) -> ApplyQueue:
        if document.queue is None or document.queue.is_idle:
            # An editor without a name shows by its first refusal that it checks.
            checks_zero = self._client.name != _NEOVIM if self._client.name else None
            edits = DocumentEdits(document.text, document.version, checks_zero=checks_zero)
            document.queue = ApplyQueue(edits, lambda op: self._apply(document, op))
            document.queue.on_state = self._stop_overtaken
        return document.queue

    def _stop_overtaken(self) -> None:
        """Close the streams of edits that typing has stopped, or a close has cancelled."""
        for run in self._running.values():
            if run.edit.state != "running":
                run.producer.cancel()

    def _streams(self, snapshot: Snapshot, document: Document) -> bool:
        if document.is_full_sync or not self._client.versions_edits:
            return False
        streaming = snapshot.settings.edits.streaming
        return streaming == "always" or (streaming == "auto" and GROUPED_UNDO in self._client.extensions)

    async def _apply(self, document: Document, operation: Operation) -> bool:
        edits = text_edits_of(operation.text, operation.changes, self._session.encoding)
        workspace_edit = types.WorkspaceEdit(changes={document.uri: edits})
        if self._client.versions_edits:
            versioned = types.OptionalVersionedTextDocumentIdentifier(
                uri=document.uri, version=operation.version
            )
            change = types.TextDocumentEdit(text_document=versioned, edits=edits)
            workspace_edit = types.WorkspaceEdit(document_changes=[change])
        # What is still being restored after a second cancel has no run any more.
        run = self._running.get(operation.edit_id)
        label = f"PowerTokens: {run.title if run else 'Restore'}"[:_MAX_LABEL_CHARS]
        params = types.ApplyWorkspaceEditParams(edit=workspace_edit, label=label)
        try:
            result = await self._server.workspace_apply_edit_async(params)
        except JsonRpcException:
            return False
        return bool(result.applied)

    def _hunks(self, document: Document, edit: PendingEdit) -> list[dict[str, Any]]:
        return [
            {
                "id": f"{edit.id}.{number}",
                "state": edit.state,
                "range": range_of(document.text, hunk.new_span, self._session.encoding),
                "oldText": hunk.old_text,
                "newText": hunk.new_text,
            }
            for number, hunk in enumerate(edit.hunks(), 1)
        ]


class _Run:
    """One edit under way."""

    def __init__(
        self, title: str, edit: PendingEdit, queue: ApplyQueue, producer: asyncio.Task[None]
    ) -> None:
        self.title = title
        self.edit = edit
        self.producer = producer
        self._queue = queue

    def cancel(self) -> None:
        """Stop the stream; `finish` then restores the region."""
        self.producer.cancel()
        if not self.edit.is_settled:
            self._queue.restore(self.edit)

    async def finish(self) -> None:
        """Return when all is settled; raise what the producer raised once the region is restored."""
        try:
            await asyncio.wait([self.producer])
            if not self.producer.cancelled() and (error := self.producer.exception()):
                await self._restore()
                raise error
            await self._queue.settled(self.edit)
        except asyncio.CancelledError:
            self.producer.cancel()
            # A second cancel ends the wait, not the restoring.
            await asyncio.shield(asyncio.ensure_future(self._restore()))
            raise

    async def _restore(self) -> None:
        self._queue.restore(self.edit)
        await self._queue.settled(self.edit)


async def _produce(
    edit: PendingEdit, queue: ApplyQueue, job: EditJob, bar: Bar, diff: StreamingDiff | None
) -> None:
    """Have the region grow as the drafts do, where there is a `diff`, and then be the last of them."""
    draft = Draft(edit.original)
    async with aclosing(job.drafts) as drafts:
        async for draft in drafts:
            bar.report(f"{draft.text.count(chr(10)) + 1} lines")
            if diff is not None:
                view = diff.view(draft.text) if draft.is_beginning else draft.text
                queue.want(edit, view, is_final=False)
    queue.want(edit, draft.text, is_final=True)
