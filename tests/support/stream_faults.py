"""What goes wrong with answers on their way: they hang, drip, never end or break off."""

from collections.abc import Iterator

from tests.support.faulty_endpoint import (
    SSE_OK,
    Connection,
    Fault,
    after_request,
    answering,
    chunk,
    chunked_head,
    endless,
    event,
    http,
    streamed,
    text_event,
)

HALF_HEAD = b"HTTP/1.1 200 OK\r\n"


def hanging() -> Iterator[Fault]:
    async def hang(connection: Connection) -> None:
        await connection.hang()

    async def drip_head(connection: Connection) -> None:
        await connection.drip(http(streamed(connection.answer)), 0.2)

    async def hang_after_text(connection: Connection) -> None:
        await connection.send(SSE_OK + streamed(connection.answer, None, is_done=False)[:-40])
        await connection.hang()

    async def hang_after_reason(connection: Connection) -> None:
        await connection.send(SSE_OK + streamed(connection.answer, is_done=False))
        await connection.hang()

    async def hang_after_done(connection: Connection) -> None:
        await connection.send(SSE_OK + streamed(connection.answer))
        await connection.hang()

    async def drip_error(connection: Connection) -> None:
        await connection.send(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 900\r\n\r\n")
        await connection.drip(b'{"error":{"message":"no' + b" " * 900, 0.2)

    yield after_request("never answers", hang)
    yield after_request("a head that drips", drip_head)
    yield after_request("hangs within the text", hang_after_text)
    yield after_request("hangs after the finish reason", hang_after_reason, "right")
    yield after_request("hangs after the end", hang_after_done, "right")
    yield after_request("an error that drips", drip_error)


def dripping() -> Iterator[Fault]:
    usage = b'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n'
    calls = event({"tool_calls": [{"index": 0, "function": {"arguments": "x"}}]})
    yield endless("an endless head", b"x-more: 1\r\n", head=HALF_HEAD)
    yield endless("endless interim answers", b"HTTP/1.1 100 Continue\r\n\r\n", head=b"")
    yield endless("nothing after the head", b"")
    yield endless("nothing after the role", b"", start=event({"role": "assistant", "content": ""}))
    yield endless("comments for ever", b": keep-alive\n\n")
    yield endless("blank lines for ever", b"\n")
    yield endless("empty texts for ever", text_event(""))
    yield endless("roles for ever", event({"role": "assistant"}))
    yield endless("usage for ever", usage)
    yield endless("a call's arguments for ever", calls)
    yield endless("reasoning for ever", event({"reasoning_content": "Hm. "}), pause_s=0.1)
    yield endless("text for ever", text_event("x "), pause_s=0.1)


def flooding() -> Iterator[Fault]:
    yield endless("an endless head at full speed", b"x-more: 1\r\n" * 999, head=HALF_HEAD, pause_s=0)
    yield endless("comments at full speed", b": keep-alive\n\n" * 999, pause_s=0)
    yield endless("empty texts at full speed", text_event("") * 99, pause_s=0)
    yield endless("reasoning at full speed", event({"reasoning_content": "Hm. "}) * 99, pause_s=0)
    yield endless("text at full speed", text_event("x = 1\n") * 99, "either", pause_s=0)
    yield endless("one line for ever, at full speed", text_event("x" * 99) * 99, "either", pause_s=0)
    yield endless("an event without an end", b"x" * 9999, start=b"data: ", pause_s=0)
    yield endless("lines of data without an end", b"data:\n" * 999, pause_s=0)
    yield endless("JSON without an end", b" " * 9999, start=b"{", pause_s=0)


def cut() -> Iterator[Fault]:
    async def reset_within(connection: Connection) -> None:
        await connection.send(SSE_OK + streamed(connection.answer)[:300])
        connection.reset()

    async def drip_whole(connection: Connection) -> None:
        await connection.drip(http(streamed(connection.answer)), 0)

    async def cut_chunks(connection: Connection) -> None:
        await connection.send(chunked_head() + chunk(streamed(connection.answer)[:300]) + b"fff\r\nda")

    async def one_byte_chunks(connection: Connection) -> None:
        body = b"".join(chunk(bytes([byte])) for byte in streamed(connection.answer))
        await connection.send(chunked_head() + body + chunk(b""))

    def chunks(answer: str, sizes: bytes) -> bytes:
        return chunked_head() + sizes + b"\r\n" + streamed(answer) + b"\r\n0\r\n\r\n"

    yield after_request("reset within an event", reset_within)
    yield after_request("byte by byte", drip_whole, "right")
    yield after_request("chunks of a byte", one_byte_chunks, "right")
    yield after_request("cut within a chunk", cut_chunks)
    yield answering("sizes of chunks that are no numbers", lambda answer: chunks(answer, b"zz"))
    yield answering("a chunk too large by its size", lambda answer: chunks(answer, b"f" * 16), "either")
    yield answering("a chunk smaller than it says", lambda answer: chunks(answer, b"5"))
    yield answering(
        "longer than it is", lambda answer: http(streamed(answer, None, is_done=False), length=9999)
    )
    yield answering("shorter than it is", lambda answer: http(streamed(answer), length=200))
    yield answering("a length that is none", lambda answer: http(b"x").replace(b"length: 1", b"length: x"))
    yield answering("no end and no reason", lambda answer: http(streamed(answer, None, is_done=False)))
    yield answering("an end without a reason", lambda answer: http(streamed(answer, None)), "right")
    yield answering("a reason without an end", lambda answer: http(streamed(answer, is_done=False)), "right")
    yield answering("only a role", lambda _: http(event({"role": "assistant", "content": ""})))
