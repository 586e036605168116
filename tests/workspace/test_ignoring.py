import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

import pytest

from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.workspace.ignoring import IgnoreRules, exclusion_reason

RULE = Exclusion(["secrets/", "*.sql"]).reason


def nothing(_path: PurePath) -> str | None:
    return None


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def is_ignored(root: Path, name: str, rules: IgnoreRules | None = None) -> bool:
    return (rules or IgnoreRules()).exclusion_reason(root / name, root, nothing) is not None


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
    reason = exclusion_reason(tmp_path / "sub" / "Out" / "a.go", tmp_path, RULE)
    assert reason == f"`{tmp_path / 'sub' / '.gitignore'}` ignores it by the pattern `Out/`."


def test_the_rule_is_asked_with_the_path_from_the_root(tmp_path: Path) -> None:
    assert exclusion_reason(tmp_path / "secrets" / "a.py", tmp_path, RULE) == (
        "The exclusion pattern `secrets/` of your settings matches this file."
    )
    assert exclusion_reason(tmp_path / "src" / "a.py", tmp_path, RULE) is None


@pytest.mark.parametrize("root", [None, "elsewhere"])
def test_outside_of_the_root_only_the_rule_counts(tmp_path: Path, root: str | None) -> None:
    write(tmp_path, {".gitignore": "*\n"})
    folder = tmp_path / root if root else None
    assert exclusion_reason(tmp_path / "a.py", folder, RULE) is None
    assert exclusion_reason(tmp_path / "dump.sql", folder, RULE) is not None
    assert exclusion_reason(tmp_path / ".aws" / "credentials", folder, RULE) is not None


def test_a_path_that_climbs_out_of_the_root_is_outside(tmp_path: Path) -> None:
    write(tmp_path, {"root/.gitignore": "*\n"})
    assert exclusion_reason(tmp_path / "root" / ".." / "a.py", tmp_path / "root", RULE) is None


def test_a_link_to_an_excluded_file_is_excluded(tmp_path: Path) -> None:
    write(tmp_path, {"home/.ssh/config": "x", "root/.gitignore": "private.py\n", "root/private.py": "x"})
    root = tmp_path / "root"
    (root / "notes.md").symlink_to(tmp_path / "home" / ".ssh" / "config")
    (root / "public.py").symlink_to(root / "private.py")
    (root / "fine.py").symlink_to(root / "other.py")
    assert exclusion_reason(root / "notes.md", root, RULE) is not None
    assert exclusion_reason(root / "public.py", root, RULE) is not None
    assert exclusion_reason(root / "fine.py", root, RULE) is None


def test_a_root_that_is_reached_by_a_link_works(tmp_path: Path) -> None:
    write(tmp_path, {"real/.gitignore": "x.py\n"})
    (tmp_path / "root").symlink_to(tmp_path / "real", target_is_directory=True)
    assert is_ignored(tmp_path / "root", "x.py")
    assert not is_ignored(tmp_path / "root", "y.py")


def test_a_changed_gitignore_is_read_again(tmp_path: Path) -> None:
    rules = IgnoreRules()
    assert not is_ignored(tmp_path, "a.py", rules)
    write(tmp_path, {".gitignore": "a.py\n"})
    assert is_ignored(tmp_path, "a.py", rules)
    write(tmp_path, {".gitignore": "b.py\n\n"})
    assert not is_ignored(tmp_path, "a.py", rules)
    (tmp_path / ".gitignore").unlink()
    assert not is_ignored(tmp_path, "b.py", rules)


def test_an_unchanged_gitignore_is_not_read_again(tmp_path: Path) -> None:
    rules = IgnoreRules()
    write(tmp_path, {".gitignore": "a.py\n"})
    status = (tmp_path / ".gitignore").stat()
    assert is_ignored(tmp_path, "a.py", rules)
    write(tmp_path, {".gitignore": "b.py\n"})
    os.utime(tmp_path / ".gitignore", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert is_ignored(tmp_path, "a.py", rules)


def test_gits_own_files_are_excluded(tmp_path: Path) -> None:
    assert is_ignored(tmp_path, ".git/config")


@pytest.mark.parametrize("ignores_case", [True, False])
def test_letter_case_counts_as_on_the_file_system(tmp_path: Path, *, ignores_case: bool) -> None:
    write(tmp_path, {".gitignore": "Build/\n"})
    rules = IgnoreRules(ignores_case=ignores_case)
    assert is_ignored(tmp_path, "build/a.py", rules) is ignores_case
    assert is_ignored(tmp_path, "Build/a.py", rules)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_gitignore_that_is_no_file_says_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".gitignore")
    assert not is_ignored(tmp_path, "a.py")


def test_a_gitignore_that_cannot_be_read_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {".gitignore": "*\n"})

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert not is_ignored(tmp_path, "a.py")


PATTERNS = [
    *(
        "a",
        "a/",
        "/a",
        "*.py",
        "!*.py",
        "!a",
        "!a/",
        "a/*",
        "!a/b",
        "a/b/",
        "**/b",
        "a/**",
        "!a/**/c.py",
        "b/**/c.py",
    ),
    *(
        "c.*",
        "[ab]",
        "!/a/b/",
        "?",
        "*",
        "!*/",
        "b/c.py",
        "/*",
        "!/b",
        "*/b",
        "# a",
        "\\!a",
        "a ",
        "!c.py",
        "**",
        "/**",
    ),
]


@pytest.mark.skipif(shutil.which("git") is None, reason="git itself is the oracle")
def test_any_gitignore_files_say_what_git_says(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    source = random.Random(4)
    names = ["a", "b", "c.py"]
    paths = sorted({"/".join(source.choices(names, k=source.randint(1, 4))) for _ in range(200)})
    paths = [p for p in paths if p.endswith("c.py") and "c.py/" not in p]
    for folder in ("a/b/a", "b/a/b", "a/a/a", "b/b/b", "a/b/b"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for _ in range(60):
        files: dict[str, list[str]] = {}
        for folder in (".", "a", "a/b", "b"):
            files[folder] = source.choices(PATTERNS, k=source.randint(0, 4))
            write(tmp_path, {f"{folder}/.gitignore": "\n".join([*files[folder], ""])})
        listed = subprocess.run(
            ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin"],
            input="\n".join(paths).encode(),
            stdout=subprocess.PIPE,
            check=False,
        )
        ignored = set(listed.stdout.decode().splitlines())
        rules = IgnoreRules(ignores_case=False)
        for path in paths:
            expected = path in ignored
            assert is_ignored(tmp_path, path, rules) is expected, (path, expected, files)
