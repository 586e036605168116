import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.documents.text import Text
from pt_lsp.syntax.headers import enclosing_headers

WHOLE = 1_000_000


def heads(marked: str, language_id: str, most_parsed: int = WHOLE) -> list[str]:
    """The lines of the heads around the line with `<|>`."""
    text = Text.of(marked.replace("<|>", ""))
    line = marked[: marked.index("<|>")].count("\n")
    rows = enclosing_headers(text, language_id, line, most_parsed)
    return [text.line_content(at) for head in rows for at in head]


PYTHON = """\
class Store(Base):
    @cached
    def find(
        self,
        name: str,
    ) -> Item:
        first = 1
        text = '''
no: indentation
'''
        <|>return first
"""
CASES = {
    "python": (
        PYTHON,
        ["class Store(Base):", "    def find(", "        self,", "        name: str,", "    ) -> Item:"],
    ),
    "typescript": (
        "export class A {\n  b = 1\n\n  async c(d: number) {\n    e()\n    <|>f()\n  }\n}\n",
        ["export class A {", "  async c(d: number) {"],
    ),
    "go": ("package a\n\nfunc (s *S) Get(\n\tk string,\n) int {\n\tx := 1\n\t<|>return x\n}\n", None),
    "rust": ("impl A for B {\n    fn c(&self) -> D {\n        e();\n        <|>f()\n    }\n}\n", None),
    "java": ("class A {\n    @Override\n    void b() {\n        c();\n        <|>d();\n    }\n}\n", None),
    "csharp": ("namespace N\n{\n    class A\n    {\n        int b;\n        <|>int c;\n    }\n}\n", None),
    "ruby": ("module A\n  class B < C\n    def d\n      e\n      <|>f\n    end\n  end\nend\n", None),
    "php": ("<?php\nclass A\n{\n    function b()\n    {\n        c();\n        <|>d();\n    }\n}\n", None),
}


@pytest.mark.parametrize("most_parsed", [WHOLE, 0])
@pytest.mark.parametrize("language_id", CASES)
def test_the_grammar_and_the_indentation_tell_the_same_heads(language_id: str, most_parsed: int) -> None:
    marked, expected = CASES[language_id]
    found = heads(marked, language_id, most_parsed)
    above = marked[: marked.index("<|>")].split("\n")[:-1]
    told = (
        "class ",
        "export ",
        "  async",
        "func ",
        "impl ",
        "    fn",
        "    void",
        "namespace",
        "module",
        "  class",
    )
    last_words = ("    def", "    class", "    function")
    assert [line for line in found if line.strip() not in {"{", ") int {", "k string,"}] == (
        expected or [line for line in above if line.startswith((*told, *last_words))]
    )


def test_a_namespace_that_indents_nothing_is_told_by_the_grammar() -> None:
    marked = "namespace a {\n\nint b() {\n  c();\n  <|>d();\n}\n\n}\n"
    assert heads(marked, "cpp") == ["namespace a {", "int b() {"]


def test_a_later_branch_is_shown_below_the_first() -> None:
    marked = "function a() {\n  if (b) {\n    c()\n  } else {\n    d()\n    <|>e()\n  }\n}\n"
    assert heads(marked, "zig") == ["function a() {", "  if (b) {", "  } else {"]


def test_labels_and_remarks_are_no_heads() -> None:
    marked = "class A {\npublic:\n// see:\n  void b() {\n    c();\n    <|>d();\n  }\n};\n"
    assert heads(marked, "cpp", 0) == ["class A {", "  void b() {"]


def test_what_ended_above_is_not_around() -> None:
    assert heads("def a():\n    b = 1\n\n\ndef c():\n    <|>d = 1\n", "python") == ["def c():"]
    assert heads("def a():\n    b = 1\n\n\n<|>c = 1\n", "python") == []


@given(
    st.lists(
        st.sampled_from(
            ["class A:", "  def b(", "    c) {", "}", "", "\t{", "  } else {", "x = 1", ") -> d:", "if e:"]
        ),
        max_size=30,
    ),
    st.integers(min_value=0, max_value=30),
    st.sampled_from([0, WHOLE]),
)
@example(["class A:", "  } else {", "    c) {"], 2, 0)
@example(["  def b(", "  } else {", "    c) {"], 2, 0)
def test_heads_stand_above_the_line_in_order(lines: list[str], at: int, most_parsed: int) -> None:
    text = Text.of("\n".join(lines))
    line = min(at, text.n_lines - 1)
    found = enclosing_headers(text, "python", line, most_parsed)
    rows = [row for head in found for row in head]
    assert rows == sorted(set(rows))
    assert all(0 <= row < line + 10 and row < text.n_lines for row in rows)
