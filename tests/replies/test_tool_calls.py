import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.reader import ReplyReader
from tests.features.inline_completion.checking import refined

OLD = "def tax(x, rate):\n    return x * rate"
NEW = "def tax(price, rate):\n    return price * rate"
CALL = "<function=read_file>\n<parameter=path>\nshop/tax.py\n</parameter>\n</function>"
CALLS = [
    CALL,
    f"<tool_call>\n{CALL}\n</tool_call>",
    f"<tool_call>\n{CALL}",
    f"{CALL}\n</tool_call>",
    CALL.removesuffix("\n</function>"),
    '<tool_call>\n{"name": "read_file", "arguments": {}}\n</tool_call>',
    f"{CALL}\n{CALL}",
]


def code(reply: str, original: str = OLD) -> str:
    reader = ReplyReader(original, "python")
    known: list[str] = []
    for piece in reply.splitlines(keepends=True):
        reading = reader.push(piece)
        known += [] if reading is None else reading.lines
    assert not any("function=" in line or "tool_call" in line for line in known) or "function=" in original
    return "\n".join(reader.finish().lines)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "reply",
    [
        "{call}\n\n{new}",
        "{call}\n```python\n{new}\n```",
        "I have to look at the file first.\n\n{call}\n```python\n{new}\n```",
        "```python\n{new}\n```\n{call}",
        "{new}\n{call}",
        "{new}\n\n{call}\n\nThat is what I need to know.",
    ],
)
def test_a_call_around_an_answer_is_left_out(call: str, reply: str) -> None:
    assert code(reply.format(call=call, new=NEW)) == NEW


@pytest.mark.parametrize(
    "call", [*CALLS, "<tool_call>", "<tool_call>\n{", "<function=read>\n<parameter=a>\nx = 1"]
)
def test_a_call_alone_is_no_code(call: str) -> None:
    with pytest.raises(UnusableReply, match="without any code"):
        code(call)
    assert refined("def add(a, b):\n    <|>\n", call) == ""


def test_calls_that_the_text_holds_itself_are_text() -> None:
    text = f'CALL = """\n{CALL}\n"""'
    assert code(text.replace("tax.py", "rate.py"), text) == text.replace("tax.py", "rate.py")


def test_calls_in_a_text_that_holds_some_further_up_are_text() -> None:
    reader = ReplyReader("", "python", f'CALL = """\n{CALL}\n"""')
    reader.push(CALL)
    assert reader.finish().lines == CALL.split("\n")


@pytest.mark.parametrize("reply", ['CALL = """\n{call}\n"""', '```python\nCALL = """\n{call}\n"""\n```'])
def test_calls_that_code_goes_on_after_are_text(reply: str) -> None:
    reader = ReplyReader(OLD, "python")
    reader.push(reply.format(call=CALL))
    assert reader.finish().lines == f'CALL = """\n{CALL}\n"""'.split("\n")


def test_a_completion_ends_where_a_call_begins() -> None:
    assert refined("def add(a, b):\n    <|>\n", f"return a + b\n{CALL}", "block") == "return a + b"
    assert refined("x = <|>\n", 'text.split("<tool_call>")') == 'text.split("<tool_call>")'


PIECES = ["return a", "x = 1", "Sure, I will do that.", "```", ""]
PIECES += ["<tool_call>", "</tool_call>", "<function=f>", "<parameter=a>", "</parameter>", "</function>"]


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_the_pieces_of_a_completion_with_calls_make_no_difference(lines: list[str]) -> None:
    refined("def add(a, b):\n    <|>\n", "\n".join(lines), "block")
