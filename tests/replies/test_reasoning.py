from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.replies.asides.reasoning import ReasoningFilter
from pt_lsp.replies.reader import ReplyReader
from tests.features.edit.checking import drafts_of, request_of
from tests.features.inline_completion.checking import refined
from tests.support.scripted_chat import reply as whole

OLD = "def tax(x, rate):\n    return x * rate"
NEW = "def tax(price, rate):\n    return price * rate"
THOUGHT = "Okay, the user wants a clear name.\n\n```python\ndef tax(p, rate):\n```\nSo `price` it is."


def answer(reply: str, around: str = "", cuts: tuple[int, ...] = (), *, is_in_words: bool = False) -> str:
    reasoning = ReasoningFilter(around, is_in_words=is_in_words)
    places = sorted({0, *(cut for cut in cuts if cut < len(reply)), len(reply)})
    pieces = [reasoning.push(reply[start:end]) for start, end in pairwise(places)]
    return "".join([*pieces, reasoning.finish()])


@pytest.mark.parametrize("name", ["think", "thinking"])
@pytest.mark.parametrize("said", [f"```python\n{NEW}\n```", NEW, f"    {NEW}", "**It** adds."])
@pytest.mark.parametrize("gap", ["", "\n", "\n\n", " \r\n\r\n"])
def test_reasoning_before_an_answer_is_left_out(name: str, said: str, gap: str) -> None:
    assert answer(f"<{name}>\n{THOUGHT}\n</{name}>{gap}{said}") == said
    assert answer(f"\ufeff\n <{name}>{THOUGHT}</{name}>{gap}{said}") == said


def test_several_thoughts_are_left_out_and_one_that_never_ends_is_all_there_is() -> None:
    assert answer("<think>a</think>\n<think>\n</think>\n\nx = 1") == "x = 1"
    assert answer(f"<think>\n{THOUGHT}") == answer("<thinking>a</think>b") == answer("<think>") == ""


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "\n\n    x = 1\n",
        "<thin",
        "< think>",
        "<Thinking>\n  <p/>\n</Thinking>",
        "<thinking id='a'>\n</thinking>",
        'TAG = "<think>"\n',
        "x = 1\n<think>\n",
    ],
)
def test_what_does_not_begin_with_the_tag_stays_as_it_is(reply: str) -> None:
    assert answer(reply) == reply


def test_a_tag_that_lines_around_begin_with_is_text() -> None:
    around = "<root>\n  <thinking>\n    old\n  </thinking>\n</root>"
    new = "<thinking>\n    new\n  </thinking>"
    assert answer(new, around) == new
    assert answer(f"<think>a</think>\n{new}", around) == new
    assert answer("<thinking>\na</thinking>\nx", 'TAG = "<thinking>"') == "x"


def test_in_a_string_a_tag_without_a_line_end_is_text() -> None:
    assert answer('<think>"', is_in_words=True) == '<think>"'
    assert answer("<think>", is_in_words=True) == "<think>"
    assert answer("<think>\na\n</think>\nb", is_in_words=True) == "b"


PIECES = [
    "<think>",
    "</think>",
    "<thinking>",
    "</thinking>",
    "<",
    "think",
    "\n",
    "\r\n",
    " ",
    "x = 1",
    "\ufeff",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.integers(0, 90), max_size=12),
    st.sampled_from(["", "<think>\n"]),
    st.booleans(),
)
def test_pieces_make_no_difference(reply: str, cuts: list[int], around: str, is_in_words: bool) -> None:
    whole_answer = answer(reply, around, is_in_words=is_in_words)
    assert answer(reply, around, tuple(cuts), is_in_words=is_in_words) == whole_answer
    assert answer(reply, around, tuple(range(len(reply))), is_in_words=is_in_words) == whole_answer
    assert reply.endswith(whole_answer)


SEARCH = "<<<<<<< SEARCH\n    return x * rate\n=======\n    return rate * x\n>>>>>>> REPLACE"


@pytest.mark.parametrize("said", [NEW, f"```python\n{NEW}\n```", f"Here it is:\n\n```\n{NEW}\n```"])
@pytest.mark.parametrize(
    "thought",
    [
        f"{THOUGHT}\n</think>\n\n",
        f"{THOUGHT}</think>\n",
        f"{OLD}\n\nThat is what it was.\n  </thinking>\n",
        f"{SEARCH}\n</think>\n",
        f"a\n</think>\n{THOUGHT}\n</think>\n",
    ],
)
def test_reasoning_that_the_prompt_has_opened_is_forgotten_by_an_edit(thought: str, said: str) -> None:
    drafts = drafts_of(request_of(f"<|>{OLD}\n<|>"), whole(thought + said))
    assert drafts[-1] == Draft(NEW)
    for earlier, later in pairwise(drafts):
        assert not later.is_beginning or not earlier.is_beginning or later.text.startswith(earlier.text)


@pytest.mark.parametrize(
    ("original", "near", "new"),
    [
        ("x = 1", "", 'PROMPT = """<think>\nbriefly\n</think>\n"""'),
        ("x = 1", "", 'said = text.split("</think>")[-1]'),
        ("  <p/>", "<thinking>\n</thinking>", "  <b/>\n</thinking>"),
        ("</think>", "", "a\n</think>\nb"),
    ],
)
def test_a_closing_tag_that_may_be_text_ends_nothing(original: str, near: str, new: str) -> None:
    reader = ReplyReader(original, "python", near)
    reader.push(new)
    assert reader.finish().lines == new.split("\n")


def test_an_edit_with_reasoning_alone_is_refused() -> None:
    with pytest.raises(UnusableReply, match="without any code"):
        drafts_of(request_of(f"<|>{OLD}\n<|>"), whole(f"<think>\n{THOUGHT}"))


def test_each_part_of_a_long_answer_may_begin_with_reasoning() -> None:
    first, second = "def tax(price, rate):\n    first_step = price\n", "    return first_step * rate"
    parts = (
        whole(f"<think>\na\n</think>\n{first}", finish_reason="length"),
        whole(f"<think>\nb\n</think>\n{second}"),
    )
    assert drafts_of(request_of(f"<|>{OLD}\n<|>"), *parts)[-1] == Draft(first + second)


def test_a_part_whose_reasoning_was_never_opened_is_refused() -> None:
    parts = (
        whole("def tax(price, rate):\n    first_step = price\n", finish_reason="length"),
        whole("So I go on.\n</think>\n    return first_step"),
    )
    with pytest.raises(UnusableReply, match="began its long answer anew"):
        drafts_of(request_of(f"<|>{OLD}\n<|>"), *parts)


BODY = "def add(a, b):\n    <|>\n"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("The user wants to have the sum.\n</think>\nreturn a + b", "return a + b"),
        ("The user wants to have the sum.\n\nThat is easy to do.</think>\n\nreturn a + b", "return a + b"),
        ("return a + b\n</think>\nreturn b", "return a + b"),
        ('return a.split("</think>")', 'return a.split("</think>")'),
    ],
)
def test_reasoning_that_the_prompt_has_opened_is_no_completion(reply: str, expected: str) -> None:
    assert refined(BODY, reply) == expected
