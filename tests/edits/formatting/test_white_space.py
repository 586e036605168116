"""How texts that differ in white space are told apart, and an answer fitted to one of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.flight import apply_together
from pt_lsp.edits.formatting.refitting import refitted
from pt_lsp.edits.formatting.white_space import blank_changes, closest_changes, solid

LINES = st.lists(st.sampled_from(["a", "  b c", "\tb c", "", "  ", "}", "x = 1  "]), max_size=6)
TEXTS = st.builds(str.join, st.sampled_from(["\n", "\r\n"]), LINES)


@st.composite
def formatted(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with other white space."""
    text = draw(TEXTS)
    other = "".join(
        draw(st.sampled_from(["", " ", "\n", "\r\n\t", " \n\n  "])) + character for character in solid(text)
    )
    return text, draw(st.sampled_from([text, other, other + "\n"]))


def made(old: str, changes: tuple[Change, ...]) -> str:
    assert all(one.span.end <= other.span.start for one, other in pairwise(changes))
    return str(apply_together(Text.of(old), changes))


@given(formatted())
def test_blank_changes_touch_no_solid_character(case: tuple[str, str]) -> None:
    old, new = case
    changes = blank_changes(old, new)
    assert made(old, changes) == new
    assert all(not solid(old[each.span.start : each.span.end] + each.text) for each in changes)


@given(TEXTS, TEXTS)
def test_the_closest_changes_make_the_one_text_of_the_other(old: str, new: str) -> None:
    assert made(old, closest_changes(old, new)) == new


def test_line_ends_are_told_apart_from_the_blanks_around_them() -> None:
    assert blank_changes("a  \n\n\tb", "a\n    b") == (
        Change(Span(1, 3), ""),
        Change(Span(4, 5), ""),
        Change(Span(5, 6), "    "),
    )


def test_a_word_changed_in_one_line_leaves_the_lines_around_to_their_white_space() -> None:
    assert closest_changes("import b\nimport a\n\n\tx\n\ty", "import a\n\n    x\n    y") == (
        Change(Span(0, 9), ""),
        Change(Span(19, 20), "    "),
        Change(Span(22, 23), "    "),
    )


@pytest.mark.parametrize(
    ("meant", "stands", "text", "reads"),
    [
        ("\ta\n\tb\n\tc", "    a\n    b\n    c", "\ta\n\tX\n\tc", "    a\n\tX\n    c"),
        ("a\nb", "a\nb", "x", "x"),
        ("a  \nb", "a\nb", "a  \nb\nc", "a\nb\nc"),
        ("a\nb  ", "a\nb", "a", "a"),
        ("  a\nb", "a\nb", "  a", "a"),
        ("a\n\n\nb", "a\nb", "a\n\n\nx\nb", "a\nx\nb"),
        ("f(a, b)\nc", "f(a,\n  b)\nc", "f(a, b)\nX", "f(a,\n  b)\nX"),
        ("f(a, b)\nc", "f(a,\n  b)\nc", "f(b)\nc", "f(b)\nc"),
        ("f(a,\n  b)\nc", "f(a, b)\n c", "f(a,\n  c)\nc", "f(a,\n  c)\n c"),
        ("\ta\n\tb", "  a\n  b", "", ""),
        ("", "", "a", "a"),
        ("\n", "", "x", "x"),
        ("\n\n", "\n", "\n\n", "\n"),
    ],
)
def test_what_the_answer_leaves_stays_as_it_was_formatted(
    meant: str, stands: str, text: str, reads: str
) -> None:
    assert refitted(meant, stands, text) == reads


@given(formatted(), TEXTS)
def test_no_solid_character_of_the_answer_is_lost_and_what_was_meant_reads_as_it_stands(
    case: tuple[str, str], text: str
) -> None:
    meant, stands = case
    assert solid(refitted(meant, stands, text)) == solid(text)
    assert refitted(meant, stands, meant) == stands
    assert refitted(meant, meant, text) == text
