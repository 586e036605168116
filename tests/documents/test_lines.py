import pytest

from pt_lsp.documents.lines import whole_lines
from pt_lsp.documents.text import Text
from tests.support.notation import mark, parse


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one\nt<|>wo\nthree", "one\n<|>two<|>\nthree"),
        ("one\r\nt<|>wo\r\nth<|>ree", "one\r\n<|>two\r\nthree<|>"),
        ("<|>one\n<|>two", "<|>one<|>\ntwo"),
        ("one\n<|>two", "one\n<|>two<|>"),
        ("one\n<|>\ntwo", "one\n<|>\ntwo"),
        ("one\n<|>", "one\n<|>"),
        ("<|>", "<|>"),
    ],
)
def test_a_span_grows_to_whole_lines(before: str, after: str) -> None:
    marked = parse(before)
    assert mark(marked.text, whole_lines(Text.of(marked.text), marked.selection)) == after
