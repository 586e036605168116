import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.named.names import names_in


@pytest.mark.parametrize(
    ("sentence", "code", "names"),
    [
        ('"radus" is not a known attribute of class "Circle"', "self.radus", ["radus", "Circle"]),
        ("Cannot find name 'OrderLine'. Did you mean 'Order'?", "OrderLine", ["OrderLine", "Order"]),
        ("cannot find value `totl` in this scope", "totl", ["totl"]),
        ("use of undeclared identifier \u2018foo\u2019", "", ["foo"]),
        ("undefined: parseOrder", "parseOrder(x)", ["parseOrder", "x"]),
        ("not enough arguments in call to render", "render", ["render"]),
        ("price_of() takes one argument", "", ["price_of"]),
        ("I can't import 'shop.money'", "", ["shop", "money"]),
        ("the line is too long", "", []),
        ("Type 'string' is not assignable to type 'Amount[]'", "", ["Amount"]),
    ],
)
def test_what_a_tool_names_is_found_and_its_words_are_not(sentence: str, code: str, names: list[str]) -> None:
    assert names_in(sentence, code) == names


@given(st.text(), st.text())
def test_names_are_few_and_each_is_there_once(sentence: str, code: str) -> None:
    names = names_in(sentence * 50, code)
    assert len(names) == len(set(names)) <= 24


@pytest.mark.parametrize("sentence", ["'a" * 100_000, "`" * 100_000, "\u2018" * 100_000, "a_" * 100_000])
def test_no_sentence_takes_long(sentence: str) -> None:
    start = time.process_time()
    names_in(sentence, sentence)
    assert time.process_time() - start < 0.2
