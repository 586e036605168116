"""Undecided edits whose document is closed or whose server died: what is kept, and where it fits again.

Refuses to follow an edit in an open document (`edits.pending`) and to know how files are written.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cachetools import TTLCache

from pt_lsp.documents.uris import path_of
from pt_lsp.edits.pending import PendingEdit
from pt_lsp.edits.pending_edit import OPEN_STATES
from pt_lsp.edits.review import Review, ReviewPiece
from pt_lsp.protocol.editing.originals import OriginalsQueue
from pt_lsp.protocol.processes import is_alive
from pt_lsp.protocol.session import Document
from pt_lsp.store.originals import OriginalRecord

_MAX_CLOSED = 20
_CLOSED_TTL_S = 30 * 60.0

_WRITE_DELAY_S = 1.0
"""After somebody has typed inside a pending region: each key would be a file."""


@dataclass(frozen=True, slots=True)
class FoundEdit:
    """An edit that fits into a document: the region starts at `start`, and reads as `review` says."""

    id: str
    title: str
    start: int
    review: Review


class KeptEdits:
    """Of all edits of one server; owned by `EditRuns`."""

    def __init__(self, originals: OriginalsQueue) -> None:
        self._originals = originals
        self._closed: TTLCache[str, OriginalRecord] = TTLCache(_MAX_CLOSED, _CLOSED_TTL_S)
        self._later: dict[str, tuple[asyncio.TimerHandle, PendingEdit, Document, str]] = {}

    def keep_before(self, edit: PendingEdit, document: Document, title: str) -> None:
        """Have the original on the disk before an operation of `edit` is sent: it may land or not."""
        to_be = edit.review_to_be.pieces() if edit.rejecting else _streamed(edit, edit.wanted)
        now = edit.review.pieces() if edit.rejecting else _streamed(edit, edit.place.content)
        self._originals.keep(_record(edit, document, title, now, to_be))

    def keep_soon(self, edit: PendingEdit, document: Document, title: str) -> None:
        """Have what the region reads now on the disk, once a short while is over."""
        if edit.id not in self._later:
            timer = asyncio.get_running_loop().call_later(_WRITE_DELAY_S, self._keep_now, edit.id)
            self._later[edit.id] = timer, edit, document, title

    def keep_rest(self) -> None:
        """Have on the disk at once what was to be there soon."""
        for edit_id in list(self._later):
            self._keep_now(edit_id)

    def drop(self, edit_id: str) -> None:
        """Nothing is left to decide."""
        if later := self._later.pop(edit_id, None):
            later[0].cancel()
        self._originals.drop(edit_id)

    def close(self, edit: PendingEdit, document: Document, title: str) -> None:
        """The document of an undecided edit is closed."""
        record = _record(edit, document, title, edit.review.pieces())
        self._originals.keep(record)
        self._closed[edit.id] = record

    def closed_in(self, document: Document, is_open: Callable[[str], bool]) -> list[FoundEdit]:
        """The edits that fit into a document that was opened, its own or those from before a renaming."""
        text = str(document.text)
        found = []
        for record in list(self._closed.values()):
            if record.uri == document.uri or (not is_open(record.uri) and _is_renamed(record, document)):
                edit = _found(record, text)
                if edit is not None:
                    del self._closed[record.edit_id]
                    found.append(edit)
        return found

    def is_kept(self, edit_id: str) -> bool:
        """Whether the document of an undecided edit is closed."""
        return edit_id in self._closed

    def _keep_now(self, edit_id: str) -> None:
        timer, edit, document, title = self._later.pop(edit_id)
        timer.cancel()
        if edit.state in OPEN_STATES:
            self._originals.keep(_record(edit, document, title, edit.review.pieces()))


def crashed_in(document: Document, records: Iterable[OriginalRecord]) -> list[FoundEdit]:
    """Those of the edits that fit into the document, as it is now, and whose server lives no longer."""
    text = str(document.text)
    orphaned = [each for each in records if not (each.owner_pid and is_alive(each.owner_pid))]
    return [found for record in orphaned if (found := _found(record, text)) is not None]


def _record(
    edit: PendingEdit, document: Document, title: str, *candidates: list[ReviewPiece]
) -> OriginalRecord:
    plain = tuple([(str(kind), text, number) for kind, text, number in pieces] for pieces in candidates)
    return OriginalRecord(edit.id, document.uri, document.language_id, title, time.time(), plain, os.getpid())


def _streamed(edit: PendingEdit, content: str) -> list[ReviewPiece]:
    """The region of a running edit as one hunk; better ones would cost too much for each operation."""
    return [("old", edit.original, 1), ("new", content, 1)]


def _is_renamed(record: OriginalRecord, document: Document) -> bool:
    path = path_of(record.uri)
    return record.language_id == document.language_id and (path is None or not path.exists())


def _found(record: OriginalRecord, text: str) -> FoundEdit | None:
    """Where the newest candidate that differs from the original stands in `text`, if it does so once."""
    for pieces in reversed(record.candidates):
        review = _review_of(pieces)
        if review is None or review.is_original or not review.content.strip():
            continue
        start = text.find(review.content)
        if start >= 0 and text.find(review.content, start + 1) < 0:
            return FoundEdit(record.edit_id, record.title, start, review)
    return None


def _review_of(pieces: list[tuple[str, str, int]]) -> Review | None:
    try:
        review = Review.of_pieces(pieces)  # type: ignore[arg-type] # a kind that is none is refused there
    except ValueError:
        return None
    match review.parts:
        case ("", hunk, "") if not isinstance(hunk, str):
            return Review.of(hunk.old, hunk.content)
    return review
