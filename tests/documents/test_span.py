from pt_lsp.documents.span import Span


def test_a_span_is_half_open() -> None:
    assert len(Span(2, 5)) == 3


def test_an_empty_span_is_still_a_place() -> None:
    span = Span(4, 4)
    assert span.is_empty
    assert bool(span)


def test_a_shifted_span_keeps_its_length() -> None:
    assert Span(2, 5).shifted(3) == Span(5, 8)
    assert Span(2, 5).shifted(-2) == Span(0, 3)


def test_spans_sort_by_where_they_start() -> None:
    assert sorted([Span(4, 5), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(4, 5)]
