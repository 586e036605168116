"""LSP's base protocol as a sans-IO decoder and encoder: bytes to JSON values and back.

Refuses to know what a message means. Imports next to nothing, because the early answer to `initialize` waits
for it. Whatever bytes come in, the next well-formed frame is found: a raw line break cannot stand inside a
JSON string, so text that looks like a `Content-Length` header really is one.

Source: LSP 3.18, "Base Protocol".
"""

import json
import re
from collections.abc import Iterator

MAX_BODY_BYTES = 16_000_000
"""The loop stands still while JSON is read: some 5 ms for each million bytes."""
MAX_HEADER_BYTES = 16 * 1024
_EDGE_BYTES = 4096

_HEADER = re.compile(
    rb"Content-Length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n", re.IGNORECASE
)
_HEADER_END = re.compile(rb"\r?\n\r?\n")


class BadFrame:
    """Bytes that are no message: what is wrong with them, as a JSON-RPC error."""

    __slots__ = ("code", "message")

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        self.message = message


class OversizeMessage:
    """A message over the limit: what it says of its length, its first bytes and its last."""

    __slots__ = ("head", "n_bytes", "tail")

    def __init__(self, n_bytes: int) -> None:
        self.n_bytes = n_bytes
        self.head = b""
        self.tail = b""

    def pass_over(self, data: bytes) -> None:
        """Take the next bytes of it."""
        self.head += data[: _EDGE_BYTES - len(self.head)]
        self.tail = (self.tail + data[-_EDGE_BYTES:])[-_EDGE_BYTES:]


def encode(message: object) -> bytes:
    """One frame around `message` as JSON."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


class FrameDecoder:
    """Cuts a stream of bytes into messages; never raises, whatever comes in."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._n_skip = 0
        self._n_scanned = 0
        self._oversize: OversizeMessage | None = None

    def feed(self, data: bytes) -> Iterator[object]:
        """The JSON values, `OversizeMessage`s and `BadFrame`s that are complete once `data` has arrived."""
        self._buffer += data
        while True:
            if self._oversize is not None:
                if not self._skip(self._oversize):
                    return
                yield self._oversize
                self._oversize = None
            found = _HEADER.search(self._buffer)
            if found is None:
                yield from self._drop_garbage()
                return
            if _HEADER_END.search(self._buffer, 0, found.start()):
                yield BadFrame(-32700, "A message came without a Content-Length header.")
            n_bytes = int(found.group(1))
            if n_bytes > MAX_BODY_BYTES:
                del self._buffer[: found.end()]
                self._n_skip, self._oversize = n_bytes, OversizeMessage(n_bytes)
                continue
            if len(self._buffer) - found.end() < n_bytes:
                if not self._resynchronise(found.end()):
                    return
                yield BadFrame(-32700, "A message is shorter than its Content-Length.")
                continue
            self._n_scanned = 0
            body = bytes(self._buffer[found.end() : found.end() + n_bytes])
            del self._buffer[: found.end() + n_bytes]
            yield self._parse(body)

    def _skip(self, message: OversizeMessage) -> bool:
        """Drop the rest of an oversized body; True once the next header can be looked for."""
        # Looking for a line break first is a hundred times quicker, and there is none in most bodies.
        has_lines = b"\n" in self._buffer
        header = _HEADER.search(self._buffer, 0, self._n_skip + MAX_HEADER_BYTES) if has_lines else None
        if header is not None and header.start() <= self._n_skip:
            message.pass_over(bytes(self._buffer[: header.start()]))
            del self._buffer[: header.start()]
            self._n_skip = 0
            return True
        # A header may be cut in two by the end of the buffer, so its length is kept back.
        n_drop = min(self._n_skip, max(0, len(self._buffer) - MAX_HEADER_BYTES))
        if self._n_skip <= len(self._buffer):
            n_drop = self._n_skip
        message.pass_over(bytes(self._buffer[:n_drop]))
        del self._buffer[:n_drop]
        self._n_skip -= n_drop
        return self._n_skip == 0

    def _resynchronise(self, body_start: int) -> bool:
        """Whether an unfinished body holds the next header; then it ends there."""
        header = _HEADER.search(self._buffer, max(body_start, self._n_scanned - MAX_HEADER_BYTES))
        self._n_scanned = len(self._buffer)
        if header is None:
            return False
        del self._buffer[: header.start()]
        self._n_scanned = 0
        return True

    def _drop_garbage(self) -> Iterator[object]:
        ends = [found.end() for found in _HEADER_END.finditer(self._buffer)]
        if ends:
            del self._buffer[: ends[-1]]
            yield BadFrame(-32700, "A message came without a Content-Length header.")
        elif len(self._buffer) > MAX_HEADER_BYTES:
            del self._buffer[: -MAX_HEADER_BYTES // 2]

    def _parse(self, body: bytes) -> object:
        swallowed = None
        try:
            return json.loads(body.decode("utf-8"))
        except json.JSONDecodeError as error:
            if error.msg == "Extra data":
                # A length that was too large has swallowed the beginning of what follows.
                swallowed = error.doc[error.pos :].encode()
        except (ValueError, RecursionError):
            pass
        if swallowed is None and (header := _HEADER.search(body)):
            swallowed = body[header.start() :]
        self._buffer[:0] = swallowed or b""
        return BadFrame(-32700, "A message is not valid JSON in UTF-8.")
