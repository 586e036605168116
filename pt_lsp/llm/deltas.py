"""Reads the bytes of an answer into deltas, streamed or not."""

from collections.abc import AsyncIterator

from pt_lsp.errors import EndpointTimeout, StreamCut
from pt_lsp.llm.answer import Malformed, ReplyDelta, Reported, read_delta
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.sse import EventTooLarge, SseDecoder

MAX_WHOLE_BYTES = 8_000_000

_DONE = "[DONE]"


async def read_deltas(chunks: AsyncIterator[bytes], failures: Failures) -> AsyncIterator[ReplyDelta]:
    """The pieces up to the answer's own end; raises a ModelError if it is cut, malformed, empty or an error.

    `chunks` may raise StreamCut or EndpointTimeout: they count only before a finish reason came.
    """
    finish_reason = None
    is_complete = has_text = False
    try:
        async for data in _data(chunks):
            if data.strip() == _DONE:
                is_complete = True
                break
            delta = read_delta(data)
            finish_reason = delta.finish_reason or finish_reason
            has_text = has_text or delta.text != ""
            yield delta
    except Malformed as malformed:
        raise failures.of_malformed(str(malformed)) from None
    except Reported as reported:
        raise failures.of_report(reported.report) from None
    except (StreamCut, EndpointTimeout):
        if finish_reason is None:
            raise
    if not is_complete and finish_reason is None:
        raise failures.of_cut()
    if not has_text:
        raise failures.of_empty(finish_reason)


async def _data(chunks: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """The data of each event; a body that is no stream counts as one event and its end."""
    start = await _first_visible(chunks)
    if not start.strip():
        raise Malformed("an empty body")
    if start[:1] == b"<":
        raise Malformed("a web page")
    if start[:1] in b'{["':
        yield (await _read_whole(start, chunks)).decode("utf-8", errors="replace")
        yield _DONE
    else:
        async for data in _events(start, chunks):
            yield data


async def _events(start: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[str]:
    decoder = SseDecoder()
    has_event = False
    try:
        for data in decoder.push(start):
            has_event = True
            yield data
        async for chunk in chunks:
            for data in decoder.push(chunk):
                has_event = True
                yield data
    except EventTooLarge:
        raise Malformed("an endless event") from None
    for data in decoder.finish():
        has_event = True
        yield data
    if not has_event and start[:1] != b":":
        raise Malformed("plain text")


async def _first_visible(chunks: AsyncIterator[bytes]) -> bytes:
    """The body's start from its first visible byte on; a byte order mark is not visible."""
    start = b""
    async for chunk in chunks:
        start = (start + chunk).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start:
            break
    return start


async def _read_whole(start: bytes, chunks: AsyncIterator[bytes]) -> bytes:
    body = bytearray(start)
    async for chunk in chunks:
        body += chunk
        if len(body) > MAX_WHOLE_BYTES:
            raise Malformed("an endless body")
    return bytes(body)
