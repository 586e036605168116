import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePath

import pytest

from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.workspace.ignoring import IgnoreTree

RULE = Exclusion((("secrets/", "*.sql"),)).reason


def nothing(_path: PurePath) -> str | None:
    return None


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def reason(path: Path, *folders: Path, tree: IgnoreTree | None = None) -> str | None:
    return (tree or IgnoreTree()).exclusion_reason(path, folders, RULE)


def is_ignored(root: Path, name: str, tree: IgnoreTree | None = None) -> bool:
    return (tree or IgnoreTree()).exclusion_reason(root / name, [root], nothing) is not None


def make_repository(path: Path) -> None:
    """As much of one as git needs to see one."""
    for name in ("objects", "refs", "info"):
        (path / ".git" / name).mkdir(parents=True)
    write(path, {".git/HEAD": "ref: refs/heads/main\n"})


@pytest.mark.parametrize(
    ("gitignores", "name", "expected"),
    [
        ({"": "*.log\n"}, "a/b.log", True),
        ({"": "*.log\n!keep.log\n"}, "a/keep.log", False),
        ({"": "build/\n"}, "build/x/y.py", True),
        ({"": "build/\n"}, "build", False),
        ({"": "build/\n!build/keep.py\n"}, "build/keep.py", True),
        ({"": "build/*\n!build/keep.py\n"}, "build/keep.py", False),
        ({"": "/top.py\n"}, "sub/top.py", False),
        ({"": "doc/*.txt\n"}, "doc/a/b.txt", False),
        ({"": "**/gen/*.go\n"}, "a/b/gen/x.go", True),
        ({"": "a/**/z.py\n"}, "a/z.py", True),
        ({"": "*.py\n", "sub": "!mine.py\n"}, "sub/mine.py", False),
        ({"": "!x.py\n", "sub": "*.py\n"}, "sub/deep/x.py", True),
        ({"sub": "/x.py\n"}, "x.py", False),
        ({"sub": "/x.py\n"}, "sub/x.py", True),
        ({"": "\\#x\r\n# y\r\n\r\nz \r\n"}, "z", True),
        ({"": "!\n[\nx\n"}, "x", True),
        ({"": "\ufeffx\n"}, "x", True),
    ],
)
def test_gitignore_files_count_as_in_git(
    tmp_path: Path, gitignores: dict[str, str], name: str, *, expected: bool
) -> None:
    write(tmp_path, {f"{folder}/.gitignore".lstrip("/"): text for folder, text in gitignores.items()})
    assert is_ignored(tmp_path, name) is expected


def test_the_reason_names_file_and_pattern(tmp_path: Path) -> None:
    write(tmp_path, {"sub/.gitignore": "*.py\n\n# note\nOut/\n"})
    assert reason(tmp_path / "sub" / "Out" / "a.go", tmp_path) == (
        f"`{tmp_path / 'sub' / '.gitignore'}` ignores it by the pattern `Out/`."
    )


def test_the_rule_is_asked_with_the_path_from_the_open_folder(tmp_path: Path) -> None:
    assert reason(tmp_path / "secrets" / "a.py", tmp_path) == (
        "The exclusion pattern `secrets/` of your settings matches this file."
    )
    anchored = Exclusion((("/a.py",),)).reason
    assert IgnoreTree().exclusion_reason(tmp_path / "x" / "a.py", [tmp_path, tmp_path / "x"], anchored)
    assert IgnoreTree().exclusion_reason(tmp_path / "x" / "a.py", [tmp_path], anchored) is None
    assert reason(tmp_path / "src" / "a.py", tmp_path) is None


@pytest.mark.parametrize("folder", [None, "elsewhere"])
def test_outside_of_folders_and_repositories_only_the_rule_counts(tmp_path: Path, folder: str | None) -> None:
    write(tmp_path, {".gitignore": "*\n"})
    folders = [tmp_path / folder] if folder else []
    assert reason(tmp_path / "a.py", *folders) is None
    assert reason(tmp_path / "dump.sql", *folders) is not None
    assert reason(tmp_path / ".aws" / "credentials", *folders) is not None


def test_a_path_that_climbs_out_of_a_folder_is_outside(tmp_path: Path) -> None:
    write(tmp_path, {"root/.gitignore": "*\n"})
    assert reason(tmp_path / "root" / ".." / "a.py", tmp_path / "root") is None


def open_below(repository: Path) -> list[Path]:
    return [repository / "packages" / "app"]


def open_elsewhere(repository: Path) -> list[Path]:
    return [repository.parent / "elsewhere"]


def open_nothing(_repository: Path) -> list[Path]:
    return []


def open_above(repository: Path) -> list[Path]:
    return [repository.parent]


def open_itself(repository: Path) -> list[Path]:
    return [repository]


OPEN = (open_itself, open_below, open_above, open_elsewhere, open_nothing)


