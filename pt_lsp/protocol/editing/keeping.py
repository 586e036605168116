"""Keeps undecided edits while their document is closed, and on the disk for the case of a crash.

Refuses to follow an edit in an open document (`edits.pending`) and to know how files are written.
"""

import asyncio
import logging
import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import canonical_uri, path_of
from pt_lsp.edits.live_hunk import LiveHunk
from pt_lsp.edits.pending import PendingEdit
from pt_lsp.edits.review import Review, ReviewPiece
from pt_lsp.edits.states import FOLLOWED_STATES, OPEN_STATES
from pt_lsp.protocol.editing.originals import OriginalsQueue
from pt_lsp.protocol.editing.record import LOST, EditRecord
from pt_lsp.protocol.processes import is_alive
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.throttle import Throttle
from pt_lsp.store.originals import OriginalRecord, StoredPiece

logger = logging.getLogger(__name__)

_MAX_CLOSED = 20
_CLOSED_TTL_S = 30 * 60.0

_MAX_WAIT_S = 2.0
"""A disk of this machine takes milliseconds, one that hangs takes for ever."""

_WRITE_EVERY_S = 1.0
"""While somebody types inside a pending region: each key would be a file."""


@dataclass(frozen=True, slots=True)
class FoundEdit:
    """An edit that fits into a document: the region starts at `start`, and reads as `review` says."""

    id: str
    title: str
    start: int
    review: Review


class Keeping:
    """Changes in each record what is kept of it, and nothing else."""

    def __init__(self, originals: OriginalsQueue) -> None:
        self._originals = originals

    async def before_first_operation(self, record: EditRecord, wanted: str) -> None:
        """Return when the original is on the disk, and that the region may read `wanted` soon.

        A disk that takes too long for that does not hold up the edit.
        """
        edit = record.edit
        record.kept_content = ""
        self._originals.keep(_original(record, _streamed(edit, edit.place.content), _streamed(edit, wanted)))
        with suppress(TimeoutError):
            async with asyncio.timeout(_MAX_WAIT_S):
                await self._originals.settled()

    def before_operation(self, record: EditRecord) -> None:
        """Have the original on the disk before an operation is sent: it may land or not."""
        record.kept_content = ""
        self._originals.keep(_original_before_operation(record))

    def note(self, record: EditRecord) -> None:
        """Have on the disk what an undecided edit reads now, and nothing of a decided one."""
        edit = record.edit
        if record.closed is not None or (edit.is_overdue and not record.is_undecided):
            return
        content = edit.place.content if record.is_undecided else None
        if edit.state not in FOLLOWED_STATES:
            # Nobody tries it again; its snapshot would keep an old text alive.
            record.request = None
        if edit.state == "running" or content == record.kept_content:
            return
        record.kept_content = content
        if content is None:
            self.stop(record)
            self._originals.drop(record.id)
            return
        if record.keeping is None:
            record.keeping = Throttle(lambda: self._keep(record), _WRITE_EVERY_S, has_just_acted=True)
        record.keeping.ask()

    def stop(self, record: EditRecord) -> None:
        """Write nothing more of this record."""
        if record.keeping is not None:
            record.keeping.stop()

    def keep_rest(self, records: Iterable[EditRecord]) -> None:
        """Have on the disk at once what was to be there soon."""
        for record in records:
            if record.keeping is not None:
                record.keeping.hurry()

    def document_closed(self, record: EditRecord) -> None:
        """The document of an edit is about to be closed: an undecided one is kept for a while."""
        if record.edit.state in OPEN_STATES and not record.edit.review.is_original:
            self.stop(record)
            record.closed = _original_now(record)
            record.kept_content = record.edit.place.content
            self._originals.keep(record.closed)

    def lost(self, record: EditRecord) -> None:
        """Nothing of the edit stands in its document, or is reported: what it read is kept for a while."""
        if record.closed is None:
            self.stop(record)
            record.closed = _original(record, *(review.pieces() for review in record.edit.lost))
            self._originals.keep(record.closed)
            if record.edit.state == "gone":
                logger.warning("%s", LOST)

    def asked_anew(self, records: Iterable[EditRecord]) -> None:
        """Of those in the same document, what was given up and may yet come is looked for no more."""
        for record in records:
            if record.edit.state in {"failed", "cancelled"}:
                self.forget(record)

    def forget(self, record: EditRecord) -> None:
        """Nothing of the edit is left anywhere."""
        record.closed = record.request = None
        self._originals.drop(record.id)

    def closed(self, records: Iterable[EditRecord]) -> Iterator[tuple[EditRecord, OriginalRecord]]:
        """The newest edits that wait for their document to be opened again; older ones are given up."""
        closed = [(record, record.closed) for record in records if record.closed is not None]
        closed.sort(key=lambda each: each[1].saved_s)
        oldest_s = time.time() - _CLOSED_TTL_S
        for n_newer, (record, kept) in enumerate(reversed(closed)):
            if n_newer < _MAX_CLOSED and kept.saved_s >= oldest_s:
                yield record, kept
            else:
                record.closed = None

    def keeps(self, record: EditRecord, records: Iterable[EditRecord]) -> bool:
        """Whether an edit whose document is closed can still be decided once it is open again."""
        return any(record is each for each, _ in self.closed(records))

    def closed_in(
        self, document: Snapshot, records: Iterable[EditRecord], session: Session
    ) -> list[FoundEdit]:
        """The edits that wait and fit into an open document, its own or those from before a renaming."""
        text = str(document.text)
        found = []
        for record, kept in reversed(list(self.closed(records))):
            is_own = canonical_uri(kept.uri) == canonical_uri(document.uri)
            if is_own or (session.find(kept.uri) is None and _is_renamed(kept, document.language_id)):
                edit = _find_kept(kept, text)
                if edit is not None:
                    record.closed = None
                    found.append(edit)
                elif is_own and record.edit.state in OPEN_STATES and not _is_anywhere(kept, text):
                    record.edit.vanish()
                    logger.warning("%s", LOST)
        return found

    def _keep(self, record: EditRecord) -> None:
        if record.edit.state in OPEN_STATES:
            self._originals.keep(_original_now(record))


