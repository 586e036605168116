import json
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.local_model.admission import RequestRefused
from pt_lsp.local_model.chat_request import CONTEXT_TOKENS, DEFAULT_MAX_TOKENS, bounded_request


def asked_of_engine(**fields: Any) -> dict[str, Any]:
    return dict(json.loads(bounded_request(json.dumps(fields).encode())))


@pytest.mark.parametrize("given_length", [1, 50, CONTEXT_TOKENS, 7.0])
@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
def test_a_length_that_makes_sense_is_kept(name: str, given_length: float) -> None:
    assert asked_of_engine(**{name: given_length}) == {"max_tokens": given_length}


@pytest.mark.parametrize(
    "length", [None, 0, -1, -(10**9), CONTEXT_TOKENS + 1, 10**30, 1e300, "5", True, [], {"a": 1}, 0.5]
)
def test_a_length_that_makes_none_is_the_default(length: Any) -> None:
    for fields in ({}, {"max_tokens": length}, {"max_tokens": length, "n_predict": -1}):
        assert asked_of_engine(**fields) == {"max_tokens": DEFAULT_MAX_TOKENS}


def test_of_two_lengths_the_smaller_one_holds() -> None:
    assert asked_of_engine(max_tokens=9, max_completion_tokens=5)["max_tokens"] == 5


def test_what_costs_more_than_it_says_is_left_out() -> None:
    costly = {
        "n": 50,
        "best_of": 9,
        "n_predict": -1,
        "n_probs": 40_000,
        "grammar": "root ::= root",
        "samplers": [],
    }
    kept = {"messages": [], "temperature": 0.5, "stop": ["x"], "top_k": 1, "stream": True}
    assert asked_of_engine(**kept, **costly) == {**kept, "max_tokens": DEFAULT_MAX_TOKENS}


def tool(name: Any, schema: Any, **more: Any) -> dict[str, Any]:
    function = {"name": name, "description": "d", "parameters": schema, **more}
    return {"type": "function", "function": function}


def test_of_tools_so_much_goes_through_as_has_a_small_grammar() -> None:
    costly = {"type": "string", "pattern": "(a|b){9999}", "maxLength": 10**9}
    given = {"path": costly, "first": {"type": "integer"}, "any": {"$ref": "#"}, "a b": {"type": "string"}}
    schema = {"type": "object", "properties": given, "required": ["path", "any"], "additionalProperties": {}}
    plain = {"path": {"type": "string"}, "first": {"type": "integer"}}
    kept = {"type": "object", "properties": plain, "required": ["path"]}
    asked = asked_of_engine(tools=[tool("read", schema, strict=True)], tool_choice="required")
    assert (asked["tools"], asked["tool_choice"]) == ([tool("read", kept)], "auto")


def test_tools_are_few_and_what_is_none_is_left_out() -> None:
    assert len(asked_of_engine(tools=[tool(f"t{n}", {}) for n in range(50)])["tools"]) == 8
    nothings: list[Any] = [[], {}, "x", [None], [{"function": 1}], [tool(None, {})], [tool("a b", {})]]
    for nothing in nothings:
        assert "tools" not in asked_of_engine(tools=nothing, tool_choice="auto")
    schemas: list[Any] = [None, [], {"properties": [1]}, {"properties": {"a": {"type": ["string"]}}}]
    for schema in schemas:
        function = asked_of_engine(tools=[tool("x", schema)])["tools"][0]["function"]
        assert function["parameters"]["properties"] == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[]",
        b"5",
        b"null",
        b'{"messages":"\xff"}',
        b"[" * 100000,
        b'{"a":' * 50000,
        b'{"temperature":NaN}',
        b'{"temperature":1e999}',
        b'{"seed":' + b"9" * 5000 + b"}",
        b"\x1f\x8b\x08\x00",
    ],
)
def test_what_is_no_object_of_json_is_refused(body: bytes) -> None:
    with pytest.raises(RequestRefused, match="invalid_request_body"):
        bounded_request(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(("messages", "max_tokens", "max_completion_tokens", "n", "n_predict", "seed", "stop"))


@given(st.dictionaries(NAMES | st.text(), JSON, max_size=6))
@example({"messages": "\ud800 \0"})
@example({"max_tokens": math.inf})
def test_whatever_is_asked_the_engine_reads_utf_8_with_a_length(fields: dict[str, Any]) -> None:
    try:
        kept = json.loads(bounded_request(json.dumps(fields).encode()).decode())
    except RequestRefused:
        return
    assert 1 <= kept["max_tokens"] <= CONTEXT_TOKENS
    assert "n" not in kept