@pytest.mark.parametrize("folders_of", OPEN)
@pytest.mark.parametrize(
    "rule_in", [".gitignore", "packages/.gitignore", ".git/info/exclude", "user", "config"]
)
def test_whatever_is_open_the_rules_of_the_whole_repository_hold(
    tmp_path: Path, folders_of: Callable[[Path], Sequence[Path]], rule_in: str
) -> None:
    repository = tmp_path / "repository"
    make_repository(repository)
    home = Path(os.environ["HOME"])
    write(home, {".gitconfig": "[core]\n\texcludesFile = ~/mine\n"} if rule_in == "config" else {})
    places = {"user": home / "git" / "ignore", "config": home / "mine"}
    place = places.get(rule_in, repository / rule_in)
    write(place.parent, {place.name: "private/\n!public/\n"})
    folders = folders_of(repository)
    app = repository / "packages" / "app"
    assert reason(app / "private" / "a.py", *folders) == f"`{place}` ignores it by the pattern `private/`."
    assert reason(app / "public" / "a.py", *folders) is None


@pytest.mark.parametrize("folders_of", OPEN)
def test_the_rules_of_what_a_link_leads_to_hold(
    tmp_path: Path, folders_of: Callable[[Path], Sequence[Path]]
) -> None:
    repository, other = tmp_path / "repository", tmp_path / "other"
    make_repository(repository)
    make_repository(other)
    write(other, {".gitignore": "private/\n", "private/a.py": "", "b.py": ""})
    write(repository, {".gitignore": "linked.py\n"})
    write(repository / "packages" / "app", {"x.py": ""})
    links = {"packages/to_a.py": "private/a.py", "packages/to_b.py": "b.py", "linked.py": "b.py"}
    for link, target in links.items():
        (repository / link).symlink_to(other / target)
    (repository / "folder").symlink_to(other / "private")
    folders = folders_of(repository)
    assert reason(repository / "packages" / "to_a.py", *folders) is not None
    assert reason(repository / "folder" / "a.py", *folders) is not None
    assert reason(repository / "linked.py", *folders) is not None
    assert reason(repository / "packages" / "to_b.py", *folders) is None


def test_a_link_to_an_excluded_file_is_excluded(tmp_path: Path) -> None:
    write(tmp_path, {"home/.ssh/config": "x", "root/.gitignore": "private.py\n", "root/private.py": "x"})
    root = tmp_path / "root"
    (root / "notes.md").symlink_to(tmp_path / "home" / ".ssh" / "config")
    (root / "public.py").symlink_to(root / "private.py")
    (root / "fine.py").symlink_to(root / "other.py")
    assert reason(root / "notes.md", root) is not None
    assert reason(root / "public.py", root) is not None
    assert reason(root / "fine.py", root) is None


def test_a_folder_that_is_reached_by_a_link_is_the_same_folder(tmp_path: Path) -> None:
    write(tmp_path, {"real/.gitignore": "x.py\n"})
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    for opened in ("link", "real"):
        for asked in ("link", "real"):
            assert reason(tmp_path / asked / "x.py", tmp_path / opened) is not None
            assert reason(tmp_path / asked / "y.py", tmp_path / opened) is None


