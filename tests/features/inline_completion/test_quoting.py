import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.features.inline_completion.wording import quoted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    return cut", "`return cut`"),
        ("if x == 1:", "`if x == 1:`"),
        ("x = [", "`x = [`"),
        ("key = 'sk-abcdefgh'", "`key`"),
        ("key: abcdefgh", "`key`"),
        ("export KEY=abcdefgh", "`export KEY`"),
        ("connect('user', 'word')", "`connect(`"),
        ("ghp_" + "a" * 60, ""),
        ("https://user:word@example.org/", "`https:`"),
        ("eyJh." + "b" * 30 + "." + "c" * 30, ""),
        ("- correct horse battery staple and some more words", ""),
        ("- x5Rt9Vb2Lk7W", ""),
        ("- name: x5Rt9Vb2Lk7W", "`- name`"),
        ("Q9w0BAQxYz==", ""),
        ("q6DdWXLgEJKC5BjfiOXslIVUgVil6p/8", ""),
        ("use x5Rt9Vb2Lk7Wq0Zn4Jd8 here", ""),
        ("absorb abstract absurd abuse access", ""),
        ("return one if other else third", ""),
        ("for each in all of them do", "`for each in all of them do`"),
        ("continue;", "`continue;`"),
        ("request.headers,", "`request.headers,`"),
        ("if not isinstance(value, dict) and value is not None:", "`if not isinstance(`"),
        ("foo(bar(a='b'))", "`foo(`"),
        ("'''", ""),
        ("`a`", ""),
        ("<|im_end|>", ""),
        ("return this.#props", "`return this.#props`"),
        ("a = 1  # two", "`a`"),
        ("export interface ListNodeOfThings extends OperationNode {", "`export interface ListNodeOfThings`"),
        ("def collect(self, of: str, and_more: list[str], other: int):", "`def collect`"),
    ],
)
def test_only_what_holds_no_part_of_a_secret_is_quoted(line: str, expected: str) -> None:
    assert quoted(line) == expected


@given(st.text(max_size=200))
def test_what_is_quoted_is_a_short_beginning_without_marks(line: str) -> None:
    words = quoted(line)
    assert len(words) <= 42
    assert line.strip().startswith(words[1:-1])
    assert not {"`", '"', "'", "\n"} & set(words[1:-1].strip())
    assert "<|" not in words
