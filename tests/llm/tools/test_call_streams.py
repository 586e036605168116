"""Calls are read in whatever shape they come, and nothing of them is text."""

import random
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from pt_lsp.llm.deltas import read_deltas
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.reply import Reply
from pt_lsp.llm.tools.arguments import UnfitArguments, read_arguments
from pt_lsp.llm.tools.call import ToolCall
from tests.support.running import run
from tests.support.small_tools import SmallTools
from tests.support.tool_streams import CART, STREAMS, TRACES, ToolStream, said, written

TOOLS = {tool.name: tool for tool in SmallTools.definitions}


SHOWN = ("remove_all", "other")
"""Called in what the prompt shows: there it is code."""


def read(data: bytes, cuts: Sequence[int] = (), names: Sequence[str] = tuple(TOOLS)) -> tuple[str, Reply]:
    """The text of the answer, which comes in chunks that end at the cuts."""

    async def chunks() -> AsyncIterator[bytes]:
        for start, end in zip((0, *cuts), (*cuts, len(data)), strict=True):
            if data[start:end]:
                yield data[start:end]

    async def reading() -> tuple[str, Reply]:
        reply = Reply(read_deltas(chunks(), Failures("host", "model", None)), tools=names, shown_calls=SHOWN)
        return "".join([delta async for delta in reply]), reply

    return run(reading())


def meant(call: ToolCall) -> tuple[str, Any]:
    """A call as its tool gets it; None for arguments that it does not get."""
    try:
        return call.name, read_arguments(TOOLS[call.name], call.arguments)
    except (KeyError, UnfitArguments):
        return call.name, None


def check(stream: ToolStream, data: bytes, cuts: Sequence[int] = ()) -> None:
    text, reply = read(data, cuts)
    assert [meant(each) for each in reply.calls] == list(stream.calls)
    assert not [trace for trace in TRACES if trace in text]


def test_there_are_sixty_of_them() -> None:
    assert len(STREAMS) >= 60


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS.keys())
def test_calls_are_read_in_whatever_shape_they_come(stream: ToolStream) -> None:
    check(stream, stream.data)


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS.keys())
def test_they_are_the_same_however_bytes_and_texts_are_cut(stream: ToolStream) -> None:
    chance = random.Random(repr(stream.calls))
    for _ in range(12):
        data = ToolStream(
            [part for value in stream.values for part in cut_anew(value, chance)], (), stream.is_done
        ).data
        check(stream, data, sorted(chance.sample(range(len(data)), min(20, len(data)))))


def cut_anew(value: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    """The event with its text, or with the arguments of its one call, in several."""
    choice = value["choices"][0] if value["choices"] else {}
    delta = choice.get("delta") or {}
    calls = delta.get("tool_calls")
    call = calls[0] if isinstance(calls, list) and len(calls) == 1 else None
    arguments = call["function"].get("arguments") if call else None
    if delta.get("content"):
        pieces: list[dict[str, Any]] = [{"content": part} for part in parts_of(delta["content"], chance)]
    elif call and isinstance(arguments, str) and not is_told_again(call):
        first, *others = parts_of(arguments, chance)
        rest = {key: part for key, part in call.items() if key in {"index", "id"}}
        pieces = [{"tool_calls": [{**call, "function": {**call["function"], "arguments": first}}]}]
        pieces += [{"tool_calls": [{**rest, "function": {"arguments": part}}]} for part in others]
    else:
        return [value]
    last = len(pieces) - 1
    return [
        {
            "choices": [
                {**choice, "delta": each, "finish_reason": choice["finish_reason"] if n == last else None}
            ]
        }
        for n, each in enumerate(pieces)
    ]


def is_told_again(call: dict[str, Any]) -> bool:
    """Whether what comes later can only be told from a piece by being all of it."""
    return call["function"].get("name") is not None and call["function"].get("arguments", "").endswith("}")


def parts_of(text: str, chance: random.Random) -> list[str]:
    cuts = sorted(chance.sample(range(len(text) + 1), chance.randint(0, min(4, len(text)))))
    return [text[start:end] for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "if a <b and c< d:\n    return a<<f",
        "<tool_call> is what it begins with",
        "<tool_call>\n<function=remove_all>\n</function>",
        "<function=other>",
        '<tool_call>{"name": "other", "arguments": {}}</tool_call>',
        '<tool_call>{"a": 1}',
        f'CALL = "{written(*CART)}"',
        f"CALL = '{written(*CART)}'",
        "`<function=find_definition>`",
        "<fun",
        "x = 1 <",
        "List<function>",
        "std::function<void()> find_definition",
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_is_no_call_of_these_tools_is_text(text: str, size: int) -> None:
    assert read(ToolStream(said(text, size=size), ()).data)[0] == text


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_where_nothing_was_offered_all_is_text(size: int) -> None:
    text, reply = read(ToolStream(said(written(*CART), size=size), ()).data, names=())
    assert (text, reply.calls) == (written(*CART), ())


def test_only_what_may_begin_a_call_is_held_back() -> None:
    async def scenario() -> list[str]:
        return [delta async for delta in Reply(pieces(), tools=TOOLS)]

    async def pieces() -> AsyncIterator[Any]:
        from pt_lsp.llm.answer import ReplyDelta

        for text in ("a = b\n", "x <", "function", "=find_me", ">\n", "x", "<to", "ol"):
            yield ReplyDelta(text, finish_reason=None)

    assert run(scenario()) == ["a = b\n", "x ", "<function=find_me>\nx", "<tool"]
