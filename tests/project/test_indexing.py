import asyncio
import contextlib
import gc
import json
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.context.resolution.resolve import resolve
from pt_lsp.documents.uris import uri_of
from pt_lsp.settings.options import ContextSettings, PrivacySettings, Settings
from pt_lsp.syntax.outline import Import
from tests.support.indexed_workspace import Workspace, with_workspace


@with_workspace
async def test_nothing_is_read_before_a_document_is_open(workspace: Workspace) -> None:
    workspace.write({"a.py": "a"})
    workspace.indexing.stirred()
    await workspace.tell("a.py")
    assert workspace.texts == {}
    await workspace.open("untitled:1", "new")
    assert workspace.texts == {"a.py": "a", "untitled:1": "new"}


@with_workspace
async def test_only_what_may_be_used_is_indexed(workspace: Workspace) -> None:
    workspace.settings = Settings(
        privacy=PrivacySettings(exclude=("private/",)),
        context=ContextSettings(exclude=("generated/", "!.env")),
    )
    workspace.write({"a.py": "a", "private/b.py": "", "generated/c.py": "", ".env": "KEY=1", "id_rsa.py": ""})
    workspace.write({"git/d.py": "", ".gitignore": "git/\n", "long.py": "x" * 9_000, "bin.py": "\0"})
    await workspace.open()
    assert set(workspace.texts) == {"a.py", "open.py"}
    assert workspace.indexing.skipped["excluded"] == 3
    assert workspace.indexing.skipped["long lines"] == 1
    assert workspace.indexing.skipped["binary"] == 1
    counted = workspace.indexing.skipped.copy()
    await workspace.sweep()
    assert workspace.indexing.skipped == counted


@with_workspace
async def test_open_documents_that_must_stay_here_are_not_indexed(workspace: Workspace) -> None:
    workspace.write({".gitignore": "ignored.py\n"})
    await workspace.open("untitled:1", "x")
    for name in ("ignored.py", "id_rsa.py", "notes.log"):
        workspace.indexing.opened(workspace.snapshot(name, "secret", "plaintext"))
    await workspace.indexing.settled()
    assert workspace.texts == {"untitled:1": "x"}


@with_workspace
async def test_an_open_document_follows_the_gitignore_though_nobody_types_in_it(workspace: Workspace) -> None:
    await workspace.open("a.py", "a")
    await workspace.open("b.py", "b")
    workspace.write({".gitignore": "b.py\n"})
    await workspace.sweep()
    assert set(workspace.texts) == {"a.py"}
    workspace.write({".gitignore": "# b.py\n"})
    await workspace.tell(".gitignore")
    assert set(workspace.texts) == {"a.py", "b.py"}


@with_workspace
async def test_what_shows_a_file_that_must_stay_here_is_not_indexed(workspace: Workspace) -> None:
    workspace.write({".gitignore": "ignored/\n"})
    for uri in ("vscode-notebook-cell:{}/ignored/a.ipynb#W0", "git:{}/.env?ref", "untitled:{}/ignored/b.py"):
        await workspace.open(uri.format(workspace.root.as_posix()), "secret")
    assert workspace.texts == {}


@with_workspace
async def test_the_editors_text_counts_while_a_document_is_open(workspace: Workspace) -> None:
    workspace.write({"a.py": "disk", "b.py": "b"})
    await workspace.open("a.py", "editor")
    assert workspace.texts == {"a.py": "editor", "b.py": "b"}
    workspace.write({"a.py": "newer disk"})
    await workspace.tell("a.py")
    await workspace.sweep()
    assert workspace.texts["a.py"] == "editor"
    started_s = time.monotonic()
    workspace.indexing.changed(workspace.snapshot("a.py", "typed"), [])
    workspace.indexing.changed(workspace.snapshot("a.py", "typed more"), [])
    await workspace.indexing.settled()
    assert workspace.texts["a.py"] == "typed more"
    assert time.monotonic() - started_s >= 0.5
    workspace.indexing.changed(workspace.snapshot("a.py", "never analysed"), [])
    workspace.indexing.closed(uri_of(workspace.root / "a.py"))
    assert "a.py" not in workspace.texts
    await workspace.indexing.settled()
    assert workspace.texts["a.py"] == "newer disk"


