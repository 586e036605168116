from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.syntax.code_lines.literals import is_balanced
from pt_lsp.syntax.code_lines.shortening import shortened

CODE = st.recursive(
    st.lists(st.sampled_from(["a", " b", ", ", "->", ": C", " = 1", "'x'", '"y z"']), max_size=6).map(
        "".join
    ),
    lambda inner: st.tuples(inner, st.sampled_from(["()", "[]", "{}"]), inner, inner).map(
        lambda parts: f"{parts[0]}{parts[1][0]}{parts[2]}{parts[1][1]}{parts[3]}"
    ),
)


@given(CODE, st.integers(12, 60))
def test_what_is_shortened_is_short_and_keeps_its_brackets_and_strings_whole(code: str, most: int) -> None:
    short = shortened(code, most)
    assert len(short) <= max(most, 0)
    assert is_balanced(short)
    assert short.count('"') % 2 == short.count("'") % 2 == 0
    assert short == code or "..." in short


def test_what_follows_a_bracket_outlives_what_is_in_it() -> None:
    assert shortened("f(a: Aaaaaaaa, b: Bbbbbbbb, c: C) -> D", 30) == "f(a: Aaaaaaaa, ...) -> D"
    assert shortened("freeze(make(a, b, c, d), e)", 20) == "freeze(make(...), e)"
    assert shortened("A | Bbbbbbbbbbb | C", 16) == "A | ..."
