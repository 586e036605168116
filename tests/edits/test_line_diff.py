from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import split_lines
from pt_lsp.edits.line_diff import best_changes, hunks_of, minimal_change

TEXTS = st.lists(st.sampled_from(["a", "b", "", "\n", "\r\n", "\r", "\u2028"]), max_size=24).map("".join)


def applied(old: str, changes: tuple[Change, ...]) -> str:
    for change in reversed(changes):
        old = old[: change.span.start] + change.text + old[change.span.end :]
    return old


@given(TEXTS, TEXTS)
def test_the_minimal_change_makes_the_new_text_of_the_old_one(old: str, new: str) -> None:
    change = minimal_change(old, new)
    assert (change is None) == (old == new)
    assert applied(old, (change,) if change else ()) == new


@given(TEXTS, TEXTS)
def test_the_best_changes_make_the_new_text_of_the_old_one_in_order_and_apart(old: str, new: str) -> None:
    changes = best_changes(old, new)
    assert applied(old, changes) == new
    for before, after in pairwise(changes):
        assert before.span.end < after.span.start


@given(TEXTS, TEXTS)
def test_hunks_say_what_stands_in_both_texts(old: str, new: str) -> None:
    for hunk in hunks_of(old, new):
        assert old[hunk.old_span.start : hunk.old_span.end] == hunk.old_text
        assert new[hunk.new_span.start : hunk.new_span.end] == hunk.new_text
        assert hunk.old_text != hunk.new_text


@given(TEXTS)
def test_lines_join_to_the_text_and_only_the_last_has_no_end(text: str) -> None:
    lines = split_lines(text)
    assert "".join(lines) == text
    assert all(line.endswith(("\n", "\r")) for line in lines[:-1])
    assert not lines[-1].endswith(("\n", "\r"))


def test_lines_found_once_in_both_texts_hold_a_diff_together() -> None:
    old = "def f():\n    x = 1\n    return x\n\n\ndef g():\n    y = 1\n    return y\n"
    new = "def h():\n    x = 1\n    return x\n\n\n" + old
    (hunk,) = hunks_of(old, new)
    assert hunk.new_text == "def h():\n    x = 1\n    return x\n\n\n"


def test_a_line_in_the_middle_is_replaced_with_its_end() -> None:
    assert minimal_change("a\nb\nc", "a\nx\nc") == Change(Span(2, 4), "x\n")


def test_a_line_added_after_the_last_comes_with_the_line_end_before_it() -> None:
    assert minimal_change("a\r\nb", "a\r\nb\r\nc") == Change(Span(4, 4), "\r\nc")
    assert minimal_change("a", "a\r\nb") == Change(Span(1, 1), "\r\nb")


def test_lines_removed_at_the_end_take_the_line_end_before_them_along() -> None:
    assert minimal_change("a\nb\nc", "a") == Change(Span(1, 5), "")


def test_a_line_added_before_the_first_leaves_the_first_alone() -> None:
    assert minimal_change("b", "a\nb") == Change(Span(0, 0), "a\n")


def test_the_last_line_is_replaced_without_a_line_end() -> None:
    assert minimal_change("a\nb", "a\nc") == Change(Span(2, 3), "c")


def test_equal_lines_between_two_differences_are_left_alone() -> None:
    assert best_changes("a\nb\nc\nd", "x\nb\nc\ny") == (
        Change(Span(0, 2), "x\n"),
        Change(Span(6, 7), "y"),
    )
