"""Lines grown to whole statements or members, by the tree and by indentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.definitions import enclosing_definition
from pt_lsp.syntax.statements import whole_statements, with_comments_above
from tests.support.notation import parse

PYTHON = """\
import os

# the rates
RATES = {
    "a": 1,
    "b": 2,
}
TOTAL = sum(
    RATES.values()
)  # of all
if TOTAL:
    show()
else:
    stop()
class Place:
    # of a place
    x = 1
    y = (2,
         3)

    @cached
    def f(self):
        return 1
"""

TOTAL = "TOTAL = sum(\n    RATES.values()\n)  # of all"
RATES = 'RATES = {\n    "a": 1,\n    "b": 2,\n}'
CHOICE = "if TOTAL:\n    show()\nelse:\n    stop()"
LIST = "class A {\n  a = [\n    <|>1<|>,\n  ]\n\n  f() { return 1 }\n}\n"
CASE = "switch (a) {\n  case 1:\n    b(\n      1)\n    c()\n}\n"
MATCH = "fn f() {\n    match a {\n        1 => b(\n            <|>2<|>),\n    }\n}\n"
JAVA = "class A {\n  @B\n  int c() {\n    <|>return 1;\n  }\n  int<|> d;\n}\n"

CASES = [
    ("python", PYTHON.replace('"b"', '<|>"b"<|>'), RATES),
    ("python", PYTHON.replace("RATES.v", "<|>RATES.<|>v"), TOTAL),
    ("python", PYTHON.replace('"b": 2,\n}\nTOTAL', '<|>"b": 2,\n}\nTO<|>TAL'), f"{RATES}\n{TOTAL}"),
    ("python", PYTHON.replace("show()", "<|>show<|>()"), "    show()"),
    ("python", PYTHON.replace("show()\nel", "<|>show()\nel<|>"), CHOICE),
    ("python", PYTHON.replace("# of a p", "<|># of<|> a p"), "    # of a place"),
    (
        "python",
        PYTHON.replace("# of a place\n    x", "<|># of a place\n    x<|>"),
        "    # of a place\n    x = 1",
    ),
    ("python", PYTHON.replace("3)", "<|>3<|>)"), "    y = (2,\n         3)"),
    (
        "python",
        PYTHON.replace("3)\n\n    @", "<|>3)\n\n    @<|>"),
        "    y = (2,\n         3)\n\n    @cached\n    def f(self):\n        return 1",
    ),
    ("typescript", LIST, "  a = [\n    1,\n  ]"),
    ("typescript", LIST.replace("<|>", "").replace("return", "<|>return<|>"), "  f() { return 1 }"),
    ("typescript", CASE.replace("1)", "<|>1<|>)"), "    b(\n      1)"),
    (
        "typescript",
        CASE.replace("case 1:\n    b", "<|>case 1:\n    b<|>"),
        "  case 1:\n    b(\n      1)\n    c()",
    ),
    ("typescript", "a()\nif (b) {\n  c()\n<|>} else {\n  d<|>()\n}\n", "if (b) {\n  c()\n} else {\n  d()\n}"),
    ("typescript", "const a = {\n  <|>b<|>: 1,\n  c: 2,\n}\n", "const a = {\n  b: 1,\n  c: 2,\n}"),
    ("go", "func f() {\n\ta(\n\t\t<|>1<|>)\n\tb()\n}\n", "\ta(\n\t\t1)"),
    ("go", "const (\n\t<|>a<|> = 1\n\tb = 2\n)\n", "\ta = 1"),
    (
        "rust",
        "#[derive(A)]\n<|>#[b]<|>\nstruct A {\n    a: u8,\n}\n",
        "#[derive(A)]\n#[b]\nstruct A {\n    a: u8,\n}",
    ),
    ("rust", MATCH, "        1 => b(\n            2),"),
    ("java", JAVA, "  @B\n  int c() {\n    return 1;\n  }\n  int d;"),
    ("c", "int a;\nint f(void)\n{\n  g(1,\n    <|>2<|>);\n}\n", "  g(1,\n    2);"),
    ("ruby", "def f\n  if a\n    b\n  end\n  c(1,\n    <|>2<|>)\nend\n", "  c(1,\n    2)"),
    ("ruby", "a.<|>each<|> do |x|\n  b\nend\nc\n", "a.each do |x|\n  b\nend"),
    ("lua", "local t = {\n  <|>a<|> = 1,\n}\n", "local t = {\n  a = 1,\n}"),
    ("shellscript", "for x in y; do\n  c |\n    <|>d<|>\ndone\n", "  c |\n    d"),
    ("css", "a {\n  b: c,\n    <|>d<|>;\n  e: f;\n}\n", "  b: c,\n    d;"),
    # no grammar, or one that is lost
    ("cobol", "a\nb(\n  <|>1<|>\n)\nc\n", "  1"),
    ("cobol", "a\nb(\n  1\n<|>)<|>\nc\n", "b(\n  1\n)"),
    ("cobol", "a\n<|>b<|>(\n  1\n)\n)\n", "b(\n  1\n)"),
    ("cobol", "if a\n  b\n<|>else<|>\n  c\nend\nd\n", "if a\n  b\nelse\n  c\nend"),
    ("dockerfile", "RUN a \\\nb<|> <|>\\\nc\nRUN d\n", "RUN a \\\nb \\\nc"),
    ("yaml", "a:\n  <|>b: 1\n  c:\n  - <|>d\ne: 2\n", "  b: 1\n  c:\n  - d"),
    ("python", "x = (\nif a:\n    <|>b<|>()\nc()\n", "    b()"),
    ("python", "%time\n<|>if<|> a:\n    b()\nelse:\n    c()\nd()\n", "if a:\n    b()\nelse:\n    c()"),
]


@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("language_id", "marked", "expected"), CASES)
def test_lines_grow_to_whole_statements(
    language_id: str, marked: str, expected: str, line_end: str, before: str
) -> None:
    place = parse(before + marked.replace("\n", line_end))
    text = Text.of(place.text)
    grown = text.slice(whole_statements(text, language_id, place.selection))
    assert grown.removeprefix("\ufeff").replace(line_end, "\n") == expected


def test_blank_lines_alone_stay() -> None:
    text = Text.of("a\n\n\nb\n")
    assert whole_statements(text, "python", Span(2, 4)) == Span(2, 3)


SOURCES = {
    "python": PYTHON,
    "typescript": (
        "class A {\n  a = [\n    1,\n  ]\n\n  f() {\n    if (a) {\n      b()\n"
        "    } else {\n      c()\n    }\n  }\n}\n"
    ),
    "go": "package a\n\nfunc f() {\n\ta(\n\t\t1)\n\tswitch x {\n\tcase 1:\n\t\tb()\n\t}\n}\n",
    "cobol": "a\nb(\n  1\n)\nif c\n  d\nelse\n  e\nend\n",
}


@given(
    st.sampled_from(sorted(SOURCES)),
    st.data(),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.integers(0, 200), max_size=2),
)
def test_what_is_whole_holds_the_lines_and_does_not_grow_again(
    language_id: str, data: st.DataObject, line_end: str, broken: list[int]
) -> None:
    source = SOURCES[language_id]
    for at in broken:
        source = source[:at] + source[at + 1 :]
    text = Text.of(source.replace("\n", line_end))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    grown = whole_statements(text, language_id, Span(start, end))
    first, last = lines_of(text, Span(start, end))
    solid = [line for line in range(first, last + 1) if text.line_content(line).strip()]
    rows = range(*lines_of(text, grown)), lines_of(text, grown)[1]
    assert all(line in rows[0] or line == rows[1] for line in solid)
    if not broken:
        assert whole_statements(text, language_id, grown) == grown


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        (
            "go",
            "x\n\n// F does.\n// More.\nfunc F() {\n\t<|>a()\n}\n",
            "// F does.\n// More.\nfunc F() {\n\ta()\n}",
        ),
        (
            "java",
            "class A {\n  /**\n   * F.\n   */\n  void f() {\n    <|>a();\n  }\n}\n",
            "  /**\n   * F.\n   */\n  void f() {\n    a();\n  }",
        ),
        (
            "rust",
            "/// F.\n#[a]\n/// More.\nfn f() {\n    <|>a()\n}\n",
            "/// F.\n#[a]\n/// More.\nfn f() {\n    a()\n}",
        ),
        ("shellscript", "#!/bin/sh\n# F.\nf() {\n  <|>a\n}\n", "# F.\nf() {\n  a\n}"),
        ("python", "x = 1  # of x\ndef f():\n    <|>a()\n", "def f():\n    a()"),
        ("python", "# of all\n\ndef f():\n    <|>a()\n", "def f():\n    a()"),
    ],
)
def test_comments_right_above_belong_to_a_definition(language_id: str, marked: str, expected: str) -> None:
    place = parse(marked)
    text = Text.of(place.text)
    definition = enclosing_definition(text, language_id, place.selection)
    assert definition is not None
    assert text.slice(with_comments_above(text, language_id, definition)) == expected
