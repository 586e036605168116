from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.asking_again.halving import MOST_REQUESTS, Search, all_at_once, halving


def played(search: Search, refused: set[str]) -> tuple[list[Sequence[str]], bool]:
    """What was left out step by step, and whether the last step passed."""
    steps: list[Sequence[str]] = []
    has_passed = False
    try:
        step = next(search)
        while True:
            steps.append(step)
            has_passed = refused <= set(step)
            step = search.send(has_passed)
    except StopIteration:
        return steps, has_passed


def keys(n: int) -> tuple[str, ...]:
    return tuple(f"k{number}" for number in range(n))


@pytest.mark.parametrize("n", range(1, 9))
def test_one_among_eight_is_found_alone_wherever_it_is(n: int) -> None:
    for culprit in keys(n):
        steps, has_passed = played(halving(keys(n)), {culprit})
        assert has_passed
        assert tuple(steps[-1]) == (culprit,)


def test_one_among_sixteen_is_found_but_where_nothing_told_that_it_is_the_only_one() -> None:
    found = [tuple(played(halving(keys(16)), {culprit})[0][-1]) for culprit in keys(16)]
    assert found == [*((culprit,) for culprit in keys(16)[:-1]), keys(16)]


def test_nothing_is_tried_where_nothing_can_be_left_out() -> None:
    assert played(halving(()), set()) == ([], False)
    assert played(all_at_once(()), set()) == ([], False)


@given(st.integers(1, 100), st.sets(st.integers(0, 99), min_size=1))
def test_five_requests_are_the_most_and_end_in_an_answer_for_any_one_and_any_few_of_eight(
    n: int, numbers: set[int]
) -> None:
    refused = {f"k{number}" for number in numbers if number < n}
    steps, has_passed = played(halving(keys(n)), refused)
    assert 1 <= len(steps) <= MOST_REQUESTS
    assert len(set(map(tuple, steps))) == len(steps)
    if n <= 8 or len(refused) <= 1:
        assert has_passed


def test_a_file_that_is_refused_itself_ends_the_search() -> None:
    for n in range(20):
        steps, has_passed = played(halving(keys(n)), {"the file"})
        assert len(steps) <= MOST_REQUESTS
        assert not has_passed
