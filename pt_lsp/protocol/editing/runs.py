"""The edits of the session: runs them, follows them through changes, and carries verdicts to them.

Refuses to know how an operation is told from typing (`edits.pending`) and how the editor is told of it.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import partial

from pt_lsp.documents.change import Change
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.edits.pending import Operation
from pt_lsp.edits.states import OPEN_STATES
from pt_lsp.edits.streaming_diff import StreamingDiff
from pt_lsp.errors import EditRefused, Unsupported
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.apply_queue import ApplyAnswer, ApplyQueue, Spawn
from pt_lsp.protocol.editing.closing import CUT_SHORT, Closing
from pt_lsp.protocol.editing.keeping import FoundEdit, Keeping, crashed_in
from pt_lsp.protocol.editing.manner import Manner
from pt_lsp.protocol.editing.notifications import EditNotifications
from pt_lsp.protocol.editing.record import EditRecord
from pt_lsp.protocol.editing.records import EditRecords
from pt_lsp.protocol.editing.retrying import Wanted, always, asked_before, refuse_unless
from pt_lsp.protocol.editing.run import EditJob, EditRun
from pt_lsp.protocol.editing.searching import Searches
from pt_lsp.protocol.editing.sending import EditSender, edits_of
from pt_lsp.protocol.editing.view import SHOWN_STATES, EditView, Verdict, result_of, told_hunks
from pt_lsp.protocol.progress import Bar
from pt_lsp.protocol.results import EditHunk, EditResult, VerdictResult
from pt_lsp.protocol.session import Session
from pt_lsp.store.originals import OriginalRecord

_LOST = "The editor told a change that cannot be read: see what stands there, open it again and ask anew."


class EditRuns(DocumentListener):
    """All edits of the session."""

    def __init__(
        self,
        session: Session,
        client: Client,
        *,
        sender: EditSender,
        spawn: Spawn,
        keeping: Keeping,
        notifications: EditNotifications,
    ) -> None:
        self._session = session
        self._client = client
        self._sender = sender
        self._spawn = spawn
        self._keeping = keeping
        self._notifications = notifications
        self._queues: dict[str, ApplyQueue] = {}
        self._records = EditRecords()
        self._searches = Searches(self._look)
        self._manner = Manner(session, client)
        self.closing = Closing(session, client, sender, keeping, spawn=spawn, look=self._look)

    async def run(self, job: EditJob, bar: Bar) -> EditResult:
        """How it stands when the stream of drafts has ended and its last edit is settled.

        Cancelling it restores the region first. Raises PtLspError if the model or the editor failed.
        """
        if not self._client.applies_edits:
            raise Unsupported("This editor does not take edits from a language server (workspace/applyEdit).")
        request = job.request
        now = self._session.snapshot(request.snapshot.uri)
        self.closing.let_begin(now.uri)
        queue = self._queue(now)
        self._keeping.asked_anew(self._records.waiting(now.uri))
        edit = queue.edits.start(job.id, request.region, is_reviewed=self._manner.reviews(now))
        record = EditRecord(edit, now.uri, now.language_id, request.title, queue, request)
        self._put(record)
        diff = StreamingDiff(edit.original, keeps_last_line_end=request.shape == "lines before")
        keep = partial(self._keeping.before_first_operation, record)
        run = EditRun(job, edit, queue, bar, diff, is_streamed=self._manner.streams(now), keep_original=keep)
        record.run = run
        self._tell(record)
        try:
            await run.finish()
        finally:
            record.run = None
            record.warning = run.warning
            self._tell(record)
            hunks = self._hunks(record)
            queue.forget_ended()
        if edit.error:
            raise EditRefused(edit.error)
        return result_of(record.view(), hunks)

    def view(self, edit_id: str) -> EditView | None:
        """The edit as it stands now, if it is known."""
        record = self._records.get(edit_id)
        return None if record is None else record.view()

    def warn(self, edit_id: str, sentence: str) -> None:
        """Tell one thing more of an edit, if it is known."""
        if record := self._records.get(edit_id):
            record.warning = f"{record.warning} {sentence}" if record.warning else sentence
            self._tell(record)

    def cancel(self, edit_id: str) -> None:
        """Take back that edit, if it runs."""
        record = self._records.get(edit_id)
        if record is not None and record.run is not None:
            record.run.cancel()

    def views(self, uri: str) -> tuple[EditView, ...]:
        """The edits of a document that run, or that can be decided and wait to be, in their order there."""
        self._searches.hurry()
        queue = self._queues.get(uri)
        if queue is None or queue.edits.is_owing:
            return ()
        records = [each for each in self._records.of(queue) if each.is_shown]
        return tuple(record.view() for record in sorted(records, key=lambda each: each.edit.region))

    async def decide(self, edit_id: str, verdict: Verdict, hunk: str | None = None) -> VerdictResult:
        """How it stands after the verdict on an edit or on one of its hunks.

        Repeated, it changes nothing. A rejection is carried out then, unless the editor does not let it.
        """
        self._searches.hurry()
        record = self._records.get(edit_id)
        if record is None or (record.queue is None and not self._keeping.keeps(record, self._records)):
            is_decided = record is not None and record.edit.state not in OPEN_STATES
            return {"state": record.edit.state if record and is_decided else "gone", "hunks": []}
        edit, queue = record.decided(verdict)
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
        return {"state": record.state, "hunks": hunks}

    async def take_back(self, edit_id: str, is_wanted: Wanted = always) -> tuple[EditRequest, str, Span]:
        """What an edit was asked for, and where to ask again, now that its region reads as before.

        The span counts in the newest text. Raises EditRefused when the edit runs, is decided, or cannot be.
        """
        record, queue, request = asked_before(self._records.get(edit_id))
        if request.is_about_document:  # where nothing may be asked, nothing is taken back
            await self._session.let_leave(self._session.snapshot_to_send(record.uri))
        refuse_unless(is_wanted)
        queue.reject(record.edit, None)
        await queue.settled(record.edit)
        if self._records.get(edit_id) is not record:
            raise EditRefused("This edit is being tried again already; wait for it or cancel it.")
        if record.edit.state not in {"rejected", "cancelled", "undone", "stopped"}:
            raise EditRefused("The editor did not let the edit be taken back; see whether it is read-only.")
        return request, record.uri, record.edit.region

    def opened(self, snapshot: Snapshot) -> None:
        """Edits that wait for a verdict and fit are there again."""
        self._look(snapshot.uri)

    def offer_crashed(self, uri: str, originals: Iterable[OriginalRecord], ended: Collection[int]) -> None:
        """Have edits of servers that died, as `ended` did, wait for a verdict again, where they fit."""
        if self._client.applies_edits and self._session.find(uri) is not None:
            snapshot = self._session.snapshot(uri)
            for found in crashed_in(snapshot, originals, ended):
                self._bring_back(snapshot, found)

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """What the editor reports tells what became of operations, and what the user has typed."""
        uri = snapshot.uri
        n_lost = len(self._records.waiting(uri))
        if queue := self._queues.get(uri):
            queue.changed(snapshot, changes)
        n_waiting = len(self._records.waiting(uri))
        if n_waiting > n_lost:
            self._searches.ask(uri)
        elif n_waiting:
            self._searches.changed(uri, changes)

    def lost(self, uri: str) -> None:
        """Edits that run fail: nothing can be sent to a text that nobody knows."""
        self._end(uri, _LOST)

    def closed(self, uri: str) -> None:
        """Edits that run end; what waits for a verdict is kept for a while."""
        self._end(uri)

    def _end(self, uri: str, error: str | None = None) -> None:
        self._searches.stop(uri)
        queue = self._queues.pop(uri, None)
        if queue is None:
            return
        records = self._records.of(queue)
        running = [record for record in records if record.edit.state == "running"]
        for record in records:
            self._keeping.document_closed(record)
        queue.close(error)
        for record in records:
            record.queue = None
        if error is None:
            self.closing.closed(uri, queue, running)

    def keep_rest(self) -> None:
        """Nothing changes any more: have the undecided edits on the disk as they are."""
        self._searches.stop()
        self._keeping.keep_rest(self._records)

    def _queue(self, document: Snapshot) -> ApplyQueue:
        uri = document.uri
        if uri not in self._queues:
            edits = edits_of(document, self._client, is_versioned=self._manner.is_versioned(uri))
            queue = ApplyQueue(edits, lambda operation: self._apply(uri, operation), self._spawn)
            queue.on_state = lambda: self._on_state(uri, queue)
            self._queues[uri] = queue
        return self._queues[uri]

    def _on_state(self, uri: str, queue: ApplyQueue) -> None:
        for record in self._records.of(queue):
            # Close the streams of edits that typing has stopped, a close has cancelled, or a silence ended.
            if record.run is not None and (record.edit.state != "running" or record.edit.is_restoring):
                record.run.producer.cancel()
            if record.edit.lost:
                self._keeping.lost(record)
            self._tell(record)
            if record.edit.lost and record.run is None:
                record.queue = None
        if queue.edits.is_empty and self._queues.get(uri) is queue:
            del self._queues[uri]
            for record in self._records.of(queue):
                record.queue = None

    def _put(self, record: EditRecord) -> None:
        """The same edit, tried again or brought back, is told of anew."""
        if known := self._records.put(record):
            known.told.stop()
            self._keeping.stop(known)

    def _tell(self, record: EditRecord) -> None:
        if record.is_owing or self._records.get(record.id) is not record:
            return
        edit = record.edit
        place = edit.place if edit.state in SHOWN_STATES else None
        news = edit.state, edit.n_decisions, place, record.warning
        if record.news != news:
            record.news = news
            self._notifications.tell(
                record.told, record.view(), lambda: None if record.is_owing else record.view()
            )
        self._keeping.note(record)

    def _look(self, uri: str) -> None:
        if self.closing.holds(uri):
            return
        snapshot = self._session.snapshot(uri)
        closed = self.closing.found_in(snapshot, self._records)
        for found in (*closed, *self._keeping.closed_in(snapshot, self._records, self._session)):
            self._bring_back(snapshot, found)
        for record in self._records.waiting(snapshot.uri):
            self._tell(record)

    def _bring_back(self, snapshot: Snapshot, found: FoundEdit) -> None:
        known = self._records.get(found.id)
        if known is not None and not known.may_come_back:
            return
        queue = self._queue(snapshot)
        place = Span(found.start, found.start + len(found.review.content))
        if any(each.overlaps(place) for each in queue.edits.edits()):
            # Another edit has written the same there.
            return
        edit = queue.edits.adopt(found.id, found.start, found.review)
        request, warning = (known.request, known.warning) if known else (None, None)
        if known is not None and known.edit.state in {"cancelled", "stopped"}:
            edit.leave()
            warning = CUT_SHORT if known.edit.state == "cancelled" else warning
        record = EditRecord(edit, snapshot.uri, snapshot.language_id, found.title, queue, request, warning)
        self._put(record)
        self._tell(record)

    async def _apply(self, uri: str, operation: Operation) -> ApplyAnswer:
        if record := self._records.get(operation.edit_id):
            self._keeping.before_operation(record)
        title = record.title if record else "Restore"
        return await self._sender.send(uri, operation, title, is_versioned=self._manner.is_versioned(uri))

    def _hunks(self, record: EditRecord) -> list[EditHunk]:
        edit, document = record.edit, self._session.find(record.uri)
        is_told = edit.state in OPEN_STATES | {"applied"} and record.queue is not None
        if not is_told or document is None or record.is_owing:
            return []
        return told_hunks(edit.hunks(), edit.state, document.text, self._session.encoding)
