from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.equal_ends import equal_at_end, equal_at_start

SHORT = st.text(alphabet="ab", max_size=12)


@given(SHORT, SHORT, st.integers(0, 12))
def test_the_equal_ends_are_the_longest_there_are(one: str, other: str, most: int) -> None:
    sizes = range(min(len(one), len(other)) + 1)
    assert equal_at_start(one, other) == max(n for n in sizes if one[:n] == other[:n])
    most = min(most, len(one), len(other))
    ends = [n for n in range(most + 1) if one[len(one) - n :] == other[len(other) - n :]]
    assert equal_at_end(one, other, most) == max(ends)


@given(SHORT, SHORT)
def test_bytes_are_compared_as_characters_are(one: str, other: str) -> None:
    assert equal_at_start(one.encode(), other.encode()) == equal_at_start(one, other)
