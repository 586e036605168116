"""Bodies that come compressed though nobody asked for that."""

import gzip
import zlib
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.llm.body import MAX_PIECE_BYTES, read_body
from tests.support.running import run

FORMATS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress}


def pieces_of(data: bytes, encoding: str, chunk_bytes: int = 65536) -> list[bytes]:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), chunk_bytes):
            yield data[start : start + chunk_bytes]

    async def scenario() -> list[bytes]:
        response = httpx.Response(200, headers={"content-encoding": encoding}, content=chunks())
        return [piece async for piece in read_body(response)]

    return run(scenario())


@given(
    data=st.binary(max_size=2000), encoding=st.sampled_from(sorted(FORMATS)), chunk_bytes=st.integers(1, 99)
)
def test_a_compressed_body_reads_the_same_however_it_is_cut(
    data: bytes, encoding: str, chunk_bytes: int
) -> None:
    assert b"".join(pieces_of(FORMATS[encoding](data), encoding, chunk_bytes)) == data


def test_a_few_bytes_that_hold_many_come_a_little_at_a_time() -> None:
    pieces = pieces_of(gzip.compress(bytes(5_000_000)), "GZIP")
    assert sum(map(len, pieces)) == 5_000_000
    assert max(map(len, pieces)) <= MAX_PIECE_BYTES


@pytest.mark.parametrize("encoding", FORMATS)
def test_a_compressed_body_that_breaks_off_or_is_none_is_an_error(encoding: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        pieces_of(FORMATS[encoding](b"some text")[:-5], encoding)
    with pytest.raises(httpx.DecodingError):
        pieces_of(b"some text", encoding)


def test_what_is_not_compressed_stays_as_it_is() -> None:
    assert pieces_of(b"some text", "identity") == [b"some text"]
