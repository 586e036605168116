"""The edits of the session: runs them, shows them, and carries verdicts to them.

Refuses to know how an operation is told from typing (`edits.pending`) and who is told of what happens.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from cachetools import LRUCache

from pt_lsp.documents.span import Span
from pt_lsp.edits.pending import DocumentEdits, Operation, PendingEdit
from pt_lsp.edits.pending_edit import FOLLOWED_STATES, OPEN_STATES
from pt_lsp.edits.streaming_diff import StreamingDiff
from pt_lsp.errors import EditRefused, Unsupported
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.apply_queue import ApplyQueue
from pt_lsp.protocol.editing.kept import FoundEdit, KeptEdits, crashed_in
from pt_lsp.protocol.editing.originals import OriginalsQueue
from pt_lsp.protocol.editing.run import EditJob, EditRun
from pt_lsp.protocol.editing.sending import EditSender
from pt_lsp.protocol.editing.view import EditView, hunk_params
from pt_lsp.protocol.extensions import EDIT_PROGRESS, GROUPED_UNDO
from pt_lsp.protocol.progress import Bar
from pt_lsp.protocol.session import Document, Session
from pt_lsp.store.originals import OriginalRecord

_NEOVIM = "Neovim"
"""It takes a document's version 0 for "do not check"."""

_CHECKERS = frozenset({_NEOVIM, "Visual Studio Code"})
"""They were seen never to put an edit into a newer text than it was made for."""

_MAX_RECORDS = 200


@dataclass(slots=True, eq=False)
class _Record:
    """What is known of an edit beside its place; no request of one whose server died.

    `told` is what was last told of it, `kept` the content of its region that was last kept.
    """

    document: Document
    edit: PendingEdit
    title: str
    request: EditRequest | None
    warning: str | None = None
    told: object = None
    kept: str | None = None


