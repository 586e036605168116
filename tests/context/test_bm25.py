import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.bm25 import Bm25

TERMS = st.sampled_from("abcdefgh")
CHUNKS = st.lists(st.lists(TERMS, min_size=1, max_size=30).map(Counter), min_size=1, max_size=12)


def naive(chunks: list[Counter[str]], query: dict[str, float]) -> list[float]:
    """The formula as it is written in the paper, for an average length of 90."""
    scores = []
    for chunk in chunks:
        score = 0.0
        for term, weight in query.items():
            n = sum(term in other for other in chunks)
            rarity = math.log(1 + (len(chunks) - n + 0.5) / (n + 0.5))
            count, length = chunk[term], sum(chunk.values())
            score += weight * rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / 90))
        scores.append(score)
    return scores


@given(CHUNKS, st.dictionaries(TERMS, st.floats(0.1, 3), min_size=1))
def test_scores_are_those_of_the_formula(chunks: list[Counter[str]], query: dict[str, float]) -> None:
    index = Bm25()
    index.add(chunks)
    expected = naive(chunks, query)
    for number, score in index.best(query, len(chunks), without=range(0)):
        assert math.isclose(score, expected[number], rel_tol=0.02, abs_tol=0.02)


@given(CHUNKS, CHUNKS, st.dictionaries(TERMS, st.floats(0.1, 3), min_size=1))
def test_what_was_removed_leaves_no_trace(
    kept: list[Counter[str]], removed: list[Counter[str]], query: dict[str, float]
) -> None:
    index, alone = Bm25(), Bm25()
    numbers = index.add(removed)
    index.add(kept)
    index.remove(numbers, {term for chunk in removed for term in chunk})
    alone.add(kept)
    expected = [(number + len(removed), score) for number, score in alone.best(query, 20, without=range(0))]
    assert index.best(query, 20, without=range(0)) == expected


def test_the_best_come_first_and_what_is_left_out_never() -> None:
    index = Bm25()
    index.add([Counter(a=1, b=5), Counter(a=3), Counter(c=1)])
    assert [number for number, _ in index.best({"a": 1.0}, 5, without=range(0))] == [1, 0]
    assert [number for number, _ in index.best({"a": 1.0}, 5, without=range(1, 2))] == [0]


def test_the_newest_chunks_with_a_term_can_be_listed() -> None:
    index = Bm25()
    index.add([Counter(a=1), Counter(b=1), Counter(a=2), Counter(a=1)])
    assert index.having("a", 2) == [2, 3]
    assert index.having("unknown", 2) == []


def test_a_term_that_counts_for_nothing_finds_nothing() -> None:
    index = Bm25()
    index.add([Counter(a=1, b=10_000_000), Counter(c=1)])
    assert index.best({"a": 1.0}, 5, without=range(0)) == []


def test_numbers_go_on_beyond_what_four_bytes_hold() -> None:
    index = Bm25()
    index.add([Counter(a=1, b=1)])
    index._n_added = (1 << 24) - 1  # as after weeks of typing
    last, first = index.add([Counter(a=1)]), index.add([Counter(a=2)])
    index.add([Counter(c=1)] * 6)
    assert index.having("a", 3) == [0, last.start, first.start]
    assert index.best({"a": 1.0}, 1, without=range(0))[0][0] == first.start
    index.remove(first, ["a"])
    assert index.having("a", 3) == [0, last.start]
