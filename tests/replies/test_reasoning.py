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


@pytest.mark.parametrize("name", ["think", "thinking", "reasoning", "thought", "seed:think"])
@pytest.mark.parametrize("said", [f"```python\n{NEW}\n```", NEW, f"    {NEW}", "**It** adds."])
@pytest.mark.parametrize("gap", ["", "\n", "\n\n", " \r\n\r\n"])
def test_reasoning_before_an_answer_is_left_out(name: str, said: str, gap: str) -> None:
    assert answer(f"<{name}>\n{THOUGHT}\n</{name}>{gap}{said}") == said
    assert answer(f"\ufeff\n <{name}>{THOUGHT}</{name}>{gap}{said}") == said
    assert answer(f"<{name.upper()} >\n{THOUGHT}\n</{name.upper()}\t>{gap}{said}") == said


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<Think>", "</Think>"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
        ("<|thinking|>", "<|/thinking|>"),
        ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
        ("[THINK]", "[/THINK]"),
        ("\u25c1think\u25b7", "\u25c1/think\u25b7"),
    ],
)
def test_other_marks_of_reasoning_are_known(opening: str, closing: str) -> None:
    assert answer(f"{opening}\n{THOUGHT}\n{closing}\n\n{NEW}") == NEW
    assert answer(f"{opening}{closing}{NEW}") == NEW
    assert answer(f"{opening}\n{THOUGHT}") == ""
    assert answer(f"{NEW}\n{opening}") == f"{NEW}\n{opening}"


def test_a_mark_that_begins_the_solution_goes_with_the_thought() -> None:
    reply = f"<|begin_of_thought|>a<|end_of_thought|>\n\n<|begin_of_solution|>\n{NEW}\n<|end_of_solution|>"
    drafts = drafts_of(request_of(f"<|>{OLD}\n<|>"), whole(reply))
    assert drafts[-1] == Draft(NEW)


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
        "[think]\nbudget = 1\n",
        "<reasoning.Step>",
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


@pytest.mark.parametrize("closing", ["</think>", "</think >", "</think>\nb"])
def test_in_words_a_thought_of_several_lines_is_none_of_them(closing: str) -> None:
    expected = "b" if closing.endswith("b") else "c"
    assert answer(f"<think>The user\nwants it.{closing}\nc", is_in_words=True).split("\n")[0] == expected
    assert answer("<think>The user\nwants it.", is_in_words=True) == ""
    assert answer('<think>a</think>"', is_in_words=True) == '<think>a</think>"'


PIECES = [
    "<think>",
    "</think>",
    "<THINK >",
    "</THINK >",
    "[THINK]",
    "[/THINK]",
    "<|begin_of_thought|>",
    "<|end_of_thought|>",
    "<reasoning>",
    "</reasoning",
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
        f"so {OLD} becomes</THINK>\n",
        f"{THOUGHT} </reasoning >\n\n",
        f"{THOUGHT}\n<|end_of_thought|>\n\n",
        f"Sure!\n<think>\n{THOUGHT}\n</think>\n",
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
        ("x = 1", "", 're.sub(r"<think>.*?</think>", "", text)'),
        ("x = 1", "", "    thought = before + '</think>'"),
        ("x = 1", 'TAG = "<think>"', "y = [\n<think>\n]"),
    ],
)
def test_a_closing_tag_that_may_be_text_ends_nothing(original: str, near: str, new: str) -> None:
    reader = ReplyReader(original, "python", near)
    reader.push(new)
    assert reader.finish().lines == new.split("\n")


@pytest.mark.parametrize("thought", [f"<think>\n{THOUGHT}\n</think>", f"<REASONING>{THOUGHT}"])
@pytest.mark.parametrize("said", [NEW, f"```python\n{NEW}\n```"])
def test_reasoning_after_the_code_is_left_out(thought: str, said: str) -> None:
    assert drafts_of(request_of(f"<|>{OLD}\n<|>"), whole(f"{said}\n{thought}"))[-1] == Draft(NEW)
    assert refined(BODY, f"return a + b\n{thought}") == "return a + b"


def test_an_edit_with_reasoning_alone_is_refused() -> None:
    for reason in ("stop", "length"):
        with pytest.raises(UnusableReply, match="used its whole answer up by thinking"):
            drafts_of(request_of(f"<|>{OLD}\n<|>"), whole(f"<think>\n{THOUGHT}", finish_reason=reason))


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
        ("so i add the two</think>\n\nreturn a + b", "return a + b"),
        ("So I add:\n```python\nreturn a - b\n```\nNo, wait.\n</think>\n\nreturn a + b", "return a + b"),
        (f"{THOUGHT}\n</think>\n\n```python\nreturn a + b\n```", "return a + b"),
        ("[/THINK]return a + b", "return a + b"),
        (f"{THOUGHT}\n</think>\n", ""),
    ],
)
def test_reasoning_that_the_prompt_has_opened_is_no_completion(reply: str, expected: str) -> None:
    assert refined(BODY, reply) == expected


@pytest.mark.parametrize("marked", ["# add <|>\n", 'NAME = "<|>"\n', "# Adding\n\n<|>"])
def test_where_words_are_welcome_thoughts_are_not(marked: str) -> None:
    language = "python" if "Adding" not in marked else "markdown"
    reply = "Okay, the user wants few words.\n</think>\n\ntwo numbers"
    assert refined(marked, reply, "line", language) == "two numbers"
    assert refined(marked, "Okay, that is it.", "line", language) == "Okay, that is it."


def test_a_completion_in_the_middle_of_a_line_goes_on_there_after_a_thought() -> None:
    assert refined("x = <|>\n", "The user wants a sum.\n</think>\n\na + b") == "a + b"
