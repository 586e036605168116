import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.features.edit.problems.kinds import kind_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ruff", "F401", "`os` imported but unused", ""), ("ruff", "F401", "`re` imported but unused", "")),
        (("", "", "c is not defined", "c"), ("", "", "d is not defined", "d")),
        (("clang", "", "unknown type 'Foo'", ""), ("clang", "", "unknown type 'Bar'", "")),
        (("gcc", "", "unknown type \u2018Foo\u2019", ""), ("gcc", "", "unknown type \u2018Bar\u2019", "")),
        (("lint", "", "line has 101 characters", ""), ("lint", "", "line  has 120\ncharacters", "")),
    ],
)
def test_problems_that_differ_in_names_and_numbers_are_of_one_kind(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str]
) -> None:
    assert kind_of(*one) == kind_of(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ruff", "F401", "x", ""), ("ruff", "F841", "x", "")),
        (("ruff", "1", "x", ""), ("mypy", "1", "x", "")),
        (("", "", "c is not defined", "c"), ("", "", "c is never used", "c")),
        (("", "", "I can't read it", ""), ("", "", "I can't write it", "")),
    ],
)
def test_others_are_not(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> None:
    assert kind_of(*one) != kind_of(*other)


def test_a_kind_is_called_by_its_code_or_what_it_says() -> None:
    assert kind_of("ruff", "F401", "`os` imported but unused", "").name == "ruff F401"
    assert kind_of("", "", "c is not\x1b\ndefined", "c").name == "\u2026 is not\\x1b defined"


@given(st.text(), st.text(), st.text(), st.text())
def test_a_kind_is_short_whatever_is_said(reporter: str, code: str, message: str, marked: str) -> None:
    kind = kind_of(reporter * 99, code * 99, message * 999, marked)
    assert sum(map(len, kind)) <= 360


@pytest.mark.parametrize("piece", ["'a", "`", "\u2018", "a ", '"'])
def test_no_message_takes_long(piece: str) -> None:
    start = time.process_time()
    kind_of("", "", piece * 500_000, piece * 500_000)
    assert time.process_time() - start < 0.2
