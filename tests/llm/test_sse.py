import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.sse import EventTooLarge, SseDecoder


def decode(*chunks: bytes) -> list[str]:
    decoder = SseDecoder()
    events = [event for chunk in chunks for event in decoder.push(chunk)]
    return [event.data for event in events + decoder.finish()]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_each_line_end_separates_lines_and_events(end: bytes) -> None:
    assert decode(end.join([b"data: a", b"data: b", b"", b"data: c", b"", b""])) == ["a\nb", "c"]


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data:x\n\n", ["x"]),
        (b"data: x\n\n", ["x"]),
        (b"data:  x\n\n", [" x"]),
        (b"\xef\xbb\xbfdata: x\n\n", ["x"]),
        (b"\xef\xbb\xbf\xef\xbb\xbfdata: x\n\n", []),
        (b": a comment\n\ndata: x\n\n", ["x"]),
        (b"event: e\nid: 1\nretry: 5\ndata: x\n\n", ["x"]),
        (b"event: e\n\n", []),
        (b"data\n\n", []),
        (b"data:\ndata:\n\n", ["\n"]),
        (b"data: x", ["x"]),
        (b"data: x\n", ["x"]),
        (b"data: x\r", ["x"]),
        (b"", []),
        (b"\n\n\n", []),
        (b"database: x\n\n", []),
        (b"data: \xff\n\n", ["\ufffd"]),
        ("data: a\u2028b\u0085c\x0c\n\n".encode(), ["a\u2028b\u0085c\x0c"]),
    ],
)
def test_a_stream_gives_its_events(stream: bytes, events: list[str]) -> None:
    assert decode(stream) == events


def test_an_event_comes_with_the_chunk_that_completes_it_even_after_lone_returns() -> None:
    decoder = SseDecoder()
    assert decoder.push(b"data: x\r\r") == [("x", "")]
    assert decoder.push(b"\ndata: y\r\n") == []
    assert decoder.push(b"\r\n") == [("y", "")]


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b'data: {"a": 1}\ndata: {"b": 2}\ndata: [DONE]\n', ['{"a": 1}', '{"b": 2}', "[DONE]"]),
        (b'{"a": 1}\n{"b": 2}\n', ['{"a": 1}', '{"b": 2}']),
        (b'data: {"a": 1}\n\n{"error": 2}\n', ['{"a": 1}', '{"error": 2}']),
        (b'data: {"a":\ndata: 1}\n\n', ['{"a":\n1}']),
        (b'data: x\n{"a": 1}\n', ["x", '{"a": 1}']),
        (b'{"a":\n1}\n', []),
    ],
)
def test_a_line_that_is_whole_by_itself_is_an_event(stream: bytes, events: list[str]) -> None:
    assert decode(stream) == events


def test_such_a_line_does_not_wait_for_the_next_one() -> None:
    decoder = SseDecoder()
    assert decoder.push(b'data: {"a": 1}\n') == [('{"a": 1}', "")]
    assert decoder.push(b"data: [DONE]\n") == [("[DONE]", "")]


@pytest.mark.parametrize("line", [b"event: error\ndata: it failed\n\n", b"event:error\n\ndata: x\n\n"])
def test_the_name_of_an_event_holds_for_that_one_only(line: bytes) -> None:
    events = SseDecoder().push(line + b"data: y\n\n")
    assert events[-1].name == ""
    assert [event.data for event in events if event.name] == (["it failed"] if b"failed" in line else [])


def test_a_field_called_error_is_an_event_of_that_name() -> None:
    assert SseDecoder().push(b'error: {"code": 500}\n\n') == [('{"code": 500}', "error")]


FRAGMENTS = st.sampled_from(
    [
        b"data:",
        b"data: ",
        b"x",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b":",
        b"\xef\xbb\xbf",
        b"id: 1",
        b'{"a": 1}',
        b"[DONE]",
        b"event: error",
        "é\u2028".encode(),
    ]
)


@given(st.lists(FRAGMENTS, max_size=20).map(b"".join), st.data())
def test_the_events_do_not_depend_on_how_the_stream_is_cut(stream: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    edges = [0, *cuts, len(stream)]
    chunks = [stream[start:end] for start, end in pairwise(edges)]
    assert decode(*chunks) == decode(stream)


@pytest.mark.parametrize("chunk", [b"data: 0123456789", b"data: 01234\ndata: 56789\n"])
def test_an_event_beyond_the_cap_is_refused(chunk: bytes) -> None:
    decoder = SseDecoder(max_event_bytes=8)
    with pytest.raises(EventTooLarge):
        decoder.push(chunk)


def test_lines_of_data_without_an_end_are_refused_however_empty() -> None:
    with pytest.raises(EventTooLarge):
        SseDecoder(max_event_bytes=8).push(b"data:\n" * 9)


def test_twice_the_chunks_take_about_twice_the_time() -> None:
    def taken_s(n_bytes: int) -> float:
        line = b"data: " + b"x" * n_bytes + b"\n\n"
        decoder, start_s = SseDecoder(), time.process_time()
        events = [event for byte in line for event in decoder.push(bytes([byte]))]
        assert len(events) == 1
        return time.process_time() - start_s

    few_s, many_s = (min(taken_s(n_bytes) for _ in range(3)) for n_bytes in (10_000, 80_000))
    assert many_s < 24 * few_s  # the square would be 64


def test_many_small_events_in_one_chunk_are_no_large_event() -> None:
    assert SseDecoder(max_event_bytes=8).push(b"data: x\n\n" * 100) == [("x", "")] * 100
