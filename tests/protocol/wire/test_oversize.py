import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.protocol.wire.framing import OversizeMessage
from pt_lsp.protocol.wire.oversize import members_of, uri_of

URI = 'file:///c%3A/größe "x".py'
tricks = st.sampled_from(
    [
        '"id": 9, ',
        '"method":"shutdown"',
        '{"uri": "file:///evil"}',
        '\\"uri":"file:///evil"',
        "}}",
        "\n",
        "😀",
    ]
)


def oversize(message: Any, *, ascii_only: bool) -> OversizeMessage:
    body = json.dumps(message, ensure_ascii=ascii_only).encode()
    found = OversizeMessage(len(body))
    for start in range(0, len(body), 1000):
        found.pass_over(body[start : start + 1000])
    return found


@given(
    st.lists(tricks | st.text(max_size=20), max_size=4),
    st.permutations(["jsonrpc", "id", "method", "params"]),
    st.permutations(["textDocument", "contentChanges"]),
    st.booleans(),
)
def test_id_method_and_uri_are_found_whatever_the_order_and_the_text(
    texts: list[str], order: list[str], inner: list[str], ascii_only: bool
) -> None:
    text = "".join(texts)
    params = {
        "textDocument": {"version": 2, "uri": URI},
        "contentChanges": [{"text": f"{text}{' ' * 9000}{text}"}],
    }
    message = {"jsonrpc": "2.0", "id": 7, "method": "m", "params": {key: params[key] for key in inner}}
    found = oversize({key: message[key] for key in order}, ascii_only=ascii_only)
    assert members_of(found) == {"jsonrpc": "2.0", "id": 7, "method": "m"}
    assert uri_of(found) == URI


def test_an_id_inside_the_parameters_is_none_of_the_message() -> None:
    params = {"id": 5, "method": "x", "text": " " * 9000, "last": {"id": 6}}
    assert members_of(oversize({"method": "m", "params": params}, ascii_only=True)) == {"method": "m"}


def test_an_answer_is_told_from_a_request() -> None:
    found = oversize({"jsonrpc": "2.0", "id": 1, "result": [" " * 9000]}, ascii_only=True)
    assert members_of(found) == {"jsonrpc": "2.0", "id": 1, "result": None}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"}", b"\xff" * 9000, b'{"id": 1', b'"uri": "\\ud83', b"[" * 9000]
)
def test_what_is_no_message_has_no_members(body: bytes) -> None:
    found = OversizeMessage(len(body))
    found.pass_over(body)
    assert members_of(found) == {}
    assert uri_of(found) is None


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_raise_anything(head: bytes, tail: bytes) -> None:
    found = OversizeMessage(1)
    found.head, found.tail = head, tail
    members_of(found), uri_of(found)
