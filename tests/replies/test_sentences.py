import pytest

from pt_lsp.replies.chatter import begins_with_chatter, is_new_sentence, may_be_chatter
from pt_lsp.replies.sentences import (
    announces_output,
    is_announcement,
    is_greeting,
    is_sentence,
    may_become_greeting,
)

SENTENCES = [
    "This function adds two numbers.",
    "Sure, that is what you need!",
    "Sure! Here it is for you:",
    "**Note:** You need to add them first.",
    "Changes: the parameter has a name now.",
    "The result isn\u2019t `None` any more.",
]
CODE = [
    "Class Of Things {",
    "Total(a, b, c, d, e)",
    "Title: words of a front matter.",
    "Foo.bar(baz) and more;",
    "return This is it.",
    "Two words.",
    "x = This is it.",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_known_by_its_form(line: str) -> None:
    assert is_sentence(line)
    assert is_sentence(f"  - {line}")
    assert not is_new_sentence(line, {line.strip()})


@pytest.mark.parametrize("line", CODE)
def test_code_is_no_sentence(line: str) -> None:
    assert not is_sentence(line)
    assert not begins_with_chatter(line, ())


def test_an_item_of_a_list_and_an_indented_line_may_be_new_text() -> None:
    assert not is_new_sentence("- Run all the tests first.", ())
    assert not is_new_sentence("  Run all the tests first.", ())


@pytest.mark.parametrize("line", ["Sure!", "Okay.", "Here's `f`:", "I\u2019ll do it:", "The new code:"])
def test_what_comes_before_code_is_announced(line: str) -> None:
    assert is_announcement(line)
    assert begins_with_chatter(line, ())
    assert may_be_chatter(line, ())
    assert not begins_with_chatter(line, {line})


def test_a_name_that_begins_like_a_greeting_is_none() -> None:
    assert not is_greeting("Surely = 1")
    assert not is_greeting("There is = 1")


def test_only_a_sentence_about_output_announces_output() -> None:
    assert announces_output("It prints this:\n")
    assert not announces_output("print(output):\n")
    assert not announces_output("")


@pytest.mark.parametrize("foreword", ["Here is the completed code:", "Sure, here it is:", "The new code is:"])
def test_a_greeting_stays_undecided_at_each_letter_until_its_line_ends(foreword: str) -> None:
    assert [n for n in range(1, len(foreword) + 1) if not may_become_greeting(foreword[:n])] == []
