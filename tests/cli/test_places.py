from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from pt_lsp.cli.places import Cursor, Lines, cursor, lines, offset_of, span_of
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import PtLspError

TEXT = Text.of("def f():\r\n    return 'ü'\r\n\r\ng()\r\n")
FILE = Path("a.py")


def test_the_colon_of_a_drive_letter_belongs_to_the_file_name() -> None:
    assert cursor(r"C:\x.py:3:4") == Cursor(Path(r"C:\x.py"), 3, 4)
    assert lines(r"C:\x.py:3-4") == Lines(Path(r"C:\x.py"), 3, 4)
    assert lines(r"C:\x.py") == Lines(Path(r"C:\x.py"))


def test_lines_are_none_one_or_a_range() -> None:
    assert lines("a.py") == Lines(FILE)
    assert lines("a.py:7") == Lines(FILE, 7)
    assert lines("a.py:7-9") == Lines(FILE, 7, 9)


@pytest.mark.parametrize("written", ["a.py", "a.py:3", "a.py:3:x", ":1:1", "a.py:0:1", "a.py:1:0"])
def test_what_is_no_cursor_is_wrong_usage(written: str) -> None:
    with pytest.raises(ArgumentTypeError):
        cursor(written)


@pytest.mark.parametrize("written", ["", "a.py:0", "a.py:4-3"])
def test_what_are_no_lines_is_wrong_usage(written: str) -> None:
    with pytest.raises(ArgumentTypeError):
        lines(written)


def test_columns_count_characters_from_one() -> None:
    assert offset_of(Cursor(FILE, 1, 1), TEXT) == 0
    assert offset_of(Cursor(FILE, 2, 15), TEXT) == str(TEXT).index("\r\n\r\n")
    assert offset_of(Cursor(FILE, 5, 1), TEXT) == len(TEXT)


def test_a_column_past_the_line_is_told_with_the_line_s_last() -> None:
    with pytest.raises(PtLspError, match=r"^Line 4 of a\.py ends at column 4; there is no column 5\.$"):
        offset_of(Cursor(FILE, 4, 5), TEXT)


@pytest.mark.parametrize(("content", "told"), [("x\n", "a.py has 1 line;"), ("x\ny", "a.py has 2 lines;")])
def test_a_line_past_the_end_is_told_with_the_number_of_lines(content: str, told: str) -> None:
    with pytest.raises(PtLspError, match=told):
        offset_of(Cursor(FILE, 9, 1), Text.of(content))


def test_a_range_of_lines_ends_before_the_last_line_end() -> None:
    assert TEXT.slice(span_of(Lines(FILE, 1, 2), TEXT)) == "def f():\r\n    return 'ü'"


def test_a_whole_file_ends_before_its_last_line_end() -> None:
    assert TEXT.slice(span_of(Lines(FILE), TEXT)) == str(TEXT).removesuffix("\r\n")
    assert span_of(Lines(FILE), Text.of("")) == Span(0, 0)


def test_one_line_is_the_place_of_its_code() -> None:
    place = str(TEXT).index("return")
    assert span_of(Lines(FILE, 2), TEXT) == Span(place, place)
