import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.syntax.outlining.remarks import MOST_DOC, first_words

LONG = "word " * 60


@pytest.mark.parametrize(
    ("comments", "told"),
    [
        (["# The number of rows", "# that were read. Others are not."], "The number of rows that were read."),
        (["/**\n * Sets it,\n * as {@link A} does.\n *\n * More.\n */"], "Sets it, as {@link A} does."),
        (["/** Makes one\n * @param a what\n */"], "Makes one"),
        (["// <NAME>_KEY is it, e.g. A_KEY. So."], "NAME>_KEY is it, e.g. A_KEY."),
        (["/// <summary>\n/// Adds.\n/// </summary>"], "Adds."),
        (["Ways:\n\n- one\n- two"], "Ways:"),
        (["# rubocop:disable All", "# Tells."], "Tells."),
    ],
)
def test_a_doc_is_the_first_sentence_whatever_lines_it_is_on(comments: list[str], told: str) -> None:
    assert first_words(comments) == told


def test_a_long_sentence_ends_at_a_word() -> None:
    told = first_words([LONG])
    assert told.endswith("word...")
    assert len(told) <= MOST_DOC


@given(st.lists(st.text(alphabet="ab. \n*/#<>@-é", max_size=200), max_size=4))
def test_a_doc_is_one_short_line_of_words(comments: list[str]) -> None:
    told = first_words(comments)
    assert len(told) <= MOST_DOC
    assert "\n" not in told
    assert told == told.strip()
