"""What goes wrong with answers that arrive: bodies that are none, odd texts, and refusals."""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any

from tests.support.faulty_endpoint import (
    SSE_OK,
    Connection,
    Fault,
    after_request,
    answering,
    event,
    http,
    streamed,
    text_event,
)

REDIRECTS = (301, 302, 304, 307, 308)
REFUSALS = (400, 401, 402, 403, 404, 405, 407, 408, 409, 413, 415, 422, 425, 429, 451)
FAILURES = (500, 501, 502, 503, 504, 505, 520, 524, 529)
WEB_PAGE = b"<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>"


def bodies() -> Iterator[Fault]:
    bomb = gzip.compress(b"data: " + bytes(50_000_000))
    piece = text_event("x" * 90) * 500

    def zipped(answer: str) -> bytes:
        return http(gzip.compress(streamed(answer)), "200 OK", "content-encoding: gzip")

    async def hundred_megabytes(connection: Connection) -> None:
        await connection.send(SSE_OK)
        for _ in range(100_000_000 // len(piece)):
            await connection.send(piece)

    yield answering("an empty body", lambda _: http())
    yield answering("no content", lambda _: b"HTTP/1.1 204 No Content\r\n\r\n")
    yield answering("reset content", lambda _: b"HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n")
    yield answering("a web page", lambda _: http(WEB_PAGE, content_type="text/html"))
    yield answering("plain text", lambda _: http(b"It works!"))
    yield answering("random bytes", lambda _: http(bytes(range(256)) * 9))
    yield answering("only zeros", lambda _: http(bytes(5000)))
    yield answering("half of JSON", lambda _: http(b'{"choices": [{"message": {"content": "x'))
    yield answering("an error under 200", lambda _: http(b'{"error": {"message": "Model is broken."}}'))
    yield answering("gzip", zipped, "right")
    yield answering(
        "deflate",
        lambda answer: http(zlib.compress(streamed(answer)), "200 OK", "content-encoding: deflate"),
        "right",
    )
    yield answering("gzip that is none", lambda a: http(streamed(a), "200 OK", "content-encoding: gzip"))
    yield answering(
        "cut gzip", lambda a: http(gzip.compress(streamed(a))[:60], "200 OK", "content-encoding: gzip")
    )
    yield answering("a bomb of gzip", lambda _: http(bomb, "200 OK", "content-encoding: gzip"))
    yield answering("a bomb as an error", lambda _: http(bomb, "400 No", "content-encoding: gzip"))
    yield after_request("a hundred megabytes", hundred_megabytes, "either", most_requests=9)
    yield answering("an unknown encoding", lambda _: http(bytes(99), "200 OK", "content-encoding: zz"))
    yield answering(
        "after an interim answer", lambda a: b"HTTP/1.1 100 Continue\r\n\r\n" + http(streamed(a)), "right"
    )


def answers() -> Iterator[Fault]:
    def whole(answer: str, **choice: Any) -> bytes:
        message = {"role": "assistant", "content": answer}
        body = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"} | choice]}
        return http(json.dumps(body).encode(), content_type="application/json")

    def events(*all_events: bytes) -> bytes:
        return http(b"".join(all_events) + b"data: [DONE]\n\n")

    def twice_named(answer: str) -> bytes:
        name = json.dumps(answer)
        return (
            f'data: {{"choices":[{{"delta":{{"content":"no"}},"delta":{{"content":{name}}}}}]}}\n\n'.encode()
        )

    call = {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "f", "arguments": "{}"}}]}
    failed = b'data: {"error": {"message": "The model went away."}}\n\n'
    yield answering("one body for a stream", whole, "right")
    yield answering("the end first", lambda a: http(b"data: [DONE]\n\n" + streamed(a)))
    yield answering("an error event", lambda _: events(failed))
    yield answering("an error within the text", lambda a: events(text_event(a[:3]), failed))
    yield answering("more after the end", lambda a: http(streamed(a) + text_event("nonsense") * 9), "right")
    yield answering("only reasoning", lambda _: events(event({"reasoning_content": "Hm."}, "stop")))
    yield answering("only thoughts in text", lambda _: events(text_event("<think>Hm.", "stop")))
    yield answering("only comments", lambda _: http(b": hello\n\n" * 9))
    yield answering("no choices", lambda _: events(b'data: {"choices":[]}\n\n'))
    yield answering("choices of null", lambda _: events(b'data: {"choices":null}\n\n'))
    yield answering("only another choice", lambda a: events(event({"content": a}, "stop", 1)), "either")
    yield answering("only calls", lambda _: events(event(call, "tool_calls")))
    yield answering("filtered", lambda a: events(text_event(a[:3], "content_filter")), most_requests=9)
    yield answering("cut at once", lambda a: events(text_event("", "length")), most_requests=9)
    yield answering(
        "cut in its first line", lambda a: events(text_event(a[:3], "length")), "either", most_requests=9
    )
    yield answering("an unknown reason", lambda a: events(text_event(a, "gave up")), "either")
    yield answering("a content of null", lambda _: events(event({"content": None}, "stop")))
    yield answering("numbers for text", lambda _: events(event({"content": 7}, "stop")))
    yield answering("a list for a choice", lambda _: events(b'data: {"choices":[[]]}\n\n'))
    yield answering(
        "parts of content",
        lambda a: events(event({"content": [{"type": "text", "text": a}]}, "stop")),
        "right",
    )
    yield answering("a name twice", lambda a: events(twice_named(a)), "right")
    yield answering(
        "NUL in the text",
        lambda a: events(text_event(a[:4] + "\0" + a[4:], "stop")),
        "either",
        most_requests=9,
    )
    yield answering(
        "half a surrogate", lambda a: events(text_event(a + "\ud800", "stop")), "either", most_requests=9
    )
    yield answering(
        "not UTF-8", lambda a: events(text_event(a + "@", "stop").replace(b"@", b"\xff")), "either"
    )
    yield answering("a byte order mark", lambda a: http(b"\xef\xbb\xbf" + streamed(a)), "right")
    yield answering("carriage returns", lambda a: http(streamed(a).replace(b"\n", b"\r")), "right")
    yield answering("deep JSON", lambda _: http(b"data: " + b"[" * 99_999 + b"\n\n"))
    yield answering(
        "a number of 9,999 digits", lambda a: events(b'data: {"created":' + b"9" * 9999 + b"}\n\n")
    )
    yield answering(
        "absurd usage",
        lambda a: http(
            streamed(a, is_done=False)
            + b'data: {"choices":[],"usage":{"prompt_tokens":-1,"completion_tokens":1e999}}\n\n'
            + b"data: [DONE]\n\n"
        ),
        "right",
    )


def statuses() -> Iterator[Fault]:
    reported = b'{"error": {"message": "It does not work today.", "type": "some_error"}}'
    kinds = [
        ("JSON", reported),
        ("a web page", WEB_PAGE),
        ("nothing", b""),
        ("too much", b"no " * 999_999),
        ("no UTF-8", b"\xff\xfe" * 99),
    ]
    for number, code in enumerate((*REDIRECTS, *REFUSALS, *FAILURES)):
        kind, body = kinds[number % len(kinds)]
        moved = ["location: https://127.0.0.1:1/v1/chat/completions"] if code < 400 else []
        yield always(f"{code} with {kind}", http(body, f"{code} No", *moved))
    for wait in ("inf", "-1", "nan", "Fri, 31 Dec 99999 23:59:59 GMT", "9" * 400, "0, 1"):
        busy = http(reported, "429 Too Many Requests", f"retry-after: {wait}")
        yield always(f"429, retry after {wait[:20]}", busy)
    many = http(reported, "503 Busy", "retry-after: 0", "retry-after: 7")
    yield always("503, retry after this or that", many)


def always(name: str, response: bytes) -> Fault:
    """The same response to all requests."""
    return answering(name, lambda _: response)
