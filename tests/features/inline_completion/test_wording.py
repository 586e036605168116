from itertools import pairwise
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.windows.completion_window import Window
from pt_lsp.features.inline_completion.examples import EXAMPLES, Example
from pt_lsp.features.inline_completion.postprocess.chain import refine
from pt_lsp.features.inline_completion.postprocess.item_extent import Wanted, wanted_at
from pt_lsp.features.inline_completion.prompt import build_prompt
from pt_lsp.features.inline_completion.wording import words_for
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.syntax.cut_marks import cut_mark, is_cut_mark
from tests.support.notation import parse

Multiline = Literal["auto", "never", "always"]

CODE = """\
import os

class Shop:
    def total(self, items):
        if not items:
            return 0
        prices = [item.price for item in items]
        return sum(
            prices,
        )

# The end.
"""


def wanted(marked: str, language_id: str = "python") -> Wanted:
    mark = parse(marked)
    return wanted_at(InsertionPoint(mark.prefix, mark.suffix, language_id), "auto")


def asked(marked: str, language_id: str = "python") -> str:
    return words_for(wanted(marked, language_id))


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "x = <|>\n", "the rest of the line"),
        ("python", "x = fo<|>\ny = 1\n", "the rest of the line"),
        ("python", "x = foo(<|>)\n", "what is missing on the line before `)`"),
        ("python", "x = foo(<|>, limit)\n", "what is missing on the line before `, limit)`"),
        ("python", "if <|>:\n    a()\n", "what is missing on the line before `:`"),
        ("python", "x = foo(<|>\ny = 1\n", "the rest of the statement, with its closing brackets"),
        ("python", "x = foo(<|>\n)\n", "the rest of the statement before `)`"),
        ("typescript", "f(() => {<|>\n", "the rest of the statement, with its closing brackets"),
    ],
)
def test_behind_code_the_rest_of_the_line_or_of_the_statement_is_asked_for(
    language_id: str, marked: str, expected: str
) -> None:
    assert asked(marked, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        (
            "python",
            "if <|>\n    a()\n",
            "only the rest of the line: what it opens is there already, beginning with `a()`",
        ),
        (
            "python",
            "x = f(<|>\n    a,\n)\n",
            "only the rest of the line: what it opens is there already, beginning with `a,`",
        ),
        ("python", 'x = f(<|>\n    "a",\n)\n', "only the rest of the line: what it opens is there already"),
        (
            "ruby",
            "if <|>\n  a\nend\n",
            "only the rest of the line: what it opens is there already, beginning with `a`",
        ),
        ("typescript", "q = db<|>\n  .from('a')\n", "only the rest of the line: `.from(` follows"),
        ("csharp", "  int F(<|>\n  {\n    a();\n  }\n", "only the rest of the line: `{` follows"),
        (
            "go",
            "func f() {\n\tswitch <|>\n\tcase 1:\n\t}\n}\n",
            "only the rest of the line: what it opens is there already, beginning with `case 1:`",
        ),
        (
            "python",
            "def f(a):\n    b = a\n    <|>\n        return b\n",
            "only the missing line: what it opens is there already, beginning with `return b`",
        ),
        (
            "python",
            "def f():\n    a()\n\n\n<|>\n    return b\n",
            "only the missing line: what it opens is there already, beginning with `return b`",
        ),
        (
            "php",
            "<?php\n/**\n * A.\n */\n<|>\n{\n    a();\n}\n",
            "only the missing line: what it opens is there already, beginning with `{`",
        ),
    ],
)
def test_no_more_than_a_header_is_asked_for_where_its_body_stands_below(
    language_id: str, marked: str, expected: str
) -> None:
    assert asked(marked, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "def f<|>\n", "the rest of the line and the block that it opens"),
        ("python", "def f(<|>)\n", "the rest of the line and the block that it opens"),
        ("python", "for a in b<|>\nc()\n", "the rest of the line and the block that it opens"),
        ("python", "x = [\n    a\n    for a in <|>\n]\n", "the rest of the line"),
        (
            "python",
            "x = next(\n    (\n        a\n        for a in b\n        if <|>\n    )\n)\n",
            "the rest of the line",
        ),
        ("python", "match = <|>\n", "the rest of the line"),
        ("rust", "match <|>\n", "the rest of the line and the block that it opens"),
        (
            "typescript",
            "if (a) {<|>\n",
            "the rest of the line and the block that it opens, with the closing `}`",
        ),
        ("typescript", "class A {\n  isOpen(<|>)\n}\n", "the rest of the line and the block that it opens"),
        (
            "typescript",
            "interface A {\n  isOpen(<|>\n}\n",
            "the rest of the statement, with its closing brackets",
        ),
        ("java", "class A {\n  private final B b = new <|>\n}\n", "the rest of the line"),
    ],
)
def test_a_block_is_asked_for_with_the_line_that_opens_it_only_where_it_is_missing(
    language_id: str, marked: str, expected: str
) -> None:
    assert asked(marked, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "for a in b:\n    <|>\n    continue\n", "the missing line before `continue`"),
        ("python", "for a in b:\n    c()\n    <|>\n\n    d()\n", "the missing line before `d()`"),
        ("python", "import a\n<|>\nimport b\n", "the missing line before `import b`"),
        ("python", "def f():\n    a()\n<|>\n    b()\n", "the missing line before `b()`"),
        ("python", "x = [\n    1,\n    <|>\n    3,\n]\n", "the missing entry before `3,`, with its comma"),
        (
            "python",
            'x = {\n    "a": 1,\n    <|>\n    "c": 3,\n}\n',
            "the missing entry of `x = {`, with its comma",
        ),
        ("python", "f(\n    a,\n    <|>\n    c,\n)\n", "the missing argument before `c,`, with its comma"),
        (
            "java",
            "class A {\n  B c(\n      D d,\n      E e) {\n    f();\n    <|>\n    g();\n  }\n}\n",
            "the missing line before `g();`",
        ),
        (
            "go",
            "func a(\n\t\tb int,\n\t\tc int) {\n\td()\n\t<|>\n\te()\n}\n",
            "the missing line before `e()`",
        ),
        (
            "go",
            'c := &Command{\n\tUse: "a",\n\t<|>\n\tRun: run,\n}\n',
            "the missing entry before `Run`, with its comma",
        ),
        (
            "rust",
            "match a {\n    B => 1,\n    <|>\n    C => 3,\n}\n",
            "the missing case before `C => 3,`, with its comma",
        ),
        ("python", "def match(a):\n    b()\n    <|>\n    c()\n", "the missing line before `c()`"),
        ("java", "class A {\n  int b;\n  <|>\n  // c\n  int c;\n}\n", "the missing line"),
        ("go", "const (\n\tA = 1\n\t<|>\n\tC = 3\n)\n", "the missing entry before `C`"),
        ("php", "<?php\nfunction f()\n{\n    a();\n    <|>\n    c();\n}\n", "the missing line before `c();`"),
        ("java", "class A {\n  int b;\n  <|>\n  int c;\n}\n", "the missing member before `int c;`"),
        (
            "python",
            "class A:\n    b = 1\n\n    <|>\n\n    def c(self):\n        pass\n",
            "the missing member before `def c(self):`",
        ),
        ("go", 'import (\n\t"a"\n\t<|>\n\t"c"\n)\n', "the missing entry of `import`"),
        (
            "rust",
            "use bat::{\n    input::Input,\n    <|>\n    theme::{default_theme, theme, ColorScheme},\n};\n",
            "the missing entry before `theme::{`, with its comma",
        ),
        (
            "rust",
            "pub struct A {\n    b: u32,\n    <|>\n    c: u32,\n}\n",
            "the missing member before `c`, with its comma",
        ),
        ("typescript", "interface A {\n  b: B\n  <|>\n  c: C\n}\n", "the missing member before `c`"),
        ("go", "import a\n\n<|>\n\nfunc f() {\n}\n", "the missing definition before `func f() {`"),
    ],
)
def test_between_lines_one_of_their_kind_is_asked_for(language_id: str, marked: str, expected: str) -> None:
    assert asked(marked, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "def f(a) -> int:\n    <|>\n", "the body of `def f(a) -> int:`"),
        ("python", "def f(\n    a,\n) -> int:\n    <|>\n", "the body of `def f`"),
        ("php", "<?php\nfunction f()\n{\n    <|>\n}\n", "the body of `function f()`"),
        ("python", "x = (\n    <|>\n)\n", "the expression of `x =`"),
        ("python", "x = [\n    <|>\n]\n", "the entries of `x = [`"),
        (
            "typescript",
            "const { rows } = await (\n  a\n).query<R>(b, {\n  <|>\n})\n",
            "the entries of the last open `{`",
        ),
        (
            "typescript",
            "const { rows } = await (\n  a\n).query<R>(compiled.sql, compiled.parameters, {\n  <|>\n})\n",
            "the entries of the last open `{`",
        ),
        (
            "python",
            "if not isinstance(value, dict) and value is not None:\n    <|>\n",
            "the body of the `if` block",
        ),
        ("java", "if (a) {\n  b();\n} else {\n  <|>\n}\n", "the body of `} else {`"),
        ("java", "class A {\n  <|>\n}\n", "the members of `class A {`"),
        ("rust", "fn f() {\n    <|>\n", "the body of `fn f() {`, with the closing `}`"),
        ("python", "def f():\n    a()\n    <|>\n", "the rest of `def f():`, no further than a blank line"),
        (
            "typescript",
            "function f() {\n  a()\n  <|>\n\nfunction g() {\n}\n",
            "the rest of `function f() {`, no further than a blank line, with the closing `}`",
        ),
        ("ruby", "def f(a)\n  b\n  <|>\nend\n", "the rest of `def f(a)` before `end`"),
        (
            "python",
            "def f():\n    if a:\n        b()\n        <|>\n    c()\n",
            "the rest of the `if` block before `c()`",
        ),
        (
            "python",
            "with Directory(ignore_errors=True, prefix=a) as b:\n    c()\n    <|>\n\n\nd()\n",
            "the rest of the `with` block, no further than a blank line",
        ),
        ("python", "x = [\n    1,\n    <|>\n]\n", "the next entry of `x = [`"),
        ("python", "<|>\n", "the next statement or definition"),
    ],
)
def test_at_the_end_of_a_block_its_rest_is_asked_for(language_id: str, marked: str, expected: str) -> None:
    assert asked(marked, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "x = 1  # see <|>\n", "the rest of the comment, on this line"),
        ("go", "/*\nA\n<|>\nC\n*/\n", "the missing line of the comment"),
        ("go", "/*\nA\n<|>\n*/\n", "the rest of the comment, no further than a blank line"),
        (
            "python",
            'def f():\n    """\n    <|>\n    """\n',
            "the rest of the text, no further than a blank line",
        ),
        ("typescript", "const a = `b <|>\nc`\n", "the rest of the line"),
        ("markdown", "Words <|>\n", "the rest of the text, on this line"),
    ],
)
def test_among_words_the_rest_of_them_is_asked_for(language_id: str, marked: str, expected: str) -> None:
    assert asked(marked, language_id) == expected


