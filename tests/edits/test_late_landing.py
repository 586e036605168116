"""What becomes of an operation that the editor does when nobody waits for it any more; one fact a test."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.blind.landing import landed_in
from pt_lsp.edits.flight import MAX_ECHO_CHANGES
from pt_lsp.edits.overdue import MAX_OVERDUE_S
from pt_lsp.edits.patience import MAX_REFUSALS
from pt_lsp.edits.pending import QUIET_S, TIMEOUT_S, DocumentEdits, Operation
from tests.edits.scene import AFTER, BEFORE, DOCUMENT, OLD, REGION, TYPED_ABOVE, Scene

NEW = "new\nlines"
HALF = "the first line of much that comes\n"
LATE_S = 2 * TIMEOUT_S


class LateScene(Scene):
    """The editor has said nothing to an edit for so long that it has failed."""

    def __init__(self, *, wanted: str = NEW, checks_versions: bool | None = True) -> None:
        super().__init__(wanted=None)
        self.edits = DocumentEdits(
            Text.of(DOCUMENT), self.version, checks_zero=True, checks_versions=checks_versions
        )
        self.edit = self.edits.start("e", REGION)
        self.edits.want("e", wanted, is_final=True)
        self.operation = self.send()
        self.edits.tick(TIMEOUT_S)
        assert (self.state, self.edit.is_settled, self.edit.is_overdue) == ("failed", True, True)

    def is_quiet(self) -> bool:
        return self.edits.next_operation(LATE_S) is None


def test_a_late_echo_is_taken_back() -> None:
    scene = LateScene()
    scene.echo(scene.operation, LATE_S)
    scene.do(scene.send(LATE_S), LATE_S)
    assert (scene.text, scene.state) == (DOCUMENT, "failed")
    assert scene.is_quiet()
    assert scene.edits.is_empty


@pytest.mark.parametrize("is_yes_first", [True, False])
def test_the_answer_may_come_before_or_after_the_late_echo(is_yes_first: bool) -> None:
    scene = LateScene()
    steps: list[Callable[[], None]] = [
        lambda: scene.edits.answered(True, LATE_S, scene.operation),
        lambda: scene.echo(scene.operation, LATE_S),
    ]
    for step in steps if is_yes_first else steps[::-1]:
        step()
    scene.do(scene.send(LATE_S), LATE_S)
    assert (scene.text, scene.state) == (DOCUMENT, "failed")
    assert scene.edits.is_empty


def test_a_late_failure_of_the_client_tells_nothing() -> None:
    scene = LateScene()
    scene.edits.failed(LATE_S, scene.operation)
    scene.echo(scene.operation, LATE_S)
    scene.do(scene.send(LATE_S), LATE_S)
    assert scene.text == DOCUMENT


def test_a_late_no_ends_the_waiting() -> None:
    scene = LateScene()
    scene.edits.answered(False, LATE_S, scene.operation)
    assert scene.edits.is_empty
    scene.echo(scene.operation, LATE_S)
    assert scene.is_quiet()


def test_what_is_typed_into_what_came_late_is_kept() -> None:
    scene = LateScene()
    scene.echo(scene.operation, LATE_S)
    stale = scene.send(LATE_S)
    scene.report(TYPED_ABOVE, Change(Span(REGION.start + 9, REGION.start + 9), "X"))
    assert scene.text == "typed " + BEFORE + "newX\nlines" + AFTER
    scene.edits.answered(False, LATE_S, stale)
    scene.do(scene.send(LATE_S), LATE_S)
    assert scene.text == "typed " + BEFORE + "oldX" + AFTER
    assert scene.is_quiet()


def test_what_came_late_and_is_not_taken_back_can_be_rejected() -> None:
    scene = LateScene()
    scene.echo(scene.operation, LATE_S)
    for n in range(MAX_REFUSALS + 1):
        scene.edits.answered(False, LATE_S, scene.send(LATE_S + n * QUIET_S))
    assert (scene.state, scene.edit.is_reviewed, len(scene.edit.hunks())) == ("stopped", True, 1)
    scene.edits.reject("e")
    scene.do(scene.send(LATE_S), LATE_S)
    assert (scene.text, scene.state) == (DOCUMENT, "rejected")


def test_what_came_late_and_whose_taking_back_is_never_answered_can_be_rejected() -> None:
    scene = LateScene()
    scene.echo(scene.operation, LATE_S)
    scene.send(LATE_S)
    scene.edits.tick(LATE_S + TIMEOUT_S)
    assert (scene.state, scene.edit.is_settled, len(scene.edit.hunks())) == ("stopped", True, 1)


def test_a_key_that_makes_what_the_edit_would_have_made_waits_for_the_answer() -> None:
    scene = LateScene(wanted="olds")
    typed = Change(Span(REGION.end, REGION.end), "s")
    scene.report(Change(Span(REGION.end - 1, REGION.end), "d"), typed)
    assert scene.is_quiet()
    assert scene.state == "stopped"
    scene.edits.answered(True, LATE_S, scene.operation)
    scene.do(scene.send(LATE_S), LATE_S)
    assert (scene.text, scene.state) == (DOCUMENT, "rejected")


def test_what_was_typed_as_the_edit_would_have_it_stays() -> None:
    scene = LateScene(wanted="old, and what makes it a longer line")
    for n, character in enumerate(", and what makes it a longer line"):
        scene.report(Change(Span(REGION.end + n, REGION.end + n), character), now_s=LATE_S)
    assert scene.is_quiet()
    assert "longer line" in scene.text


def test_a_redo_of_a_later_edit_with_the_same_text_is_no_late_echo() -> None:
    scene = LateScene(wanted=NEW, checks_versions=None)
    scene.edits.start("again", REGION)
    scene.edits.want("again", NEW, is_final=True)
    scene.do(scene.send(LATE_S), LATE_S)
    undo = Change(Span(REGION.start, REGION.start + len(NEW)), OLD)
    scene.report(undo, now_s=LATE_S)
    scene.report(Change(REGION, NEW), now_s=LATE_S)
    assert scene.is_quiet()
    assert scene.text == BEFORE + NEW + AFTER


def silent_after_half() -> tuple[Scene, Operation]:
    """Half of the edit stands, and of the operation with the rest nothing was heard in time."""
    scene = Scene(wanted=None)
    scene.edits.want("e", HALF + OLD, is_final=False)
    scene.do(scene.send())
    scene.edits.want("e", NEW, is_final=True)
    late = scene.send()
    scene.edits.tick(TIMEOUT_S)
    return scene, late


def test_a_half_that_stands_is_taken_back_before_the_edit_fails() -> None:
    scene, late = silent_after_half()
    assert scene.state == "running"
    scene.do(scene.send(TIMEOUT_S), TIMEOUT_S)
    assert (scene.text, scene.state) == (DOCUMENT, "failed")
    scene.edits.answered(False, LATE_S, late)
    assert scene.edits.is_empty


def test_a_half_that_an_editor_does_not_let_go_can_be_rejected() -> None:
    scene, late = silent_after_half()
    scene.send(TIMEOUT_S)
    scene.edits.tick(2 * TIMEOUT_S)
    assert (scene.state, scene.edit.is_reviewed, len(scene.edit.hunks())) == ("stopped", True, 1)
    assert scene.edit.error
    scene.echo(late, LATE_S)
    scene.do(scene.send(LATE_S), LATE_S)
    assert (scene.text, scene.state) == (DOCUMENT, "rejected")


def test_a_cancelled_edit_is_cancelled_though_the_editor_is_silent_and_its_echo_is_taken_back() -> None:
    scene = Scene()
    operation = scene.send()
    scene.edits.restore("e")
    scene.edits.tick(TIMEOUT_S)
    assert (scene.state, scene.edit.is_settled) == ("cancelled", True)
    scene.echo(operation, LATE_S)
    scene.do(scene.send(LATE_S), LATE_S)
    assert (scene.text, scene.state) == (DOCUMENT, "cancelled")


def test_another_edit_is_made_while_one_is_overdue_and_stays_when_that_is_taken_back() -> None:
    scene = LateScene(checks_versions=None)
    other = scene.edits.start("other", Span(0, 3))
    scene.edits.want("other", "uno", is_final=True)
    scene.do(scene.send(LATE_S), LATE_S)
    assert other.state == "applied"
    scene.echo(scene.operation, LATE_S)
    scene.do(scene.send(LATE_S), LATE_S)
    assert scene.text == DOCUMENT.replace("one", "uno")


def test_two_that_come_late_are_both_taken_back() -> None:
    scene = LateScene(checks_versions=None)
    other = scene.edits.start("other", Span(0, 3))
    scene.edits.want("other", "in the first line much more is written", is_final=True)
    second = scene.send(LATE_S)
    scene.edits.tick(2 * LATE_S)
    assert other.state == "failed"
    scene.echo(scene.operation, 3 * LATE_S)
    scene.do(scene.send(3 * LATE_S), 3 * LATE_S)
    scene.echo(second, 4 * LATE_S)
    scene.do(scene.send(4 * LATE_S), 4 * LATE_S)
    assert scene.text == DOCUMENT
    assert scene.edits.is_empty


def test_an_editor_that_has_told_of_much_since_has_left_it_out() -> None:
    scene = LateScene()
    for _ in range(MAX_ECHO_CHANGES + 2):
        scene.report(Change(Span(0, 0), "x"))
    assert scene.edits.is_empty


def test_nothing_is_waited_for_longer_than_half_an_hour() -> None:
    scene = LateScene()
    scene.report(TYPED_ABOVE, now_s=MAX_OVERDUE_S + 1)
    assert scene.edits.is_empty


def test_a_document_that_is_closed_meanwhile_leaves_what_to_look_for() -> None:
    scene = LateScene()
    scene.edits.close()
    assert [review.content for review in scene.edit.lost] == [NEW]


def test_an_error_of_the_client_is_no_refusal_where_the_edit_is_there() -> None:
    scene = Scene()
    operation = scene.send()
    scene.echo(operation)
    scene.edits.failed(0.0, operation)
    assert scene.state == "applied"


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=8), st.integers(0, 8), st.booleans())
def test_a_blind_editor_s_late_edit_goes_wherever_it_lands(
    keys: list[tuple[int, bool]], n_before: int, is_answered: bool
) -> None:
    wanted = "def what_nobody_would_type(self):\n    return 1234567890"
    scene = LateScene(wanted=wanted, checks_versions=False)
    typed = 0

    def type_all(some: list[tuple[int, bool]]) -> None:
        nonlocal typed
        for at, is_line in some:
            where = min(at, len(scene.text))
            scene.report(Change(Span(where, where), chr(0xE000 + typed) + "\n" * is_line), now_s=LATE_S)
            typed += 1

    type_all(keys[:n_before])
    land(scene, scene.operation)
    if is_answered:
        scene.edits.answered(True, LATE_S, scene.operation)
    type_all(keys[n_before:])
    for n in range(10):
        if (operation := scene.edits.next_operation(LATE_S + n)) is None:
            break
        land(scene, operation)
        scene.edits.answered(True, LATE_S + n, operation)
    text = "".join(c for c in scene.text if c < "\ue000" and c != "\n")
    assert sum(c >= "\ue000" for c in scene.text) == typed
    assert text == DOCUMENT.replace("\n", "") or scene.edit.hunks()


def land(scene: Scene, operation: Operation) -> None:
    scene.report(*reversed(landed_in(scene.edits.text, operation.changes, operation.text)), now_s=LATE_S)
