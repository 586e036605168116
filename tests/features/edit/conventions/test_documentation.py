from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.features.edit.conventions.advice import advice_for
from pt_lsp.features.edit.conventions.documentation import documentation_convention, what_is_documented
from pt_lsp.syntax.grammars import GRAMMARS
from tests.features.edit.checking import request_of

GOOGLE = 'def f(a):\n    """F.\n\n    Args:\n        a: A.\n    """\n'
NUMPY = 'def g(a):\n    """G.\n\n    Parameters\n    ----------\n    a : int\n    """\n'
SPHINX = 'def h(a):\n    """H.\n\n    :param a: A.\n    """\n'


@pytest.mark.parametrize(
    ("language_id", "source", "told"),
    [
        ("python", "def f(): ...\n", "in prose"),
        ("python", GOOGLE, "Google style"),
        ("python", NUMPY, "NumPy style"),
        ("python", SPHINX, "Sphinx style"),
        ("python", GOOGLE + SPHINX + SPHINX, "Sphinx style"),
        ("python", 'def f():\n    """F.\n\n    @param a: A.\n    """\n', "Epytext"),
        ("c", "int f();\n", "`/** ... */`"),
        ("c", "/// \\param a A.\nint f(int a);\n", "(`///` lines): a summary sentence, then `\\param`"),
        ("cpp", "/*! @brief F. */\nint f();\n", "(`/*! ... */`): a summary sentence, then `@param`"),
        ("lua", "", "`---@param name type`"),
        ("lua", "--- F.\n-- @param a A.\n", "LDoc"),
        ("ruby", "", "`@param name [Type]`"),
        ("ruby", "# F does.\ndef f\nend\n", "in prose, as this file"),
        ("ruby", "# F.\n# @return [A]\ndef f\nend\n", "YARD"),
        ("go", "", "the first of which begins with the name"),
        ("rust", "", "`# Errors`"),
        ("java", "", "Javadoc"),
        ("kotlin", "", "KDoc"),
        ("csharp", "", "<summary>"),
        ("php", "", "PHPDoc"),
        ("swift", "", "- Parameters:"),
        ("javascript", "", "`@param {type} name`"),
        ("typescriptreact", "", "without types"),
        ("shellscript", "", "`#` lines"),
        ("cobol", "", "Follow the convention of its language"),
    ],
)
def test_a_language_and_its_file_tell_the_convention(language_id: str, source: str, told: str) -> None:
    said = documentation_convention(language_id, source)
    assert told in said
    assert said.endswith(".")
    assert "\n" not in said
    assert ("inside the code, as the first statement" in said) == (language_id == "python")
    assert ("above the code" in said) == (language_id != "python")


@pytest.mark.parametrize(
    ("language_id", "region", "told"),
    [
        ("python", "    class A:\n        def f(self): ...\n", "Document `A` itself"),
        ("python", "def f():\n    def g(): ...\n", ""),
        ("python", "class A:\n    x: int\n", ""),
        ("java", "public class A {\n    int f() { return 1; }\n}", "Document `A` itself"),
        ("php", "final class A {\n    function f() {}\n}", "Document `A` itself"),
        ("typescript", "export class A {\n  f() {}\n}", "Document `A` itself"),
        ("cobol", "x", ""),
    ],
)
def test_of_a_class_with_methods_the_class_alone_is_documented(
    language_id: str, region: str, told: str
) -> None:
    opening = "<?php\n" if language_id == "php" else ""
    source = f"{opening}{dedent(region)}"
    said = what_is_documented(source, language_id, range(len(source.split("\n"))))
    assert said.startswith(told)
    assert bool(said) == bool(told)


@pytest.mark.parametrize(
    ("language_id", "marked", "told"),
    [
        (
            "go",
            "package a\n\nfunc A<|>() {\n}\n\nfunc B() {\n<|>}\n\nfunc C() {\n}\n",
            "each of `A`, `B` by itself.",
        ),
        ("python", "R = 1\n<|>def a(): ...\n\n\ndef b():\n    re<|>turn 1\n", "each of `a`, `b` by itself."),
        (
            "typescript",
            "class A {\n<|>  a(n: number) {\n    n\n  }\n\n  b() {\n    1\n  }<|>\n\n  c() {}\n}\n",
            "each of `a`, `b` by itself.",
        ),
        (
            "php",
            "<?php\nclass A {\n<|>  function a() {\n  }\n\n  function b() {\n  }<|>\n\n  var $c;\n}\n",
            "each of `a`, `b` by itself.",
        ),
        (
            "python",
            "<|>class A:\n    def f(self): ...\n\n\nclass B:\n    def f(self):<|> ...\n",
            "each of `A`, `B` by itself: what they hold",
        ),
        (
            "python",
            "".join(f"{'<|>' * (n in {0, 9})}def f{n}(): ...\n\n\n" for n in range(12)),
            "each definition of the region by itself.",
        ),
    ],
)
def test_of_several_definitions_each_is_documented(language_id: str, marked: str, told: str) -> None:
    assert f" Document {told}" in advice_for(request_of(marked, "document", language_id=language_id))


@pytest.mark.parametrize("action", ["edit", "fix", "simplify", "generate"])
def test_actions_that_ask_for_no_advice_get_none(action: str) -> None:
    assert advice_for(request_of("def f(a<|>): ...\n", action)) == ""


@given(
    st.sampled_from([*GRAMMARS, "swift", "cobol"]), st.text(alphabet="#/*-@: \n\tparamx\"'\\", max_size=60)
)
def test_whatever_a_file_holds_its_convention_is_one_line(language_id: str, source: str) -> None:
    assert "\n" not in documentation_convention(language_id, source)
