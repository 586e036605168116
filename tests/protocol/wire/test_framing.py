import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.protocol.wire import framing
from pt_lsp.protocol.wire.framing import BadFrame, FrameDecoder, OversizeMessage, encode

PARSE_ERROR = -32700
WELL = {"jsonrpc": "2.0", "method": "well"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
garbage = st.binary(max_size=80) | st.sampled_from(
    [b"\r\n\r\n", b"Content-Length", b"Content-Length: ", b"Content-Length: 5\r\n", b"{}", b"\n", b"Content-"]
)


def decode(*chunks: bytes) -> list[Any]:
    """What comes out; bad frames as their codes, oversize messages as their length, beginning and end."""
    decoder = FrameDecoder()
    return [_shown(message) for chunk in chunks for message in decoder.feed(chunk)]


def _shown(message: Any) -> Any:
    if isinstance(message, OversizeMessage):
        return message.n_bytes, message.head, message.tail
    return message.code if isinstance(message, BadFrame) else message


def cut(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    while data:
        n_bytes = sizes.pop() if sizes else len(data)
        yield data[:n_bytes]
        data = data[n_bytes:]


def frame(body: bytes, n_bytes: int | None = None) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(body) if n_bytes is None else n_bytes, body)


@given(st.lists(json_values, max_size=6), st.lists(st.integers(1, 40), max_size=60))
def test_messages_survive_any_chunking(messages: list[Any], sizes: list[int]) -> None:
    assert decode(*cut(b"".join(map(encode, messages)), sizes)) == messages


@given(garbage, st.lists(st.integers(1, 7), max_size=60))
def test_a_sound_message_is_found_after_any_garbage(noise: bytes, sizes: list[int]) -> None:
    # A bare header would take what follows for its body: that is the next test.
    if b"content-length" in noise.lower():
        noise += b"\r\n\r\n" if b":" not in noise else b"x\r\n\r\n"
    data = noise + b"\r\n\r\n" + encode(WELL) + encode(WELL)
    assert decode(*cut(data, sizes))[-1] == WELL


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=30))
def test_no_bytes_raise_anything(data: bytes, sizes: list[int]) -> None:
    decode(*cut(data, sizes))


@given(st.integers(1, 60), st.lists(st.integers(1, 9), max_size=90))
def test_a_length_that_is_too_large_costs_one_message_at_most(surplus: int, sizes: list[int]) -> None:
    body = json.dumps(WELL).encode()
    data = frame(body, len(body) + surplus) + encode({"id": 1}) + encode({"id": 2})
    found = decode(*cut(data, sizes))
    assert found[-2:] == [{"id": 1}, {"id": 2}]
    assert found[0] == PARSE_ERROR


@given(st.integers(1, 20), st.lists(st.integers(1, 9), max_size=90))
def test_a_length_that_is_too_small_costs_one_message_at_most(missing: int, sizes: list[int]) -> None:
    body = json.dumps(WELL).encode()
    data = frame(body, len(body) - missing) + encode({"id": 1}) + encode({"id": 2})
    found = decode(*cut(data, sizes))
    assert found[-2:] == [{"id": 1}, {"id": 2}]
    assert set(found[:-2]) == {PARSE_ERROR}


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: 2\r\n\r\n",
        b"CONTENT-LENGTH:2\r\n\r\n",
        b"Content-Length: 2\n\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
    ],
)
def test_headers_are_read_however_they_are_written(header: bytes) -> None:
    assert decode(header + b"{}" + encode(WELL)) == [{}, WELL]


def test_a_block_without_length_is_said_to_lack_it() -> None:
    assert decode(b"Content-Type: nonsense\r\n\r\n" + encode(WELL)) == [PARSE_ERROR, WELL]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b"NaN,", b'{"a": "\xc3"}', b""])
def test_a_body_that_is_no_json_is_answered_and_forgotten(body: bytes) -> None:
    assert decode(frame(body) + encode(WELL)) == [PARSE_ERROR, WELL]


def test_text_that_looks_like_a_header_inside_a_string_is_text() -> None:
    message = {"text": "Content-Length: 2\r\n\r\n{}", "raw": "\r\n\r\n"}
    body = json.dumps(message, ensure_ascii=False).encode()
    assert decode(*cut(frame(body), [3] * 99)) == [message]


@given(st.lists(st.integers(1, 30_000), max_size=20))
def test_of_an_oversized_body_beginning_and_end_are_kept(sizes: list[int]) -> None:
    limit = 40_000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(framing, "MAX_BODY_BYTES", limit)
        body = b"%b\nx%b" % (b"a" * 20_000, b"b" * 20_000)
        found = decode(*cut(frame(body) + encode(WELL), sizes))
    assert found == [(len(body), b"a" * 4096, b"b" * 4096), WELL]


@given(st.lists(st.integers(1, 3_000), max_size=20))
def test_an_oversized_claim_with_a_short_body_costs_that_message_only(sizes: list[int]) -> None:
    data = frame(b"x" * 100, framing.MAX_BODY_BYTES + 1) + encode(WELL) + encode({"id": 1})
    assert decode(*cut(data, sizes))[1:] == [WELL, {"id": 1}]


def test_an_oversized_body_may_end_before_anything_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "MAX_BODY_BYTES", 40_000)
    assert decode(frame(b"x" * 40_001), encode(WELL)) == [(40_001, b"x" * 4096, b"x" * 4096), WELL]


def test_a_message_inside_a_broken_one_is_found() -> None:
    body = b'{"a": ' + encode(WELL)
    assert decode(frame(body) + encode({"id": 1})) == [PARSE_ERROR, WELL, {"id": 1}]


def test_an_absurd_length_does_not_desynchronise() -> None:
    assert decode(b"Content-Length: " + b"9" * 40 + b"\r\n\r\n{}" + encode(WELL)) == [PARSE_ERROR, WELL]


def test_endless_garbage_is_not_kept() -> None:
    decoder = FrameDecoder()
    for _ in range(100):
        assert list(decoder.feed(b"x" * 10_000)) == []
    assert len(decoder._buffer) <= framing.MAX_HEADER_BYTES
    assert list(decoder.feed(b"\r\n\r\n" + encode(WELL)))[-1] == WELL


def test_what_is_sent_is_ascii_whatever_it_holds() -> None:
    data = encode({"text": "ü\u2028\ud800"})
    assert data.isascii()
    assert decode(data) == [{"text": "ü\u2028\ud800"}]
