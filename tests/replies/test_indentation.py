import pytest

from pt_lsp.replies.indentation import indent_unit, tabs_as


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("a:\n  b:\n    c\n", "  "),
        ("a\n  b\n    c\n", "  "),
        ("a\n\tb\n", "\t"),
        ("a\nb\n", "    "),
        ("a:\n    b\nc:\n    d\n  e\n", "  "),
        ("f {\n    a(b,\n      c)\n}\n", "    "),
    ],
)
def test_the_unit_is_the_step_of_lines_that_open_a_block(text: str, unit: str) -> None:
    assert indent_unit(text.split("\n")) == unit


def test_a_text_that_mixes_tabs_and_blanks_tells_nothing() -> None:
    assert tabs_as(["a", "    b"], ["\ta", "    b"])("    b") == "    b"


def test_blanks_after_tabs_stay_only_where_the_text_has_such_lines() -> None:
    assert tabs_as(["a", "    b"], ["\ta"])("\t    b") == "\t\tb"
    assert tabs_as(["a", "    b"], ["\ta", "\t  b"])("\t    b") == "\t    b"
