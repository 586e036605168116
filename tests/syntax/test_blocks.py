import pytest

from pt_lsp.documents.text import Text
from pt_lsp.syntax.blocks import block_end
from pt_lsp.syntax.trees import Trees
from tests.support.notation import parse


@pytest.mark.parametrize(
    ("language_id", "marked"),
    [
        ("python", "def f():\n    <|>a()\n    b()<|>\n\nx = 1\n"),
        ("python", "def f():\n    if é:\n        <|>a()<|>\n    b()\n"),
        ("python", "class A:\n    x = <|>1\n\n    def f(self):\n        a()<|>\n"),
        ("typescript", "function f() {\n  a(() => {\n    <|>b();\n  }<|>);\n}\n"),
        ("typescript", "class A {\n  <|>x = 1;\n  f() {}\n}<|>\n"),
        ("rust", "impl A {\n  fn f() { <|>1 }<|>\n}\n"),
        ("go", "func f() {\n\tif a {\n\t\tb()\n\t}\n\t<|>c()\n}<|>\n"),
        ("cobol", "a {\n  <|>b\n}<|>\n"),
    ],
)
def test_a_block_ends_with_what_closes_it(language_id: str, marked: str) -> None:
    mark = parse(marked)
    text = Text.of(mark.text)
    tree = Trees().tree("file:///a", language_id, text)
    assert block_end(text, language_id, mark.selection.start) == mark.selection.end
    assert block_end(text, language_id, mark.selection.start, tree) == mark.selection.end


@pytest.mark.parametrize(
    ("language_id", "marked"),
    [("python", "<|>x = 1\n"), ("python", "def f():\n    a()\n<|>\n"), ("cobol", "<|>a\n"), ("json", "<|>")],
)
def test_outside_of_all_blocks_none_ends(language_id: str, marked: str) -> None:
    mark = parse(marked)
    assert block_end(Text.of(mark.text), language_id, mark.cursor) is None
