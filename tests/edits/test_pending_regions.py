"""What typing, undo, reload, cancel and close do to an edit and its region; one fact a test."""

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.flight import apply_together
from pt_lsp.edits.pending import DocumentEdits, PendingEdit
from pt_lsp.errors import EditRefused
from tests.edits.scene import AFTER, BEFORE, DOCUMENT, OLD, REGION, TYPED_ABOVE, TYPED_INSIDE, Scene


def test_typing_inside_stops_the_edit_and_takes_nothing_back() -> None:
    scene = Scene(wanted=None)
    scene.edits.want("e", "new\n" + OLD, is_final=False)
    scene.do(scene.send())
    scene.report(TYPED_INSIDE)
    assert scene.state == "stopped"
    scene.edits.want("e", "more", is_final=True)
    assert scene.edits.next_operation(0.0) is None
    assert scene.text == BEFORE + "nxew\nold" + AFTER


@pytest.mark.parametrize("at", [REGION.start, REGION.end])
def test_text_typed_at_either_end_is_outside(at: int) -> None:
    scene = Scene(wanted="new")
    scene.report(Change(Span(at, at), "X"))
    scene.do(scene.send())
    assert scene.text in {BEFORE + "Xnew" + AFTER, BEFORE + "newX" + AFTER}
    assert scene.state == "applied"


def test_text_typed_at_an_empty_region_is_after_it() -> None:
    edits = DocumentEdits(Text.of("a\n\nb"), 1, checks_zero=True)
    edits.start("e", Span(2, 2))
    edits.changed([Change(Span(2, 2), "X")], 2, 0.0)
    edits.want("e", "new", is_final=True)
    operation = edits.next_operation(0.0)
    assert operation is not None
    assert str(apply_together(edits.text, operation.changes)) == "a\nnewX\nb"


def test_a_change_of_nothing_inside_disturbs_nothing() -> None:
    scene = Scene(wanted=None)
    scene.report(Change(REGION, OLD))
    assert scene.state == "running"


def test_a_change_that_covers_the_region_disturbs_it_only_where_it_differs() -> None:
    scene = Scene(wanted="new")
    scene.report(Change(Span(0, len(DOCUMENT)), DOCUMENT.replace("four", "vier")))
    scene.do(scene.send())
    assert scene.text == BEFORE + "new\nvier\nfive"


def test_a_reload_keeps_the_edit_going_where_the_region_is_as_it_was() -> None:
    scene = Scene(wanted="new")
    scene.edits.reloaded(Text.of("zero\n" + DOCUMENT), 0, 0.0)
    operation = scene.send()
    assert operation.version == 0
    assert operation.changes == (Change(REGION.shifted(5), "new"),)


def test_a_full_text_with_the_edit_in_it_is_its_echo() -> None:
    scene = Scene(wanted="new")
    operation = scene.send()
    scene.edits.reloaded(Text.of(BEFORE + "new" + AFTER), 8, 0.0)
    scene.edits.answered(True, 0.0, operation)
    assert scene.state == "applied"


def test_a_full_text_with_the_edit_in_it_is_its_echo_even_where_lines_repeat() -> None:
    edits = DocumentEdits(Text.of("f\n}\nend"), 1, checks_zero=True)
    edit = edits.start("e", Span(0, 1))
    edits.want("e", "f\n}", is_final=True)
    operation = edits.next_operation(0.0)
    assert operation is not None
    edits.reloaded(Text.of("f\n}\n}\nend"), 2, 0.0)
    edits.answered(True, 0.0, operation)
    assert (edit.state, edit.region) == ("applied", Span(0, 3))


def test_an_undo_of_what_we_wrote_stops_the_edit_even_where_it_touches_the_edge_only() -> None:
    scene = Scene(wanted=None)
    scene.edits.want("e", "a\nb", is_final=False)
    scene.do(scene.send())
    scene.edits.want("e", "a", is_final=False)
    scene.do(scene.send())
    scene.report(Change(Span(REGION.start + 1, REGION.start + 1), "\nb"))
    assert scene.state == "stopped"


def test_an_undo_of_typing_elsewhere_stops_nothing() -> None:
    scene = Scene(wanted=None)
    scene.edits.want("e", "new\n" + OLD, is_final=False)
    scene.do(scene.send())
    scene.report(TYPED_ABOVE)
    scene.report(Change(Span(0, 6), ""))
    assert scene.state == "running"


@pytest.mark.parametrize(("is_applied", "state"), [(True, "stopped"), (False, "running")])
def test_a_deletion_elsewhere_that_leads_to_the_same_text_is_not_guessed_to_be_ours(
    is_applied: bool, state: str
) -> None:
    edits = DocumentEdits(Text.of("a\na\na\na\nend"), 1, checks_zero=True)
    edit = edits.start("e", Span(4, 7))
    edits.want("e", "a", is_final=True)
    operation = edits.next_operation(0.0)
    assert operation is not None
    edits.changed([Change(Span(0, 2), "")], 2, 0.0)
    edits.answered(is_applied, 0.0, operation)
    assert edit.state == state


def test_an_undo_that_looks_like_a_refused_restore_stops_the_edit() -> None:
    edits = DocumentEdits(Text.of("x\na\nb\ny"), 1, checks_zero=True)
    edit = edits.start("e", Span(2, 5))
    edits.want("e", "a", is_final=False)
    operation = edits.next_operation(0.0)
    assert operation is not None
    edits.changed(operation.changes, 2, 0.0)
    edits.answered(True, 0.0, operation)
    edits.restore("e")
    operation = edits.next_operation(0.0)
    assert operation is not None
    edits.changed([Change(Span(3, 3), "\nb")], 3, 0.0)
    edits.answered(False, 0.0, operation)
    assert edit.state == "stopped"
    assert edits.next_operation(0.0) is None