def test_a_quote_that_is_open_is_no_bracket_to_close() -> None:
    assert "```" not in asked("``` <|>", "kotlin")
    assert "```" not in asked("x = ```\n    <|>", "kotlin")


def test_a_long_string_above_is_known_to_be_closed_without_the_beginning_of_the_file() -> None:
    cut = '    of the docstring.\n    """\n    a = (\n    b = 1\n    <|>\n    c = 2\n'
    assert asked(cut) == "the missing line before `c`"


@pytest.mark.parametrize("multiline", ["never", "always"])
def test_what_is_asked_for_is_within_what_the_settings_allow(multiline: Multiline) -> None:
    for marked in (
        "def f():\n    <|>\n",
        "def f():\n    a()\n    <|>\n",
        "def f(<|>\n",
        "x = [<|>\n",
        "x = <|>\n",
    ):
        mark = parse(marked)
        found = wanted_at(InsertionPoint(mark.prefix, mark.suffix, "python"), multiline)
        if multiline == "never":
            assert words_for(found) in ("the rest of the line", "the next line")
            assert found.extent == "line"
        else:
            assert "further than" not in words_for(found)
            assert found.extent == "block"


@pytest.mark.parametrize("language_id", ["python", "typescript", "go", "an unknown one"])
def test_typing_on_in_a_place_seldom_changes_what_is_asked_for(language_id: str) -> None:
    for typed in ("prices_of_items = collect_all", "return self.repository.find_all", "value.name"):
        for before in ("class A:\n    def f(self):\n        ", "x = 1\n", "call(\n    a,\n    "):
            for after in ("", "\n", "\n        done()\n", ")\n"):
                phrases = [
                    words_for(wanted_at(InsertionPoint(before + typed[:n], after, language_id), "auto"))
                    for n in range(1, len(typed) + 1)
                ]
                assert sum(one != other for one, other in pairwise(phrases)) == 0


