import json

import pytest

from pt_lsp.features.inline_completion.postprocess.chain import refine
from pt_lsp.features.inline_completion.postprocess.item_extent import extent_at
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.sentences import is_sentence
from pt_lsp.syntax.parsing import count_errors
from tests.features.inline_completion.checking import refined
from tests.support.notation import parse
from tests.support.shared_data import shared_data

BODY = "def add(a, b):\n    <|>\n"


@pytest.mark.shared_data
@pytest.mark.parametrize("marked", [BODY, "x = 1\n<|>\n", "total = <|>\n"])
def test_no_sentence_of_a_small_model_gets_into_the_code(marked: str) -> None:
    mark = parse(marked)
    place = InsertionPoint(mark.prefix, mark.suffix, "python")
    lines = (shared_data() / "smollm2_replies.jsonl").read_text(encoding="utf-8").split("\n")
    for row in (json.loads(line) for line in lines if line):
        text = refine(row["output"], place, extent_at(place, "auto")).text
        assert not any(is_sentence(line) for line in text.split("\n")), row["kind"]
        is_whole = row["finish"] == "stop"
        assert not (text and is_whole) or not count_errors(mark.prefix + text + mark.suffix, "python")


@pytest.mark.parametrize("language_id", ["python", "kotlin"])
@pytest.mark.parametrize(
    "reply",
    [
        "This function adds two numbers and returns them.",
        "This function takes a list of items and returns a new list with all",
        "The output of this line of code will be:\n\n```\n1\n2\n3\n```",
        "When you call it, this prints:\n```\n3\n```",
        "1. First you add the two numbers.",
        "**Note:** You need to add the numbers first.",
    ],
)
def test_talk_instead_of_code_is_not_inserted(reply: str, language_id: str) -> None:
    assert refined(BODY, reply, language_id=language_id) == ""


@pytest.mark.parametrize(
    "reply",
    [
        "return a + b\n\nThis function returns the sum of its arguments.",
        "return a + b\n\n* This adds both of the numbers.",
        "return a + b\n\n1. This adds both of the numbers.",
        "The code is right, but it can be shorter. Here is the result of that:\n\nreturn a + b",
        "The code is right. Here's a way to achieve the same result:\n\n```python\nreturn a + b\n```\n",
    ],
)
def test_talk_around_code_is_taken_off(reply: str) -> None:
    assert refined(BODY, reply) == "return a + b"


@pytest.mark.parametrize(
    ("marked", "language_id"),
    [
        ("# <|>\n", "python"),
        ('"""\n<|>\n"""\n', "python"),
        ('x = "<|>"\n', "python"),
        ("/**\n * A thing.\n * <|>\n */\n", "java"),
        ("<p><|></p>\n", "html"),
        ("<|>\n", "gitcommit"),
        ("<|>\n", "plaintext"),
    ],
)
def test_a_sentence_is_welcome_among_words(marked: str, language_id: str) -> None:
    sentence = "This module adds numbers for people who cannot."
    assert refined(marked, sentence, language_id=language_id) == sentence


def test_talk_after_a_line_with_a_string_is_taken_off() -> None:
    reply = 'b": 1,\n\nExplanation: this goes on with the keys.'
    assert refined('{\n  "a<|>\n}\n', reply, "block", "json") == 'b": 1,'


def test_a_paragraph_of_a_docstring_stays() -> None:
    reply = '"""Adds.\n\n    This is for people who cannot add.\n    """\n    return a + b'
    assert refined(BODY, reply, "block") == reply


def test_a_comment_that_reads_as_a_sentence_stays() -> None:
    reply = "c = a\n\n    # This is the second one of them.\n    c += b\n    return c"
    assert refined(BODY, reply, "block") == reply


def test_a_constructor_call_is_no_sentence() -> None:
    assert refined("x = <|>\n", "Total(a, b, c, d, e)") == "Total(a, b, c, d, e)"
