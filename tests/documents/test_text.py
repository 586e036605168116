import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import MAX_CHUNK_LINES, MIN_CHUNK_LINES, Text

ODD = "a b\n\r\t\f\x0b\x1c\x85\u2028\u2029é\u0301日\U0001f600"
odd_text = st.text(alphabet=ODD, max_size=60)
# A short part repeated often makes texts of several chunks without drawing each character.
long_text = st.builds(lambda part, n: part * n, st.text(alphabet=ODD, max_size=8), st.integers(0, 900))
any_text = odd_text | long_text


def naive_lines(string: str) -> list[str]:
    parts = re.split(r"(\r\n|\n|\r)", string)
    return ["".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]


def check_equals(text: Text, string: str) -> None:
    lines = naive_lines(string)
    assert len(text) == len(string)
    assert text.n_lines == len(lines)
    assert [text.line(i) for i in range(text.n_lines)] == lines
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    assert [text.line_start(i) for i in range(text.n_lines + 1)] == starts
    for i, (start, end) in enumerate(pairwise(starts)):
        assert text.line_at(start) == (i if start < len(string) else len(lines) - 1)
        if start < end:
            assert text.line_at(end - 1) == i
    assert str(text) == string
    check_chunks(text)


def check_chunks(text: Text) -> None:
    sizes = [len(chunk.lines) for chunk in text._chunks]
    assert all(1 <= size <= MAX_CHUNK_LINES for size in sizes)
    assert len(sizes) == 1 or min(sizes) >= MIN_CHUNK_LINES
    assert [chunk.size for chunk in text._chunks] == [sum(map(len, chunk.lines)) for chunk in text._chunks]


@given(any_text)
def test_a_text_has_the_lines_that_lsp_counts(string: str) -> None:
    check_equals(Text.of(string), string)


@given(
    any_text, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40) | st.just(5000), any_text), max_size=8)
)
def test_replacements_in_a_row_equal_a_text_made_anew(
    string: str, replacements: list[tuple[float, int, str]]
) -> None:
    text = Text.of(string)
    for place, length, new in replacements:
        start = round(place * len(string))
        end = min(len(string), start + length)
        before = text
        text = text.replace(Span(start, end), new)
        assert str(before) == string
        string = string[:start] + new + string[end:]
        check_equals(text, string)


@given(any_text, st.data())
def test_a_slice_is_the_strings_slice_joined_or_not(string: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(string)))
    end = data.draw(st.integers(start, len(string)))
    joined = Text.of(string)
    unjoined = joined.replace(Span(0, 0), "")
    assert joined.slice(Span(start, end)) == string[start:end]
    assert unjoined.slice(Span(start, end)) == string[start:end]
    assert unjoined._string is None


@pytest.mark.parametrize(
    ("before", "span", "new", "lines"),
    [
        ("a\rb\n", Span(2, 3), "", ["a\r\n", ""]),
        ("a\r", Span(2, 2), "\n", ["a\r\n", ""]),
        ("a\nb", Span(1, 1), "\r", ["a\r\n", "b"]),
        ("a\r\nb", Span(2, 2), "x", ["a\r", "x\n", "b"]),
        ("a\r\nb", Span(1, 2), "", ["a\n", "b"]),
        ("a\r\nb", Span(2, 3), "", ["a\r", "b"]),
        ("\r\r\n", Span(1, 2), "", ["\r\n", ""]),
        ("\r" * 3 + "x\n", Span(3, 4), "", ["\r", "\r", "\r\n", ""]),
    ],
)
def test_a_change_joins_and_splits_carriage_return_and_line_feed(
    before: str, span: Span, new: str, lines: list[str]
) -> None:
    text = Text.of(before).replace(span, new)
    assert [text.line(i) for i in range(text.n_lines)] == lines


def test_a_carriage_return_joins_across_chunks() -> None:
    text = Text.of("x\r" * 1000)
    border = text._starts[1]
    joined = text.replace(Span(border, border), "\n")
    check_equals(joined, "x\r" * (border // 2) + "\n" + "x\r" * (1000 - border // 2))
    assert joined.n_lines == text.n_lines


def test_form_feed_and_unicode_separators_are_no_line_ends() -> None:
    assert Text.of("a\fb\x0bc\x1cd\x85e\u2028f\u2029g").n_lines == 1


def test_line_content_leaves_the_line_end_out() -> None:
    text = Text.of("one\ntwo\r\nthree\rfour")
    assert [text.line_content(i) for i in range(4)] == ["one", "two", "three", "four"]


@pytest.mark.parametrize(
    ("string", "line_end"),
    [("", "\n"), ("a", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb\n", "\r"), ("a\nb\r\n", "\n")],
)
def test_the_line_end_is_the_first_one_found(string: str, line_end: str) -> None:
    assert Text.of(string).line_end == line_end


def test_texts_are_equal_by_content() -> None:
    text = Text.of("one\ntwo\n")
    edited = Text.of("one\ntoo\n").replace(Span(5, 6), "w")
    assert edited == text
    assert hash(edited) == hash(text)
    assert text != Text.of("one\ntow\n")
    assert text != Text.of("one\n")
    assert text != "one\ntwo\n"
    assert text.replace(Span(0, 0), "x") != text
    assert text == text  # noqa: PLR0124 - identity is a path of its own


def test_a_repr_does_not_show_the_users_code() -> None:
    assert repr(Text.of("secret = 1\n")) == "<Text of 11 characters, 2 lines>"


def test_places_outside_of_the_text_are_refused() -> None:
    text = Text.of("ab\n")
    for wrong in (
        lambda: text.line(2),
        lambda: text.line(-1),
        lambda: text.line_start(3),
        lambda: text.line_at(4),
        lambda: text.line_at(-1),
        lambda: text.slice(Span(0, 4)),
        lambda: text.replace(Span(-1, 0), ""),
        lambda: text.replace(Span(2, 1), ""),
    ):
        with pytest.raises(IndexError, match="outside of a text"):
            wrong()


def test_a_change_shares_all_untouched_chunks() -> None:
    text = Text.of("line\n" * 50_000)
    edited = text.replace(Span(125_000, 125_000), "x")
    assert sum(a is not b for a, b in zip(text._chunks, edited._chunks, strict=True)) == 1


def test_a_chunk_that_shrinks_joins_its_neighbour() -> None:
    string = "line\n" * 1000
    text = Text.of(string)
    for start, end in ((0, text._starts[1] - 5), (text._starts[1], text._starts[2] - 5), (2000, len(string))):
        check_equals(text.replace(Span(start, end), ""), string[:start] + string[end:])


def test_a_chunk_that_grows_is_split() -> None:
    text = Text.of("line\n" * 300)
    for _ in range(6):
        text = text.replace(Span(500, 500), "more\n" * 200)
    check_equals(text, "line\n" * 100 + "more\n" * 1200 + "line\n" * 200)
    assert len(text._chunks) > 2
