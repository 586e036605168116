import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from tests.support.notation import Marked, mark, parse, parse_files, render_change


def test_one_mark_is_the_cursor() -> None:
    marked = parse("return <|>\n")
    assert marked == Marked("return \n", Span(7, 7))
    assert marked.cursor == 7
    assert (marked.prefix, marked.suffix) == ("return ", "\n")
    assert marked.selection == Span(7, 7)


def test_two_marks_are_a_selection() -> None:
    marked = parse("return <|>a + b<|>\n")
    assert marked == Marked("return a + b\n", Span(7, 12))
    assert marked.selection == Span(7, 12)
    with pytest.raises(ValueError, match="no single"):
        _ = marked.cursor


def test_text_without_marks_has_no_place() -> None:
    marked = parse("plain <|fim_prefix|>\n")
    assert marked == Marked("plain <|fim_prefix|>\n", None)
    with pytest.raises(ValueError, match="no single"):
        _ = marked.cursor
    with pytest.raises(ValueError, match="no <"):
        _ = marked.selection


def test_three_marks_are_refused() -> None:
    with pytest.raises(ValueError, match="3 marks"):
        parse("<|>a<|>b<|>")


@given(st.text(alphabet="ab\n\U0001f600", max_size=9), st.data())
def test_marking_is_the_way_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert parse(mark(text, span)) == Marked(text, span)


def test_files_start_with_a_header_line() -> None:
    files = parse_files("-- a/one.py --\nx = <|>\n-- two.py --\n\n-- not a header\n")
    assert files == {"a/one.py": Marked("x = \n", Span(4, 4)), "two.py": Marked("\n-- not a header\n", None)}


@pytest.mark.parametrize(
    ("text", "message"),
    [("x = 1\n", "before the first"), ("x\n-- a --\n", "before the first"), ("-- a --\n-- a --\n", "twice")],
)
def test_text_without_a_file_of_its_own_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_files(text)


@pytest.mark.parametrize(
    ("before", "changes", "shown"),
    [
        ("return \n", [Change(Span(7, 7), "a + b")], "return {+a + b+}\n"),
        ("old text", [Change(Span(0, 3), "new")], "[-old-]{+new+} text"),
        ("a b c", [Change(Span(3, 5), ""), Change(Span(0, 0), "x ")], "{+x +}a b[- c-]"),
        ("same", [], "same"),
    ],
)
def test_changes_are_shown_in_place(before: str, changes: list[Change], shown: str) -> None:
    assert render_change(before, changes) == shown


def test_overlapping_changes_cannot_be_shown() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        render_change("abcdef", [Change(Span(0, 3), "x"), Change(Span(2, 4), "y")])