def test_text_added_at_the_end_of_a_region_stays_before_an_empty_one_right_behind_it() -> None:
    edits = DocumentEdits(Text.of("a\n\nb"), 1, checks_zero=True)
    first, second = edits.start("1", Span(0, 1)), edits.start("2", Span(2, 2))
    edits.changed([Change(Span(1, 2), "")], 2, 0.0)
    edits.want("1", "a\nx", is_final=True)
    operation = edits.next_operation(0.0)
    assert operation is not None
    edits.changed(operation.changes, 3, 0.0)
    edits.answered(True, 0.0, operation)
    assert (first.region, second.region) == (Span(0, 3), Span(3, 3))


def test_two_empty_regions_that_meet_stop_for_nobody_can_tell_which_is_first() -> None:
    edits = DocumentEdits(Text.of("a\n\n\n\nb"), 1, checks_zero=True)
    first, second = edits.start("1", Span(2, 2)), edits.start("2", Span(4, 4))
    edits.changed([Change(Span(2, 4), "")], 2, 0.0)
    assert (first.state, second.state) == ("stopped", "stopped")


def test_cancel_brings_the_original_back_and_keeps_what_was_typed_elsewhere() -> None:
    scene = Scene(wanted=None)
    scene.edits.want("e", "new\n" + OLD, is_final=False)
    scene.do(scene.send())
    scene.report(TYPED_ABOVE)
    scene.edits.restore("e")
    scene.edits.restore("e", "comes too late")
    scene.edits.want("e", "comes too late", is_final=True)
    scene.do(scene.send())
    assert (scene.state, scene.edit.error) == ("cancelled", None)
    assert scene.text == "typed " + DOCUMENT


def test_cancel_while_an_edit_is_in_flight_waits_for_its_fate() -> None:
    scene = Scene()
    operation = scene.send()
    scene.edits.restore("e")
    assert scene.state == "running"
    scene.do(operation)
    scene.do(scene.send())
    assert scene.state == "cancelled"
    assert scene.text == DOCUMENT


def test_a_failure_restores_and_keeps_its_sentence() -> None:
    scene = Scene(wanted=None)
    scene.edits.restore("e", "The model hung up; ask again.")
    assert (scene.state, scene.edit.error) == ("failed", "The model hung up; ask again.")


def test_close_ends_all_as_cancelled_and_sends_nothing() -> None:
    scene = Scene()
    scene.send()
    scene.edits.close()
    assert scene.state == "cancelled"
    assert scene.edit.is_settled
    assert scene.edits.next_operation(99.0) is None
    assert scene.edits.next_deadline() is None


@pytest.mark.parametrize(
    "region", [REGION, Span(0, REGION.start), Span(REGION.end, REGION.end + 5), Span(9, 9)]
)
def test_an_edit_that_meets_a_running_one_is_refused(region: Span) -> None:
    scene = Scene()
    with pytest.raises(EditRefused):
        scene.edits.start("other", region)


def test_an_ended_edit_does_not_stand_in_the_way() -> None:
    scene = Scene(wanted=OLD)
    assert isinstance(scene.edits.start("other", REGION), PendingEdit)


@pytest.mark.parametrize(
    ("version", "checks_zero", "sent"), [(0, False, 1), (0, True, 0), (5, False, 5), (5, True, 5)]
)
def test_version_0_is_sent_only_to_editors_that_check_it(version: int, checks_zero: bool, sent: int) -> None:
    assert Scene(version, checks_zero=checks_zero).send().version == sent


def test_an_unknown_editor_that_refuses_is_taken_to_check_version_0() -> None:
    scene = Scene(0, checks_zero=None)
    first = scene.send()
    scene.edits.answered(False, 0.0, first)
    again_s = scene.edits.next_deadline()
    assert again_s is not None
    assert (first.version, scene.send(again_s).version) == (1, 0)


def test_a_report_without_a_version_keeps_the_last_one() -> None:
    scene = Scene()
    scene.edits.changed([TYPED_ABOVE], None, 0.0)
    assert scene.send().version == 7


def test_hunks_count_in_the_original_and_in_the_document_as_it_is() -> None:
    scene = Scene(wanted="new")
    scene.do(scene.send())
    scene.report(TYPED_ABOVE)
    (hunk,) = scene.edit.hunks()
    assert (hunk.id, hunk.old_text, hunk.new_text) == ("e.1", OLD, "new")
    assert scene.text[hunk.span.start : hunk.span.end] == "new"


def test_a_region_with_text_typed_inside_holds_that_text() -> None:
    scene = Scene(wanted="new")
    scene.do(scene.send())
    scene.report(Change(Span(REGION.start - 1, REGION.start + 1), "XX"))
    assert scene.text[scene.edit.region.start : scene.edit.region.end] == scene.edit.place.content == "XXew"
    assert scene.state == "applied"


def test_an_edit_that_starts_while_another_is_in_flight_keeps_its_place() -> None:
    scene = Scene(wanted="new\nlines")
    operation = scene.send()
    late = scene.edits.start("late", Span(len(DOCUMENT) - 4, len(DOCUMENT)))
    scene.do(operation)
    assert scene.text[late.region.start : late.region.end] == "five"


def test_a_decided_edit_is_followed_no_longer() -> None:
    scene = Scene(wanted="new")
    scene.do(scene.send())
    scene.edits.forget_ended()
    region = scene.edit.region
    scene.report(TYPED_ABOVE)
    assert scene.edits.is_empty
    assert scene.edit.region == region
