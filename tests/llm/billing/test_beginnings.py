from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.billing.beginnings import FIRST_CHARACTERS, LARGE_CHARACTERS, MANY_PIECES, Place, cut
from pt_lsp.llm.billing.marking import mark
from pt_lsp.llm.prompt import Message

WORDS = st.sampled_from(
    ["a = 1\n", "\n", "\n\n", "    return value\r\n", "x" * 90, "é\U0001f600\n", " " * 40, "end"]
)
TEXTS = st.lists(WORDS, max_size=60).map("".join)
CONVERSATIONS = st.lists(
    st.builds(Message, st.sampled_from(["system", "user", "assistant"]), TEXTS), min_size=1, max_size=5
)


@given(CONVERSATIONS)
def test_pieces_cover_the_whole_of_a_conversation_that_is_long_enough(messages: list[Message]) -> None:
    prompt = cut(messages)
    assert prompt.size == sum(len(message.content) for message in messages)
    assert sum(piece.size for piece in prompt.pieces) == (
        prompt.size if prompt.size >= FIRST_CHARACTERS else 0
    )
    ends = [piece.end for piece in prompt.pieces]
    assert ends == sorted(set(ends))


@given(CONVERSATIONS, TEXTS, TEXTS)
def test_conversations_share_the_pieces_that_they_begin_alike_with(
    messages: list[Message], one: str, other: str
) -> None:
    last = messages[-1]
    first, second = (
        cut([*messages[:-1], Message(last.role, last.content + ending)]) for ending in (one, other)
    )
    n_common = sum(len(message.content) for message in messages)
    alike = [piece.end for piece in first.pieces if piece.end <= n_common - LARGE_CHARACTERS]
    shared = {piece.beginning for piece in first.pieces} & {piece.beginning for piece in second.pieces}
    assert {piece.end for piece in first.pieces if piece.beginning in shared} >= set(alike)
    texts = ["".join(message.content for message in messages) + ending for ending in (one, other)]
    for piece in first.pieces:
        if piece.beginning in shared:
            assert texts[0][: piece.end] == texts[1][: piece.end]


@given(CONVERSATIONS)
def test_marks_cut_messages_into_parts_that_say_the_same(messages: list[Message]) -> None:
    places = [piece.place for piece in cut(messages).pieces if piece.place]
    body: list[dict[str, Any]] = [{"role": message.role, "content": message.content} for message in messages]
    mark(body, places)
    for number, message in enumerate(messages):
        content = body[number]["content"]
        if isinstance(content, str):
            assert number not in {place.message for place in places}
            assert content == message.content
        else:
            assert "".join(part["text"] for part in content) == message.content
            assert all(part["text"] for part in content)
    n_marks = sum(
        "cache_control" in part
        for each in body
        if isinstance(each["content"], list)
        for part in each["content"]
    )
    assert n_marks == len(set(places))


def test_marks_stand_behind_blank_lines_and_messages_only() -> None:
    text = "".join(f"line_{n} = {n}\n" + "\n" * (n % 7 == 0) for n in range(400))
    places = [piece.place for piece in cut([Message("user", text)]).pieces if piece.place]
    assert len(places) > 20
    assert all(text[: place.offset].endswith("\n\n") for place in places[:-1])
    assert places[-1] == Place(0, len(text))


def test_an_answer_that_is_to_be_gone_on_with_takes_no_mark() -> None:
    messages = [Message("user", "question\n\n" * 200), Message("assistant", "answer\n\n" * 200)]
    places = [piece.place for piece in cut(messages, continues_last=True).pieces if piece.place]
    assert {place.message for place in places} == {0}
    assert cut(messages, continues_last=True).size == cut(messages).size


def test_a_long_prompt_has_few_pieces() -> None:
    assert len(cut([Message("user", "some = words\n" * 60_000)]).pieces) < 2 * MANY_PIECES


def test_a_line_without_end_is_one_piece() -> None:
    assert len(cut([Message("user", "x" * 1_000_000)]).pieces) == 1
