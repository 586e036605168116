import pytest

from pt_lsp.features.inline_completion.postprocess.chain import Refiner
from pt_lsp.features.inline_completion.postprocess.item_end import ending
from pt_lsp.features.inline_completion.postprocess.item_extent import extent_at
from pt_lsp.replies.insertion_point import InsertionPoint
from tests.features.inline_completion.checking import refined
from tests.support.notation import parse


def test_a_line_ends_at_its_end() -> None:
    assert refined("x = <|>\n", "1\ny = 2\n") == "1"
    assert refined("f(<|>, b)\n", "a\n", "line") == "a"


@pytest.mark.parametrize(
    ("marked", "reply", "expected"),
    [
        ("def f():\n    <|>\n", "return 1\n\n\ndef g():\n    return 2\n", "return 1"),
        ("def f():\n    <|>\n", "return 1\n\ndef g():\n    return 2\n", "return 1"),
        ("def f():<|>\n", "\n    return 1\nx = 2\n", "\n    return 1"),
        ("<|>\n", "x = 1\n\n\ny = 2\n", "x = 1"),
        ("def f():\n    <|>\n", "return 1\n    return 2\n", "return 1"),
        ("def f():\n    <|>\n", "x = 1\n    return x\n\n    y = 2\n", "x = 1\n    return x"),
        ("def f():\n    <|>\n", "if a:\n        return 1\n    b()\n", "if a:\n        return 1\n    b()"),
        ("x = f(<|>\n", "\n    1,\n)\ny = 2\n", "\n    1,\n)"),
        ("class A:\n    <|>\n", '"""One.\n\nTwo.\n"""\nx = 1', '"""One.\n\n    Two.\n    """\n    x = 1'),
        ("class A:\n    <|>\n", "a = 1\n\n    def f(self):\n        pass\n\n    b = 2\nc = 3\n", None),
    ],
)
def test_a_block_ends_where_the_code_leaves_it(marked: str, reply: str, expected: str | None) -> None:
    assert refined(marked, reply, "block") == (expected or reply.removesuffix("\nc = 3\n"))


@pytest.mark.parametrize(
    ("marked", "reply", "expected"),
    [
        ("fn f() {\n  <|>\n}\n", "g();\n}\n\nfn h() {}\n", "g();"),
        ("fn f() {\n  <|>\n}\n", "g();\n  }\n", "g();"),
        ("fn f() {\n  <|>\n\nfn h() {}\n", "g();\n}\n\nfn h() {}\n", "g();\n}"),
        ("fn f() {\n  if (a) {\n    <|>\n}\n", "g();\n  }\n", "g();\n  }"),
        ("f() {\n  <|>\n", "return a\n    .b()\n", "return a\n    .b()"),
        ("f() {\n  a()\n<|>", "\n  }\n\n  g() {\n  }\n", "  }"),
    ],
)
def test_a_bracket_is_closed_once(marked: str, reply: str, expected: str) -> None:
    assert refined(marked, reply, "block", "swift") == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "reply", "expected"),
    [
        ("python", "x = <|>\n", "[\n    1,\n]\ny = 2\n", "[\n    1,\n]"),
        ("python", "def f<|>\n", "(a):\n    b()\n\n    c()\n\nd()\n", "(a):\n    b()\n\n    c()"),
        ("python", "def f(<|>)\n", "a):\n    b()\nc()\n", "a):\n    b()"),
        ("python", "def f(<|>\n", "\n    a,\n):\n    b()\nc()\n", "\n    a,\n):\n    b()"),
        ("python", "if <|>\n", "a:\n    b()\nelse:\n    c()\nd()\n", "a:\n    b()\nelse:\n    c()"),
        ("python", "x = '''<|>\n", "a\n\nb'''\nc()\n", "a\n\nb'''"),
        ("python", "x = 1<|>\n", "\ny = 2\nz = 3\n", "\ny = 2"),
        ("python", "# a (<|>\n", "b\n# c)\n", "b"),
        ("swift", "get<|>\n", " a() {\n  b()\n\n  c()\n}\n\nset d() {\n}\n", " a() {\n  b()\n\n  c()\n}"),
        (
            "typescript",
            "if <|>\n",
            "(a) {\n  b()\n} else {\n  c()\n}\nd()\n",
            "(a) {\n  b()\n} else {\n  c()\n}",
        ),
        ("typescript", "f(() => {<|>})\n", "\n  a()\n});\nb()\n", "\n  a()\n});"),
        ("typescript", "function f() {<|>\n}\n", "\n  a()\n};\n", "\n  a()"),
        ("typescript", "x = `<|>\n", "a ${f(\n  b\n)}\n`\nc()\n", "a ${f(\n  b\n)}\n`"),
        (
            "csharp",
            "    int F(int <|>\n",
            "a)\n    {\n        b();\n    }\n",
            "a)\n    {\n        b();\n    }",
        ),
        ("ruby", "def f<|>\n", "\n  a\nend\nb\n", "\n  a\nend"),
        ("ruby", "if <|>\n", "a?\n  b\nelse\n  c\nend\nd\n", "a?\n  b\nelse\n  c\nend"),
        ("ruby", "return if <|>\n", "a\nb\n", "a"),
        ("ruby", "a.each <|>\n", "do |b|\n  c b\nend\nd\n", "do |b|\n  c b\nend"),
        ("ruby", "a.each <|>\n", "{ |b| c b }\nd\n", "{ |b| c b }"),
        ("c", "if <|>\n", "(a)\n  b();\nc();\n", "(a)\n  b();"),
        ("lua", "if a <|>\n", "then\n  b()\nend\nc()\n", "then\n  b()\nend"),
    ],
)
def test_a_statement_goes_on_while_what_it_opened_is_open(
    language_id: str, marked: str, reply: str, expected: str
) -> None:
    mark = parse(marked)
    place = InsertionPoint(mark.prefix, mark.suffix, language_id)
    assert refined(marked, reply, extent_at(place, "auto"), language_id) == expected


