import subprocess
import sys

import pytest

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.definitions import enclosing_definition
from pt_lsp.syntax.parsing import MAX_CHARS
from tests.support.definitions import check

PYTHON = """\
import os

@cache
@other(1)
def first(a):
    if a:

        return a
    # last words

class Place:
    x = 1

    @property
    def name(self):
        def inner():
            return 1
        return inner

async def last(): return 1
"""
FIRST = "@cache\n@other(1)\ndef first(a):\n    if a:\n\n        return a\n    # last words"
NAME = "    @property\n    def name(self):\n        def inner():\n            return 1\n        return inner"
PLACE = f"class Place:\n    x = 1\n\n{NAME}"


@pytest.mark.parametrize(
    ("at", "definition"),
    [
        ("import os", None),
        ("@cache", FIRST),
        ("@other(1)", FIRST),
        ("def first", FIRST),
        ("\n        return a\n", FIRST),
        ("# last words", FIRST),
        ("class Place", PLACE),
        ("x = 1", PLACE),
        ("    @property", NAME),
        ("    def name", NAME),
        ("return inner", NAME),
        ("return 1\n        return", "        def inner():\n            return 1"),
        ("async def last", "async def last(): return 1"),
    ],
)
def test_python(at: str, definition: str | None) -> None:
    check("python", PYTHON.replace(at, "<|>" + at), definition)


TYPESCRIPT = """\
export const add = (a: number) => {
  return a;
};
@Component({
  selector: "x",
})
export class Place<T> {
  private run = async () => {
    items.map((x) => {
      return x + 1;
    });
  };
  @Input()
  @Other()
  name(): string {
    return "größer";
  }
}
export default function () {
  const deep = 1;
}
declare function later(a: string): void;
interface Shape {
  area(): number;
  side: number;
}
const plain = [1, 2];
module.exports = function named() {
  stay();
};
"""
RUN = "  private run = async () => {\n    items.map((x) => {\n      return x + 1;\n    });\n  };"
METHOD = '  @Input()\n  @Other()\n  name(): string {\n    return "größer";\n  }'
CLASS = f'@Component({{\n  selector: "x",\n}})\nexport class Place<T> {{\n{RUN}\n{METHOD}\n}}'
SHAPE = "interface Shape {\n  area(): number;\n  side: number;\n}"


@pytest.mark.parametrize("language_id", ["typescript", "typescriptreact"])
@pytest.mark.parametrize(
    ("at", "definition"),
    [
        ("export const add", "export const add = (a: number) => {\n  return a;\n};"),
        ("return a;", "export const add = (a: number) => {\n  return a;\n};"),
        ("selector", CLASS),
        ("export class", CLASS),
        ("return x + 1", RUN),
        ("});\n  };", RUN),
        ("  @Input", METHOD),
        ("@Other", METHOD),
        ('return "größer', METHOD),
        ("}\n}\nexport default", METHOD),
        ("deep", "export default function () {\n  const deep = 1;\n}"),
        ("declare", "declare function later(a: string): void;"),
        ("area", "  area(): number;"),
        ("side", SHAPE),
        ("plain", None),
        ("stay", "module.exports = function named() {\n  stay();\n};"),
    ],
)
def test_typescript(language_id: str, at: str, definition: str | None) -> None:
    check(language_id, TYPESCRIPT.replace(at, "<|>" + at, 1), definition)


@pytest.mark.parametrize("language_id", ["javascript", "javascriptreact"])
@pytest.mark.parametrize(
    ("before", "definition"),
    [
        ("class A {\n  @d\n  f() {\n    <|>g()\n  }\n}\n", "  @d\n  f() {\n    g()\n  }"),
        ("class A {\n  f = () => {\n    <|>g()\n  }\n}\n", "  f = () => {\n    g()\n  }"),
        ("export default () => {\n  <|>g()\n}\n", "export default () => {\n  g()\n}"),
        ("x()\nvar f = function* () {\n  <|>g()\n}\n", "var f = function* () {\n  g()\n}"),
        ("export const A = class {\n  <|>\n}\n", "export const A = class {\n  \n}"),
        ("const o = {\n  f() {\n    <|>g()\n  }\n}\n", "  f() {\n    g()\n  }"),
        (
            "const App = () => (\n  <p>\n    <|>hi\n  </p>\n)\n",
            "const App = () => (\n  <p>\n    hi\n  </p>\n)",
        ),
        ("on('x', () => {\n  <|>g()\n})\n", None),
    ],
)
def test_javascript(language_id: str, before: str, definition: str | None) -> None:
    check(language_id, before, definition)


