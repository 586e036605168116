"""The way of what was found into the index."""

import gc
from collections.abc import Iterator

import pytest

from pt_lsp.context.file_facts import analyse
from pt_lsp.context.index import Index
from pt_lsp.project.index_intake import Intake
from pt_lsp.project.index_worker import FileFinding
from tests.support.running import run


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def findings(n: int, size: int) -> list[FileFinding]:
    text = "x = 1\n" * size
    return [
        FileFinding(f"/m{k}.py", (size, size, None), analyse(f"/m{k}.py", "python", text)) for k in range(n)
    ]


def test_files_that_are_read_anew_make_nothing_last() -> None:
    """What runs at that moment would be kept for good, with each hundred of saves."""

    async def scenario() -> None:
        intake = Intake(Index(), ())
        await intake.take_all(findings(60, 1))
        assert gc.get_freeze_count() > 0
        gc.unfreeze()
        for size in range(2, 6):
            await intake.take_all(findings(60, size))
        assert gc.get_freeze_count() == 0

    run(scenario())
