import pytest
from lsprotocol import types

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.review import ReviewHunk
from pt_lsp.edits.states import EditState
from pt_lsp.protocol.editing.view import EditView, progress_of

URI = "file:///a.py"
HUNK = ReviewHunk("edit-1.1", 1, Span(0, 3), "old", "new")


def view(state: EditState, *hunks: ReviewHunk, warning: str | None = None) -> EditView:
    return EditView("edit-1", "Fix", URI, state, Span(0, 9), hunks, warning)


def test_what_is_told_has_the_names_and_ranges_of_lsp() -> None:
    text = Text.of("new\nx = 1\n")
    told = progress_of(view("pending", HUNK, warning="Look."), text, "utf-16")
    region = types.Range(types.Position(0, 0), types.Position(1, 5))
    assert told == {
        "editId": "edit-1",
        "uri": URI,
        "title": "Fix",
        "state": "pending",
        "range": region,
        "hunks": [
            {
                "id": "edit-1.1",
                "state": "pending",
                "range": types.Range(types.Position(0, 0), types.Position(0, 3)),
                "oldText": "old",
                "newText": "new",
            }
        ],
        "warning": "Look.",
        "stoppedBy": None,
    }


def test_a_closed_document_has_no_places() -> None:
    told = progress_of(view("cancelled", HUNK), None, "utf-8")
    assert (told["range"], told["hunks"]) == (None, [])


@pytest.mark.parametrize(
    ("state", "waits"),
    [("running", False), ("pending", True), ("stopped", True), ("undone", False), ("applied", False)],
)
def test_what_has_ended_with_new_text_waits_for_a_verdict(state: EditState, waits: bool) -> None:
    assert view(state, HUNK).waits is waits
    assert not view(state).waits
