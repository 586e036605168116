"""A server that is stopped has nothing left to do, and what was undecided is on the disk."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.store.originals import OriginalRecord, Originals, originals_folder
from tests.support.in_process import InProcess
from tests.support.running import run

NEW = "def add(a, b):\n    return a + b\n"
TEXT = f"import os\n\n{NEW}"


def left_to_do() -> list[object]:
    """What would run later if nobody ended the loop."""
    loop: Any = asyncio.get_running_loop()
    timers = [timer for timer in loop._scheduled if not timer.cancelled()]
    # Only the wait of `run` is due.
    own = [timer for timer in timers if "Timeout" in repr(timer)]
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return [timer for timer in timers if timer not in own] + list(tasks)


@pytest.mark.parametrize("n_keys", [0, 1, 3])
def test_what_was_typed_into_an_undecided_edit_is_on_the_disk_when_the_server_stops(
    tmp_path: Path, n_keys: int
) -> None:
    async def scenario() -> None:
        editor = await InProcess.begin(tmp_path)
        pieces = [("old", "def add(a, b):\n    pass\n", 1), ("new", NEW, 1)]
        disk = Originals(originals_folder())
        disk.keep(OriginalRecord("edit-1", editor.uri, "python", "Fix", time.time(), (pieces,)))
        editor.open(TEXT)
        await editor.until_told("pending")
        for number in range(n_keys):
            editor.insert(3, 4 + number, "x", 2 + number)
            await asyncio.sleep(0)
        await editor.server.stop()
        assert left_to_do() == []
        (record,) = disk.of(editor.uri)
        newest = "".join(text for kind, text, _ in record.candidates[-1] if kind != "old")
        assert newest == NEW.replace("    return", f"    {'x' * n_keys}return")

    run(scenario())


def test_nothing_runs_after_a_server_that_did_nothing_is_stopped(tmp_path: Path) -> None:
    async def scenario() -> None:
        editor = await InProcess.begin(tmp_path)
        editor.notify("initialized", {})
        editor.open(TEXT)
        editor.insert(0, 0, "# ", 2)
        await editor.server.stop()
        assert left_to_do() == []

    run(scenario())
