"""What the user types while a document is being put right."""

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.blind.debt import Debt
from pt_lsp.edits.flight import apply_together

TEXTS = st.text(alphabet="ab\r\n", max_size=12)
# Where, how much is taken away, and what is typed: taken modulo what there is.
KEYSTROKES = st.lists(
    st.tuples(st.integers(0, 99), st.sampled_from([0, 0, 0, 1, 3, 8]), st.sampled_from(["", "x", "y\n"])),
    max_size=6,
)


def of(stands: str, owed: str) -> Debt:
    debt = between(stands, owed)
    assert debt is not None
    return debt


def between(stands: str, owed: str) -> Debt | None:
    base = Text.of(owed)
    return Debt.left_by(base, [Change(Span(0, len(owed)), stands)], [])


@given(TEXTS, TEXTS, KEYSTROKES)
def test_paying_leads_to_what_is_owed_whatever_was_typed(
    stands: str, owed: str, keystrokes: list[tuple[int, int, str]]
) -> None:
    text, right = Text.of(stands), Text.of(owed)
    debt = between(stands, owed)
    assert (debt is None) == (stands == owed)
    for where, n_taken, typed in keystrokes if debt else ():
        assert debt is not None
        start = where % (len(text) + 1)
        change = Change(Span(start, min(len(text), start + n_taken)), typed)
        debt, counterpart = debt.after(change)
        text, right = apply(text, [change]), apply(right, [counterpart])
        assert counterpart.text == typed
        assert debt.owed == right
        assert apply_together(text, debt.changes) == right
        assert apply(right, debt.forgiven(text)) == text


@given(TEXTS, TEXTS)
def test_a_debt_is_one_change_that_parts_no_line_end(stands: str, owed: str) -> None:
    debt = between(stands, owed)
    if debt is not None:
        (change,) = debt.changes
        for edge in (change.span.start, change.span.end):
            assert stands[edge - 1 : edge + 1] != "\r\n" or not edge


def test_typing_elsewhere_does_not_meet_a_debt() -> None:
    debt = of("one\nTWO\nthree", "one\ntwo\nthree")
    for at in (0, 4, 7, 13):
        after, _ = debt.after(Change(Span(at, at), "x"))
        assert not after.is_met


def test_what_is_typed_into_the_middle_of_a_debt_stays_and_meets_it() -> None:
    debt, _ = of("one\nTWO\nthree", "one\ntwo\nthree").after(Change(Span(5, 5), "x"))
    assert debt.is_met
    assert str(debt.owed) == "one\ntwox\nthree"


def test_what_is_overwritten_with_all_around_it_is_owed_no_more() -> None:
    debt, _ = of("one\nTWO\nthree", "one\ntwo\nthree").after(Change(Span(2, 9), "x"))
    assert debt.is_met
    assert debt.changes == ()
    assert str(debt.owed) == "onxhree"
