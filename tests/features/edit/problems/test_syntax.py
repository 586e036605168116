from typing import Any

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.problems.syntax import is_about_syntax, syntax_problems
from tests.features.edit.checking import request_of

BROKEN = "def f():\n    return <|>(1\n\n\nx = 1\n"


def test_what_the_grammar_cannot_read_in_the_region_is_a_problem_of_it() -> None:
    text = Text.of("def f():\n    return 1 +\n\n\ndef g():\n    return 2\n")
    (first, *_) = syntax_problems(text, Span(0, 22), "python")
    assert first.message.startswith("syntax error: ")
    assert syntax_problems(text, Span(25, len(text)), "python") == []
    assert syntax_problems(text, Span(0, 22), "cobol") == []


def shown(at: int) -> dict[str, Any]:
    return {"words": None, "diagnostics": [Diagnostic(Span(at, at), "it is wrong")]}


def test_a_fix_is_about_syntax_where_a_problem_is_shown_on_a_line_that_cannot_be_read() -> None:
    assert is_about_syntax(request_of(BROKEN, "fix", **shown(BROKEN.index("return"))))
    assert not is_about_syntax(request_of("def f():\n    return <|>1\n", "fix", **shown(15)))


def test_a_fix_of_whatever_is_wrong_is_about_syntax_where_there_are_errors() -> None:
    assert is_about_syntax(request_of(BROKEN, "fix", words=None))
