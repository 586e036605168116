from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.windows.near_suffix import MARK_ROOM, near_suffix
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

MARK = "\n# ... lines left out ..."


def test_the_rest_of_a_very_long_line_is_cut_and_nothing_follows_it() -> None:
    text = Text.of("x" * 5000 + "\nnext\n")
    near = near_suffix(text, 10, 400, 300, "python")
    assert (len(near.span), near.cut_below) == (300, "")


def test_whole_lines_follow_and_a_mark_tells_that_more_is_left_out() -> None:
    text = Text.of("a = 1\n" + "b = 2\n" * 100)
    near = near_suffix(text, 3, 120, 300, "python")
    assert text.slice(near.span).startswith(" 1\nb = 2\n")
    assert text.slice(near.span).endswith("b = 2")
    assert near.cut_below == MARK


def test_the_mark_is_indented_as_what_it_stands_for() -> None:
    text = Text.of("a = 1\n" + "    b = 2\n" * 100)
    assert near_suffix(text, 3, 120, 300, "go").cut_below == "\n    // ... lines left out ..."


def test_far_to_the_right_the_mark_is_indented_as_far_as_there_is_room() -> None:
    text = Text.of("a = f(\n" + " " * 60 + "b,\n" + f"{' ' * 60}c,\n" * 100)
    mark = near_suffix(text, 3, 200, 300, "python").cut_below
    assert mark.startswith("\n          ")
    assert mark.strip() == MARK.strip()
    assert len(mark) <= MARK_ROOM


def test_lines_end_before_a_blank_line_that_is_near() -> None:
    text = Text.of("\n" + "b = 2\n" * 10 + "\n" + "c = 3\n" * 50)
    near = near_suffix(text, 0, 120, 300, "python")
    assert text.slice(near.span) == "\n" + "b = 2\n" * 9 + "b = 2"


def test_all_of_a_short_rest_is_shown_without_a_mark() -> None:
    text = Text.of("a\nb\nc\n\n\n")
    near = near_suffix(text, 0, 120, 300, "python")
    assert (text.slice(near.span).rstrip(), near.cut_below) == ("a\nb\nc", "")


@given(
    st.text(alphabet="ab \n\r", max_size=600),
    st.integers(min_value=0, max_value=600),
    st.integers(min_value=0, max_value=300),
    st.integers(min_value=0, max_value=300),
)
def test_no_more_than_is_reserved_is_shown_and_a_mark_stands_for_something(
    string: str, at: int, limit: int, longest_rest: int
) -> None:
    text, offset = Text.of(string), min(at, len(string))
    near = near_suffix(text, offset, limit, longest_rest, "python")
    assert near.span.start == offset
    assert len(near.span) + len(near.cut_below) <= near.n_reserved <= limit + longest_rest
    if near.cut_below:
        assert text.slice(Span(near.span.end, len(text))).strip()
