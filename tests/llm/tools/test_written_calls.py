"""What is a call in a text does not depend on how the text comes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.tools.call import ToolCall
from pt_lsp.llm.tools.written_calls import WrittenCalls, names_of_calls

NAMES = ("find_definition", "read_lines")
PIECES = st.sampled_from(
    [
        *("<", ">", "\n", " ", '"', "'", "`", "\\n", "{", "}", "x", "find", "find_definition", "other"),
        *(
            "<function=other>",
            "<function=shown>",
            '{"name": "other"',
            '{"name": "shown"',
            ', "name": "other"',
        ),
        *("<tool_call>", "</tool_call>", "<function=", "<function=find_definition>", "</function>"),
        *("<parameter=name>", "</parameter>", '{"name": "read_lines"', '"arguments": {}', "<tool", "_call>"),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def read(*pieces: str) -> tuple[str, tuple[ToolCall, ...]]:
    written = WrittenCalls(NAMES, {"shown"})
    text = "".join([*map(written.push, pieces), written.finish()])
    return text, written.calls


@given(TEXTS, st.integers())
def test_however_a_text_is_cut_it_reads_the_same(text: str, seed: int) -> None:
    chance = random.Random(seed)
    cuts = sorted(chance.choices(range(len(text) + 1), k=6))
    pieces = [text[start:end] for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True)]
    assert read(*pieces) == read(*text) == read(text)


@given(TEXTS)
def test_text_without_a_call_is_given_whole_and_before_a_call_all_of_it(text: str) -> None:
    given_out, calls = read(text)
    assert text.startswith(given_out) if calls else given_out == text


@pytest.mark.parametrize(
    "code",
    [
        "<function=shown>\n<parameter=name>\nx\n</parameter>\n</function>",
        '<tool_call>\n{"name": "shown", "arguments": {}}\n</tool_call>',
        "<function=other>() => 1",
        '"<function=find_definition><parameter=name>x"',
    ],
)
def test_code_that_reads_like_a_call_stays(code: str) -> None:
    assert read(code) == (code, ())
    assert set(names_of_calls(code)) <= {"shown", "other", "find_definition"}


def test_a_long_text_full_of_brackets_is_read_in_no_time() -> None:
    text = "<tool_call>{" * 20_000
    assert read(text) == (text, ())
    assert read("<function=read_lines>" + text)[1][0] == ToolCall("", "read_lines", "{}")