def test_a_repository_inside_another_has_its_own_rules_and_those_of_what_is_open(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "vendored" / "inner"
    make_repository(outer)
    make_repository(inner)
    write(outer, {".gitignore": "*.log\n/vendored/inner/a.py\n"})
    write(inner, {".gitignore": "b.py\n!x.log\n"})
    assert reason(inner / "a.py", inner) is None
    assert reason(inner / "x.log", inner) is None
    assert reason(inner / "b.py", inner) is not None
    for name in ("a.py", "b.py", "x.log"):
        assert reason(inner / name, outer, inner) is not None
    assert reason(inner / "c.py", outer) is None


@pytest.mark.parametrize("content", [None, "gitdir: nowhere\n", "nonsense"])
def test_a_git_that_git_passes_over_ends_no_repository(tmp_path: Path, content: str | None) -> None:
    make_repository(tmp_path)
    write(tmp_path, {".gitignore": "private/\n"})
    inner = tmp_path / "private" / "inner"
    if content is None:
        (inner / ".git").mkdir(parents=True)
    else:
        write(inner, {".git": content})
    write(inner, {".gitignore": "b.py\n"})
    assert reason(inner / "a.py", inner) is not None
    write(tmp_path, {".gitignore": ""})
    assert reason(inner / "a.py", inner) is None
    assert reason(inner / "b.py", inner) is not None


def test_an_open_folder_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    make_repository(tmp_path)
    write(tmp_path, {".gitignore": "private/\n", "private/.gitignore": "!*\n"})
    assert reason(tmp_path / "private" / "a.py", tmp_path / "private") is not None


def test_a_changed_ignore_file_is_read_again(tmp_path: Path) -> None:
    tree = IgnoreTree()
    make_repository(tmp_path)
    for place in (".gitignore", ".git/info/exclude"):
        assert not is_ignored(tmp_path, "a.py", tree)
        write(tmp_path, {place: "a.py\n"})
        assert is_ignored(tmp_path, "a.py", tree)
        write(tmp_path, {place: "b.py\n\n"})
        assert not is_ignored(tmp_path, "a.py", tree)
        (tmp_path / place).unlink()
        assert not is_ignored(tmp_path, "b.py", tree)


def test_a_repository_that_comes_or_goes_is_seen(tmp_path: Path) -> None:
    tree = IgnoreTree()
    write(tmp_path, {".gitignore": "a.py\n"})
    assert reason(tmp_path / "app" / "a.py", tree=tree) is None
    make_repository(tmp_path)
    assert reason(tmp_path / "app" / "a.py", tree=tree) is not None
    (tmp_path / ".git").rename(tmp_path / "git")
    assert reason(tmp_path / "app" / "a.py", tree=tree) is None


def test_an_unchanged_gitignore_is_not_read_again(tmp_path: Path) -> None:
    tree = IgnoreTree()
    write(tmp_path, {".gitignore": "a.py\n"})
    status = (tmp_path / ".gitignore").stat()
    assert is_ignored(tmp_path, "a.py", tree)
    write(tmp_path, {".gitignore": "b.py\n"})
    os.utime(tmp_path / ".gitignore", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert is_ignored(tmp_path, "a.py", tree)


@pytest.mark.parametrize("name", [".git/config", "sub/.GIT/config"])
def test_gits_own_files_are_excluded(tmp_path: Path, name: str) -> None:
    assert is_ignored(tmp_path, name)
    make_repository(tmp_path)
    assert reason(tmp_path / name) == "Files in `.git` are git's own."


@pytest.mark.parametrize("ignores_case", [True, False])
def test_letter_case_counts_as_on_the_file_system(tmp_path: Path, *, ignores_case: bool) -> None:
    write(tmp_path, {".gitignore": "Build/\n"})
    tree = IgnoreTree(ignores_case=ignores_case)
    assert is_ignored(tmp_path, "build/a.py", tree) is ignores_case
    assert is_ignored(tmp_path, "Build/a.py", tree)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_an_ignore_file_that_is_no_file_says_nothing(tmp_path: Path) -> None:
    make_repository(tmp_path)
    os.mkfifo(tmp_path / ".gitignore")
    os.mkfifo(tmp_path / ".git" / "info" / "exclude")
    write(Path(os.environ["HOME"]), {".gitconfig": "[core]\nexcludesFile = /dev/zero\n"})
    assert not is_ignored(tmp_path, "a.py")


TOO_MUCH = {
    "is larger than 500 kB": "# much\n" * 80_000,
    "has more than 20,000 patterns": "a\n" * 20_001,
    "has a pattern of more than 1,000 characters": "a" * 1_001,
    "has more than 30,000 wildcards": f"{'*a' * 400}\n" * 76,
}


@pytest.mark.parametrize("fault", TOO_MUCH)
@pytest.mark.parametrize("place", ["sub/.gitignore", ".git/info/exclude"])
def test_an_ignore_file_that_is_too_much_ignores_all_that_it_is_about(
    tmp_path: Path, place: str, fault: str
) -> None:
    make_repository(tmp_path)
    write(tmp_path, {place: TOO_MUCH[fault], "sub/deep/.gitignore": "!*\n", ".gitignore": "!*\n"})
    assert reason(tmp_path / "sub" / "deep" / "a.py", tmp_path) == (
        f"`{tmp_path / place}` {fault}, so all that it is about counts as ignored."
    )
    assert is_ignored(tmp_path, "a.py") is (place != "sub/.gitignore")


def test_an_ignore_file_that_cannot_be_read_ignores_all_that_it_is_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"sub/.gitignore": "b.py\n"})

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    # Whoever runs the tests may be allowed to read everything.
    monkeypatch.setattr(os, "open", refuse)
    assert is_ignored(tmp_path, "sub/a.py")
    assert not is_ignored(tmp_path, "a.py")


def test_composers_logins_stay_and_other_files_of_that_name_do_not(tmp_path: Path) -> None:
    write(tmp_path, {"api/composer.json": "{}", "api/auth.json": "{}", "locales/en/auth.json": "{}"})
    tree = IgnoreTree()
    assert "composer.json" in str(reason(tmp_path / "api" / "auth.json", tmp_path, tree=tree))
    assert reason(tmp_path / "api" / "Auth.JSON", tmp_path, tree=tree) is not None
    assert reason(tmp_path / "locales" / "en" / "auth.json", tmp_path, tree=tree) is None
    (tmp_path / "api" / "composer.json").unlink()
    assert reason(tmp_path / "api" / "auth.json", tmp_path, tree=tree) is None
