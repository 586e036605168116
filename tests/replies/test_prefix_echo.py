import pytest

from tests.features.inline_completion.checking import refined

LINE = "def total(items):\n    return sum(<|>)\n"
BODY = "class A:\n    def total(self):\n        n = self.n * 2\n        <|>\n"


@pytest.mark.parametrize(
    "reply",
    [
        "items)",
        "return sum(items)",
        "    return sum(items)",
        "def total(items):\n    return sum(items)",
        "```python\ndef total(items):\n    return sum(items)\n```",
    ],
)
def test_a_repeated_beginning_of_the_line_is_dropped(reply: str) -> None:
    assert refined(LINE, reply) == "items)"


@pytest.mark.parametrize(
    "reply",
    [
        "return n",
        "        return n",
        "        n = self.n * 2\n        return n",
        "    def total(self):\n        n = self.n * 2\n        return n",
        "\nreturn n",
    ],
)
def test_repeated_lines_above_the_cursor_are_dropped(reply: str) -> None:
    assert refined(BODY, reply) == "return n"


def test_the_end_of_a_block_above_is_not_ended_twice() -> None:
    assert refined("if (a) {\n  b()\n}\n<|>\n", "}\nc()", "block", "javascript") == "c()"


def test_a_short_line_that_looks_repeated_is_kept() -> None:
    assert refined("[\n    1,\n    <|>\n]\n", "1,\n    1,") == "1,\n    1,"


def test_a_repeated_beginning_without_its_blanks_is_dropped() -> None:
    assert refined("const answer = <|>\n", "const answer =42", language_id="typescript") == "42"


def test_a_single_character_is_not_an_echo() -> None:
    assert refined("(<|>\n", "(a, b), c)", "line") == "(a, b), c)"


def test_a_reply_that_only_repeats_says_nothing() -> None:
    assert refined("x = 1\nvalue<|>\n", "x = 1") == "x = 1"
    assert refined("total_price = <|>\n", "total_price = ") == ""
