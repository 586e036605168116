"""What follows when an editor has put an operation into a newer text than it was for; one fact a test."""

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.blind.landing import is_echo_like, landed_in
from pt_lsp.edits.flight import TIMEOUT_S
from pt_lsp.edits.patience import MAX_REFUSALS
from pt_lsp.edits.pending import DocumentEdits, Operation
from pt_lsp.errors import EditRefused
from tests.edits.scene import AFTER, BEFORE, DOCUMENT, REGION, Scene

LINE_ABOVE = Change(Span(0, 0), "typed\n")
NEW = "new\nlines"
LONG = "a new text\nwhich is long enough\nto be told"


class BlindScene(Scene):
    """The edit is in flight, and the editor does not check versions, or nobody knows whether it does."""

    def __init__(self, *, checks_versions: bool | None = False, wanted: str = NEW) -> None:
        super().__init__(wanted=None)
        self.edits = DocumentEdits(
            Text.of(DOCUMENT), self.version, checks_zero=True, checks_versions=checks_versions
        )
        self.edit = self.edits.start("e", REGION)
        self.edits.want("e", wanted, is_final=True)
        self.operation = self.send()

    def land(self, operation: Operation, *, is_answered: bool = True) -> None:
        """The editor puts the operation where its lines and columns are by now."""
        self.report(*reversed(landed_in(self.edits.text, operation.changes, operation.text)))
        if is_answered:
            self.edits.answered(True, 0.0, operation)


def test_what_is_wrong_is_put_right_by_the_next_operation_and_nothing_else_is_sent() -> None:
    scene = BlindScene()
    scene.edits.start("other", Span(0, 3))
    scene.edits.want("other", "ONE", is_final=True)
    scene.report(LINE_ABOVE)
    scene.land(scene.operation)
    assert scene.text == "typed\none\nnew\nlines\nold" + AFTER
    assert scene.state == "running"
    assert scene.edits.is_owing
    payment = scene.send()
    assert payment.text == scene.edits.text
    scene.do(payment)
    assert scene.text == "typed\n" + BEFORE + NEW + AFTER
    assert scene.state == "applied"
    assert scene.send().edit_id == "other"


def test_a_payment_that_lands_at_a_wrong_place_itself_is_put_right() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    scene.land(scene.operation)
    payment = scene.send()
    scene.report(LINE_ABOVE)
    scene.land(payment)
    scene.do(scene.send())
    assert scene.text == "typed\ntyped\n" + BEFORE + NEW + AFTER
    assert scene.state == "applied"


def test_nothing_is_owed_where_it_has_landed_in_its_place_all_the_same() -> None:
    scene = BlindScene()
    scene.report(Change(Span(len(DOCUMENT), len(DOCUMENT)), "typed"))
    scene.land(scene.operation)
    assert scene.state == "applied"
    assert scene.text == BEFORE + NEW + AFTER + "typed"


def test_what_was_typed_in_the_region_comes_back_and_stops_the_edit() -> None:
    scene = BlindScene()
    scene.report(Change(Span(REGION.start + 1, REGION.start + 1), "x"))
    scene.land(scene.operation)
    assert "x" not in scene.text
    scene.do(scene.send())
    assert scene.text == DOCUMENT.replace("old", "oxld")
    assert scene.state == "stopped"


def test_typing_where_the_document_is_wrong_ends_the_edit_as_failed_and_stays() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    scene.land(scene.operation)
    at = scene.text.index("lines") + 2
    scene.report(Change(Span(at, at), "x"))
    assert scene.state == "failed"
    assert scene.edit.error is not None
    scene.do(scene.send())
    assert scene.text.count("x") == 1
    assert scene.text.replace("x", "") == "typed\n" + BEFORE + NEW + AFTER


def test_an_undo_of_what_has_landed_at_a_wrong_place_leaves_nothing_owed() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    before = scene.text
    (landed,) = landed_in(scene.edits.text, scene.operation.changes, scene.operation.text)
    undo = landed.invert(scene.edits.text)
    scene.land(scene.operation)
    scene.report(undo)
    assert scene.text == before
    assert not scene.edits.is_owing
    assert scene.state == "stopped"