@given(
    st.lists(st.sampled_from([*CODE.splitlines(keepends=True), "{\n", "  }\n", '"""\n', "\tx(\n", "é 💡\n"])),
    st.integers(0, 400),
    st.sampled_from(["python", "go", "markdown", "ruby", ""]),
    st.sampled_from(get_args(Multiline)),
)
def test_every_place_has_one_line_of_words(
    lines: list[str], at: int, language_id: str, multiline: Multiline
) -> None:
    text = "".join(lines)
    found = wanted_at(InsertionPoint(text[:at], text[at:], language_id), multiline)
    words = words_for(found)
    assert 0 < len(words) <= 160
    assert "\n" not in words
    assert found.extent == "line" if multiline == "never" else found.extent


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path)
def test_examples_ask_for_what_their_places_want_and_their_answers_are_kept(example: Example) -> None:
    place = InsertionPoint(example.prefix, example.suffix, example.language_id)
    found = wanted_at(place, "auto")
    assert example.asked == words_for(found)
    assert refine(example.answer, place, found.extent).text == example.answer


def test_rules_and_examples_mark_a_cut_as_windows_do() -> None:
    window = Window("x = ", "\n", "a.py", "python")
    rules = build_prompt(window, "hole", "line", 9, is_automatic=True).messages[0].content
    assert cut_mark("plaintext") in rules
    marks = [
        (line.strip(), example.language_id)
        for example in EXAMPLES
        for line in (example.prefix + example.suffix).split("\n")
        if is_cut_mark(line)
    ]
    assert len(marks) >= 3
    assert all(mark == cut_mark(language_id) for mark, language_id in marks)


def test_the_examples_show_different_kinds() -> None:
    assert len({example.asked for example in EXAMPLES}) == len(EXAMPLES)
    assert len({example.language_id for example in EXAMPLES}) >= 6
