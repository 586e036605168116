from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.project.repository_changes import RepositoryChanges
from pt_lsp.settings.options import PrivacySettings, Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.git_repository import commit, git, needs_git, new_repository, write
from tests.support.running import run

pytestmark = needs_git

PRIVATE = {
    ".env": "KEY=1\n",
    "sub/id_rsa": "k\n",
    "sub/own/plan.md": "p\n",
    "built/x.js": "x\n",
    "top.key": "k\n",
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return new_repository(tmp_path / "code", {"a.py": "a\n", "sub/b.py": "b\n"})


@pytest.mark.parametrize("folder", ["", "sub"])
def test_private_and_ignored_files_are_not_even_named(top: Path, folder: str) -> None:
    settings = replace(Settings(), privacy=PrivacySettings(exclude=("own/",)))
    changes = RepositoryChanges(IgnoreTree())
    write(top, {**PRIVATE, "a.py": "2\n", "sub/b.py": "2\n", ".git/info/exclude": "built/\n"})
    working = run(changes.working(top / folder, settings))
    assert [each.path for each in working.files] == ["a.py", "sub/b.py"]
    git(top, "add", "-A", "-f")
    staged = run(changes.staged(top / folder, settings))
    assert [each.path for each in staged.files] == ["a.py", "sub/b.py"]
    assert staged.n_untold == len(PRIVATE)
    commit(top, {}, "Add all")
    write(top, {path: f"{text}changed\n" for path, text in PRIVATE.items()})
    assert run(changes.working(top / folder, settings)).files == ()


def test_where_it_is_not_known_what_is_private_nothing_is_told(top: Path) -> None:
    refused = replace(Settings(), refusal="The settings cannot be read.")
    with pytest.raises(SettingsError, match="cannot be read"):
        run(RepositoryChanges(IgnoreTree()).staged(top, refused))
