"""Sixty answers that call tools, in the shapes that endpoints and models give calls, and what they call.

Each is what one stream says: JSON values, an event each. All ask for what `small_tools` has, or for what it
has not; where arguments cannot be read they are None.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TRACES = (
    "<tool_call",
    "<function",
    "<parameter",
    "</function",
    "</parameter",
    "</tool_call",
    "find_definition",
)
"""What shows that a part of a call has got into a text."""

Value = dict[str, Any]
Call = tuple[str, Mapping[str, Any] | None]

CART = ("find_definition", {"name": "Cart"})
TOTAL = ("find_references", {"name": "total"})
LINES = ("read_lines", {"path": "shop/cart.py", "first": 1, "last": 3})


@dataclass(frozen=True)
class ToolStream:
    """One answer, and the calls that it makes."""

    values: Sequence[Value]
    calls: Sequence[Call]
    is_done: bool = True
    """Whether the word for the end comes."""

    @property
    def data(self) -> bytes:
        """As it comes over the wire."""
        events = "".join(f"data: {json.dumps(value)}\n\n" for value in self.values)
        return (events + ("data: [DONE]\n\n" if self.is_done else "")).encode()


def piece(delta: object = None, reason: str | None = None, **more: Any) -> Value:
    return {"choices": [{"index": 0, "delta": delta or {}, "finish_reason": reason, **more}]}


def call(index: object = 0, name: object = None, arguments: object = None, **more: Any) -> Value:
    """A delta with a piece of one call; what is None is not there."""
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    entry = {"index": index, "type": "function", "function": function, **more}
    return {"tool_calls": [{key: value for key, value in entry.items() if value is not None}]}


def written(name: str, arguments: Mapping[str, Any]) -> str:
    """A call as the model writes it where nobody turns it into JSON."""
    inner = "".join(f"<parameter={key}>\n{value}\n</parameter>\n" for key, value in arguments.items())
    return f"<tool_call>\n<function={name}>\n{inner}</function>\n</tool_call>"


def said(text: str, reason: str | None = "stop", size: int = 4) -> list[Value]:
    pieces = [piece({"content": text[start : start + size]}) for start in range(0, len(text), size)]
    return [*pieces, piece(reason=reason)]


def whole(calls: object, content: object = None, reason: str | None = "tool_calls") -> list[Value]:
    message = {"role": "assistant", "content": content, "tool_calls": calls}
    return [{"choices": [{"index": 0, "message": message, "finish_reason": reason}]}]


def function(name: str, arguments: object) -> Value:
    return {"id": "c1", "type": "function", "function": {"name": name, "arguments": arguments}}


END = piece(reason="tool_calls")
_CART = '{"name": "Cart"}'
_TOTAL = '{"name": "total"}'
_LINES = json.dumps(LINES[1])
_XML = written(*CART)
_BARE = "<function=find_definition>\n<parameter=name>\nCart\n</parameter>\n</function>"
_HERMES = f'<tool_call>\n{{"name": "find_definition", "arguments": {_CART}}}\n</tool_call>'


def _in_pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def _streamed() -> Iterator[tuple[str, ToolStream]]:
    """Calls as JSON, good ones."""
    first = piece(call(name="find_definition", arguments="", id="c1"))
    arguments = [piece(call(arguments=part)) for part in _in_pieces(_CART, 3)]
    yield "as documented", ToolStream([first, *arguments, END], [CART])
    yield "in one piece", ToolStream([piece(call(0, *_named(CART), id="c1")), END], [CART])
    yield "in one piece with its end", ToolStream([piece(call(0, *_named(CART)), "tool_calls")], [CART])
    yield "ended by stop", ToolStream([first, *arguments, piece(reason="stop")], [CART])
    yield "without an end", ToolStream([first, *arguments], [CART])
    yield "without the word for the end", ToolStream([first, *arguments, END], [CART], is_done=False)
    yield "by character", ToolStream([first, *(piece(call(arguments=c)) for c in _CART), END], [CART])
    yield "beside text", ToolStream([*said("Let me look.", None), first, *arguments, END], [CART])
    yield "beside thoughts", ToolStream([piece({"reasoning_content": "Hm."}), first, *arguments, END], [CART])
    yield "before text", ToolStream([first, *arguments, *said("One moment."), END], [CART])
    two = [piece(call(0, *_named(CART), id="c1")), piece(call(1, *_named(TOTAL), id="c2"))]
    yield "two calls", ToolStream([*two, END], [CART, TOTAL])
    both = {"tool_calls": [call(n, *_named(each))["tool_calls"][0] for n, each in enumerate((CART, TOTAL))]}
    yield "two calls in one piece", ToolStream([piece(both), END], [CART, TOTAL])
    mixed = [
        piece(call(n, None if start else name, text[start : start + 6], id=f"c{n}"))
        for start in range(0, len(_TOTAL), 6)
        for n, (name, text) in enumerate([("find_definition", _CART), ("find_references", _TOTAL)])
    ]
    yield "two calls, their pieces mixed", ToolStream([*mixed, END], [CART, TOTAL])
    yield "three calls", ToolStream([*two, piece(call(2, *_named(LINES))), END], [CART, TOTAL, LINES])
    yield "usage behind it", ToolStream([first, *arguments, END, {"choices": [], "usage": None}], [CART])


def _named(each: Call) -> tuple[str, str]:
    return each[0], json.dumps(each[1])


def _odd() -> Iterator[tuple[str, ToolStream]]:
    """Calls as JSON, in shapes that are not documented."""
    parts = _in_pieces(_CART, 5)
    name, tail = "find_definition", [piece(call(arguments=part)) for part in parts]
    yield "late name", ToolStream([*tail, piece(call(name=name)), END], [CART])
    yield "late id", ToolStream([piece(call(name=name)), *tail, piece(call(id="c1")), END], [CART])
    yield (
        "split name",
        ToolStream([*(piece(call(name=n)) for n in ("find_", "defi", "nition")), *tail], [CART]),
    )
    again = [piece(call(name=name, arguments=part, id="c1")) for part in parts]
    yield "name and id in each piece", ToolStream([*again, END], [CART])
    empty = [piece(call(name="", arguments=part, id="")) for part in parts]
    yield "empty name and id", ToolStream([piece(call(name=name, id="c1")), *empty, END], [CART])
    nulls = [
        piece({"tool_calls": [{"index": 0, "id": None, "function": {"name": None, "arguments": p}}]})
        for p in parts
    ]
    yield "null name and id", ToolStream([piece(call(name=name, id="c1")), *nulls, END], [CART])
    anew = [piece(call(arguments=part, id=f"random-{n}")) for n, part in enumerate(parts)]
    yield "another id in each piece", ToolStream([piece(call(name=name, id="c1")), *anew, END], [CART])
    yield "no index", ToolStream([piece(call(None, name, part, id="c1")) for part in parts], [CART])
    alone = [piece(call(None, arguments=part)) for part in parts]
    yield "nothing but arguments behind it", ToolStream([piece(call(None, name)), *alone], [CART])
    begun = piece(call(name=name, arguments="{}", id="c1"))
    yield "an empty object first", ToolStream([begun, *tail, END], [CART])
    two = [piece(call(None, *_named(each))) for each in (CART, TOTAL)]
    yield "two calls without index and id", ToolStream([*two, END], [CART, TOTAL])
    same = [piece(call(0, *_named(each), id=each[0])) for each in (CART, TOTAL)]
    yield "two calls at one index", ToolStream([*same, END], [CART, TOTAL])
    yield (
        "index as text",
        ToolStream([piece(call("0", name)), *(piece(call("0", arguments=p)) for p in parts)], [CART]),
    )
    yield "arguments as an object", ToolStream([piece(call(0, name, {"name": "Cart"})), END], [CART])
    twice = [piece(call(0, name, _CART, id="c1")), piece(call(0, name, _CART, id="c1"))]
    yield "all of it twice", ToolStream([*twice, END], [CART])
    yield (
        "an empty piece behind it",
        ToolStream([piece(call(0, name, _CART)), piece(call(0, "", "")), END], [CART]),
    )
    yield "a call that is no list", ToolStream([piece({"tool_calls": function(name, _CART)}), END], [CART])
    old = [
        piece({"function_call": {"name": name}}),
        *(piece({"function_call": {"arguments": p}}) for p in parts),
    ]
    yield "the old form", ToolStream([*old, piece(reason="function_call")], [CART])
    yield "a whole message", ToolStream(whole([function(name, _CART)]), [CART])
    yield "a whole message with text", ToolStream(whole([function(name, _CART)], "I look."), [CART])
    yield (
        "a whole message at the end",
        ToolStream([piece(call(0, name, _CART)), *whole([function(name, _CART)])], [CART]),
    )
    yield "a whole message, stop", ToolStream(whole([function(name, {"name": "Cart"})], "", "stop"), [CART])


def _in_text() -> Iterator[tuple[str, ToolStream]]:
    """Calls that the model writes."""
    yield "written", ToolStream(said(_XML), [CART])
    yield "written behind words", ToolStream(said(f"Let me look at it.\n\n{_XML}"), [CART])
    yield "written on the line of words", ToolStream(said(f"Let me look: {_XML}"), [CART])
    yield "written before words", ToolStream(said(f"{_XML}\n\nThen I shall know."), [CART])
    yield "written without the outer tag", ToolStream(said(_BARE), [CART])
    yield "written without any end", ToolStream(said(_XML.partition("\n</parameter>")[0]), [CART])
    yield "written without the outer end", ToolStream(said(_XML.partition("\n</tool_call>")[0]), [CART])
    yield "written on one line", ToolStream(said(_BARE.replace("\n", "")), [CART])
    yield (
        "written with quotes",
        ToolStream(said('<function="find_definition"><parameter="name">Cart'), [CART]),
    )
    yield "written twice", ToolStream(said(f"{_XML}\n{written(*TOTAL)}"), [CART, TOTAL])
    yield "written with numbers", ToolStream(said(written(*LINES)), [LINES])
    yield "an object in a tag", ToolStream(said(_HERMES), [CART])
    yield "an object in an open tag", ToolStream(said(_HERMES.removesuffix("\n</tool_call>")), [CART])
    turned = f'<tool_call>{{"arguments": {_CART}, "name": "find_definition"}}</tool_call>'
    yield "an object, its name last", ToolStream(said(turned), [CART])
    yield (
        "an object with text for arguments",
        ToolStream(
            said(f'<tool_call>{{"name": "find_definition", "arguments": {json.dumps(_CART)}}}'), [CART]
        ),
    )
    yield "written behind code", ToolStream(said(f"```python\nx = 1\n```\n{_XML}"), [CART])


def _broken() -> Iterator[tuple[str, ToolStream]]:
    """Calls of which not all can be read, or that ask for what is not there."""
    name = "find_definition"
    yield "without the last brace", ToolStream([piece(call(0, name, _CART[:-1])), END], [CART])
    yield "no JSON", ToolStream([piece(call(0, name, "name=Cart")), END], [(name, None)])
    yield (
        "cut at the limit",
        ToolStream([piece(call(0, name, '{"na')), piece(reason="length")], [(name, None)]),
    )
    yield "no arguments", ToolStream([piece(call(0, name, "")), END], [(name, None)])
    yield "another argument", ToolStream([piece(call(0, name, '{"symbol": "Cart"}')), END], [(name, None)])
    yield (
        "numbers as text",
        ToolStream(
            [piece(call(0, "read_lines", _LINES.replace("1", '"1"').replace("3", '"3"'))), END], [LINES]
        ),
    )
    yield (
        "an unknown tool",
        ToolStream([piece(call(0, "run_shell", '{"command": "ls"}')), END], [("run_shell", None)]),
    )
    shell = ("run_shell", {"command": "ls"})
    yield "an unknown tool, written", ToolStream(said(written(*shell)), [("run_shell", None)])
    bare = written(*shell).removeprefix("<tool_call>\n")
    yield "an unknown tool without the outer tag", ToolStream(said(bare), [("run_shell", None)])
    yield (
        "an unknown tool behind words, without any end",
        ToolStream(said("I look: <function=run_shell>\n<parameter=command>\nls"), [("run_shell", None)]),
    )
    hermes = '<tool_call>{"arguments": {"command": "ls"}, "name": "run_shell"}'
    yield "an unknown tool, its name last", ToolStream(said(f"{hermes}</tool_call>"), [("run_shell", None)])
    yield "an unknown tool, its name last and no end", ToolStream(said(hermes), [("run_shell", None)])
    yield "a tag and nothing in it", ToolStream(said("<tool_call>\n"), [("", None)])


STREAMS: Mapping[str, ToolStream] = dict([*_streamed(), *_odd(), *_in_text(), *_broken()])
