import pytest

from pt_lsp.replies.indentation import indent_unit, indentation_of, line_shift, tabs_as


def reindent(lines: list[str], like: list[str], indentation: str) -> list[str]:
    return line_shift(lines, like, indentation).lines(lines)


@pytest.mark.parametrize(
    ("lines", "indentation", "expected"),
    [
        (["a:", "    b"], "    ", ["    a:", "        b"]),
        (["a:", "        b"], "    ", ["    a:", "        b"]),
        (["a {", "  b", "}"], "  ", ["  a {", "    b", "  }"]),
        (["a {", "    b", "  }"], "  ", ["  a {", "    b", "  }"]),
        (["a {", "  }"], "  ", ["  a {", "  }"]),
        (["<a>", "  b", "</a>"], "  ", ["  <a>", "    b", "  </a>"]),
        (["if a", "  b", "end"], "  ", ["  if a", "    b", "  end"]),
        (["a", "    b"], "    ", ["    a", "    b"]),
        (["        a", "", "        b"], "    ", ["    a", "", "    b"]),
        (["    a", "", "    b"], "", ["a", "", "b"]),
        (["    a", "b"], "", ["    a", "b"]),
        (["", "a"], "  ", ["", "  a"]),
        (["  a", "  b"], "\t", ["\ta", "\tb"]),
        ([""], "  ", [""]),
    ],
)
def test_the_first_line_fixes_the_shift(lines: list[str], indentation: str, expected: list[str]) -> None:
    assert reindent(lines, [indentation + "x"], indentation) == expected


def test_the_second_line_of_the_old_text_tells_that_only_the_first_was_trimmed() -> None:
    old = ["    x(", "      1)"]
    assert reindent(["y(", "      2)"], old, "    ") == ["    y(", "      2)"]
    assert reindent(["y(", "  2)"], old, "    ") == ["    y(", "      2)"]


def test_an_empty_block_is_filled_a_step_deeper() -> None:
    assert reindent(["f() {", "    a", "}"], ["    f() {", "    }"], "    ") == [
        "    f() {",
        "        a",
        "    }",
    ]


@pytest.mark.parametrize(
    ("lines", "like", "expected"),
    [
        (["\ta", "\t\tb"], ["  x", "    y"], ["  a", "    b"]),
        (["    a", "        b"], ["\tx"], ["\ta", "\t\tb"]),
        (["  a", "    b", "     c"], ["\tx"], ["\ta", "\t\tb", "\t\t c"]),
        (["    a {", "        b +", "          c", "    }"], ["\tx"], ["\ta {", "\t\tb +", "\t\t  c", "\t}"]),
        (["    /**", "     * a", "     */", "    b"], ["\t * x", "\ty"], ["\t/**", "\t * a", "\t */", "\tb"]),
        (["  a", "\tb"], ["\tx", "  y"], ["  a", "\tb"]),
    ],
)
def test_tabs_stay_tabs_and_blanks_stay_blanks(
    lines: list[str], like: list[str], expected: list[str]
) -> None:
    assert reindent(lines, like, indentation_of(expected)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"), [(["", "  a", "b"], "  "), (["    ", ""], "    "), ([""], ""), ([], "")]
)
def test_indentation_is_that_of_the_first_line_with_text(lines: list[str], expected: str) -> None:
    assert indentation_of(lines) == expected


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
