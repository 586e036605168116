"""Reads the bytes of an answer into deltas, streamed or not."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace

from pt_lsp.errors import EndpointTimeout, StreamCut
from pt_lsp.llm.answer import Malformed, ReplyDelta, Reported, read_delta
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.refusals.report import read_report
from pt_lsp.llm.sse import MAX_EVENT_BYTES, Event, EventTooLarge, SseDecoder

MAX_WHOLE_BYTES = 8_000_000

_DONE = "[DONE]"
_FIELD = re.compile(rb":|(data|event|id|retry) ?(:|$|[\r\n])")


async def read_deltas(chunks: AsyncIterator[bytes], failures: Failures) -> AsyncIterator[ReplyDelta]:
    """The pieces up to the answer's own end; raises a ModelError if it is cut, malformed, empty or an error.

    What is an error from its first event on raises Reported: whoever has asked may know what to do about it.
    `chunks` may raise StreamCut or EndpointTimeout: they count only before a finish reason came.
    """
    finish_reason = None
    is_complete = has_text = has_thought = False
    try:
        async for delta in _pieces(chunks, failures):
            if delta is None:
                is_complete = True
                break
            finish_reason = delta.finish_reason or finish_reason
            has_text = has_text or delta.text != "" or delta.calls != ()
            has_thought = has_thought or delta.is_reasoning
            yield delta
    except Malformed as malformed:
        raise failures.of_malformed(str(malformed)) from None
    except (StreamCut, EndpointTimeout):
        if finish_reason is None:
            raise
    if not is_complete and finish_reason is None:
        raise failures.of_cut()
    if not has_text:
        raise failures.of_thoughts() if has_thought else failures.of_empty(finish_reason)


async def _pieces(chunks: AsyncIterator[bytes], failures: Failures) -> AsyncIterator[ReplyDelta | None]:
    """What each event adds; None is the word for the end."""
    has_begun = has_text = has_calls = False
    try:
        async for data in _data(chunks):
            if data.strip() == _DONE:
                yield None
                return
            delta = read_delta(data)
            if delta.is_message:
                text, calls = "" if has_text else delta.text, () if has_calls else delta.calls
                delta = replace(delta, text=text, calls=calls)
            has_text = has_text or (delta.text != "" and not delta.is_message)
            has_calls = has_calls or delta.calls != ()
            has_begun = True
            yield delta
    except Reported as reported:
        if not has_begun:
            raise
        raise failures.of_report(reported.report) from None


async def _data(chunks: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """The data of each event; a body that is no stream counts as one event and its end."""
    start = await _first_visible(chunks)
    if not start.strip():
        raise Malformed("an empty body")
    if start[:1] == b"<":
        raise Malformed("a web page")
    line = await _read_on(start, chunks, is_line=True) if start[:1] == b"{" else b""
    if start[:1] in b'["' or (line and not _is_line_of_json(line)):
        yield (await _read_on(line or start, chunks)).decode("utf-8", errors="replace")
        yield _DONE
        return
    n_events = 0
    async for event in _events(line or start, chunks):
        n_events += 1
        if event.name == "error":
            raise Reported(read_report(event.data.encode()))
        yield event.data
    if not n_events and not _FIELD.match(start):
        raise Malformed("plain text")
    if line and n_events == 1:  # a body of one line, and no stream
        yield _DONE


async def _events(start: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    decoder = SseDecoder()
    try:
        for event in decoder.push(start):
            yield event
        async for chunk in chunks:
            # An endpoint that sends faster than its answer is read must not hold up everybody else.
            await asyncio.sleep(0)
            for event in decoder.push(chunk):
                yield event
        for event in decoder.finish():
            yield event
    except EventTooLarge:
        raise Malformed("an endless event") from None


async def _first_visible(chunks: AsyncIterator[bytes]) -> bytes:
    """The body's start from its first visible byte on; a byte order mark is not visible."""
    start = b""
    async for chunk in chunks:
        start = (start + chunk).lstrip(b"\xef\xbb\xbf \t\r\n")
        if start:
            break
    return start


def _is_line_of_json(body: bytes) -> bool:
    """Whether the first line is a whole object: then each line is one, and may be read as it comes."""
    line, line_end, _ = body.partition(b"\n")
    if not line_end or len(line) > MAX_EVENT_BYTES:
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


async def _read_on(start: bytes, chunks: AsyncIterator[bytes], *, is_line: bool = False) -> bytes:
    """All of the body, or its start with all of its first line."""
    body = bytearray(start)
    if is_line and b"\n" in body:
        return start
    async for chunk in chunks:
        body += chunk
        if len(body) > MAX_WHOLE_BYTES:
            raise Malformed("an endless body")
        if is_line and b"\n" in chunk:
            break
    return bytes(body)
