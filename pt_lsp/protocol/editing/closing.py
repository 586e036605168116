"""What becomes of edits that ran when their document was closed: taken back in its file, or found again.

Refuses to write files: the editor does, where it has said that it applies edits to closed documents. It is
asked to only where the file reads as the document did, but for what stood in the regions at some moment, so
that what somebody else has written is never touched.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import canonical_uri, path_of
from pt_lsp.edits.closed_text import ClosedRegion, ClosedText, FoundReading
from pt_lsp.edits.flight import TIMEOUT_S, Operation
from pt_lsp.edits.review import Review
from pt_lsp.errors import EditRefused, PtLspError
from pt_lsp.protocol.client import Client
from pt_lsp.protocol.editing.apply_queue import ApplyQueue, Spawn
from pt_lsp.protocol.editing.keeping import FoundEdit, Keeping
from pt_lsp.protocol.editing.record import EditRecord
from pt_lsp.protocol.editing.sending import EditSender
from pt_lsp.protocol.extensions import CLOSED_EDITS
from pt_lsp.protocol.session import Session
from pt_lsp.workspace.files import read_source

CUT_SHORT = "The document was closed before all had come; take it back or ask again."

_MAX_CLOSED = 20
"""As many as are kept."""

_ANSWER_S = 30.0
"""To open a file, change and save it, with whatever formats it then, takes a busy editor seconds."""


@dataclass(slots=True, eq=False)
class _Closed:
    """One document; `records` are of the edits that ran."""

    uri: str
    text: ClosedText
    records: dict[str, EditRecord]
    is_answered: bool = False
    """Whether nothing was on its way any more, so that the regions read as the editor has told."""
    is_held: bool = True
    """While something is on its way that changes what the document reads, it is not looked at."""


class Closing:
    """One per session."""

    def __init__(
        self,
        session: Session,
        client: Client,
        sender: EditSender,
        keeping: Keeping,
        *,
        spawn: Spawn,
        look: Callable[[str], None],
    ) -> None:
        """`look` finds what waits in an open document."""
        self._session = session
        self._sender = sender
        self._keeping = keeping
        self._spawn = spawn
        self._restores = client.applies_edits and CLOSED_EDITS in client.extensions
        self._look = look
        self._closed: dict[str, _Closed] = {}
        self._is_ending = False

    def closed(self, uri: str, queue: ApplyQueue, records: Sequence[EditRecord]) -> None:
        """The document was closed, which has ended these edits; what had come of them is kept by now."""
        # Of a disturbed one nobody can tell what is ours.
        kept = [each for each in records if each.closed is not None and not each.edit.place.is_disturbed]
        if not kept or self._is_ending:
            return
        text = ClosedText(queue.edits.text, map(_region_of, kept))
        closed = _Closed(uri, text, {each.id: each for each in kept})
        self._closed.pop(canonical_uri(uri), None)
        self._closed[canonical_uri(uri)] = closed
        for oldest in list(self._closed)[:-_MAX_CLOSED]:
            del self._closed[oldest]
        self._spawn(self._conclude(closed, queue))

    def let_begin(self, uri: str) -> None:
        """Return if another edit may begin in an open document; EditRefused where it might be disturbed."""
        if self.holds(uri):
            raise EditRefused("What was written before this was closed is just being taken back; ask again.")

    def holds(self, uri: str) -> bool:
        """Whether it is not settled yet how the document reads, so that nothing is to be looked for in it."""
        closed = self._closed.get(canonical_uri(uri))
        return closed is not None and closed.is_held

    def found_in(self, document: Snapshot, records: Iterable[EditRecord]) -> Iterator[FoundEdit]:
        """What had come, where the document reads around it as it did when it was closed.

        `records` are all that are known; those that have waited too long are found no more.
        """
        closed = self._closed.pop(canonical_uri(document.uri), None)
        if closed is None:
            return
        text, waiting = str(document.text), [record for record, _ in self._keeping.closed(records)]
        for each in closed.text.found_in(text) or closed.text.found_between_lines(text):
            record = closed.records[each.region.edit_id]
            if each.is_original and closed.is_answered:
                self._keeping.forget(record)
            elif not each.is_original and record in waiting:
                record.closed = None
                review = Review.of(each.region.original, each.content)
                yield FoundEdit(record.id, record.title, each.start, review)

    def ending(self) -> None:
        """The editor is gone."""
        self._is_ending = True
        self._closed.clear()

    async def _conclude(self, closed: _Closed, queue: ApplyQueue) -> None:
        closed.is_answered = await queue.answered(TIMEOUT_S)
        closed.is_held = False
        if self._session.find(closed.uri) is not None:
            self._look(closed.uri)
        elif closed.is_answered and self._restores and (path := path_of(closed.uri)):
            await self._restore(closed, path)

    async def _restore(self, closed: _Closed, path: Path) -> None:
        text = await asyncio.to_thread(_read, path, shows_mark=closed.text.begins_with_mark)
        found = None if text is None else closed.text.found_in(text)
        if text is None or not found or not self._waits(closed):
            return
        if all(each.is_original for each in found):
            # It was not saved; but an editor may be about to open it as it was, with another language.
            return
        closed.is_held = True
        is_done = await self._send(closed.uri, text, found)
        closed.is_held = False
        if not self._waits(closed):
            return
        # Somebody may have opened it meanwhile, and so does the editor for the time of the edit.
        document = self._session.find(closed.uri)
        is_told = document is not None and closed.text.found_in(str(document.text)) is not None
        if is_done and not is_told:
            del self._closed[canonical_uri(closed.uri)]
            for record in closed.records.values():
                self._keeping.forget(record)
        elif document is not None:
            self._look(closed.uri)

    async def _send(self, uri: str, text: str, found: Sequence[FoundReading]) -> bool:
        """Whether the editor says that it has restored the regions in a closed document that reads `text`."""
        changes = tuple(change for each in found if (change := each.restoring()))
        edit_id = found[0].region.edit_id
        operation = Operation(0, edit_id, 0, Text.of(text), changes)
        try:
            async with asyncio.timeout(_ANSWER_S):
                answer = await self._sender.send(uri, operation, "Restore", is_versioned=False)
        except TimeoutError:
            return False
        return answer.is_applied

    def _waits(self, closed: _Closed) -> bool:
        """Whether nobody has looked for what had come, and has given it up."""
        return self._closed.get(canonical_uri(closed.uri)) is closed


def _region_of(record: EditRecord) -> ClosedRegion:
    edit = record.edit
    sent = (review.content for review in edit.lost)
    readings = frozenset({*edit.familiar, edit.original, edit.place.content, *sent})
    return ClosedRegion(edit.id, edit.region, edit.original, readings)


def _read(path: Path, *, shows_mark: bool) -> str | None:
    """The file as the editor shows it; None for what is no text of a size that anybody edits."""
    try:
        text = read_source(path)
    except PtLspError:
        return None
    return f"\ufeff{text}" if shows_mark else text
