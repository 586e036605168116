"""What open documents import is indexed though the walk has ended before it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from pt_lsp.settings.options import ContextSettings, PrivacySettings, Settings
from pt_lsp.workspace import scanning
from tests.support.indexed_workspace import Workspace, with_workspace

NEAR = {f"app/n{n}.py": "" for n in range(4)}


@pytest.fixture(autouse=True)
def four_files_are_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "Limits", partial(scanning.Limits, files=4))


IMPORTS = (
    ("python", "app/open.py", "from far.away.needed import f\n", "far/away/needed.py"),
    ("python", "app/open.py", "from far.away import needed\n", "far/away/needed.py"),
    ("python", "app/open.py", "import far.away\n", "src/far/away/__init__.py"),
    ("python", "app/sub/open.py", "from ...far.very.deep import f\n", "far/very/deep.py"),
    ("typescript", "app/open.ts", "import { f } from '../far/needed'\n", "far/needed.ts"),
    ("c", "app/open.c", '#include "far/needed.h"\n', "include/far/needed.h"),
    ("ruby", "app/open.rb", "require_relative '../far/needed'\n", "far/needed.rb"),
    ("ruby", "app/open.rb", "x = Needed.new\n", "lib/needed.rb"),
    ("ruby", "app/open.rb", "x = Far::Needed.new\n", "lib/far/needed.rb"),
    ("php", "app/open.php", "<?php\n$x = new Far\\Needed();\n", "app/Far/Needed.php"),
)


@pytest.mark.parametrize(("language_id", "name", "text", "needed"), IMPORTS)
def test_what_an_open_document_imports_is_indexed(
    tmp_path: Path, language_id: str, name: str, text: str, needed: str
) -> None:
    async def scenario(workspace: Workspace) -> None:
        folder = name.rpartition("/")[0]
        workspace.write({f"{folder}/n{n}{Path(name).suffix}": "" for n in range(4)})
        workspace.write({needed: "", "far/other.py": "", "include/x.h": ""})
        workspace.indexing.opened(workspace.snapshot(name, text, language_id))
        await workspace.indexing.settled()
        assert needed in workspace.texts
        assert len(workspace.texts) == 6
        await workspace.sweep()
        assert needed in workspace.texts
        workspace.write({needed: "# changed"})
        await workspace.sweep()
        assert workspace.texts[needed] == "# changed"
        workspace.indexing.closed(workspace.snapshot(name, text).uri)
        await workspace.open("untitled:1")
        await workspace.sweep()
        assert needed not in workspace.texts

    with_workspace(scenario)(tmp_path)


KEPT_OUT: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("far/ignored.py", {".gitignore": "ignored.py\n"}),
    ("far/ignored.py", {"far/.gitignore": "ignored.py\n"}),
    ("far/private.py", {}),
    ("far/unwanted.py", {}),
    ("far/large.py", {"far/large.py": "x = 1\n" * 60_000}),
    ("node_modules/far.py", {}),
    ("far/venv2/x.py", {"far/venv2/pyvenv.cfg": ""}),
)


@pytest.mark.parametrize(("imported", "files"), KEPT_OUT)
def test_what_a_walk_leaves_out_is_left_out(tmp_path: Path, imported: str, files: Mapping[str, str]) -> None:
    async def scenario(workspace: Workspace) -> None:
        workspace.settings = Settings(
            privacy=PrivacySettings(exclude=("private.py",)),
            context=ContextSettings(exclude=("unwanted.py",)),
        )
        workspace.write({**NEAR, imported: "", "far/fine.py": "", **files})
        module = imported.removesuffix(".py").replace("/", ".")
        await workspace.open("app/open.py", f"import {module}\nimport far.fine\n")
        await workspace.sweep()
        assert "far/fine.py" in workspace.texts
        assert imported not in workspace.texts

    with_workspace(scenario)(tmp_path)


@pytest.mark.parametrize("import_", ["from ....secret import x", "from outside import x", "import linked.a"])
def test_nothing_outside_of_open_folders_is_indexed(tmp_path: Path, import_: str) -> None:
    async def scenario(workspace: Workspace) -> None:
        workspace.write({"../secret.py": "", "../outside.py": "", "../elsewhere/a.py": "", **NEAR})
        (workspace.root / "linked").symlink_to(workspace.root.parent / "elsewhere")
        await workspace.open("app/sub/open.py", f"{import_}\n")
        await workspace.sweep()
        assert all(path.startswith("app/") for path in workspace.texts), workspace.texts

    (tmp_path / "root").mkdir()
    with_workspace(scenario)(tmp_path / "root")