@pytest.mark.parametrize(
    ("before", "definition"),
    [
        ("def f():\n    <|>a()\n    b()<|>\n", "def f():\n    a()\n    b()"),
        ("<|>def f():\n    a()\n<|>\nb()\n", "def f():\n    a()"),
        (
            "class A:\n    def f():\n        <|>a()\n    def g():\n        b()<|>\n",
            "class A:\n    def f():\n        a()\n    def g():\n        b()",
        ),
        ("def f():\n    a()\n<|>def g():\n    b()<|>\n", "def g():\n    b()"),
        ("def f():\n    <|>a()\nb()<|>\n", None),
    ],
)
def test_a_definition_holds_the_whole_selection(before: str, definition: str | None) -> None:
    check("python", before, definition)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "definition"),
    [
        ("def f(é):\n\tif é:\n\n\t\tre<|>turn\n", "def f(é):\n\tif é:\n\n\t\treturn"),
        ("x\n\n\ndef f():\n<|>\n\treturn", "def f():\n\n\treturn"),
        ("class A:\n\tx: int\n\n\tdef f():\n\t\treturn<|>\n", "\tdef f():\n\t\treturn"),
    ],
)
def test_tabs_and_line_ends_stay_as_they_are(before: str, definition: str, line_end: str) -> None:
    check("python", before.replace("\n", line_end), definition.replace("\n", line_end))


@pytest.mark.parametrize(
    ("language_id", "before", "definition"),
    [
        ("python", "class A:\n    def g(self:\n        <|>y = \n", "    def g(self:\n        y = "),
        ("python", "class A:\n    def g(self):\n        x = (<|>\n", "    def g(self):\n        x = ("),
        (
            "python",
            "def f():\n    if a:\n        x = 1 +<|>\n    b()\n",
            "def f():\n    if a:\n        x = 1 +\n    b()",
        ),
        ("typescript", "function f() {\n  if (x {\n    <|>y(\n}\nfunction g() {\n}\n", "  if (x {\n    y("),
        ("c", "int f( {\n  a();<|>\n}\n", "int f( {\n  a();\n}"),
        ("python", "x = (<|>\n", None),
        ("python", "<|>", None),
        ("rust", "\n<|>\n", None),
    ],
)
def test_unreadable_code_falls_back_on_indentation(
    language_id: str, before: str, definition: str | None
) -> None:
    check(language_id, before, definition)


def test_a_language_without_grammar_falls_back_on_indentation() -> None:
    check("cobol", "local a\nfunction f()\n  <|>return 1\nend\n", "function f()\n  return 1\nend")


def test_a_huge_text_falls_back_on_indentation() -> None:
    source = "def f():\n    if a:\n        b()\n"
    text = Text.of(source * (MAX_CHARS // len(source) + 1))
    span = enclosing_definition(text, "python", Span(20, 20))
    assert span is not None
    assert text.slice(span) == "    if a:\n        b()"


def test_a_grammar_is_imported_when_first_asked_for() -> None:
    program = (
        "import sys\n"
        "from pt_lsp.documents.span import Span\n"
        "from pt_lsp.documents.text import Text\n"
        "from pt_lsp.syntax.definitions import enclosing_definition\n"
        "grammars = lambda: sorted(m for m in sys.modules if m.startswith('tree_sitter_') and '.' not in m)\n"
        "print(grammars())\n"
        "enclosing_definition(Text.of('x'), 'go', Span(0, 0))\n"
        "print(grammars())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n['tree_sitter_go']\n"
