"""What is sent when, and what tells an echo, a refusal and a skipped edit apart; one fact a test."""

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.flight import apply_together
from pt_lsp.edits.patience import MAX_REFUSALS, MAX_WAITS
from pt_lsp.edits.pending import QUIET_S, TIMEOUT_S
from tests.edits.scene import AFTER, BEFORE, DOCUMENT, OLD, REGION, TYPED_ABOVE, TYPED_INSIDE, Scene


def test_the_text_is_what_the_editor_reports_and_not_what_is_sent() -> None:
    scene = Scene()
    operation = scene.send()
    assert scene.text == DOCUMENT
    assert str(apply_together(operation.text, operation.changes)) == BEFORE + "new\nlines" + AFTER


def test_an_edit_is_applied_once_it_has_echo_and_answer() -> None:
    scene = Scene()
    operation = scene.send()
    scene.echo(operation)
    assert scene.state == "running"
    scene.edits.answered(True, 0.0, operation)
    assert scene.state == "applied"
    assert scene.edit.is_settled
    assert scene.edit.region == Span(REGION.start, REGION.start + len("new\nlines"))


def test_an_edit_is_applied_at_once_when_its_echo_comes_after_the_answer() -> None:
    scene = Scene()
    operation = scene.send()
    scene.edits.answered(True, 0.0, operation)
    scene.echo(operation, now_s=0.15)
    assert scene.state == "applied"
    assert scene.edit.is_settled


def test_an_echo_is_told_by_the_text_whatever_shape_it_has() -> None:
    scene = Scene(wanted="odd")
    operation = scene.send()
    at = REGION.start
    scene.report(Change(Span(at + 1, at + 3), ""), Change(Span(at + 1, at + 1), "dd"))
    scene.edits.answered(True, 0.0, operation)
    assert scene.state == "applied"


def test_an_echo_may_come_in_several_notifications() -> None:
    scene = Scene(wanted="odd")
    operation = scene.send()
    scene.report(Change(Span(REGION.start + 1, REGION.start + 3), ""))
    assert scene.state == "running"
    scene.report(Change(Span(REGION.start + 1, REGION.start + 1), "dd"))
    scene.edits.answered(True, 0.0, operation)
    assert scene.state == "applied"


def test_what_follows_the_echo_in_one_notification_is_the_users() -> None:
    scene = Scene(wanted="new")
    operation = scene.send()
    scene.report(*operation.changes, TYPED_INSIDE)
    assert scene.state == "stopped"


def test_one_operation_is_in_flight_at_a_time() -> None:
    scene = Scene(wanted=None)
    scene.edits.start("other", Span(0, 3))
    scene.edits.want("e", "x\n" + OLD, is_final=False)
    scene.edits.want("other", "uno", is_final=True)
    operation = scene.send()
    assert scene.edits.next_operation(0.0) is None
    scene.echo(operation)
    assert scene.edits.next_operation(0.0) is None, "the answer is still to come"
    scene.edits.answered(True, 0.0, operation)
    assert scene.send().edit_id == "other"


def test_edits_of_one_document_take_turns() -> None:
    scene = Scene(wanted=None)
    scene.edits.start("other", Span(0, 3))
    scene.edits.want("e", "x", is_final=False)
    scene.edits.want("other", "uno", is_final=False)
    operation = scene.send()
    scene.edits.want("e", "y", is_final=False)
    scene.do(operation)
    assert scene.send().edit_id == "other"


def test_nothing_is_sent_that_changes_nothing() -> None:
    scene = Scene(wanted=OLD)
    assert scene.edits.next_operation(0.0) is None
    assert scene.state == "unchanged"


def test_a_stream_sends_one_change_and_the_final_edit_leaves_equal_lines_alone() -> None:
    scene = Scene(wanted=None)
    scene.edits.want("e", "a\nb\nc", is_final=False)
    scene.do(scene.send())
    scene.edits.want("e", "x\nb\ny", is_final=False)
    operation = scene.send()
    assert len(operation.changes) == 1
    scene.edits.answered(False, 0.0, operation)
    scene.edits.want("e", "x\nb\ny", is_final=True)
    assert len(scene.send(QUIET_S).changes) == 2


def test_typing_elsewhere_moves_the_region_and_a_refused_edit_is_sent_again_there() -> None:
    scene = Scene(wanted="new")
    operation = scene.send()
    scene.report(TYPED_ABOVE)
    scene.edits.answered(False, 0.0, operation)
    again = scene.send()
    assert again.changes == (Change(REGION.shifted(6), "new"),)
    assert again.version == 8
    scene.do(again)
    assert scene.text == "typed " + BEFORE + "new" + AFTER


def test_a_refusal_is_true_even_where_the_text_looked_like_the_edit() -> None:
    scene = Scene(wanted="old\nnew")
    operation = scene.send()
    scene.echo(operation)
    scene.edits.answered(False, 0.0, operation)
    assert scene.edit.region == REGION
    assert scene.send().changes == operation.changes


def test_a_refusal_makes_an_inner_change_that_looked_like_the_edit_the_users() -> None:
    scene = Scene(wanted="new")
    operation = scene.send()
    scene.echo(operation)
    scene.edits.answered(False, 0.0, operation)
    assert scene.state == "stopped"


