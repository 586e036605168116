import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change, apply, moved
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

odd_text = st.text(alphabet="ab\n\r\f\u2028\U0001f600", max_size=30)


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    start = draw(st.integers(0, length))
    return Span(start, draw(st.integers(start, length)))


@given(odd_text, odd_text, st.data())
def test_an_inverted_change_restores_the_text(string: str, new: str, data: st.DataObject) -> None:
    before = Text.of(string)
    change = Change(data.draw(spans(len(string))), new)
    after = apply(before, [change])
    assert len(after) == len(before) + change.delta
    assert apply(after, [change.invert(before)]) == before


def test_changes_in_a_row_count_in_what_the_one_before_left() -> None:
    changes = [Change(Span(0, 0), "new "), Change(Span(4, 7), "text")]
    assert str(apply(Text.of("old\n"), changes)) == "new text\n"


@given(odd_text, odd_text, st.data())
def test_a_trimmed_change_does_the_same_and_has_no_equal_ends(
    string: str, new: str, data: st.DataObject
) -> None:
    text = Text.of(string)
    change = Change(data.draw(spans(len(string))), new)
    trimmed = change.trimmed(text.slice(change.span))
    assert apply(text, [trimmed]) == apply(text, [change])
    old = text.slice(trimmed.span)
    assert not old or not trimmed.text or (old[0] != trimmed.text[0] and old[-1] != trimmed.text[-1])


@given(odd_text, st.text(alphabet="XY", max_size=4), st.data())
def test_a_moved_span_holds_the_same_characters(string: str, new: str, data: st.DataObject) -> None:
    before = Text.of(string)
    span = data.draw(spans(len(string)))
    change = Change(data.draw(spans(len(string))), new)
    after_span = moved(span, change)
    overlap = change.span.start < span.end and span.start < change.span.end
    assert (after_span is None) == overlap
    if after_span is not None:
        assert apply(before, [change]).slice(after_span) == before.slice(span)


@pytest.mark.parametrize(
    ("span", "change", "expected"),
    [
        (Span(3, 6), Change(Span(3, 3), "xx"), Span(5, 8)),  # at its start: lies before
        (Span(3, 6), Change(Span(6, 6), "xx"), Span(3, 6)),  # at its end: lies after
        (Span(3, 3), Change(Span(3, 3), "xx"), Span(3, 3)),  # at an empty one: lies after
        (Span(3, 6), Change(Span(0, 2), ""), Span(1, 4)),
        (Span(3, 6), Change(Span(1, 3), "x"), Span(2, 5)),
        (Span(3, 3), Change(Span(1, 3), "x"), Span(2, 2)),
        (Span(3, 6), Change(Span(6, 8), ""), Span(3, 6)),
        (Span(3, 3), Change(Span(3, 8), ""), Span(3, 3)),
        (Span(3, 6), Change(Span(4, 4), "x"), None),
        (Span(3, 6), Change(Span(2, 4), "x"), None),
        (Span(3, 6), Change(Span(5, 9), "x"), None),
        (Span(3, 6), Change(Span(0, 9), "x"), None),
        (Span(3, 3), Change(Span(2, 4), ""), None),
    ],
)
def test_where_a_span_goes(span: Span, change: Change, expected: Span | None) -> None:
    assert moved(span, change) == expected
