"""What a region reads, and what it reads when undecided hunks are taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.intrusion import Formatting
from pt_lsp.edits.review import Review, ReviewPiece

LINES = st.lists(st.sampled_from(["a", "b", "c = 1", "", "}"]), max_size=6).map("\n".join)


def check(original: str, new: str, typed: str, *, content: str, restored: str) -> None:
    """`typed` is `new` with `{+...+}` where something is typed, or `[-...-]` where something is deleted."""
    review = Review.of(original, new)
    start = next((at for at in range(len(typed)) if typed[at : at + 2] in {"{+", "[-"}), len(typed))
    mark = typed[start : start + 2]
    end = typed.find("+}" if mark == "{+" else "-]", start)
    inside = typed[start + 2 : end]
    change = (
        Change(Span(start, start), inside) if mark == "{+" else Change(Span(start, start + len(inside)), "")
    )
    review = review.after(change)
    assert (review.content, review.restored) == (content, restored)
    assert review.rejected().content == restored
    assert review.accepted().content == content


def test_text_typed_between_hunks_is_in_both_readings() -> None:
    check("a\nb\nc", "A\nb\nC", "A\nb{+x+}\nC", content="A\nbx\nC", restored="a\nbx\nc")


def test_text_typed_into_a_changed_line_stays_at_its_place_in_the_old_one() -> None:
    check("return a", "return a + b", "return{+_x+} a + b", content="return_x a + b", restored="return_x a")
    check("return a", "return a + b", "return a + b{+c+}", content="return a + bc", restored="return ac")


def test_text_typed_into_an_added_line_stays_where_that_line_was() -> None:
    check("a\nb", "a\nnew\nb", "a\nne{+x+}w\nb", content="a\nnexw\nb", restored="a\nxb")


def test_a_line_typed_between_new_lines_is_a_line_after_the_old_ones() -> None:
    check("old\nend", "n1\nn2\nend", "n1\n{+x\n+}n2\nend", content="n1\nx\nn2\nend", restored="old\nx\nend")


def test_a_new_line_that_was_deleted_takes_no_old_line_with_it() -> None:
    check("old\nend", "old + 1\nend", "[-old + 1\n-]end", content="end", restored="old\nend")


def test_a_line_of_both_that_was_deleted_stays_deleted() -> None:
    check("a\nb\nc", "A\nb\nc", "A\n[-b\n-]c", content="A\nc", restored="a\nc")


def test_a_deletion_across_a_hunk_takes_its_old_lines_along() -> None:
    check("a\nold\nc", "a\nnew\nc", "a[-\nnew\nc-]", content="a", restored="a")


def test_a_deletion_into_a_hunk_takes_of_each_what_it_covers() -> None:
    check("a\nold\nc", "a\nnew\nc", "a\nn[-ew\nc-]", content="a\nn", restored="a\nold\n")


@pytest.mark.parametrize(
    ("replaced", "new", "restored"),
    [
        ("A\nb\nC", "x", "x"),
        ("A\n", "mine\n", "mine\nb\nc"),
        ("A\nb", "x\ny\nz", "x\ny\nz\nc"),
        ("A\nb\nC", "", ""),
    ],
)
def test_a_hunk_that_was_replaced_is_the_users_and_the_other_is_decided(
    replaced: str, new: str, restored: str
) -> None:
    review = Review.of("a\nb\nc", "A\nb\nC").after(Change(Span(0, len(replaced)), new))
    assert review.restored == restored
    assert review.has_lost
    assert review.is_lost == (restored == new)


def test_what_a_formatter_does_to_a_new_line_is_not_the_users() -> None:
    review = Review.of("a\nold\nc", "a\nnew=1\nc").after(Formatting(Span(2, 7), "new = 1"))
    assert (review.content, review.restored) == ("a\nnew = 1\nc", "a\nold\nc")


def test_new_text_that_was_told_anew_with_a_key_more_is_still_new_text() -> None:
    review = Review.of("a\nold\nc", "a\nnew line\nc").after(Change(Span(2, 11), "new line!\n"))
    assert not review.has_lost
    assert review.restored == "a\nold!\nc"


def test_hunks_keep_their_ids_when_others_are_decided() -> None:
    review = Review.of("a\nb\nc\nd\ne", "A\nb\nC\nd\nE")
    assert [hunk.id for hunk in review.hunks("e", 10)] == ["e.1", "e.2", "e.3"]
    review = review.rejected(1).accepted(2)
    (hunk,) = review.hunks("e", 10)
    assert (hunk.id, hunk.span, hunk.old_text, hunk.new_text) == ("e.3", Span(18, 19), "e", "E")
    assert (review.content, review.restored) == ("a\nb\nC\nd\nE", "a\nb\nC\nd\ne")


def test_a_hunk_that_reads_as_before_is_none() -> None:
    review = Review.of("a\nb", "a\nX\nb").after(Change(Span(2, 4), ""))
    assert review.is_original
    assert review.hunks("e", 0) == ()


@given(LINES, LINES)
def test_a_review_reads_as_the_new_text_and_restores_the_old_one(original: str, new: str) -> None:
    review = Review.of(original, new)
    assert (review.content, review.restored) == (new, original)
    assert review.is_original == (new == original)


@st.composite
def changed_reviews(draw: st.DrawFn) -> tuple[Review, str, str]:
    """A review after some changes, the characters typed, and the original."""
    original, new = draw(LINES), draw(LINES)
    review = Review.of(original, new)
    typed = ""
    for number in range(draw(st.integers(0, 6))):
        content = review.content
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 3)))
        text = chr(0xE000 + number) + draw(st.sampled_from(["", "\n"])) if draw(st.booleans()) else ""
        typed = "".join(c for c in typed if c not in content[start:end]) + text.strip()
        review = review.after(Change(Span(start, end), text))
        assert review.content == content[:start] + text + content[end:]
    return review, typed, original


@given(changed_reviews())
def test_what_was_typed_is_in_both_readings_once(case: tuple[Review, str, str]) -> None:
    review, typed, _ = case
    for reading in (review.content, review.restored):
        assert sorted(c for c in reading if c >= "\ue000") == sorted(typed)


@given(changed_reviews())
def test_verdicts_on_all_hunks_one_by_one_are_the_verdict_on_the_edit(case: tuple[Review, str, str]) -> None:
    review, _, _ = case
    accepted = rejected = review
    for hunk in review.hunks("e", 0):
        accepted, rejected = accepted.accepted(hunk.number), rejected.rejected(hunk.number)
    assert accepted.content == accepted.restored or review.is_original
    assert rejected.content == review.restored or review.is_original
    assert accepted.content == review.content


@given(changed_reviews())
def test_hunks_are_where_they_say(case: tuple[Review, str, str]) -> None:
    review, _, _ = case
    for hunk in review.hunks("e", 5):
        assert ("12345" + review.content)[hunk.span.start : hunk.span.end] == hunk.new_text


@given(changed_reviews())
def test_a_review_survives_storage(case: tuple[Review, str, str]) -> None:
    review, _, _ = case
    again = Review.of_pieces(review.pieces())
    assert (again.content, again.restored) == (review.content, review.restored)
    assert again.hunks("e", 0) == review.hunks("e", 0)


@pytest.mark.parametrize(
    "pieces",
    [
        [("new", "a", 1)],
        [("same", "a", 1)],
        [("old", "a", 1), ("new", "b", 2)],
        [("old", "a", 1), ("same", "b", 0), ("new", "c", 1)],
        [("new", "a", 0)],
    ],
)
def test_pieces_that_are_no_review_are_refused(pieces: list[ReviewPiece]) -> None:
    with pytest.raises(ValueError, match="hunk"):
        Review.of_pieces(pieces)
