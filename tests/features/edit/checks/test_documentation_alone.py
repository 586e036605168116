from textwrap import dedent

import pytest

from tests.features.edit.checking import check


@pytest.mark.parametrize(
    ("language_id", "around", "old", "documentation"),
    [
        (
            "java",
            "class A {{\n{}\n}}\n",
            "    int f() {\n        return 1;\n    }",
            "    /**\n     * F.\n     */",
        ),
        ("rust", "impl A {{\n{}\n}}\n", "    #[inline]\n    fn f() {\n    }", "    /// F.\n    /// More."),
        ("ruby", "class A\n{}\nend\n", "  def f\n    1\n  end", "  # F."),
        ("csharp", "class A {{\n{}\n}}\n", "\tint F() {\n\t\treturn 1;\n\t}", "\t/// <summary>F.</summary>"),
    ],
)
@pytest.mark.parametrize("is_indented", [True, False])
def test_documentation_alone_stands_where_the_method_does(
    language_id: str, around: str, old: str, documentation: str, is_indented: bool
) -> None:
    answer = documentation if is_indented else dedent(documentation)
    marked = around.format(f"<|>{old}<|>")
    check(marked, answer, around.format(f"{documentation}\n{old}"), "document", language_id=language_id)
