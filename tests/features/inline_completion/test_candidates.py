import pytest

from pt_lsp.features.inline_completion.candidates import differs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("return a", "return a"),
        ("return a", "return  a ;"),
        ("f('a')", 'f("a")'),
        ("f(a)  # at once", "f(a)"),
        ("f(\n    a,\n    b,\n)", "f(a, b)"),
        ("return a", "return a + b"),
        ("", "a"),
    ],
)
def test_style_and_length_make_no_other_text(one: str, other: str) -> None:
    assert not differs(one, other)
    assert not differs(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("return a", "return b"), ("f(a, b)", "f(b, a)"), ("x = 'a // b'", "x = 'a // c'")],
)
def test_other_words_are_another_text(one: str, other: str) -> None:
    assert differs(one, other)
    assert differs(other, one)
