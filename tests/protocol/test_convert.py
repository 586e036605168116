from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from pt_lsp.documents.change import Change
from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.protocol.convert import change_of, offset_of, position_of, range_of, span_of, text_edits_of
from pt_lsp.protocol.wire.document_changes import ContentChange

ENCODINGS: tuple[PositionEncoding, ...] = ("utf-8", "utf-16", "utf-32")
texts = st.text(st.sampled_from("ab \n\r\fü\u2028🎉e\u0301"), max_size=30)


def range_at(start: tuple[int, int], end: tuple[int, int]) -> types.Range:
    return types.Range(start=types.Position(*start), end=types.Position(*end))


@given(texts, st.sampled_from(ENCODINGS), st.data())
def test_a_position_leads_back_to_its_offset(
    string: str, encoding: PositionEncoding, data: st.DataObject
) -> None:
    text = Text.of(string)
    offset = data.draw(st.integers(0, len(text)))
    back = offset_of(text, position_of(text, offset, encoding), encoding)
    # Between \r and \n is no place that LSP could name.
    assert back == offset or string[back : back + 2] == "\r\n"


@given(texts, st.sampled_from(ENCODINGS), st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_any_position_is_a_place_inside(
    string: str, encoding: PositionEncoding, line: int, character: int
) -> None:
    assert 0 <= offset_of(Text.of(string), types.Position(line, character), encoding) <= len(string)


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
def test_an_emoji_counts_as_many_units_as_the_encoding_has(
    encoding: Literal["utf-8", "utf-16", "utf-32"], units: int
) -> None:
    text = Text.of("🎉x")
    assert position_of(text, 1, encoding) == types.Position(0, units)
    assert offset_of(text, types.Position(0, units), encoding) == 1


def test_a_reversed_range_is_meant_the_other_way_round() -> None:
    text = Text.of("one\ntwo\n")
    assert span_of(text, range_at((1, 1), (0, 1)), "utf-16") == Span(1, 5)


def test_a_span_leads_back_to_its_range() -> None:
    text = Text.of("one\ntwo\n")
    assert range_of(text, Span(1, 5), "utf-16") == range_at((0, 1), (1, 1))


def test_a_partial_change_is_a_change() -> None:
    event = ContentChange(range_at((0, 0), (0, 3)), "1")
    assert change_of(Text.of("one\n"), event, "utf-16") == Change(Span(0, 3), "1")


def test_a_whole_new_text_is_none() -> None:
    assert change_of(Text.of("one"), ContentChange(None, "two"), "utf-16") is None


def test_changes_become_text_edits() -> None:
    edits = text_edits_of(Text.of("one\ntwo\n"), [Change(Span(4, 7), "2")], "utf-16")
    assert edits == [types.TextEdit(range=range_at((1, 0), (1, 3)), new_text="2")]


def in_halves(string: str) -> str:
    """As an editor that counts in UTF-16 has it: each half of a pair is a character."""
    encoded = string.encode("utf-16-le", "surrogatepass")
    units = (encoded[at : at + 2] for at in range(0, len(encoded), 2))
    return "".join(unit.decode("utf-16-le", "surrogatepass") for unit in units)


@given(st.text(st.sampled_from("ab🎉🎊ü"), max_size=6), st.data())
def test_a_change_between_the_halves_of_a_character_is_made_there(string: str, data: st.DataObject) -> None:
    halves = in_halves(string)
    start, end = (data.draw(st.integers(0, len(halves))) for _ in "se")
    new = in_halves(data.draw(st.text(st.sampled_from("a🎉🎊"), max_size=2)))
    new = new[data.draw(st.integers(0, 1)) :][: data.draw(st.integers(0, 3))]
    event = ContentChange(range_at((0, start), (0, end)), new)
    change = change_of(Text.of(string), event, "utf-16")
    assert change is not None
    first, last = sorted((start, end))
    after = str(Text.of(string).replace(change.span, change.text))
    assert in_halves(after) == halves[:first] + new + halves[last:]
    joined = after.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    if new:
        assert after == joined