@pytest.mark.parametrize(
    ("marked", "reply", "expected"),
    [
        ("if <|>\n    a()\n", "b:\n    c()\n", "b:"),
        ("if <|>\n    a()\n", "(\n    b\n    and c\n):\n    d()\n", "(\n    b\n    and c\n):"),
        ("x = f(<|>\n    a,\n)\n", "b,\n    c,\n", "b,"),
        ("x = f(<|>\n      a)\n", "b,\n      c)\n", "b,"),
        ("x = use(<|>\n    a()\n}, [b])\n", "() => {\n    c()\n", "() => {"),
        ("if <|>\n    a()\n", "((((\n" + "b(\n" * 20, "((((\n" + "b(\n" * 6 + "b("),
    ],
)
def test_a_header_ends_where_only_what_is_closed_below_is_open(
    marked: str, reply: str, expected: str
) -> None:
    mark = parse(marked)
    assert ending(reply.split("\n"), InsertionPoint(mark.prefix, mark.suffix), "header") == (
        expected.count("\n") + 1
    )


def test_a_paragraph_ends_at_a_blank_line_after_a_few_lines() -> None:
    first = "a = 1\n    b = 2\n    c = 3\n    d = 4"
    reply = first + "\n\n    e = 5\n"
    assert refined("def f():\n    <|>\n", reply, "paragraph") == first
    assert refined("def f():\n    <|>\n", reply, "block") == reply.rstrip()


def test_a_paragraph_is_one_definition_with_its_blank_lines() -> None:
    first = "def f():\n    a = 1\n\n    return a"
    assert refined("x = 1\n<|>\n", first + "\n\n\ndef g():\n    pass\n", "paragraph") == first


@pytest.mark.parametrize(
    ("marked", "reply", "paid_for"),
    [
        ("x = <|>\n", "1\ny = 2\nz = 3\n", "1\n"),
        ("def f():\n    <|>\n", "a()\n    return 1\n\n\ndef g():\n", "a()\n    return 1\n\n\n"),
        ("def f():\n    a()\n    <|>\n", "return b\n    c()\n    d()\n", "return b\n    c()\n"),
        ("f(<|>\n", "\n    a,\n)\nb()\n", "\n    a,\n)\n"),
        ("a = 1<|>\n", "\nb = 2\nc = 3\n", "\nb = 2\n"),
    ],
)
def test_no_delta_is_paid_for_beyond_the_line_that_tells_the_end(
    marked: str, reply: str, paid_for: str
) -> None:
    mark = parse(marked)
    place = InsertionPoint(mark.prefix, mark.suffix, "python")
    refiner = Refiner(place, extent_at(place, "auto"))
    ends = [end for end in range(1, len(reply) + 1) if refiner.refine(reply[:end]).is_complete]
    assert reply[: ends[0]] == paid_for


@pytest.mark.parametrize(
    ("marked", "reply", "expected"),
    [
        ("class A\n  b\n\n  <|>\n\n  def c\n  end\nend\n", "def d\n    e\n  end\n", "def d\n    e\n  end"),
        (
            "class A\n  <|>\nend\n",
            "def d\n    e\n  end\n\n  def f\n  end\n",
            "def d\n    e\n  end\n\n  def f\n  end",
        ),
        (
            "def a\n  <|>\nend\n",
            "b.each do |c|\n    d\n  end\n  e\nend\n",
            "b.each do |c|\n    d\n  end\n  e",
        ),
        ("def a\n  <|>\nend\n", "b\n  end\n", "b"),
    ],
)
def test_a_word_that_ends_what_the_reply_opened_is_part_of_it(marked: str, reply: str, expected: str) -> None:
    mark = parse(marked)
    place = InsertionPoint(mark.prefix, mark.suffix, "ruby")
    refiner = Refiner(place, extent_at(place, "auto"))
    assert refiner.refine(reply, is_final=True).text == expected
