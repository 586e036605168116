"""Formatters at work on an edit that waits for a verdict, as editors tell what they have done."""

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.white_space import solid
from tests.edits.test_other_programs import (
    ABOVE,
    BELOW,
    DOCUMENT,
    NEW,
    OLD,
    Scene,
    Shape,
    every_shape,
    formatted,
    minimal,
    one_range,
)
from tests.support.simulated_formatter import line_by_line

REJECTED = "def f():\n\tone = 1  \n\ttwo = 2\n\treturn two"


def pending() -> Scene:
    scene = Scene()
    scene.finish()
    assert scene.state == "pending"
    return scene


@every_shape
def test_a_pending_edit_is_formatted_and_stays_pending_with_its_hunks(shape: Shape) -> None:
    scene = pending()
    before = [(hunk.id, hunk.old_text) for hunk in scene.edit.hunks()]
    scene.become(formatted(scene.text), shape)
    assert scene.state == "pending"
    assert [(hunk.id, hunk.old_text) for hunk in scene.edit.hunks()] == before
    assert [hunk.new_text for hunk in scene.edit.hunks()] == [
        "    log(start, 7)\n    one = 1\n    due = 2\n    return due"
    ]


@every_shape
def test_a_rejection_after_a_formatting_gives_back_the_old_lines_whole(shape: Shape) -> None:
    scene = pending()
    scene.become(formatted(scene.text), shape)
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.state == "rejected"
    assert scene.text == formatted(ABOVE) + REJECTED + formatted(BELOW)


@every_shape
def test_an_acceptance_keeps_the_text_as_formatted(shape: Shape) -> None:
    scene = pending()
    scene.become(formatted(scene.text), shape)
    scene.edits.accept("e")
    assert (scene.state, scene.text) == ("accepted", formatted(ABOVE + NEW + BELOW))
    assert scene.edits.next_operation(0.0) is None


@every_shape
def test_what_was_stopped_and_then_formatted_can_be_rejected(shape: Shape) -> None:
    scene = Scene()
    scene.stream(2)
    scene.replace("log", "xlog")
    assert scene.state == "stopped"
    scene.become(formatted(scene.text), shape)
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == formatted(DOCUMENT).replace("    one", "x    one")


@every_shape
def test_one_of_two_hunks_is_rejected_after_a_formatting(shape: Shape) -> None:
    scene = Scene()
    scene.edits.want("e", OLD.replace("one = 1", "one = 3").replace("return two", "return 2"), is_final=True)
    scene.carry_out()
    scene.become(formatted(scene.text), shape)
    scene.edits.reject("e", 1)
    scene.carry_out()
    assert scene.region == "def f():\n\tone = 1  \n    two = 2\n    return 2"
    scene.edits.reject("e", 2)
    scene.carry_out()
    assert (scene.state, scene.region) == ("rejected", "def f():\n\tone = 1  \n    two = 2\n\treturn two")


@pytest.mark.parametrize("shape", [minimal, one_range])
def test_lines_wrapped_joined_and_removed_come_back_in_a_rejection(shape: Shape) -> None:
    scene = pending()
    text = scene.text.replace("def f():\n\t", "def f():\n\n\t").replace("7)\n\tone", "7) one")
    scene.become(text.replace("due = 2", "due =\n\t\t2"), shape)
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == DOCUMENT


def test_the_final_line_end_that_is_added_with_blanks_trimmed_stays() -> None:
    scene = pending()
    scene.become(scene.text.rstrip() + "\n", one_range)
    scene.become(formatted(scene.text), line_by_line)
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == formatted(ABOVE) + REJECTED + formatted(BELOW) + "\n"


def test_one_blank_typed_into_a_pending_edit_is_kept_in_a_rejection() -> None:
    scene = Scene()
    scene.edits.want("e", OLD.replace("one = 1", "one = 3"), is_final=True)
    scene.carry_out()
    scene.replace("= 3", "=  3")
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.region == OLD.replace("one = 1", "one =  1")


def test_the_indentation_of_one_line_replaced_is_a_formatters() -> None:
    scene = Scene()
    scene.edits.want("e", OLD.replace("return two", "return 2"), is_final=True)
    scene.carry_out()
    scene.replace("\treturn", "    return")
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.region == OLD


def test_a_comma_that_is_written_with_a_formatting_is_kept_and_joins_no_lines() -> None:
    scene = pending()
    at = scene.text.index("start, 7")
    changes = [
        Change(Span(at + 9, at + 9), "\n\t"),
        Change(Span(at + 8, at + 8), ",\n\t"),
        Change(Span(at, at), "\n\t\t"),
    ]
    scene.report(changes[1:])
    scene.edits.reject("e")
    scene.carry_out()
    assert sorted(solid(scene.region)) == sorted(solid(OLD) + ",")
    assert scene.region.replace(",\n\t", "").replace(",", "") == OLD


@every_shape
def test_an_undo_of_a_formatting_leads_back_to_the_edit_as_it_was(shape: Shape) -> None:
    scene = pending()
    before, hunks = scene.text, scene.edit.hunks()
    scene.become(formatted(before), shape)
    scene.become(before, shape)
    assert scene.state == "pending"
    assert [hunk.old_text for hunk in scene.edit.hunks()] == [hunk.old_text for hunk in hunks]
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == DOCUMENT


@every_shape
def test_what_reads_as_the_original_is_formatted_and_stays_undone(shape: Shape) -> None:
    scene = pending()
    scene.become(DOCUMENT, one_range)
    assert scene.state == "undone"
    scene.become(formatted(DOCUMENT), shape)
    assert (scene.state, scene.edit.hunks()) == ("undone", ())


@every_shape
def test_a_formatting_that_overtakes_a_rejection_is_followed(shape: Shape) -> None:
    scene = pending()
    scene.edits.reject("e")
    stale = scene.send()
    scene.become(formatted(scene.text), shape)
    scene.edits.answered(False, 0.0, stale)
    scene.carry_out()
    assert scene.state == "rejected"
    assert scene.text == formatted(ABOVE) + REJECTED + formatted(BELOW)


@every_shape
def test_a_formatting_between_a_rejection_and_its_answer_is_followed(shape: Shape) -> None:
    scene = pending()
    scene.edits.reject("e")
    operation = scene.send()
    scene.report(reversed(operation.changes))
    scene.become(formatted(scene.text), shape)
    scene.edits.answered(True, 0.0, operation)
    assert scene.text == formatted(DOCUMENT)
    assert not scene.edit.hunks()
