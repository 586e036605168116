import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.syntax.long_strings import begins_string, n_cut_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" * of the comment.\n *\n */\nvoid f() {\n", 3),
        (" */\nvoid f() {\n", 1),
        (" * of the comment.\nvoid f() {\n", 0),
        ("*out = 1;\n/* A. */\n", 0),
        ("accept = '*/*'\nf()\n", 0),
        ('    of the docstring.\n    """\n    x = 1\n', 2),
        ('    of the docstring."""\n    x = 1\n', 1),
        ('def f():\n    """Of f.\n    """\n', 0),
        ('def f():\n    """\n    Of f.\n    """\n', 0),
        ('def f():  # noqa\n    """\n    Of f.\n    """\n', 0),
        ('"""\nOf the module.\n"""\n', 0),
        ('x = """\na\n"""\n', 0),
        ('"""One line."""\n    more\n    """\nx = 1\n', 3),
        ("a\nb\n", 0),
        ("", 0),
    ],
)
def test_lines_of_a_comment_or_string_that_began_above_are_counted(text: str, expected: int) -> None:
    assert n_cut_lines(text.split("\n")) == expected


def test_quotes_begin_a_string_where_a_value_or_a_body_stands() -> None:
    assert begins_string("x = r", "a\nb")
    assert begins_string("def f():\n    ", "\n")
    assert not begins_string("    text\n    ", "\n")
    assert not begins_string("    text\n    ", ".strip()\n")


LINES = ["x = 1", " * a", " */", "/**", '"""', '    """A.', 'b"""', "def f():", "", "'''"]


@given(st.lists(st.sampled_from(LINES)))
def test_no_more_lines_are_cut_than_there_are_and_the_last_of_them_ends_words(lines: list[str]) -> None:
    n_cut = n_cut_lines(lines)
    assert 0 <= n_cut <= len(lines)
    assert not n_cut or any(mark in lines[n_cut - 1] for mark in ("*/", '"""', "'''"))
