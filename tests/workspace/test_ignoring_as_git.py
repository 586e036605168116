"""The tree of ignore rules beside git itself, on random repositories."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePath

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.scanning import FolderScanner, WorkspaceFolder
from pt_lsp.workspace.skip_reasons import Skips

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git itself is the oracle")

NAMES = st.sampled_from(["a", "b", "ab", "c.py", "d d"])
FOLDERS = ("", "a", "a/b", "b", "a/b/a", "d d")
PIECES = st.sampled_from(
    ["a", "b", "c.py", "*", "**", "?", "/", "/", "**/", "/**", "[ab]", "[!a]", "\\a", " ", "\\ "]
)
GLOBS = st.lists(PIECES, min_size=1, max_size=5).map("".join)
MADE_LINES = st.tuples(st.sampled_from(["", "", "", "!"]), GLOBS).map("".join)
USUAL_LINES = st.sampled_from(
    ["a/", "/a", "*.py", "!*.py", "!a/", "a/*", "!a/b", "**/b", "a/**", "!a/**/c.py", "*", "!*/", "/*"]
)
LINES = MADE_LINES | USUAL_LINES
PLACES = ("excludes", ".git/info/exclude", *(f"{folder}/.gitignore".lstrip("/") for folder in FOLDERS))
RULES = st.dictionaries(st.sampled_from(PLACES), st.lists(LINES, max_size=4), max_size=5)
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), min_size=15, max_size=40, unique=True)


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(path)], check=True)
    return path


def write_rules(top: Path, rules: Mapping[str, list[str]]) -> None:
    """Have the repository hold these ignore files and nothing else; `excludes` is the user's own."""
    for path in top.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in FOLDERS:
        (top / name).mkdir(parents=True, exist_ok=True)
    home = Path(os.environ["HOME"])
    (home / ".gitconfig").write_text('[core]\n\texcludesFile = "~/excludes"\n')
    for place in PLACES:
        path = home / place if place == "excludes" else top / place
        path.write_text("".join(f"{line}\n" for line in rules.get(place, ())))


def ignored_by_git(top: Path, paths: list[str]) -> set[str]:
    listed = subprocess.run(
        ["git", "-C", str(top), "-c", "core.ignorecase=false", "check-ignore", "--no-index", "-z", "--stdin"],
        input="\0".join(paths).encode(),
        stdout=subprocess.PIPE,
        check=False,
    )
    return set(listed.stdout.decode().split("\0")) - {""}


def nothing(_path: PurePath) -> str | None:
    return None


@settings(max_examples=100)
@given(rules=RULES, paths=PATHS)
@example(rules={".gitignore": ["*", "!a/"], "a/.gitignore": ["!c.py"]}, paths=["a/c.py", "a/a", "b"])
@example(rules={"excludes": ["*"], ".git/info/exclude": ["!a"], ".gitignore": ["b"]}, paths=["a", "b", "ab"])
def test_any_rules_ignore_what_they_ignore_for_git(
    top: Path, rules: dict[str, list[str]], paths: list[str]
) -> None:
    write_rules(top, rules)
    files = [path for path in paths if path not in FOLDERS]
    expected = ignored_by_git(top, files)
    tree = IgnoreTree(ignores_case=False)
    for opened in ([], [top], [top / "a" / "b"]):
        assert {path for path in files if tree.exclusion_reason(top / path, opened, nothing)} == expected


@settings(max_examples=50)
@given(rules=RULES, paths=PATHS, opened=st.sampled_from(FOLDERS))
def test_a_walk_finds_what_the_tree_lets_through(
    top: Path, rules: dict[str, list[str]], paths: list[str], opened: str
) -> None:
    write_rules(top, rules)
    root = top / opened
    files = [root / path / "x.py" for path in paths]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    tree = IgnoreTree(ignores_case=False)
    scanner = FolderScanner(lambda name: name == "x.py", tree)
    walked = scanner.walk([WorkspaceFolder(root, nothing)], [], Skips())
    found = {Path(each.path) for batch in walked for each in batch}
    assert found == {file for file in files if not tree.exclusion_reason(file, [root], nothing)}


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *identity, "-C", str(folder), *arguments], check=True, capture_output=True)


def test_a_worktree_has_the_exclude_file_of_its_repository(tmp_path: Path) -> None:
    main, worktree = tmp_path / "main", tmp_path / "worktree"
    main.mkdir()
    git(main, "init", "-q")
    git(main, "commit", "-q", "--allow-empty", "-m", "first")
    git(main, "worktree", "add", "-q", str(worktree))
    (main / ".git" / "info" / "exclude").write_text("private/\n")
    (worktree / "app").mkdir()
    for opened in ([], [worktree / "app"]):
        reason = IgnoreTree().exclusion_reason(worktree / "app" / "private" / "a.py", opened, nothing)
        assert reason is not None
        assert "info/exclude" in reason
        assert IgnoreTree().exclusion_reason(worktree / "app" / "a.py", opened, nothing) is None
    assert ignored_by_git(worktree, ["app/private/a.py", "app/a.py"]) == {"app/private/a.py"}


def test_a_submodule_has_an_exclude_file_of_its_own(tmp_path: Path) -> None:
    outer, source = tmp_path / "outer", tmp_path / "source"
    for folder in (outer, source):
        folder.mkdir()
        git(folder, "init", "-q")
        git(folder, "commit", "-q", "--allow-empty", "-m", "first")
    git(outer, "submodule", "add", "-q", str(source), "inner")
    (outer / ".gitignore").write_text("*.log\n")
    (outer / ".git" / "modules" / "inner" / "info" / "exclude").write_text("private/\n")
    inner = outer / "inner"
    paths = ["private/a.py", "a.log", "a.py"]
    tree = IgnoreTree()
    alone = {path for path in paths if tree.exclusion_reason(inner / path, [inner], nothing)}
    assert alone == ignored_by_git(inner, paths) == {"private/a.py"}
    both = {path for path in paths if tree.exclusion_reason(inner / path, [outer], nothing)}
    assert both == {"private/a.py", "a.log"}