def crashed_in(document: Snapshot, kept: Iterable[OriginalRecord], ended: Collection[int]) -> list[FoundEdit]:
    """Those of the edits that fit into the document, as it is now, and whose server lives no longer.

    `ended` are servers that are known to have ended, though their parents may not have taken note yet.
    """
    text = str(document.text)
    orphaned = [each for each in kept if not _has_owner(each, ended)]
    return [found for each in orphaned if (found := _find_kept(each, text)) is not None]


def owner_of(kept: Iterable[OriginalRecord], ended: Collection[int]) -> int | None:
    """Another server that lives and follows one of the edits."""
    others = (each for each in kept if each.owner_pid != os.getpid() and _has_owner(each, ended))
    return next((each.owner_pid for each in others), None)


def _has_owner(kept: OriginalRecord, ended: Collection[int]) -> bool:
    pid = kept.owner_pid
    return bool(pid) and pid not in ended and is_alive(pid)


def _original_now(record: EditRecord) -> OriginalRecord:
    """What there is to keep of an edit as it stands."""
    return _original(record, record.edit.review.pieces())


def _original_before_operation(record: EditRecord) -> OriginalRecord:
    """The same before an operation is sent that may land or not."""
    edit = record.edit
    if edit.rejecting:
        return _original(record, edit.review.pieces(), edit.review_to_be.pieces())
    return _original(record, _streamed(edit, edit.place.content), _streamed(edit, edit.wanted))


def _find_kept(kept: OriginalRecord, text: str) -> FoundEdit | None:
    """Where the newest candidate that differs from the original stands in `text`, if it does so once."""
    for pieces in reversed(kept.candidates):
        review = _review_of(pieces)
        if review is None or review.is_original or not review.content.strip():
            continue
        start = text.find(review.content)
        if start >= 0 and text.find(review.content, start + 1) < 0:
            return FoundEdit(kept.edit_id, kept.title, start, review)
    return None


def _is_anywhere(kept: OriginalRecord, text: str) -> bool:
    reviews = filter(None, map(_review_of, kept.candidates))
    return any(review.content.strip() and review.content in text for review in reviews)


def _is_renamed(kept: OriginalRecord, language_id: str) -> bool:
    """Whether the document may have another name now: the file is no longer where it was."""
    path = path_of(kept.uri)
    return kept.language_id == language_id and (path is None or not path.exists())


def _original(record: EditRecord, *candidates: list[ReviewPiece]) -> OriginalRecord:
    plain = tuple([(str(kind), text, number) for kind, text, number in pieces] for pieces in candidates)
    return OriginalRecord(
        record.id, record.uri, record.language_id, record.title, time.time(), plain, os.getpid()
    )


def _streamed(edit: PendingEdit, content: str) -> list[ReviewPiece]:
    """The region of a running edit as one hunk; better ones would cost too much for each operation."""
    return [("old", edit.restored, 1), ("new", content, 1)]


def _review_of(pieces: list[StoredPiece]) -> Review | None:
    try:
        review = Review.of_pieces(pieces)  # type: ignore[arg-type] # a kind that is none is refused there
    except ValueError:
        return None
    match review.parts:
        case ("", LiveHunk() as hunk, "") if hunk.is_untouched:
            return Review.of(hunk.old, hunk.content)
    return review
