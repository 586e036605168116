import pytest

from tests.features.inline_completion.checking import refined

BODY = "class A:\n    def f(self):\n        <|>\n"
WANTED = "if self.a:\n            b()\n        c()"


@pytest.mark.parametrize(
    "reply",
    [
        WANTED,
        "if self.a:\n    b()\nc()",
        "if self.a:\n                b()\n            c()",
        "        if self.a:\n            b()\n        c()",
    ],
)
def test_lines_after_the_first_stand_where_the_cursor_puts_them(reply: str) -> None:
    assert refined(BODY, reply, "block") == WANTED


@pytest.mark.parametrize(
    "reply",
    [
        "g([\n    1,\n])",
        "g([\n            1,\n        ])",
        "g([\n                1,\n            ])",
    ],
)
def test_the_closing_bracket_shows_the_shift(reply: str) -> None:
    assert refined(BODY, reply, "block") == "g([\n            1,\n        ])"


@pytest.mark.parametrize(
    "reply",
    [
        "g([\n            1,\n            ])",
        "x = (a\n             + b)",
        "return a.b()\n            .c()",
        "x = a +\\\n                b",
        "g(",
        "g(\n            1,",
        "g(\n            1)",
    ],
)
def test_other_styles_are_left_alone(reply: str) -> None:
    assert refined(BODY, reply, "block", "swift") == reply


def test_what_follows_the_block_is_cut_rather_than_pulled_in() -> None:
    assert refined(BODY, "return 1\nx = 2\n", "block") == "return 1"
    assert refined(BODY, "x()\n@cached\ndef g():\n    pass\n", "block") == "x()"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("n *= a\n    return n\n", "n *= a"),
        ("n *= a\n\n    return n\n", "n *= a"),
        ("if a:\n    n *= a\n", "if a:\n            n *= a"),
    ],
)
def test_a_reply_that_goes_on_in_a_block_around_is_cut_there(reply: str, expected: str) -> None:
    assert refined("def f(n):\n    for a in n:\n        <|>\n", reply, "block") == expected


def test_tabs_are_not_mixed_with_blanks() -> None:
    marked = "func f() {\n\t<|>\n"
    assert refined(marked, "if a {\n\t\tb()\n\t}", "block", "go") == "if a {\n\t\tb()\n\t}"
    assert refined(marked, "if a {\n\tb()\n}", "block", "go") == "if a {\n\t\tb()\n\t}"
    assert refined(marked, "if a {\n    b()\n}", "block", "go") == "if a {\n\t\tb()\n\t}"


def test_blanks_that_align_lines_among_tabs_stay() -> None:
    marked = "int f(int a,\n\t\t   int b)\n{\n\t<|>\n"
    assert refined(marked, "if (a)\n        b();\n", "block", "c") == "if (a)\n\tb();"
    aligned = "g(a,\n\t\t      b);"
    assert refined(marked, aligned, "block", "c") == aligned


def test_blanks_are_not_mixed_with_tabs() -> None:
    marked = "def f():\n  a()\n  <|>\n"
    assert refined(marked, "if a:\n\t\tb()", "block") == "if a:\n    b()"


def test_a_file_that_mixes_tabs_and_blanks_is_left_alone() -> None:
    marked = "f {\n  a()\n\tb()\n\t<|>\n"
    assert refined(marked, "c([\n    d,\n    e,\n])", "block", "swift") == "c([\n    d,\n    e,\n])"


@pytest.mark.parametrize("first", ["else", "if a then", "loop do", "let f a =", "unless a"])
def test_a_block_that_words_open_is_not_pulled_out(first: str) -> None:
    assert refined("a\n<|>\n", f"{first}\n  b()", "block", "ruby") == f"{first}\n  b()"
