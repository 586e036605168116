from pt_lsp.documents.span import Span


def test_a_span_is_half_open() -> None:
    span = Span(2, 5)
    assert len(span) == 3
    assert [offset for offset in range(8) if span.contains(offset)] == [2, 3, 4]


def test_an_empty_span_contains_nothing_and_is_still_a_place() -> None:
    span = Span(4, 4)
    assert span.is_empty
    assert not span.contains(4)
    assert bool(span)


def test_a_shifted_span_keeps_its_length() -> None:
    assert Span(2, 5).shifted(3) == Span(5, 8)
    assert Span(2, 5).shifted(-2) == Span(0, 3)


def test_spans_sort_by_where_they_start() -> None:
    assert sorted([Span(4, 5), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(4, 5)]
