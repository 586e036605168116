import pytest

from pt_lsp.replies.brackets import (
    balance,
    closed_marks,
    depth,
    open_ends,
    open_quotes,
    quoted_ends,
    unclosed,
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f(a[b], {", 2),
        ("f(')')", 0),
        ('f(")", "\\")"', 1),
        ("fn f<'a>(x: &'a str", 1),
        ("f(  # see (there", 1),
        ("// f(\ng(", 1),
        ("a = (b // c)", 0),
        ("'''(\n('''", 0),
        ("`${f(`", 2),
        ("don't (", 1),
        ("))", -2),
    ],
)
def test_brackets_in_strings_and_comments_do_not_count(code: str, expected: int) -> None:
    assert depth(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f(a[b], {", ("", "({")),
        ("}\n) + (", ("})", "(")),
        ("a)\nb(", (")", "(")),
        ("(]", ("", "(")),
        ("f(')')", ("", "")),
    ],
)
def test_what_is_closed_but_not_opened_and_what_stays_open_is_told_apart(
    code: str, expected: tuple[str, str]
) -> None:
    assert balance(code) == expected


def test_a_line_is_open_as_long_as_a_bracket_or_a_long_string_is() -> None:
    assert open_ends(["f(", "a", ")", "x = '''", "(", "'''"]) == [True, True, False, True, True, False]
    assert open_ends(["a`${", "b", "}c", "`"]) == [True, True, True, False]
    assert open_ends(["a", "'''", "b"], "'''") == [True, False, False]


def test_an_expression_in_a_template_is_not_quoted() -> None:
    assert quoted_ends(["a`", "${f({", "b})", "}", "`"]) == [True, False, False, True, False]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("f([", "])"), ("f(')'", ")"), ("x = '''a", "'''"), ("`a${f(", ")}`"), ("f()", ""), ("f(]", ")")],
)
def test_what_is_open_can_be_closed(code: str, expected: str) -> None:
    assert unclosed(code) == expected


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("f(", "a)", ")"),
        ("f([", "a])", "])"),
        ("f(", "g(a))", ")"),
        ('f("', 'a", b)', '")'),
        ("f('", "it\\'s')", "')"),
        ("f(", "')'", ""),
        ("x", "a))", "))"),
        ("f(", "a]", ""),
        ("don't (", "a)", ")"),
    ],
)
def test_a_text_closes_what_its_line_has_opened(before: str, text: str, expected: str) -> None:
    assert closed_marks(before, text) == expected


def test_triple_quotes_are_open_after_an_odd_number_of_them() -> None:
    assert open_quotes('a = """b"""\nc = """d') == '"""'
    assert open_quotes("'''a'''") is None