class EditRuns:
    """All edits of the session; owned by the server. `on_news` is called whenever one has changed."""

    def __init__(self, server: Any, session: Session, client: Client, originals: OriginalsQueue) -> None:
        self._kept = KeptEdits(originals)
        self._server = server
        self._session = session
        self._client = client
        self._sender = EditSender(server, session, client)
        self._running: dict[str, EditRun] = {}
        self._records: LRUCache[str, _Record] = LRUCache(_MAX_RECORDS)
        self.on_news: Callable[[EditView], None] = lambda _view: None

    async def run(self, job: EditJob, bar: Bar) -> dict[str, Any]:
        """`{editId, state, hunks}` when the stream of drafts has ended and its last edit is settled.

        Cancelling it restores the region first. Raises PtLspError if the model or the editor failed.
        """
        if not self._client.applies_edits:
            raise Unsupported("This editor does not take edits from a language server (workspace/applyEdit).")
        document = self._session.document(job.snapshot.uri)
        queue = self._queue(document)
        edit = queue.start(job.id, job.region, is_reviewed=self._reviews(job))
        record = self._records[job.id] = _Record(document, edit, job.request.title, job.request)
        keeps = job.request.shape == "lines before"
        diff = StreamingDiff(edit.original, keeps_last_line_end=keeps)
        run = EditRun(job, edit, queue, bar, diff, is_streamed=self._streams(job, document))
        self._running[job.id] = run
        self._tell_news(document)
        try:
            await run.finish()
        finally:
            del self._running[job.id]
            record.warning = run.warning
            self._tell_news(document)
        if edit.state == "failed":
            raise EditRefused(edit.error or "The editor did not apply the edit; nothing more is sent.")
        result = {"editId": job.id, "state": edit.state, "hunks": self._hunks(record)}
        queue.forget_ended()
        return result | ({"warning": run.warning} if run.warning else {})

    def cancel(self, edit_id: str) -> None:
        """Take back that edit, if it runs."""
        if run := self._running.get(edit_id):
            run.cancel()

    def views(self, uri: str) -> tuple[EditView, ...]:
        """The edits of a document that run, or that can be decided and wait to be, in their order there."""
        document = self._session.find(uri)
        if document is None or _is_owing(document):
            return ()
        records = [each for each in self._of(document) if _is_shown(each)]
        return tuple(self._view(record) for record in sorted(records, key=lambda each: each.edit.region))

    async def decide(
        self, edit_id: str, verdict: Literal["accept", "reject"], hunk: str | None = None
    ) -> dict[str, Any]:
        """`{state, hunks}` after the verdict on an edit or on one of its hunks.

        Repeated, it changes nothing. A rejection is carried out then, unless the editor does not let it.
        """
        record = self._records.get(edit_id)
        if record is None or (self._is_closed(record) and not self._kept.is_kept(edit_id)):
            return {"state": "gone", "hunks": []}
        edit, queue = record.edit, None if self._is_closed(record) else record.document.queue
        if queue is not None and edit.state == "running" and verdict == "reject":
            self.cancel(edit_id)
            await queue.settled(edit)
        elif queue is not None and edit.state in OPEN_STATES:
            numbers = {each.id: each.number for each in edit.hunks()}
            if hunk is None or hunk in numbers:
                decide = queue.accept if verdict == "accept" else queue.reject
                decide(edit, None if hunk is None else numbers[hunk])
                await queue.settled(edit)
        hunks = self._hunks(record) if edit.state in OPEN_STATES else []
        if queue is not None:
            queue.forget_ended()
        return {"state": edit.state, "hunks": hunks}

    def close(self, document: Document) -> None:
        """The document is about to be closed: what waits for a verdict is kept for a while."""
        for record in self._of(document):
            if record.edit.state in OPEN_STATES and not record.edit.review.is_original:
                self._kept.close(record.edit, document, record.title)

    def keep_rest(self) -> None:
        """Nothing changes any more: have the undecided edits on the disk as they are."""
        self._kept.keep_rest()

    def open(self, document: Document) -> None:
        """A document was opened: edits that wait for a verdict and fit are there again."""
        for found in self._kept.closed_in(document, lambda uri: self._session.find(uri) is not None):
            self._bring_back(document, found)

    def offer_crashed(self, document: Document, records: Iterable[OriginalRecord]) -> None:
        """Have edits of servers that died wait for a verdict again, where they fit into the document."""
        if self._client.applies_edits and self._session.find(document.uri) is document:
            for found in crashed_in(document, records):
                self._bring_back(document, found)

    async def take_back(self, edit_id: str) -> tuple[EditRequest, str, Span]:
        """What an edit was asked for, and where to ask again, now that its region reads as before.

        The URI is the document's, and the span counts in its newest text. Raises EditRefused when the edit
        runs, is decided, or cannot be taken back.
        """
        record = self._records.get(edit_id)
        queue = record.document.queue if record and not self._is_closed(record) else None
        if record is None or queue is None or record.edit.state not in FOLLOWED_STATES - {"running"}:
            raise EditRefused("This edit cannot be tried again: it still runs or is decided; ask anew.")
        request = record.request
        if request is None:
            raise EditRefused("What this edit was asked for is not known any more; reject it and ask anew.")
        queue.reject(record.edit, None)
        await queue.settled(record.edit)
        if self._records.get(edit_id) is not record:
            raise EditRefused("This edit is being tried again already; wait for it or cancel it.")
        if record.edit.state not in {"rejected", "cancelled", "undone", "stopped"}:
            raise EditRefused("The editor did not let the edit be taken back; see whether it is read-only.")
        return request, record.document.uri, record.edit.region

    def _queue(self, document: Document) -> ApplyQueue:
        if document.queue is None:
            # An editor without a name shows by its first refusal that it checks.
            checks_zero = self._client.name != _NEOVIM if self._client.name else None
            checks_versions = self._client.versions_edits and (self._client.name in _CHECKERS or None)
            edits = DocumentEdits(
                document.text, document.version, checks_zero=checks_zero, checks_versions=checks_versions
            )
            document.queue = ApplyQueue(
                edits, lambda operation: self._apply(document, operation), self._server.in_background
            )
            document.queue.on_state = lambda: self._on_state(document)
        return document.queue

    def _on_state(self, document: Document) -> None:
        # Close the streams of edits that typing has stopped, or a close has cancelled.
        for run in self._running.values():
            if run.edit.state != "running":
                run.producer.cancel()
        self._tell_news(document)
        if document.queue is not None and document.queue.is_empty:
            document.queue = None

    def _is_closed(self, record: _Record) -> bool:
        return self._session.find(record.document.uri) is not record.document

    def _of(self, document: Document) -> list[_Record]:
        return [record for record in self._records.values() if record.document is document]

    def _tell_news(self, document: Document) -> None:
        if _is_owing(document):
            return
        for record in self._of(document):
            edit = record.edit
            grown = edit.place if edit.state == "running" else None
            news = edit.state, edit.n_decisions, grown, record.warning
            if record.told != news:
                record.told = news
                self.on_news(self._view(record))
            self._keep(record)

    def _keep(self, record: _Record) -> None:
        """Have on the disk what an undecided edit reads now, and nothing of a decided one."""
        edit = record.edit
        is_undecided = edit.state in {"pending", "stopped"} and not edit.review.is_original
        content = edit.place.content if is_undecided else None
        if edit.state == "running" or content == record.kept:
            return
        record.kept = content
        if edit.state not in FOLLOWED_STATES:
            # Nobody tries it again; its snapshot would keep an old text alive.
            record.request = None
        if is_undecided:
            self._kept.keep_soon(edit, record.document, record.title)
        else:
            self._kept.drop(edit.id)

    def _bring_back(self, document: Document, found: FoundEdit) -> None:
        known = self._records.get(found.id)
        if known is not None and not (known.document is not document and known.edit.state in OPEN_STATES):
            return
        edit = self._queue(document).adopt(found.id, found.start, found.review)
        request, warning = (known.request, known.warning) if known else (None, None)
        self._records[found.id] = _Record(document, edit, found.title, request, warning)
        self._tell_news(document)

    def _reviews(self, job: EditJob) -> bool:
        review = job.snapshot.settings.edits.review
        return review == "always" or (review == "auto" and EDIT_PROGRESS in self._client.extensions)

    def _streams(self, job: EditJob, document: Document) -> bool:
        if document.is_full_sync or not self._client.versions_edits:
            return False
        streaming = job.snapshot.settings.edits.streaming
        return streaming == "always" or (streaming == "auto" and GROUPED_UNDO in self._client.extensions)

    async def _apply(self, document: Document, operation: Operation) -> bool:
        record = self._records.get(operation.edit_id)
        if record is not None:
            record.kept = ""
            self._kept.keep_before(record.edit, document, record.title)
        return await self._sender.send(document.uri, operation, record.title if record else "Restore")

    def _view(self, record: _Record) -> EditView:
        edit = record.edit
        hunks = edit.hunks() if edit.state in OPEN_STATES else ()
        return EditView(
            edit.id,
            record.title,
            record.document.uri,
            edit.state,
            edit.region,
            hunks,
            record.warning,
            can_be_retried=record.request is not None,
        )

    def _hunks(self, record: _Record) -> list[dict[str, Any]]:
        edit, document = record.edit, record.document
        if edit.state not in OPEN_STATES | {"applied"} or self._is_closed(record) or _is_owing(document):
            return []
        return hunk_params(edit.hunks(), edit.state, document.text, self._session.encoding)


def _is_owing(document: Document) -> bool:
    return document.queue is not None and document.queue.is_owing


def _is_shown(record: _Record) -> bool:
    """Whether the user may want to see it: what nobody asked to review is not shown once it has ended."""
    edit = record.edit
    return edit.state == "running" or (edit.state in {"pending", "stopped"} and edit.is_reviewed)
