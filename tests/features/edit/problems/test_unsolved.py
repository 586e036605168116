from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.problems.unsolved import unsolved

C = Diagnostic(Span(10, 11), "c is not defined")
D = Diagnostic(Span(20, 21), "d is not defined")
WARNED = Diagnostic(Span(20, 21), "e is never used", gravity="warning")
REMARK = Diagnostic(Span(20, 21), "f could be shorter", gravity="remark")

some = st.lists(st.sampled_from([C, D, WARNED, REMARK]), max_size=6)


def elsewhere(diagnostic: Diagnostic) -> Diagnostic:
    return replace(diagnostic, span=diagnostic.span.shifted(100))


def test_what_was_to_be_fixed_and_is_still_there_is_unsolved_wherever_it_is_now() -> None:
    assert unsolved([elsewhere(C)], [C], [C]) == [elsewhere(C)]
    assert unsolved([elsewhere(C)], [C], None) == [elsewhere(C)]


def test_a_new_error_is_unsolved_a_new_warning_and_what_was_there_before_is_not() -> None:
    assert unsolved([D, WARNED], [C], [C]) == [D]
    assert unsolved([D, WARNED], [C], [C, D]) == []


def test_where_nobody_knows_what_was_there_before_nothing_counts_as_new() -> None:
    assert unsolved([D, WARNED], [C], None) == []


def test_of_two_alike_the_one_that_was_not_to_be_fixed_may_stay() -> None:
    assert unsolved([C], [C], [C, elsewhere(C)]) == []
    assert unsolved([C, C], [C], [C, elsewhere(C)]) == [C]


def test_a_warning_that_was_to_be_fixed_counts_and_a_remark_does_not() -> None:
    assert unsolved([WARNED, REMARK], [WARNED, REMARK], None) == [WARNED]


@given(some, some)
def test_where_all_that_was_there_was_to_be_fixed_every_error_is_unsolved(
    remaining: list[Diagnostic], before: list[Diagnostic]
) -> None:
    errors = [each for each in remaining if each.gravity == "error"]
    assert [each for each in unsolved(remaining, before, before) if each.gravity == "error"] == errors


@given(some, some)
def test_what_stays_as_it_was_and_was_not_asked_for_needs_nothing(
    before: list[Diagnostic], more: list[Diagnostic]
) -> None:
    assert unsolved(before, [], [*before, *more]) == []
