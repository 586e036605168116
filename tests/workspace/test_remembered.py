import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pt_lsp.workspace.remembered import MOST_BYTES, NotRead, RememberedFiles, Version


class Counting(RememberedFiles[bytes]):
    """Whose files mean what they hold."""

    def __init__(self) -> None:
        super().__init__(self.note)
        self.read: list[str] = []

    def note(self, version: Version, raw: bytes | None) -> bytes:
        self.read.append(version.path)
        return b"unreadable" if raw is None else raw


def test_many_threads_read_a_version_once(tmp_path: Path) -> None:
    files, path, start = Counting(), tmp_path / "a", threading.Barrier(8)
    path.write_text("one")

    def ask(_: int) -> bytes | None:
        start.wait(60)
        return files.at(str(path))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {b"one"}
        path.write_text("three")
        assert set(pool.map(ask, range(8))) == {b"three"}
    assert len(files.read) == 2


def test_an_event_loop_is_told_what_is_known_and_reads_nothing(tmp_path: Path) -> None:
    files, path = Counting(), tmp_path / "a"
    path.write_text("one")

    async def scenario() -> None:
        with pytest.raises(NotRead):
            files.at(str(path))
        assert files.at(str(tmp_path / "none")) is None
        assert await asyncio.to_thread(files.at, str(path)) == files.at(str(path)) == b"one"

    asyncio.run(scenario())


def test_of_a_large_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    files, path = Counting(), tmp_path / "a"
    path.touch()
    os.truncate(path, 100_000_000_000)
    assert len(files.at(str(path)) or b"") == MOST_BYTES + 1


def test_what_is_remembered_is_bounded_by_its_size(tmp_path: Path) -> None:
    files = Counting()
    for name in ("a", "b", *map(str, range(8))):
        (tmp_path / name).write_bytes(b"x" * MOST_BYTES)
        files.at(str(tmp_path / name))
    n_read = len(files.read)
    files.at(str(tmp_path / "7"))
    assert len(files.read) == n_read
    files.at(str(tmp_path / "a"))
    assert len(files.read) == n_read + 1


def test_a_file_that_goes_between_being_seen_and_read_counts_as_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, path, stat = Counting(), tmp_path / "a", os.stat
    path.touch()

    def vanish(name: str) -> os.stat_result:
        status = stat(name)
        path.unlink()
        return status

    with monkeypatch.context() as vanishing:
        vanishing.setattr(os, "stat", vanish)
        found = files.at(str(path))
    assert found == b"unreadable"
    assert files.at(str(path)) is None
