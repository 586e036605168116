import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.replies.asides.spoken import TAKEN_BACK, SpokenAnswer

SAID = "It **returns** the sum.\n\n```python\nadd(1, 2)\n```\n\n- No errors.\n"
CALL = "<tool_call>\n<function=read_file>\n<parameter=path>\na.py\n</parameter>\n</function>\n</tool_call>"


def said(reply: str, size: int | None = None, *, may_take_back: bool = False) -> str:
    """The answer as somebody has it who adds up what comes, in pieces of that size."""
    answer = SpokenAnswer()
    size = size or max(len(reply), 1)
    pieces = [piece for at in range(0, len(reply), size) for piece in answer.push(reply[at : at + size])]
    pieces += answer.finish()
    assert may_take_back or TAKEN_BACK not in pieces
    text = ""
    for piece in pieces:
        text = "" if piece is TAKEN_BACK else text + piece
    assert answer.has_said == (text != "")
    return text


@pytest.mark.parametrize("size", [1, 3, 7, None])
@pytest.mark.parametrize(
    "reply",
    [
        "{said}",
        "\n\n{said}",
        "<think>\nWhat is it?\n</think>\n\n{said}",
        "<THINKING>What is it?</THINKING>{said}",
        "The user wants to know it.\n\n```python\nadd(\n</think>\n\n{said}",
        "Okay, so it adds.</think>\n\n{said}",
        "Okay, I look first.\n{call}\nNow I know.\n</think>\n{said}",
        "{call}\n{said}",
        "{call}\n\n{said}{call}\n",
    ],
)
def test_thoughts_and_calls_are_no_part_of_what_is_said(reply: str, size: int | None) -> None:
    assert said(reply.format(said=SAID, call=CALL), size).rstrip() == SAID.rstrip()


@pytest.mark.parametrize("size", [1, 5, None])
@pytest.mark.parametrize(
    "thought", ["adding two numbers, easy\n</think>\n\n", "It adds.\nOr not?\n</think >\n"]
)
def test_a_thought_that_reads_as_an_answer_is_taken_back(thought: str, size: int | None) -> None:
    assert said(thought + SAID, size, may_take_back=True) == SAID


@pytest.mark.parametrize(
    "text",
    [
        "It ends at `</think>`, always.\n",
        "It splits:\n\n```python\ntext.split('x')\n</think>\n<tool_call>\n```\n\nThat is it.",
        "Okay, it adds.\n\nThat is all.",
        "Well",
        "a < b\n<b>bold</b>\n",
        "First comes `<think>`, then </think>.",
        f"````\n{CALL}\n````",
    ],
)
@pytest.mark.parametrize("size", [1, 4, None])
def test_what_only_speaks_of_such_marks_stays(text: str, size: int | None) -> None:
    assert said(text, size) == text


@pytest.mark.parametrize(
    "reply", ["", "<think>\nHm", CALL, "<tool_call>\n{", "\n\n", "Okay, so.\n</think>\n"]
)
def test_a_reply_may_hold_no_answer(reply: str) -> None:
    assert said(reply) == said(reply, 1) == ""


PIECES = [
    "<think>",
    "</think>",
    "Okay, ",
    "a.",
    "\n",
    "```",
    " ",
    "<",
    "</THINK >",
    "It adds.\n",
    "```py\n",
    CALL,
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.integers(1, 30))
def test_pieces_make_no_difference_to_what_is_said(reply: str, size: int) -> None:
    assert said(reply, size, may_take_back=True) == said(reply, may_take_back=True)