def test_a_refusal_shows_that_what_looked_like_it_was_typed() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    scene.land(scene.operation, is_answered=False)
    assert scene.edits.is_owing
    scene.edits.answered(False, 0.0, scene.operation)
    assert not scene.edits.is_owing


def test_an_editor_that_refuses_to_be_put_right_is_not_asked_for_ever() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    scene.land(scene.operation)
    now_s = 0.0
    for _ in range(MAX_REFUSALS + 1):
        scene.edits.answered(False, now_s, scene.send(now_s))
        now_s = scene.edits.next_deadline() or now_s
    assert scene.state == "stopped"
    assert scene.edit.error
    assert not scene.edits.is_owing
    assert scene.edits.next_operation(now_s + TIMEOUT_S) is None


def test_no_edit_starts_where_nobody_can_tell_its_place() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    scene.land(scene.operation)
    with pytest.raises(EditRefused, match="put right"):
        scene.edits.start("other", Span(0, 3))


def test_a_closed_document_is_owed_nothing() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    scene.land(scene.operation)
    scene.edits.close()
    assert scene.state == "cancelled"
    assert not scene.edits.is_owing
    assert scene.edits.next_operation(0.0) is None


def test_a_yes_is_no_lie_of_an_editor_that_puts_edits_anywhere() -> None:
    scene = BlindScene()
    scene.edits.answered(True, 0.0, scene.operation)
    scene.report(LINE_ABOVE)
    assert scene.edits.next_operation(1.0) is None
    scene.land(scene.operation)
    assert scene.edits.is_owing


def test_it_is_not_looked_for_in_an_editor_that_checks_versions() -> None:
    scene = BlindScene(checks_versions=True, wanted=LONG)
    scene.report(LINE_ABOVE)
    scene.land(scene.operation, is_answered=False)
    assert not scene.edits.is_owing


def test_of_an_unknown_editor_a_long_text_at_a_wrong_place_shows_that_it_does_not_check() -> None:
    scene = BlindScene(checks_versions=None, wanted=LONG)
    scene.report(LINE_ABOVE)
    scene.land(scene.operation)
    scene.do(scene.send())
    assert scene.text == "typed\n" + BEFORE + LONG + AFTER
    assert scene.state == "applied"


def test_of_an_unknown_editor_a_short_text_may_be_chance() -> None:
    scene = BlindScene(checks_versions=None)
    scene.report(LINE_ABOVE)
    scene.land(scene.operation, is_answered=False)
    assert not scene.edits.is_owing


def test_whole_texts_tell_it_as_well() -> None:
    scene = BlindScene()
    scene.report(LINE_ABOVE)
    text = "typed\none\nnew\nlines\nold" + AFTER
    scene.edits.reloaded(Text.of(text), scene.version + 1, 0.0)
    scene.edits.answered(True, 0.0, scene.operation)
    scene.do(scene.send())
    assert scene.text == "typed\n" + BEFORE + NEW + AFTER


def test_lines_and_columns_beyond_the_text_count_as_its_end() -> None:
    base = Text.of("a\nlong line\nlast")
    changes = [Change(Span(2, 11), "x"), Change(Span(13, 16), "y")]
    assert landed_in(Text.of("a\nb\r\n"), changes, base) == (Change(Span(2, 3), "x"), Change(Span(5, 5), "y"))
    assert landed_in(Text.of("a"), changes, base) == (Change(Span(1, 1), "x"), Change(Span(1, 1), "y"))


def test_the_parts_of_one_edit_leave_each_other_alone() -> None:
    assert is_echo_like([Change(Span(9, 10), "bb"), Change(Span(0, 3), "")])
    assert is_echo_like([Change(Span(3, 6), ""), Change(Span(3, 3), "new")])
    assert not is_echo_like([Change(Span(4, 4), "typed"), Change(Span(3, 12), "new")])
    assert not is_echo_like([Change(Span(3, 4), ""), Change(Span(3, 5), "new")], n_earlier=1)
