import pytest

from pt_lsp.documents.text import Text
from pt_lsp.syntax.indentation import enclosing_block
from tests.support.notation import parse


@pytest.mark.parametrize(
    ("before", "block"),
    [
        ("a\nb:\n  c\n  d<|>\ne\n", "b:\n  c\n  d"),
        ("a\nb:<|>\n  c\n  d\n\n\ne\n", "b:\n  c\n  d"),
        ("b {\n  c {\n    <|>d\n  }\n}\n", "  c {\n    d\n  }"),
        ("b {\n  c {\n    d\n  <|>}\n}\n", "  c {\n    d\n  }"),
        ("b {\n  c {\n    d\n  }\n<|>}\n", "b {\n  c {\n    d\n  }\n}"),
        ("b {\n  c {\n    d\n  }\n  <|>e\n}\n", "b {\n  c {\n    d\n  }\n  e\n}"),
        ("b {\n  <|>c\n\n\n  d<|>\n}", "b {\n  c\n\n\n  d\n}"),
        ("b\n  c\n    <|>d\n  e<|>\nf\n", "b\n  c\n    d\n  e"),
        ("b {\n  c\n<|>\n  d\n}\n", "b {\n  c\n\n  d\n}"),
        ("void F()\n{\n\t<|>c();\n}\n", "void F()\n{\n\tc();\n}"),
        ("  void F()\n  {\n\tif (a)\n        <|>c();\n  }\n", "  void F()\n  {\n\tif (a)\n        c();\n  }"),
        ("\tb\n\t\tc<|>\n\td\n", "\tb\n\t\tc"),
        ("if a; then\r\n  b<|>\r\nfi\r\nc\r\n", "if a; then\r\n  b\r\nfi"),
        ("<p>\n  <b>x<|></b>\n</p>\n", "<p>\n  <b>x</b>\n</p>"),
        ("while a\n  b<|>\nendings\n", "while a\n  b"),
        ("{\n  <|>a\n}\n", "{\n  a\n}"),
        ("a<|>\nb\n", None),
        ("a\n  b\n\n<|>\nc\n", None),
        ("a\n  b\nc<|>\n", None),
        ("a {\n  b\n}\n<|>\n", None),
        ("a\n  <|>b\nc<|>\n", None),
        ("  a\n<|>b\n", None),
        ("<|>", None),
    ],
)
def test_the_block_around_a_place(before: str, block: str | None) -> None:
    marked = parse(before)
    text = Text.of(marked.text)
    span = enclosing_block(text, marked.selection)
    assert (None if span is None else text.slice(span)) == block
