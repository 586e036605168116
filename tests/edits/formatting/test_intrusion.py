"""Which changes inside of a region are typing, and which a formatter's; one fact a row."""

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.formatting.intrusion import are_by_lines, intrusion_of


@pytest.mark.parametrize(
    ("before", "after", "intrusion"),
    [
        ("\ta\n\tb", "    a\n    b", "white space"),
        ("a  \nb\t\n", "a\nb\n", "white space"),
        ("a\n\n\nb\n\n\nc", "a\nb\n\nc", "white space"),
        ("f(a, b)", "f(\n  a, b\n)", "white space"),
        ("a  \nb", "a\nb", "typing"),
        ("a\nb", "a \nb", "typing"),
        ("a\nb", "a\n    \nb", "typing"),
        ("a\n\n\nb", "a\nb", "typing"),
        ("a\nb", "ab", "typing"),
        ("ab", "axb", "typing"),
        ("abc", "ac", "typing"),
        ("\ta", "    a", "other"),
        ("ab\ncd", "xb\nxd", "other"),
        ("ab\ncd", "xb\n cd ", "other"),
        ("old", "new", "other"),
        ("a b\nc d", "a  b\nc  x", "other"),
    ],
)
def test_what_was_done_is_told_by_what_it_has_done(before: str, after: str, intrusion: str) -> None:
    assert intrusion_of(before, after) == intrusion


@pytest.mark.parametrize(("before", "after"), [("a  \nb", "a\nb"), ("\ta", "    a"), ("a\n\nb", "a\nb")])
def test_white_space_in_one_place_told_by_whole_lines_is_no_typing(before: str, after: str) -> None:
    assert intrusion_of(before, after, is_by_lines=True) == "white space"


def test_words_told_by_whole_lines_are_what_they_are() -> None:
    assert intrusion_of("a\nb", "a\nb c", is_by_lines=True) == "typing"


@pytest.mark.parametrize(
    ("changes", "are"),
    [
        ([Change(Span(4, 9), "two\n")], True),
        ([Change(Span(4, 8), "two")], True),
        ([Change(Span(4, 9), "two\n"), Change(Span(8, 13), "three")], True),
        ([Change(Span(7, 8), "")], False),
        ([Change(Span(4, 9), "")], False),
        ([Change(Span(4, 4), "x\n")], False),
        ([Change(Span(4, 9), "two")], False),
        ([Change(Span(0, 4), "  one\n  ")], False),
        ([Change(Span(5, 9), "wo\n")], False),
        ([Change(Span(0, 14), "one\ntwo\nthree")], False),
        ([], False),
    ],
)
def test_lines_are_whole_from_their_beginning_to_their_end(changes: list[Change], are: bool) -> None:
    assert are_by_lines(changes, Text.of("one\ntwo \nthree")) == are
