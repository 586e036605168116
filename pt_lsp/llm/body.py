"""The bytes of a response's body, decompressed a little at a time.

Nothing compressed is asked for, yet some proxies compress; and a few bytes may hold gigabytes.
"""

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

MAX_PIECE_BYTES = 65_536
MAX_ERROR_BYTES = 64_000
"""Of a body that only says what is wrong."""

_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
_EITHER_FORMAT = zlib.MAX_WBITS | 32


async def read_body(response: httpx.Response) -> AsyncIterator[bytes]:
    """Chunks as they come, none of them empty; raises httpx.HTTPError where it breaks off or is broken."""
    is_compressed = response.headers.get("content-encoding", "").strip().lower() in _COMPRESSED
    decompressor = zlib.decompressobj(_EITHER_FORMAT) if is_compressed else None
    async for chunk in response.aiter_raw():
        if decompressor is None:
            yield chunk
            continue
        try:
            for piece in _decompressed(decompressor, chunk):
                yield piece
        except zlib.error:
            raise httpx.DecodingError("The body is not compressed.", request=response.request) from None
    if decompressor is not None and not decompressor.eof:
        raise httpx.RemoteProtocolError("The body broke off.", request=response.request)


def _decompressed(decompressor: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    while piece := decompressor.decompress(chunk, MAX_PIECE_BYTES):
        yield piece
        chunk = decompressor.unconsumed_tail
