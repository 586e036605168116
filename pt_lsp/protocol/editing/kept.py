"""What is kept of an undecided edit whose document is closed or whose server died, and where it fits again.

Refuses to know how it is kept.
"""

import os
import time
from dataclasses import dataclass

from pt_lsp.documents.uris import path_of
from pt_lsp.edits.pending import PendingEdit
from pt_lsp.edits.review import Review, ReviewPiece
from pt_lsp.protocol.editing.record import EditRecord
from pt_lsp.store.originals import OriginalRecord, StoredPiece


@dataclass(frozen=True, slots=True)
class FoundEdit:
    """An edit that fits into a document: the region starts at `start`, and reads as `review` says."""

    id: str
    title: str
    start: int
    review: Review


def original_now(record: EditRecord) -> OriginalRecord:
    """What there is to keep of an edit as it stands."""
    return _original(record, record.edit.review.pieces())


def original_before_operation(record: EditRecord) -> OriginalRecord:
    """The same before an operation is sent that may land or not."""
    edit = record.edit
    if edit.rejecting:
        return _original(record, edit.review.pieces(), edit.review_to_be.pieces())
    return _original(record, _streamed(edit, edit.place.content), _streamed(edit, edit.wanted))


def find_kept(kept: OriginalRecord, text: str) -> FoundEdit | None:
    """Where the newest candidate that differs from the original stands in `text`, if it does so once."""
    for pieces in reversed(kept.candidates):
        review = _review_of(pieces)
        if review is None or review.is_original or not review.content.strip():
            continue
        start = text.find(review.content)
        if start >= 0 and text.find(review.content, start + 1) < 0:
            return FoundEdit(kept.edit_id, kept.title, start, review)
    return None


def is_renamed(kept: OriginalRecord, language_id: str) -> bool:
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
    return [("old", edit.original, 1), ("new", content, 1)]


def _review_of(pieces: list[StoredPiece]) -> Review | None:
    try:
        review = Review.of_pieces(pieces)  # type: ignore[arg-type] # a kind that is none is refused there
    except ValueError:
        return None
    match review.parts:
        case ("", hunk, "") if not isinstance(hunk, str):
            return Review.of(hunk.old, hunk.content)
    return review
