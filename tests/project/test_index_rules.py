"""What settings leave out is in the index no more, whichever folder they are of."""

import asyncio
from pathlib import Path

import pytest

from pt_lsp.settings.options import ContextSettings, PrivacySettings, Settings
from tests.support.indexed_workspace import Workspace, with_workspace


@with_workspace
async def test_settings_that_change_count_with_what_the_user_does_next(workspace: Workspace) -> None:
    workspace.write({"a.py": "a", "b.py": "b"})
    await workspace.open()
    for context, expected in (
        (ContextSettings(exclude=("b.py",)), {"a.py", "open.py"}),
        (ContextSettings(workspace_files=False), {"open.py"}),
        (ContextSettings(open_files=False), {"a.py", "b.py"}),
        (ContextSettings(open_files=False, workspace_files=False), set()),
        (ContextSettings(exclude=("open.py",)), {"a.py", "b.py"}),
        (ContextSettings(), {"a.py", "b.py", "open.py"}),
    ):
        workspace.settings = Settings(context=context)
        workspace.indexing.stirred()
        await workspace.indexing.settled()
        assert set(workspace.texts) == expected


NOTHING_SHOWN = (
    Settings(context=ContextSettings(open_files=False, workspace_files=False)),
    Settings(context=ContextSettings(workspace_files=False)),
    Settings(privacy=PrivacySettings(exclude=("*",))),
)


@pytest.mark.parametrize("settings", NOTHING_SHOWN)
def test_a_folder_inside_of_another_is_not_taken_for_the_outer_one(
    settings: Settings, tmp_path: Path
) -> None:
    async def play(workspace: Workspace) -> None:
        inner = workspace.root / "inner"
        workspace.indexing.folders_changed([workspace.root, inner])
        workspace.settings_of[inner] = settings
        workspace.write({"a.py": "a", "inner/b.py": "b", "inner/deep/c.py": "c"})
        await workspace.open()
        assert set(workspace.texts) == {"a.py", "open.py"}
        await workspace.tell("inner/b.py")
        await workspace.tell("inner/deep/c.py")
        await workspace.sweep()
        assert set(workspace.texts) == {"a.py", "open.py"}

    with_workspace(play)(tmp_path)


@pytest.mark.parametrize("settings", NOTHING_SHOWN)
def test_what_the_editor_tells_of_is_looked_at_by_the_rules_of_now(
    settings: Settings, tmp_path: Path
) -> None:
    async def play(workspace: Workspace) -> None:
        inner, shown = workspace.root / "inner", set[str]()
        workspace.indexing.folders_changed([workspace.root, inner])
        workspace.write({"a.py": "a", "inner/b.py": "b"})
        await workspace.open()
        assert set(workspace.texts) == {"a.py", "inner/b.py", "open.py"}
        workspace.settings_of[inner] = settings
        workspace.indexing.stirred()
        while not workspace.indexing._quiet.is_set():
            shown |= set() if workspace.index.is_withheld else set(workspace.texts)
            if workspace.indexing._last_sweep is None:
                workspace.indexing.files_changed([inner / "b.py"])
            await asyncio.sleep(0)
        assert shown == {"a.py", "open.py"}

    with_workspace(play)(tmp_path)
