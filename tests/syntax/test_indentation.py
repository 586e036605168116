import pytest

from pt_lsp.documents.text import Text
from pt_lsp.syntax.indentation import closes, enclosing_block
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


@pytest.mark.parametrize(
    "line",
    [
        *("end", "end;", "end)", "end,", "end, { desc = 'x' })", "end -- of f", "end # f", "end if"),
        *("end function", "end.join(' ')", "fi", "fi;", "done", "done < names", "done | sort", "done; then"),
        *("done <<< $x", "done 2> log", "done && f", "done)", "esac", "  esac # of x", "}", ");", "</p>"),
    ],
)
def test_a_line_that_closes_a_block(line: str) -> None:
    assert closes(Text.of(line), 0)


@pytest.mark.parametrize("word", ["end", "done", "fi", "esac"])
@pytest.mark.parametrize(
    "rest",
    [
        *(" = True", "=1", " += 1", " := f()", " <- 2", " == x", " |= a", " >>= 1", " <= 2", ": bool = f()"),
        *(": 1,", "(x)", "[0] = 1", "++;", "--", ", start = 1, 2", "ing", "_at", "$", "?.()"),
    ],
)
def test_a_name_that_reads_like_the_end_of_a_block_closes_none(word: str, rest: str) -> None:
    assert not closes(Text.of(f"  {word}{rest}"), 0)
