import pytest

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.answer import MAX_CONTINUATIONS
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest
from tests.features.edit.checking import drafts_of, exchange, request_of
from tests.support.scripted_chat import Step, reply, status

REGION = "<|>def f():\n    first_step = 1\n    second_step = 2\n    return first_step\n<|>"
NEW = "def f():\n    first_step = 10\n    second_step = 20\n    third_step = 30\n    return third_step"
HEAD = "def f():\n    first_step = 10\n    second_step = 20\n"
TAIL = "    third_step = 30\n    return third_step"


def cut(text: str) -> Step:
    return reply(text, finish_reason="length")


def request() -> EditRequest:
    return request_of(REGION)


@pytest.mark.parametrize("said", [HEAD, HEAD + "    thi", HEAD + "    third_step = 30"])
@pytest.mark.parametrize(
    "rest",
    [
        TAIL,
        "    second_step = 20\n" + TAIL,
        NEW,
        "    first_step = 10\n    second_step = 20\n" + TAIL,
        "```python\n" + TAIL + "\n```",
        "Here is the rest of the code:\n\n```python\n    second_step = 20\n" + TAIL + "\n```\n",
        TAIL.replace("\n", "\r\n"),
    ],
)
def test_a_cut_answer_goes_on_with_the_line_that_was_cut(said: str, rest: str) -> None:
    assert drafts_of(request(), cut(said), reply(rest))[-1] == Draft(NEW)


def test_a_cut_answer_in_a_fence_goes_on_in_it() -> None:
    said = f"Here it is:\n\n```python\n{HEAD}"
    assert drafts_of(request(), cut(said), reply(f"{TAIL}\n```\nIt is done now."))[-1] == Draft(NEW)


def test_drafts_go_on_where_they_were() -> None:
    *beginnings, last = drafts_of(request(), cut(HEAD), reply(TAIL + "\n"))
    lines = f"{NEW}\n".splitlines(keepends=True)
    assert [draft.text for draft in beginnings] == ["".join(lines[:size]) for size in (2, 3, 4, 5)]
    assert all(draft.is_beginning for draft in beginnings)
    assert last == Draft(NEW)


def test_blocks_go_on_within_a_block() -> None:
    said = "<<<<<<< SEARCH\n    first_step = 1\n=======\n    first_"
    rest = "    first_step = 10\n>>>>>>> REPLACE"
    assert drafts_of(request(), cut(said), reply(rest))[-1].text.split("\n")[1] == "    first_step = 10"


def test_the_model_is_shown_its_whole_lines_and_asked_to_go_on() -> None:
    first, second = exchange(request(), cut(HEAD + "    thi"), reply(TAIL))
    assert second["messages"][: len(first["messages"])] == first["messages"]
    answer, asked = second["messages"][len(first["messages"]) :]
    assert answer == {"role": "assistant", "content": HEAD.rstrip("\n")}
    assert asked["role"] == "user"
    assert "Go on with the line that comes right after the last one" in asked["content"]


def test_an_answer_is_continued_so_often_and_then_comes_with_a_warning() -> None:
    parts = [cut(f"line_of_part_{number} = {number}\n") for number in range(MAX_CONTINUATIONS + 1)]
    whole = drafts_of(request(), *parts[:-1], reply("last_line = 1"))[-1]
    assert whole.text.endswith("\nlast_line = 1")
    assert whole.warning is None
    last = drafts_of(request(), *parts)[-1]
    assert last.text.endswith(f"\nline_of_part_{MAX_CONTINUATIONS} = {MAX_CONTINUATIONS}")
    assert "cut at its length limit" in (last.warning or "")


@pytest.mark.parametrize("reason", ["length", "max_tokens", "MAX_TOKENS"])
def test_an_answer_that_does_not_get_longer_comes_with_a_warning(reason: str) -> None:
    first, second = reply(HEAD, finish_reason=reason), reply("    thi", finish_reason=reason)
    last = drafts_of(request(), first, second)[-1]
    assert last.text == HEAD.rstrip("\n")
    assert "cut at its length limit" in (last.warning or "")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([cut("def f(): return 1")], "cut at its length limit"),
        ([cut(HEAD + "    a = 1\n\n    b = 1\n\n" * 6)], "over and over"),
        ([cut(HEAD), reply("def f():\n    first_step = 10\n    return 1")], "began its long answer anew"),
    ],
)
def test_a_part_that_does_not_go_on_is_refused(parts: list[Step], sentence: str) -> None:
    with pytest.raises(UnusableReply, match=sentence):
        drafts_of(request(), *parts)


def test_what_came_stays_with_a_warning_where_there_is_no_room_to_go_on() -> None:
    too_long = status(400, {"error": {"code": "context_length_exceeded", "message": "It is too long."}})
    last = drafts_of(request(), cut(HEAD), too_long)[-1]
    assert last.text.startswith(HEAD.rstrip("\n"))
    assert last.warning is not None
    assert "cut" in last.warning
