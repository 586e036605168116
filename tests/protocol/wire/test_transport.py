import os
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pt_lsp.protocol.wire.transport import Writer, read_chunks
from tests.support.running import run

BOTH_WAYS = pytest.mark.parametrize("in_thread", [False, True])


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Its reading and its writing end; a test may close either."""
    ends = os.pipe()
    yield ends
    for end in ends:
        with suppress(OSError):
            os.close(end)


async def everything(chunks: AsyncGenerator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


@BOTH_WAYS
def test_all_bytes_arrive_until_the_end(pipe: tuple[int, int], in_thread: bool) -> None:
    data = os.urandom(300_000)

    def write() -> None:
        with os.fdopen(pipe[1], "wb") as file:
            file.write(data)

    async def scenario() -> None:
        threading.Thread(target=write).start()
        assert await everything(read_chunks(pipe[0], in_thread=in_thread)) == data

    run(scenario())


@BOTH_WAYS
def test_bytes_arrive_before_the_end_does(pipe: tuple[int, int], in_thread: bool) -> None:
    async def scenario() -> None:
        chunks = read_chunks(pipe[0], in_thread=in_thread)
        for data in (b"one", b"two"):
            os.write(pipe[1], data)
            assert await anext(chunks) == data
        os.close(pipe[1])
        assert await everything(chunks) == b""

    run(scenario())


def test_a_plain_file_can_be_the_input(tmp_path: Path) -> None:
    path = tmp_path / "session"
    path.write_bytes(b"recorded" * 20_000)
    with path.open("rb") as file:
        assert run(everything(read_chunks(file.fileno()))) == path.read_bytes()


def test_a_device_that_is_always_ready_can_be_the_input() -> None:
    with Path(os.devnull).open("rb") as device:
        assert run(everything(read_chunks(device.fileno()))) == b""


def test_an_input_that_cannot_be_read_is_at_its_end(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        assert run(everything(read_chunks(folder, in_thread=True))) == b""
    finally:
        os.close(folder)


def test_an_input_that_outlives_the_loop_is_harmless(pipe: tuple[int, int]) -> None:
    async def scenario() -> None:
        chunks = read_chunks(pipe[0], in_thread=True)
        os.write(pipe[1], b"one")
        assert await anext(chunks) == b"one"
        await chunks.aclose()

    run(scenario())
    os.write(pipe[1], b"two")
    os.close(pipe[1])
    for thread in threading.enumerate():
        if thread.name == "stdin":
            thread.join(5)
            assert not thread.is_alive()


def test_what_is_written_keeps_its_order(pipe: tuple[int, int]) -> None:
    writer = Writer(pipe[1], lambda: pytest.fail("the client is there"))
    for number in range(1000):
        writer.write(b"%d\n" % number)
    writer.close()
    os.close(pipe[1])
    with os.fdopen(os.dup(pipe[0]), "rb") as file:
        assert file.read() == b"".join(b"%d\n" % number for number in range(1000))


def test_writing_to_a_client_that_does_not_read_returns_at_once(pipe: tuple[int, int]) -> None:
    writer = Writer(pipe[1], lambda: pytest.fail("it only does not read"))
    n_bytes = 50 * 100_000
    for _ in range(50):
        writer.write(b"x" * 100_000)
    writer.close(timeout_s=0.05)
    while n_bytes:
        n_bytes -= len(os.read(pipe[0], 65536))
    writer.close()


def test_a_client_that_closed_its_end_is_reported_once(pipe: tuple[int, int]) -> None:
    reports = threading.Semaphore(0)
    os.close(pipe[0])
    writer = Writer(pipe[1], reports.release)
    for _ in range(5):
        writer.write(b"nobody reads this")
    assert reports.acquire(timeout=60)
    writer.write(b"nor this")
    writer.close()
    assert not reports.acquire(blocking=False)


def test_a_client_that_lets_too_much_pile_up_counts_as_gone(pipe: tuple[int, int]) -> None:
    reports: list[None] = []
    writer = Writer(pipe[1], lambda: reports.append(None), most_queued_bytes=1_000_000)
    for _ in range(30):
        writer.write(b"x" * 100_000)
    assert len(reports) == 1
    os.close(pipe[0])
    writer.close()
