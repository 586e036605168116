import pytest

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.review import Review, ReviewHunk
from pt_lsp.edits.states import EditState
from pt_lsp.protocol.editing.view import EditView
from pt_lsp.protocol.handlers.code_lens import lenses_of

ABOVE = "# above\n"


def view(
    old: str,
    new: str,
    state: EditState = "pending",
    *,
    warning: str | None = None,
    can_be_retried: bool = True,
) -> tuple[EditView, Text]:
    """An edit that has made `new` of `old`, below one line and above another, and the document's text."""
    hunks: tuple[ReviewHunk, ...] = Review.of(old, new).hunks("e", len(ABOVE))
    region = Span(len(ABOVE), len(ABOVE) + len(new))
    edit = EditView("e", "Fix", "file:///a.py", state, region, hunks, warning, can_be_retried)
    return edit, Text.of(f"{ABOVE}{new}\n# below\n")


def check(shown: tuple[EditView, Text], expected: list[str]) -> None:
    lenses = [(lens.range.start.line, lens.command) for lens in lenses_of(*shown, "utf-16")]
    assert [f"{line} {command.title}" for line, command in lenses if command] == expected


def test_one_change_is_decided_with_the_whole() -> None:
    check(view("a\nb", "a\nc"), ["1 Accept: Fix", "1 Reject", "1 Retry"])


def test_each_of_several_changes_is_decided_where_it_begins() -> None:
    whole = ["1 Accept All: Fix", "1 Reject All", "1 Retry"]
    check(view("a\nb\nc\nd", "x\ny\nb\nc\nz"), [*whole, "1 Accept", "1 Reject", "5 Accept", "5 Reject"])


def test_lines_added_at_the_end_are_decided_where_they_stand() -> None:
    whole = ["1 Accept All: Fix", "1 Reject All", "1 Retry"]
    check(view("a\nb", "x\nb\nc"), [*whole, "1 Accept", "1 Reject", "3 Accept", "3 Reject"])


def test_lines_taken_away_are_decided_where_they_were() -> None:
    whole = ["1 Accept All: Fix", "1 Reject All", "1 Retry"]
    check(view("a\nb\nc\nd", "x\nb\nd"), [*whole, "1 Accept", "1 Reject", "3 Accept", "3 Reject"])


def test_a_warning_is_in_the_last_title_and_not_too_long() -> None:
    check(view("a", "b", warning="Look at it."), ["1 Accept: Fix", "1 Reject", "1 Retry (Look at it.)"])
    check(view("a", "b", warning="Look.", can_be_retried=False), ["1 Accept: Fix", "1 Reject (Look.)"])
    edit, text = view("a", "b", warning="long " * 50)
    (*_, retry) = lenses_of(edit, text, "utf-8")
    assert retry.command is not None
    assert len(retry.command.title) < 70
    assert retry.command.title.endswith("…)")


def test_what_cannot_be_asked_again_has_no_retry() -> None:
    check(view("a", "b", can_be_retried=False), ["1 Accept: Fix", "1 Reject"])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("running", ["1 Cancel: Fix"]),
        ("stopped", ["1 Stopped: Fix. Take It Back", "1 Ask Again", "1 Keep as It Is"]),
        ("undone", []),
        ("accepted", []),
        ("cancelled", []),
    ],
)
def test_only_what_can_be_decided_or_cancelled_has_lenses(state: EditState, expected: list[str]) -> None:
    check(view("a", "b", state), expected)


def test_an_edit_of_which_nothing_had_come_has_none() -> None:
    check(view("a", "a", "stopped"), [])
