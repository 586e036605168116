"""An edit that waits for a verdict: accepting, rejecting, typing, undo; one fact a test."""

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.followed import MAX_UNDECIDED
from pt_lsp.edits.pending import TIMEOUT_S, DocumentEdits, Operation, PendingEdit

ABOVE, BELOW = "above\n", "\nbelow"
OLD = "a\nb\nc\nd\ne"
NEW = "A\nb\nC\nd\nE"


class Scene:
    """An edit `e` of five lines between two others; all of its new text has come where `is_final`."""

    def __init__(
        self, old: str = OLD, new: str = NEW, above: str = ABOVE, below: str = BELOW, *, is_final: bool = True
    ) -> None:
        region = Span(len(above), len(above) + len(old))
        self.edits = DocumentEdits(Text.of(above + old + below), 1, checks_zero=True)
        self.version = 1
        self.edit = self.edits.start("e", region, is_reviewed=True)
        self.edits.want("e", new, is_final=is_final)
        self.carry_out()

    @property
    def text(self) -> str:
        return str(self.edits.text)

    @property
    def state(self) -> str:
        return self.edit.state

    @property
    def hunk_ids(self) -> list[str]:
        return [hunk.id for hunk in self.edit.hunks()]

    def send(self) -> Operation:
        operation = self.edits.next_operation(0.0)
        assert operation is not None
        return operation

    def carry_out(self) -> None:
        operation = self.send()
        self.report(*reversed(operation.changes))
        self.edits.answered(True, 0.0, operation)

    def report(self, *changes: Change) -> None:
        self.version += 1
        self.edits.changed(changes, self.version, 0.0)

    def type(self, before: str, text: str) -> None:
        at = self.text.index(before)
        self.report(Change(Span(at, at), text))

    def replace(self, old: str, new: str) -> None:
        at = self.text.index(old)
        self.report(Change(Span(at, at + len(old)), new))

    def is_quiet(self) -> bool:
        return self.edits.next_operation(0.0) is None


def test_an_edit_waits_with_its_hunks() -> None:
    scene = Scene()
    assert scene.edit.state == "pending"
    assert scene.hunk_ids == ["e.1", "e.2", "e.3"]
    assert [(hunk.old_text, hunk.new_text) for hunk in scene.edit.hunks()] == [
        ("a\n", "A\n"),
        ("c\n", "C\n"),
        ("e", "E"),
    ]


def test_an_edit_that_changes_nothing_waits_for_nothing() -> None:
    edits = DocumentEdits(Text.of("a"), 1, checks_zero=True)
    edit = edits.start("e", Span(0, 1), is_reviewed=True)
    edits.want("e", "a", is_final=True)
    assert edit.state == "unchanged"


@pytest.mark.parametrize(("is_doubtful", "state"), [(True, "pending"), (False, "applied")])
def test_a_doubtful_text_waits_for_a_verdict_in_any_case(is_doubtful: bool, state: str) -> None:
    edits = DocumentEdits(Text.of("a"), 1, checks_zero=True)
    edit = edits.start("e", Span(0, 1))
    edits.want("e", "b", is_final=True, is_doubtful=is_doubtful)
    operation = edits.next_operation(0.0)
    assert operation is not None
    edits.changed(operation.changes, 2, 0.0)
    edits.answered(True, 0.0, operation)
    assert edit.state == state


def test_accepting_sends_nothing_and_leaves_no_trace() -> None:
    scene = Scene()
    scene.edits.accept("e")
    assert (scene.edit.state, scene.edits.edits()) == ("accepted", ())
    assert scene.is_quiet()
    scene.edits.forget_ended()
    assert scene.edits.is_empty


def test_rejecting_restores_the_text() -> None:
    scene = Scene()
    scene.edits.reject("e")
    assert not scene.edit.is_settled
    scene.carry_out()
    assert scene.text == ABOVE + OLD + BELOW
    assert (scene.edit.state, scene.edit.is_settled) == ("rejected", True)


def test_rejecting_keeps_what_was_typed_around_and_inside() -> None:
    scene = Scene()
    scene.type("above", "1")
    scene.type("b\n", "2")
    scene.type("\nbelow", "3")
    assert scene.edit.state == "pending"
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == "1above\na\n2b\nc\nd\ne3\nbelow"