@with_workspace
async def test_an_open_documents_tree_is_followed_until_it_is_closed(workspace: Workspace) -> None:
    workspace.write({"a.py": "", "b.py": "b = 1"})
    await workspace.open("a.py", "def f(): ...")
    workspace.indexing.changed(workspace.snapshot("a.py", "def f(): ...\ndef g(): ..."), [])
    await workspace.indexing.settled()
    path = (workspace.root / "a.py").as_posix()
    assert [symbol.name for symbol in workspace.index.symbols(path)] == ["f", "g"]
    assert workspace.indexing._loaded is not None
    trees = workspace.indexing._loaded[0]._trees
    assert list(trees._trees) == [path]
    workspace.indexing.closed(uri_of(workspace.root / "a.py"))
    assert await workspace.indexing._in_thread(lambda: list(trees._trees)) == []


@with_workspace
async def test_a_closed_document_that_is_no_file_of_the_workspace_is_forgotten(workspace: Workspace) -> None:
    outside = workspace.snapshot("a.py", "x")
    outside = replace(outside, uri=uri_of(workspace.root.parent / "elsewhere.py"))
    for snapshot in (workspace.snapshot("untitled:1", "new"), workspace.snapshot("unsaved.py", ""), outside):
        workspace.indexing.opened(snapshot)
        await workspace.indexing.settled()
        assert len(workspace.texts) == 1
        workspace.indexing.closed(snapshot.uri)
        await workspace.indexing.settled()
        assert workspace.texts == {}


async def by_sweep(workspace: Workspace, *_names: str) -> None:
    await workspace.sweep()


async def by_word(workspace: Workspace, *names: str) -> None:
    await workspace.tell(*names)


@pytest.mark.parametrize("learn", [by_sweep, by_word])
def test_what_changes_on_disk_changes_in_the_index(
    tmp_path: Path, learn: Callable[..., Awaitable[None]]
) -> None:
    async def play(workspace: Workspace) -> None:
        workspace.write({"a.py": "a", "pkg/b.py": "b", "pkg/c.py": "c"})
        await workspace.open()
        os.utime(workspace.root / "pkg", (0, 0))
        workspace.write({"a.py": "longer", "new.py": "new", "deep/er/d.py": "d"})
        (workspace.root / "pkg" / "c.py").unlink()
        await learn(workspace, "a.py", "new.py", "deep/er/d.py", "pkg/c.py")
        assert workspace.texts == {
            "a.py": "longer",
            "new.py": "new",
            "deep/er/d.py": "d",
            "pkg/b.py": "b",
            "open.py": "",
        }
        workspace.write({"a.py": "\0"})
        (workspace.root / "pkg").rename(workspace.root / "renamed")
        await learn(workspace, "a.py", "pkg", "renamed")
        assert set(workspace.texts) == {"new.py", "deep/er/d.py", "renamed/b.py", "open.py"}

    with_workspace(play)(tmp_path)


@with_workspace
async def test_an_ignore_file_that_changes_counts_at_once(workspace: Workspace) -> None:
    workspace.write({"a.py": "a", "pkg/b.py": "b"})
    await workspace.open()
    workspace.write({".gitignore": "pkg/\n"})
    await workspace.tell(".gitignore")
    assert set(workspace.texts) == {"a.py", "open.py"}
    (workspace.root / ".gitignore").unlink()
    await workspace.tell(".gitignore")
    assert set(workspace.texts) == {"a.py", "pkg/b.py", "open.py"}


@with_workspace
async def test_an_ignore_file_above_the_open_folder_counts_with_the_next_look(workspace: Workspace) -> None:
    app = workspace.root / "app"
    workspace.indexing.folders_changed([app])
    workspace.indexing.is_told_of_changes = True
    workspace.write({".git/x": "", "app/a.py": "a", "app/private/b.py": "b", "app/c.py": "c"})
    await workspace.open("app/open.py")
    await workspace.open("app/private/b.py")
    assert set(workspace.texts) == {"app/a.py", "app/c.py", "app/open.py", "app/private/b.py"}
    workspace.write({".gitignore": "private/\nc.py\n"})
    await workspace.sweep()
    assert set(workspace.texts) == {"app/a.py", "app/open.py"}


@with_workspace
async def test_folders_come_and_go(workspace: Workspace) -> None:
    workspace.write({"one/a.py": "a", "two/b.py": "b", "c.py": "c"})
    await workspace.open("untitled:1")
    for names, expected in ((["one"], {"one/a.py"}), (["one", "two"], {"one/a.py", "two/b.py"}), ([], set())):
        workspace.indexing.folders_changed([workspace.root / name for name in names])
        await workspace.indexing.settled()
        assert set(workspace.texts) == expected | {"untitled:1"}


