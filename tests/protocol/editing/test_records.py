from pt_lsp.edits.pending_edit import PendingEdit
from pt_lsp.edits.review import Review
from pt_lsp.edits.states import EditState
from pt_lsp.protocol.editing.record import EditRecord
from pt_lsp.protocol.editing.records import MAX_RECORDS, EditRecords


def record(edit_id: str, state: EditState) -> EditRecord:
    edit = PendingEdit.ended_earlier(edit_id, 0, Review.of("old", "new"))
    edit.end(state)
    return EditRecord(edit, "untitled:a", "python", "title", None, None)


def test_an_edit_that_many_others_follow_is_known_until_it_is_decided() -> None:
    records = EditRecords()
    records.put(record("first", "applied"))
    records.put(record("waits", "pending"))
    for number in range(MAX_RECORDS + 1):
        records.put(record(str(number), "accepted"))
    assert records.get("waits") is not None
    assert records.get("first") is None
    assert len(list(records)) == MAX_RECORDS


def test_an_edit_tried_again_takes_its_own_place() -> None:
    records = EditRecords()
    first, second = record("e", "cancelled"), record("e", "pending")
    assert records.put(first) is None
    assert records.put(second) is first
    assert list(records) == [second]