def test_a_yes_was_no_when_the_next_report_holds_no_echo() -> None:
    scene = Scene(wanted="new")
    operation = scene.send()
    scene.edits.answered(True, 0.0, operation)
    scene.report(TYPED_ABOVE)
    assert scene.send().changes == (Change(REGION.shifted(6), "new"),)


def test_a_yes_after_a_newer_version_was_no_when_all_stays_quiet() -> None:
    scene = Scene(wanted="new")
    operation = scene.send()
    scene.report(TYPED_ABOVE, now_s=0.1)
    scene.edits.answered(True, 0.2, operation)
    assert scene.edits.next_deadline() == pytest.approx(0.2 + QUIET_S)
    assert scene.edits.next_operation(0.3) is None
    assert scene.send(0.2 + QUIET_S).changes == (Change(REGION.shifted(6), "new"),)


def test_an_edit_without_answer_and_echo_fails_and_is_never_sent_again() -> None:
    scene = Scene()
    scene.send()
    assert scene.edits.next_deadline() == TIMEOUT_S
    scene.edits.tick(TIMEOUT_S - 0.1)
    assert scene.state == "running"
    scene.edits.tick(TIMEOUT_S)
    assert scene.state == "failed"
    assert scene.edit.error
    assert scene.edits.next_operation(TIMEOUT_S) is None
    assert scene.edits.next_deadline() is None


def test_an_edit_that_is_confirmed_but_never_seen_fails() -> None:
    scene = Scene()
    operation = scene.send()
    scene.edits.answered(True, 1.0, operation)
    scene.edits.tick(1.0 + TIMEOUT_S)
    assert scene.state == "failed"


def test_an_echo_without_an_answer_is_enough_in_the_end() -> None:
    scene = Scene()
    operation = scene.send()
    scene.echo(operation)
    scene.edits.tick(TIMEOUT_S)
    assert scene.state == "applied"


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    scene = Scene(wanted=None)
    scene.edits.start("other", Span(0, 3))
    scene.edits.want("e", "new", is_final=True)
    scene.edits.want("other", "uno", is_final=True)
    late = scene.send()
    scene.edits.tick(TIMEOUT_S)
    operation = scene.send(TIMEOUT_S)
    scene.edits.answered(False, TIMEOUT_S, late)
    scene.do(operation, TIMEOUT_S)
    assert scene.text.startswith("uno\n")


def test_an_editor_that_refuses_again_and_again_without_a_change_is_asked_no_more() -> None:
    scene = Scene()
    for n in range(MAX_REFUSALS):
        scene.edits.answered(False, n * QUIET_S, scene.send(n * QUIET_S))
        assert scene.edits.next_operation(n * QUIET_S) is None
    now_s = MAX_REFUSALS * QUIET_S
    scene.edits.answered(False, now_s, scene.send(now_s))
    assert scene.state == "failed"
    assert scene.edit.error is not None
    assert "read-only" in scene.edit.error


def test_an_editor_that_is_busy_is_asked_more_and_more_rarely_and_then_no_more() -> None:
    scene = Scene()
    now_s, waits_s = 0.0, []
    while scene.state == "running":
        scene.edits.answered(False, now_s, scene.send(now_s), is_busy=True)
        due_s = scene.edits.next_deadline()
        if due_s is not None:
            waits_s.append(due_s - now_s)
            now_s = due_s
    assert waits_s == pytest.approx([QUIET_S * 2**n for n in range(MAX_WAITS)])
    assert scene.state == "failed"


def test_an_editor_that_refuses_before_it_reports_what_was_typed_is_asked_for_as_long_as_that_goes_on() -> (
    None
):
    scene = Scene()
    for _ in range(2 * MAX_REFUSALS):
        scene.edits.answered(False, 0.0, scene.send())
        scene.report(TYPED_ABOVE)
    scene.do(scene.send())
    assert scene.state == "applied"


def test_a_wait_that_is_over_is_no_deadline_any_more() -> None:
    scene = Scene()
    scene.edits.answered(False, 0.0, scene.send())
    scene.edits.restore("e")
    scene.edits.tick(QUIET_S)
    assert scene.edits.next_deadline() is None


def test_an_editor_that_reports_late_is_waited_for_and_its_refusals_tell_nothing() -> None:
    scene = Scene()
    scene.edits.reports_late = True
    scene.edits.answered(False, 0.0, scene.send())
    scene.edits.answered(False, QUIET_S, scene.send(QUIET_S))
    assert scene.state == "running"
    operation = scene.send(9.0)
    scene.edits.answered(True, 9.0, operation)
    scene.edits.tick(9.0 + 2 * TIMEOUT_S)
    scene.echo(operation, 9.0 + 3 * TIMEOUT_S)
    assert scene.state == "applied"


def test_an_edit_that_is_asked_for_again_while_another_is_written_gives_back_what_was_typed() -> None:
    scene = Scene(wanted=None)
    scene.report(TYPED_INSIDE)
    typed = scene.text
    assert scene.state == "stopped"
    scene.edits.start("other", Span(0, len("one")), is_reviewed=True)
    scene.edits.want("other", "ONE", is_final=True)
    under_way = scene.send()
    again = scene.edits.start("e", scene.edit.region, is_reviewed=True)
    scene.do(under_way)
    scene.edits.want("e", "new\nlines", is_final=True)
    scene.do(scene.send())
    assert again.state == "pending"
    scene.edits.reject("e")
    scene.do(scene.send())
    assert scene.text == typed.replace("one", "ONE")
