from dataclasses import replace

import pytest

from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.syntax_check import MAX_CHARS, PASSED, judge
from tests.features.edit.checking import drafts_of, exchange, request_of
from tests.support.scripted_chat import Step, reply, status

MARKED = "import os\n\n\n<|>def f(a):\n    return (a)\n<|>\nx = 1\n"
GOOD = "def f(a):\n    return (a + 1)"
BROKEN = "def f(a):\n    return (a + 1"
WORSE = "def f(a:\n    return ((a + 1)\n  ]]"
WARNING = "The new code has a syntax error near `return (a + 1`; look at it before you accept it."


def test_code_that_parses_is_whole_at_once() -> None:
    assert drafts_of(request_of(MARKED), GOOD)[-1] == Draft(GOOD)


def test_a_syntax_error_is_mended_while_the_first_answer_stays() -> None:
    assert drafts_of(request_of(MARKED), f"```python\n{BROKEN}\n```", f"```python\n{GOOD}\n```\n") == [
        Draft(f"{BROKEN}\n", is_beginning=True),
        Draft(BROKEN),
        Draft(GOOD),
    ]


@pytest.mark.parametrize(
    "second",
    [
        reply(BROKEN),
        reply(WORSE),
        reply("I cannot find anything wrong with it."),
        reply("def f(a):\n    return (a)"),
        status(400),
        reply(""),
    ],
)
def test_what_stays_broken_comes_with_a_warning(second: Step) -> None:
    assert drafts_of(request_of(MARKED), BROKEN, second)[-2:] == [
        Draft(BROKEN),
        Draft(BROKEN, warning=WARNING),
    ]


def test_the_better_of_two_broken_answers_is_taken() -> None:
    last = drafts_of(request_of(MARKED), WORSE, BROKEN)[-1]
    assert last == Draft(BROKEN, warning=WARNING)


def test_the_error_is_told_by_its_line() -> None:
    first, second = exchange(request_of(MARKED), BROKEN, GOOD)
    answer, asked = second["messages"][len(first["messages"]) :]
    assert answer == {"role": "assistant", "content": BROKEN}
    assert "- in `return (a + 1`: " in asked["content"]


@pytest.mark.parametrize(
    ("marked", "answer", "language_id"),
    [
        (
            "def g(:\n    pass\n\n\n<|>def f(a):\n    return (a)\n<|>",
            "def f(a):\n    return (a) + 1",
            "python",
        ),
        ("<|>def f(a:\n    return (a\n<|>", "def f(a:\n    return (b", "python"),
        ("<|>{{ a }}\n<|>", "{{ (b }}", "vue"),
        ("<|>a\n<|>", "b ((", "plaintext"),
    ],
)
def test_a_document_that_is_no_worse_than_before_passes(marked: str, answer: str, language_id: str) -> None:
    last = drafts_of(request_of(marked, language_id=language_id), answer)[-1]
    assert last == Draft(answer)


def test_what_a_cell_tells_its_notebook_is_no_error() -> None:
    request = request_of("<|>%time\nx = 1\n<|>")
    cell = replace(request, snapshot=replace(request.snapshot, uri="vscode-notebook-cell:/a.ipynb#1"))
    assert judge(cell, "%time\n!ls -l\nx = 2") == PASSED
    assert judge(request, "%time\n!ls -l\nx = 2").n_added > 0


def test_long_documents_are_not_parsed() -> None:
    request = request_of("x = 1\n" * (MAX_CHARS // 6) + "<|>y = 1<|>\n")
    assert judge(request, "y = (").n_added == 0
    assert judge(request_of("<|>y = 1<|>\n"), "y = (").n_added > 0


def test_a_long_line_is_told_in_short() -> None:
    warning = judge(request_of("<|>y = 1<|>\n"), "y = (" + "1 + " * 40).warning
    assert warning is not None
    assert len(warning) < 130
