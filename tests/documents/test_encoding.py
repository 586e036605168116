import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.encoding import (
    PositionEncoding,
    column_to_units,
    line_and_units,
    offset_at,
    units_to_column,
)
from pt_lsp.documents.text import Text

ODD = "ab\n\r\f\x85\u2028é\u0301日\U0001f600\U0001f469\u200d"
ENCODINGS: tuple[PositionEncoding, ...] = ("utf-8", "utf-16", "utf-32")
encodings = st.sampled_from(ENCODINGS)
odd_text = st.text(alphabet=ODD, max_size=40)
odd_line = st.text(alphabet=ODD.replace("\n", "").replace("\r", "") + "\ud800\udc00", max_size=20)
line_ends = st.sampled_from(["", "\n", "\r", "\r\n"])


def units_of(character: str, encoding: PositionEncoding) -> int:
    if encoding == "utf-32":
        return 1
    if encoding == "utf-16":
        return 2 if character > "\uffff" else 1
    return len(character.encode("utf-8", "surrogatepass"))


@given(odd_line, line_ends, encodings)
def test_columns_and_units_agree_with_counting_one_by_one(
    content: str, end: str, encoding: PositionEncoding
) -> None:
    line = content + end
    column_of_unit = [i for i, character in enumerate(content) for _ in range(units_of(character, encoding))]
    column_of_unit += [len(content)] * 3
    assert [units_to_column(line, units, encoding) for units in range(len(column_of_unit))] == column_of_unit
    assert units_to_column(line, -1, encoding) == 0
    assert units_to_column(line, 2**31, encoding) == len(content)
    units = 0
    for column, character in enumerate(content):
        assert column_to_units(line, column, encoding) == units
        units += units_of(character, encoding)
    assert column_to_units(line, len(content), encoding) == units
    assert column_to_units(line, len(line), encoding) == units
    assert column_to_units(line, -1, encoding) == 0


@given(odd_text, encodings)
def test_an_offset_survives_the_way_to_the_editor_and_back(string: str, encoding: PositionEncoding) -> None:
    text = Text.of(string)
    for offset in range(len(string) + 1):
        line, units = line_and_units(text, offset, encoding)
        inside_line_end = string[offset - 1 : offset + 1] == "\r\n" and offset > 0
        assert offset_at(text, line, units, encoding) == (offset - 1 if inside_line_end else offset)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_positions_out_of_range_are_clamped(encoding: PositionEncoding) -> None:
    text = Text.of("ab\r\ncd")
    assert offset_at(text, 0, 99, encoding) == 2
    assert offset_at(text, 1, 99, encoding) == 6
    assert offset_at(text, 2, 0, encoding) == 6
    assert offset_at(text, 99, 99, encoding) == 6
    assert offset_at(text, -1, 5, encoding) == 0


def test_an_offset_outside_of_the_text_has_no_position() -> None:
    with pytest.raises(IndexError):
        line_and_units(Text.of("ab"), 3, "utf-16")


def test_a_lone_surrogate_counts_and_does_not_raise() -> None:
    line = "\ud83d\ude00x"
    assert column_to_units(line, 2, "utf-8") == 6
    assert column_to_units(line, 2, "utf-16") == 2
    assert units_to_column(line, 4, "utf-8") == 1
    assert units_to_column(line, 1, "utf-16") == 1
