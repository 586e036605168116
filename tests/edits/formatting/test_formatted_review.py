"""What a formatter does to a region that waits for a verdict: its text, and what a rejection gives back."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.intrusion import Formatting
from pt_lsp.edits.formatting.white_space import solid
from pt_lsp.edits.live_hunk import LiveHunk
from pt_lsp.edits.review import Review
from tests.support.simulated_formatter import formatted


def after(review: Review, content: str) -> Review:
    """A formatter has made `content` of what the region reads."""
    review = review.after(Formatting(Span(0, len(review.content)), content))
    assert review.content == content
    return review


@pytest.mark.parametrize(
    ("original", "new", "content", "restored"),
    [
        ("a\n\told\nc", "a\n\tnew\nc", "a\n    new\nc", "a\n\told\nc"),
        ("\ta\n\told\n\tc", "\ta\n\tnew\n\tc", "  a\n  new\n  c", "  a\n\told\n  c"),
        ("a\nold\nc", "a\nnew\nmore\nc", "a\n\nnew\n\n\nmore\n\nc", "a\nold\nc"),
        ("a\n\nold\n\nc", "a\n\nnew\n\nc", "a\nnew\nc", "a\n\nold\n\nc"),
        ("a\nold\nc", "a\nnew\nc", "a new c", "a\nold\nc"),
        ("a\n\told\n\tc", "a\n\tnew\n\tc", "a\n\tnew c", "a\n\told\n\tc"),
        ("a\nold\nc", "a\nnew line\nc", "a\nnew\n  line\nc", "a\nold\nc"),
        ("a\nold\nc", "a\nc", "a\n\n\nc", "a\nold\nc"),
        ("a\nold\nc", "a\nc", "a c", "a\nold\nc"),
        ("a\n\told", "a\n\told\n\n\tnew", "a\n    old\n    new", "a\n    old"),
        ("a\nold\n\tb", "a\n\tb", "a    b", "a\nold\n\tb"),
        ("a  ", "a  \nnew  ", "a\nnew", "a"),
        ("a\r\n\told\r\nc", "a\r\n\tnew\r\n\tmore\r\nc", "a\r\n  new\r\n\r\n  more\r\nc", "a\r\n\told\r\nc"),
        ("\told  ", "\tnew  ", "    new", "\told  "),
        ("a\n", "new\n", "new\n\n", "a\n"),
    ],
)
def test_a_rejection_gives_back_old_lines_whole(original: str, new: str, content: str, restored: str) -> None:
    review = after(Review.of(original, new), content)
    assert review.restored == restored
    assert review.rejected().content == restored
    assert review.accepted().content == content


def test_hunks_stay_and_read_as_formatted() -> None:
    review = after(Review.of("a\n\tb\nc\n\td\ne", "a\n\tB\nc\n\tD\ne"), "a\n  B\n\nc\n  D\ne")
    assert [(hunk.id, hunk.old_text, hunk.new_text) for hunk in review.hunks("e", 0)] == [
        ("e.1", "\tb\n", "  B\n\n"),
        ("e.2", "\td\n", "  D\n"),
    ]
    assert review.rejected(1).content == "a\n\tb\nc\n  D\ne"
    assert review.rejected(2).content == "a\n  B\n\nc\n\td\ne"


def test_what_was_typed_before_the_formatting_stays_at_its_place_in_the_old_lines() -> None:
    review = Review.of("\treturn a", "\treturn a + b").after(Change(Span(7, 7), "_x"))
    assert review.content == "\treturn_x a + b"
    assert after(review, "    return_x a  +  b").restored == "\treturn_x a"


def test_a_line_typed_before_the_formatting_is_given_back_whole() -> None:
    review = Review.of("old\nend", "n1\nn2\nend").after(Change(Span(3, 3), "x\n"))
    assert after(review, "  n1 x n2\n  end").restored == "old\nx\n  end"


def test_what_is_typed_after_the_formatting_stays_at_its_place_in_the_old_lines() -> None:
    review = after(Review.of("\treturn a", "\treturn a + b"), "    return a + b")
    assert review.after(Change(Span(10, 10), "_x")).restored == "\treturn_x a"


def test_blanks_written_by_a_formatter_and_deleted_by_hand_do_not_come_back() -> None:
    review = after(Review.of("\told", "\tnew"), "    new").after(Change(Span(0, 4), ""))
    assert (review.content, review.restored) == ("new", "\told")


def test_the_formatting_of_what_reads_as_before_is_no_hunk() -> None:
    review = Review.of("a\n\tb", "a\n\tb\n\tc").after(Change(Span(4, 7), ""))
    assert review.is_original
    review = after(review, "a\n    b")
    assert review.is_original
    assert review.restored == "a\n    b"


LINES = st.lists(st.sampled_from(["a", "\tb", "    c = 1", "", "  }", "d  "]), max_size=6).map("\n".join)
OTHER_LINES = st.lists(st.sampled_from(["A", "\tB", "    C = 1", "  )", "D  "]), max_size=6).map("\n".join)


@st.composite
def formatted_reviews(draw: st.DrawFn) -> tuple[Review, Review]:
    """A review after some typing, and the same after some formatting; what is typed is of private use."""
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    original = draw(LINES).replace("\n", line_end)
    review = Review.of(original, draw(LINES | OTHER_LINES).replace("\n", line_end))
    for number in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(review.content)))
        text = chr(0xE000 + number) + draw(st.sampled_from(["", line_end]))
        if review.content[at - 1 : at + 1] != "\r\n":
            review = review.after(Change(Span(at, at), text))
    again = review
    for _ in range(draw(st.integers(1, 3))):
        again = after(again, formatted(again.content, draw(st.randoms(use_true_random=False))))
    return review, again


@given(formatted_reviews())
def test_formatting_takes_no_character_from_either_reading(case: tuple[Review, Review]) -> None:
    review, again = case
    assert solid(again.restored) == solid(review.restored)
    assert solid(again.content) == solid(review.content)
    stored = Review.of_pieces(again.pieces())
    assert (stored.content, stored.restored) == (again.content, again.restored)


@given(formatted_reviews())
def test_each_hunk_gives_back_its_lines_as_they_were(case: tuple[Review, Review]) -> None:
    review, again = case
    gives_back = {part.number: part.restored for part in _hunks(again)}
    for hunk in _hunks(review):
        if hunk.content != hunk.old:
            # Of the lines around, line ends and blanks may have come to it.
            assert hunk.restored in gives_back[hunk.number]
            assert solid(hunk.restored) == solid(gives_back[hunk.number])


@given(OTHER_LINES, LINES, st.randoms(use_true_random=False))
def test_where_all_was_rewritten_a_rejection_gives_back_the_original(
    new: str, original: str, random: Random
) -> None:
    review = after(Review.of(original, new), formatted(new, random))
    if solid(original) and solid(new):
        assert review.restored == original


@given(LINES, LINES | OTHER_LINES, st.integers(0, 4))
def test_a_formatter_that_leaves_lines_be_leaves_those_of_a_rejection_be(
    original: str, new: str, width: int
) -> None:
    content = "\n".join(" " * width + line.strip() if line.strip() else "" for line in new.split("\n"))
    review = after(Review.of(original, new), content)
    assert [*map(solid, review.restored.split("\n"))] == [*map(solid, original.split("\n"))]


@given(formatted_reviews(), st.integers(0, 5))
def test_hunks_can_be_decided_one_by_one_after_a_formatting(
    case: tuple[Review, Review], n_accepted: int
) -> None:
    _, review = case
    for n, hunk in enumerate(review.hunks("e", 0)):
        review = review.accepted(hunk.number) if n < n_accepted else review.rejected(hunk.number)
    assert not review.hunks("e", 0)
    assert n_accepted or review.content == case[1].restored or case[1].is_original


def _hunks(review: Review) -> list[LiveHunk]:
    return [part for part in review.parts if isinstance(part, LiveHunk)]
