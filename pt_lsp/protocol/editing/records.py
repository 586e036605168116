"""All edits that are known of, oldest first; refuses to know what becomes of one."""

from collections.abc import Iterator

from pt_lsp.documents.uris import canonical_uri
from pt_lsp.protocol.editing.apply_queue import ApplyQueue
from pt_lsp.protocol.editing.record import EditRecord

MAX_RECORDS = 200
"""So many decided ones are remembered. What can still be decided is bounded where it is followed or kept."""


class EditRecords:
    """One per session. Of many the oldest decided ones are forgotten, never one that waits for a verdict."""

    def __init__(self) -> None:
        self._records: dict[str, EditRecord] = {}

    def __iter__(self) -> Iterator[EditRecord]:
        return iter(self._records.values())

    def get(self, edit_id: str) -> EditRecord | None:
        """The edit of that id, if it is known."""
        return self._records.get(edit_id)

    def put(self, record: EditRecord) -> EditRecord | None:
        """Know of one more; gives the one of the same id that it replaces."""
        replaced = self._records.pop(record.id, None)
        self._records[record.id] = record
        if len(self._records) > MAX_RECORDS:
            decided = [each.id for each in self if each is not record and not each.can_be_decided]
            for edit_id in decided[: len(self._records) - MAX_RECORDS]:
                del self._records[edit_id]
        return replaced

    def of(self, queue: ApplyQueue) -> list[EditRecord]:
        """Those that are followed by this queue."""
        return [record for record in self if record.queue is queue]

    def waiting(self, uri: str) -> list[EditRecord]:
        """Those whose text was in that document, and is to be found again."""
        waiting = [record for record in self if record.closed is not None]
        return [record for record in waiting if canonical_uri(record.uri) == canonical_uri(uri)]