def test_one_hunk_is_rejected_and_the_others_keep_waiting() -> None:
    scene = Scene()
    scene.edits.reject("e", 2)
    scene.carry_out()
    assert scene.text == ABOVE + "A\nb\nc\nd\nE" + BELOW
    assert (scene.edit.state, scene.hunk_ids) == ("pending", ["e.1", "e.3"])


def test_one_hunk_is_accepted_and_the_rest_rejected() -> None:
    scene = Scene()
    scene.edits.accept("e", 1)
    assert scene.is_quiet()
    assert (scene.edit.state, scene.hunk_ids) == ("pending", ["e.2", "e.3"])
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == ABOVE + "A\nb\nc\nd\ne" + BELOW
    assert scene.edit.state == "rejected"


def test_the_last_hunk_decided_decides_the_edit() -> None:
    scene = Scene()
    scene.edits.accept("e", 1)
    scene.edits.accept("e", 2)
    scene.edits.accept("e", 3)
    assert scene.edit.state == "accepted"


@pytest.mark.parametrize("number", [None, 1, 7])
def test_a_verdict_repeated_changes_nothing(number: int | None) -> None:
    scene = Scene()
    scene.edits.accept("e")
    scene.edits.reject("e", number)
    scene.edits.accept("e", number)
    assert scene.edit.state == "accepted"
    assert scene.is_quiet()


def test_a_verdict_on_a_hunk_that_is_not_there_changes_nothing() -> None:
    scene = Scene()
    scene.edits.accept("e", 7)
    scene.edits.reject("e", 7)
    assert scene.is_quiet()
    assert (scene.edit.state, len(scene.hunk_ids)) == ("pending", 3)


def test_typing_while_a_rejection_is_on_its_way_is_kept() -> None:
    scene = Scene()
    scene.edits.reject("e")
    operation = scene.send()
    scene.type("C", "x")
    scene.edits.answered(False, 0.0, operation)
    scene.carry_out()
    assert scene.text == ABOVE + "a\nb\nxc\nd\ne" + BELOW
    assert scene.edit.state == "rejected"


def test_an_editor_that_says_nothing_of_a_rejection_leaves_the_edit_pending() -> None:
    scene = Scene()
    scene.edits.reject("e")
    scene.send()
    scene.edits.tick(TIMEOUT_S + 1)
    assert (scene.edit.state, scene.edit.is_settled) == ("pending", True)
    assert scene.is_quiet()


def test_an_undo_of_the_edit_in_one_step_makes_it_undone_and_a_redo_pending() -> None:
    scene = Scene()
    scene.replace(NEW, OLD)
    assert (scene.edit.state, scene.hunk_ids) == ("undone", [])
    scene.edits.reject("e")
    assert scene.is_quiet()
    assert scene.edit.state == "undone"
    scene.replace(OLD, NEW)
    assert (scene.edit.state, scene.hunk_ids) == ("pending", ["e.1", "e.2", "e.3"])
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == ABOVE + OLD + BELOW


@pytest.mark.parametrize(
    ("old", "new"),
    [("a\nb", "a"), ("a", "a\nb"), ("a\na", "a"), ("b\na", "a"), ("", "a\n"), ("a", "")],
)
def test_an_undo_is_known_also_at_the_edges_of_the_region(old: str, new: str) -> None:
    scene = Scene(old, new, above="a\n", below="\na\n")
    scene.report(
        *(Change(Span(2, 2 + len(new)), "") for _ in new[:1]), *(Change(Span(2, 2), old) for _ in old[:1])
    )
    assert scene.text == "a\n" + old + "\na\n"
    assert scene.edit.state == "undone"
    assert scene.edit.region == Span(2, 2 + len(old))


def test_lines_put_back_behind_the_region_are_an_undo() -> None:
    scene = Scene("a\nb", "a", below="\nend")
    scene.report(Change(Span(8, 8), "b\n"))
    assert scene.text == "above\na\nb\nend"
    assert scene.edit.state == "undone"


def test_a_deletion_of_new_lines_by_hand_makes_the_edit_undone() -> None:
    scene = Scene("a\nb", "a\nnew\nb")
    scene.replace("new\n", "")
    assert scene.edit.state == "undone"


