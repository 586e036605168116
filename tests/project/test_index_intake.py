"""The way of what was found into the index."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_lsp.context.file_facts import analyse
from pt_lsp.context.index import Index
from pt_lsp.project.index_intake import Intake
from pt_lsp.project.index_worker import FileFinding
from pt_lsp.settings.options import ContextSettings, Settings
from tests.support.indexed_workspace import Workspace, with_workspace
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


def test_what_must_not_be_shown_is_withheld_until_it_is_gone_and_goes_in_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pt_lsp.project.index_intake._TURN_S", 0)

    async def scenario(workspace: Workspace) -> None:
        workspace.write({f"pkg/n{n}.py": "" for n in range(20)})
        await workspace.open()
        sizes: list[int] = []

        async def watch() -> None:
            while workspace.texts:
                sizes.append(len(workspace.texts))
                assert workspace.index.is_withheld
                await asyncio.sleep(0)

        workspace.settings = Settings(context=ContextSettings(open_files=False, workspace_files=False))
        workspace.indexing.stirred()
        await watch()
        assert len(set(sizes)) > 10
        await workspace.indexing.settled()
        assert not workspace.index.is_withheld

    with_workspace(scenario)(tmp_path)


def test_a_folder_that_is_deleted_goes_in_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pt_lsp.project.index_intake._TURN_S", 0)

    async def scenario(workspace: Workspace) -> None:
        workspace.write({f"pkg/n{n}.py": "" for n in range(20)})
        await workspace.open()
        for path in (workspace.root / "pkg").iterdir():
            path.unlink()
        (workspace.root / "pkg").rmdir()
        workspace.indexing.files_changed([workspace.root / "pkg"])
        sizes: list[int] = []
        while len(workspace.texts) > 1:
            sizes.append(len(workspace.texts))
            await asyncio.sleep(0)
        assert len(set(sizes)) > 10

    with_workspace(scenario)(tmp_path)
