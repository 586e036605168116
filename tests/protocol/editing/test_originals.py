import asyncio
import logging
import threading
import time
from pathlib import Path

import pytest

from pt_lsp.protocol.editing.originals import OriginalsQueue
from pt_lsp.store.originals import OriginalRecord, Originals
from tests.support.running import run

URI = "file:///a.py"


def record(edit_id: str = "edit-1", title: str = "Fix") -> OriginalRecord:
    return OriginalRecord(edit_id, URI, "python", title, time.time(), ([("same", "x\n", 0)],))


class SlowOriginals(Originals):
    """A disk that does one thing when the test lets it, and notes what it did."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.may_go_on = threading.Event()
        self.done: list[str] = []

    def keep(self, record: OriginalRecord) -> None:
        self.may_go_on.wait(60)
        super().keep(record)
        self.done.append(f"keep {record.edit_id} {record.title}")

    def drop(self, edit_id: str) -> None:
        self.may_go_on.wait(60)
        super().drop(edit_id)
        self.done.append(f"drop {edit_id}")


def test_what_is_asked_for_is_done_in_order(tmp_path: Path) -> None:
    async def scenario() -> None:
        disk = SlowOriginals(tmp_path)
        queue = OriginalsQueue(disk)
        queue.keep(record("one"))
        await asyncio.sleep(0)
        queue.keep(record("other"))
        queue.drop("one")
        disk.may_go_on.set()
        await queue.settled()
        assert disk.done == ["keep one Fix", "keep other Fix", "drop one"]
        assert [each.edit_id for each in await queue.of(URI)] == ["other"]

    run(scenario())


def test_of_what_waits_only_the_last_is_written(tmp_path: Path) -> None:
    async def scenario() -> None:
        disk = SlowOriginals(tmp_path)
        queue = OriginalsQueue(disk)
        queue.keep(record(title="0"))
        await asyncio.sleep(0)
        for number in range(1, 9):
            queue.keep(record(title=str(number)))
        disk.may_go_on.set()
        await queue.settled()
        assert disk.done == ["keep edit-1 0", "keep edit-1 8"]

    run(scenario())


def test_what_is_kept_and_dropped_at_once_leaves_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        queue = OriginalsQueue(Originals(tmp_path))
        await queue.settled()
        for _ in range(20):
            queue.keep(record())
            await asyncio.sleep(0)
            queue.drop("edit-1")
        await queue.settled()

    run(scenario())
    assert list(tmp_path.iterdir()) == []


def test_a_document_is_asked_for_after_what_is_on_its_way(tmp_path: Path) -> None:
    async def scenario() -> None:
        queue = OriginalsQueue(Originals(tmp_path))
        queue.keep(kept := record())
        assert await queue.of(URI) == [kept]

    run(scenario())


def test_nothing_is_dropped_once_the_editor_is_gone(tmp_path: Path) -> None:
    async def scenario() -> None:
        queue = OriginalsQueue(Originals(tmp_path))
        queue.keep(record("one"))
        queue.keep(record("other"))
        queue.drop("one")
        queue.ending()
        queue.drop("other")
        assert [each.edit_id for each in await queue.of(URI)] == ["other"]

    run(scenario())


def test_a_disk_that_takes_nothing_is_told_once_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        (tmp_path / "file").touch()
        queue = OriginalsQueue(Originals(tmp_path / "file"))
        for number in range(3):
            queue.keep(record(f"edit-{number}"))
        await queue.settled()
        assert await queue.of(URI) == []

    with caplog.at_level(logging.WARNING):
        run(scenario())
    (line,) = caplog.messages
    assert "cannot be written" in line