@with_workspace
async def test_configurations_of_imports_count_as_they_are_on_disk(workspace: Workspace) -> None:
    def config(folder: str) -> dict[str, str]:
        return {"tsconfig.json": json.dumps({"compilerOptions": {"paths": {"@lib/*": [f"./{folder}/*"]}}})}

    def target() -> list[str]:
        main = (workspace.root / "main.ts").as_posix()
        found = resolve(workspace.index.tree, main, "typescript", Import("@lib/b", ()))
        return [Path(each.path).relative_to(workspace.root).as_posix() for each in found]

    workspace.write({"one/b.ts": "", "two/b.ts": "", "main.ts": ""} | config("one"))
    await workspace.open()
    assert target() == ["one/b.ts"]
    workspace.write(config("two"))
    await workspace.tell("tsconfig.json")
    assert target() == ["two/b.ts"]
    (workspace.root / "tsconfig.json").unlink()
    await workspace.tell("tsconfig.json")
    assert target() == []


@with_workspace
async def test_the_disk_is_left_alone_while_nothing_has_to_be_seen(workspace: Workspace) -> None:
    await workspace.open()
    workspace.write({"a.py": "a"})
    workspace.indexing.stirred()
    await workspace.indexing.settled()
    assert set(workspace.texts) == {"open.py"}
    await workspace.sweep()
    assert set(workspace.texts) == {"a.py", "open.py"}


@with_workspace
async def test_files_that_come_and_go_while_they_are_read_cost_nothing_else(workspace: Workspace) -> None:
    workspace.write({f"p{n % 10}/m{n}.py": f"x = {n}\n" for n in range(300)})
    is_over = asyncio.Event()

    async def stir() -> None:
        n = 0
        while not is_over.is_set():
            n = (n + 7) % 300
            path = workspace.root / f"p{n % 10}" / f"m{n}.py"
            path.unlink()
            await asyncio.sleep(0)
            path.write_text(f"x = {n}\n", encoding="utf-8")
            await asyncio.sleep(0)

    stirring = asyncio.create_task(stir())
    await workspace.open()
    is_over.set()
    await stirring
    await workspace.sweep()
    assert len(workspace.texts) == 301


@with_workspace
async def test_of_a_huge_tree_that_is_known_which_is_near_to_what_is_open(workspace: Workspace) -> None:
    workspace.write({f"{top}/{n % 100}/m{n}.py": "" for top in ("far", "near") for n in range(4_000)})
    await workspace.open("near/5/open.py")
    assert len(workspace.texts) == 5_001
    assert sum(path.startswith("near/") for path in workspace.texts) == 4_001
    await workspace.open("far/5/open.py")
    assert sum(path.startswith("far/5/") for path in workspace.texts) == 41
    assert len(workspace.texts) <= 5_002


@contextlib.asynccontextmanager
async def heartbeat() -> AsyncIterator[list[float]]:
    """How long the loop took from one turn to the next, in seconds."""
    gaps: list[float] = []

    async def beat() -> None:
        last_s = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            gaps.append(time.perf_counter() - last_s)
            last_s = time.perf_counter()

    # As in the server, whose collector does not look at what the start has made.
    gc.collect()
    gc.freeze()
    task = asyncio.create_task(beat())
    yield gaps
    task.cancel()
    gc.unfreeze()


@with_workspace
async def test_many_changes_at_once_are_one_sweep(workspace: Workspace) -> None:
    names = [f"p{n % 10}/m{n}.py" for n in range(1_500)]
    await workspace.open()
    workspace.write(dict.fromkeys(names, "x = 1\n"))
    async with heartbeat() as gaps:
        await workspace.tell(*names)
    assert len(workspace.texts) == 1_501
    assert max(gaps) < 0.5


@with_workspace
async def test_closing_ends_a_sweep_in_its_middle(workspace: Workspace) -> None:
    workspace.write({f"p{n % 10}/m{n}.py": "x = 1\n" * 200 for n in range(500)})
    workspace.indexing.opened(workspace.snapshot("open.py", ""))
    await asyncio.sleep(0)
    await workspace.indexing.aclose()
    assert len(workspace.texts) < 500