def test_an_undo_of_typing_inside_leads_back_to_the_edit_as_it_was() -> None:
    scene = Scene()
    scene.replace("A\nb\nC", "x")
    scene.replace("x", "A\nb\nC")
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == ABOVE + OLD + BELOW


def test_an_undo_past_an_accepted_hunk_is_an_undo() -> None:
    scene = Scene()
    scene.edits.accept("e", 1)
    scene.replace(NEW, OLD)
    assert scene.edit.state == "undone"


def test_an_undo_of_a_rejected_hunk_makes_it_wait_again() -> None:
    scene = Scene()
    scene.edits.reject("e", 2)
    scene.carry_out()
    scene.replace("c\n", "C\n")
    assert scene.hunk_ids == ["e.1", "e.2", "e.3"]


def test_a_stopped_edit_can_be_rejected_with_what_was_typed_kept() -> None:
    scene = Scene(new="A\nb\nc\nd\ne", is_final=False)
    scene.type("\nb\n", "x")
    assert scene.state == "stopped"
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == ABOVE + "ax\nb\nc\nd\ne" + BELOW
    assert scene.state == "rejected"


def test_an_undo_while_it_streams_stops_the_edit_and_leaves_nothing_to_reject() -> None:
    scene = Scene(is_final=False)
    scene.replace(NEW, OLD)
    assert (scene.edit.state, scene.edit.hunks()) == ("stopped", ())


def test_a_new_edit_over_a_pending_one_accepts_that_first() -> None:
    scene = Scene()
    scene.edits.start("next", Span(len(ABOVE) + 2, len(ABOVE) + 3))
    assert scene.edit.state == "accepted"
    assert [edit.id for edit in scene.edits.edits()] == ["next"]


def test_a_new_edit_beside_a_pending_one_leaves_it_pending() -> None:
    scene = Scene()
    scene.edits.start("next", Span(0, 5))
    assert scene.edit.state == "pending"


def test_pending_edits_survive_each_other() -> None:
    scene = Scene()
    other = scene.edits.start("f", Span(0, 5), is_reviewed=True)
    scene.edits.want("f", "ABOVE\nmore", is_final=True)
    scene.carry_out()
    scene.edits.reject("e")
    scene.edits.reject("f")
    scene.carry_out()
    scene.carry_out()
    assert scene.text == ABOVE + OLD + BELOW
    assert (scene.edit.state, other.state) == ("rejected", "rejected")


@pytest.mark.repeats
def test_of_very_many_pending_edits_the_oldest_is_gone() -> None:
    edits = DocumentEdits(Text.of("x\n" * 300), 1, checks_zero=True)
    started: list[PendingEdit] = []
    for number in range(MAX_UNDECIDED + 2):
        started.append(edits.start(str(number), Span(2 * number, 2 * number + 1), is_reviewed=True))
        edits.want(str(number), f"{number % 10}", is_final=True)
        operation = edits.next_operation(0.0)
        assert operation is not None
        edits.changed(operation.changes, number + 2, 0.0)
        edits.answered(True, 0.0, operation)
    assert [edit.state for edit in started] == ["gone"] + ["pending"] * (MAX_UNDECIDED + 1)


def test_an_edit_is_taken_up_again_where_its_text_is_found() -> None:
    before = Scene()
    before.type("b\n", "x")
    edits = DocumentEdits(Text.of("other\n" + before.edit.review.content), 1, checks_zero=True)
    edit = edits.adopt("e", 6, before.edit.review)
    assert (edit.state, len(edit.hunks())) == ("pending", 3)
    edits.reject("e")
    operation = edits.next_operation(0.0)
    assert operation is not None
    edits.changed(tuple(reversed(operation.changes)), 2, 0.0)
    edits.answered(True, 0.0, operation)
    assert str(edits.text) == "other\na\nxb\nc\nd\ne"


def test_a_document_that_is_closed_while_an_edit_is_rejected_is_sent_nothing() -> None:
    scene = Scene()
    scene.edits.reject("e")
    scene.edits.close()
    assert scene.is_quiet()
    assert (scene.state, scene.edit.is_settled) == ("pending", True)
