"""Findings in a text that changes: each is where its lines are, or gone with them."""

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.review.finding import PlacedFinding, QuotedFinding
from pt_lsp.features.review.following import findings_after, spans_after
from pt_lsp.features.review.placing import place

LINES = st.lists(st.sampled_from(["", "a", "b b", "  c", "}"]), max_size=8)
ENDS = st.sampled_from(["\n", "\r\n"])


def marked(text: str, quote: str) -> PlacedFinding:
    start = text.index(quote)
    return PlacedFinding(Span(start, start + len(quote)), "error", "It fails.", quote)


@given(LINES, LINES, LINES, LINES, ENDS)
def test_a_finding_stays_with_its_line_whatever_is_done_around_it(
    above: list[str], below: list[str], new_above: list[str], new_below: list[str], end: str
) -> None:
    line = "    total = one / other"
    before = end.join([*above, line, *below])
    now = end.join([*new_above, line, *new_below])
    finding = marked(before, "one / other")
    found = findings_after([finding], Text.of(before), Text.of(now))
    assert [now[each.span.start : each.span.end] for each in found] == ["one / other"]


@given(LINES, LINES, st.text("abc /=\n", max_size=6), st.integers(0, 30), st.integers(0, 5))
def test_a_finding_is_gone_when_its_line_changes(
    above: list[str], below: list[str], new: str, at: int, n_gone: int
) -> None:
    line = "    total = one / other"
    changed = line[:at] + new + line[at + n_gone :]
    before = Text.of("\n".join([*above, line, *below]))
    now = Text.of("\n".join([*above, changed, *below]))
    found = findings_after([marked(str(before), "one / other")], before, now)
    if line not in changed.split("\n"):
        assert found == ()


@given(LINES, LINES, LINES, LINES, st.booleans())
def test_a_reviewed_stretch_holds_what_has_come_in_its_place(
    above: list[str], inside: list[str], below: list[str], new: list[str], is_inside: bool
) -> None:
    def texts(above: list[str], inside: list[str]) -> tuple[str, str]:
        part = "\n".join(["begin {", *inside, "end }"])
        return part, "\n".join([*above, part, *below])

    part, before = texts(above, inside)
    new_part, now = texts(above, new) if is_inside else texts(new, inside)
    start = before.index(part)
    (span,) = spans_after([Span(start, start + len(part))], Text.of(before), Text.of(now))
    assert new_part in now[span.start : span.end]


def test_a_quote_that_was_there_twice_is_refused_though_it_is_there_once_by_now() -> None:
    before, now = Text.of("a = 1\nb = 2\na = 1\n"), Text.of("b = 2\na = 1\n")
    finding = QuotedFinding("a = 1", "error", "It fails.")
    places = place([finding], before, [Span(0, len(before))], now)
    assert (places.findings, places.n_refused) == ([], 1)


def test_a_quote_that_is_twice_in_the_file_and_once_in_the_selection_is_placed() -> None:
    text = Text.of("a = 1\nb = 2\na = 1\n")
    finding = QuotedFinding("a = 1", "error", "It fails.")
    (placed,) = place([finding], text, [Span(6, 17)], text).findings
    assert placed.span == Span(12, 17)
    now = Text.of("a = 1\n\n\nb = 3\na = 1\n")
    (placed,) = place([finding], text, [Span(6, 17)], now).findings
    assert placed.span == Span(14, 19)


@given(LINES, LINES, LINES, ENDS, ENDS)
def test_line_ends_that_are_converted_move_nothing(
    above: list[str], inside: list[str], below: list[str], end: str, new_end: str
) -> None:
    part, lines = ["begin {", *inside, "end }"], [*above, "begin {", *inside, "end }", *below]
    before, now = end.join(lines), new_end.join(lines)
    start = before.index("begin {")
    span = Span(start, start + len(end.join(part)))
    (span_now,) = spans_after([span], Text.of(before), Text.of(now))
    assert now[span_now.start : span_now.end] == new_end.join(part)
    finding = PlacedFinding(span, "error", "It fails.", "")
    (found,) = findings_after([finding], Text.of(before), Text.of(now))
    assert found.span == span_now


def test_of_a_hunk_with_converted_line_ends_no_other_lines_count() -> None:
    lines = [*map(str, range(10)), "x = 1", *map(str, range(10, 50)), "x = 1"]
    before, now = Text.of("\n".join(lines)), Text.of("\r\n".join(lines))
    shown = Span(before.line_start(40), len(before))
    places = place([QuotedFinding("x = 1", "error", "It fails.")], before, [shown], now)
    assert ([now.line_at(each.span.start) for each in places.findings], places.n_refused) == ([51], 0)
