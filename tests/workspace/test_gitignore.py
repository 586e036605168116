import shutil
import subprocess
from pathlib import Path

import pytest

from pt_lsp.workspace.gitignore import parse

NAMES = [
    *(
        "a",
        "b",
        "ab",
        "a.c",
        "abc",
        "a b",
        "a ",
        "#a",
        "!a",
        "a]",
        "a[b",
        "a-b",
        "a^b",
        "[a]",
        "a*",
        "a?",
        "\\a",
    ),
    *(
        "A",
        "7",
        "aXbXc",
        "aab",
        "x/a",
        "x/y/a",
        "a/x",
        "a/b/x",
        "x/a/b/y",
        "-",
        "]",
        "^",
        "x y/z",
        "a\tb",
        ".a",
    ),
]
LINES = [
    *(
        "a*",
        "*a",
        "*",
        "**",
        "?",
        "??",
        "a?c",
        "a*b*c",
        "*a*b",
        "[ab]",
        "[!a]",
        "[^a]",
        "[a-b]",
        "[]]",
        "[!]]",
        "[]-]",
    ),
    *(
        "[a-]",
        "[[:alpha:]]",
        "[[:digit:]]",
        "[![:alnum:]]",
        "[[:space:]]",
        "[[:nonsense:]]",
        "[\\]]",
        "[",
        "[a",
    ),
    *(
        "a[",
        "\\a",
        "\\#a",
        "#a",
        "\\!a",
        "!a",
        "a\\ ",
        "a ",
        " a",
        "a\\",
        "\\\\a",
        "a\\*",
        "a\\?",
        "\\[a]",
    ),
    *(
        "/a",
        "a/",
        "/a/",
        "/",
        "//",
        "a//b",
        "x/a",
        "x/*",
        "*/a",
        "**/a",
        "x/**",
        "x/**/a",
        "a/**/y",
        "**/b/*",
        "x**a",
    ),
    *(
        "a**b/x",
        "x/**a",
        "**/",
        "/**",
        "/**/",
        "**/**",
        "a/b",
        "x/",
        "x y/",
        "a\tb",
        ".*",
        "*.c",
        "x[/]a",
        "x?a",
        "x/[!b]",
    ),
]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(path)], check=True)
    return path


def ignored_by_git(repository: Path, line: str) -> set[str]:
    (repository / ".gitignore").write_bytes(f"{line}\n".encode())
    command = [
        "git",
        "-C",
        str(repository),
        "-c",
        "core.ignorecase=false",
        "check-ignore",
        "--no-index",
        "-z",
        "--stdin",
    ]
    listed = subprocess.run(command, input="\0".join(NAMES).encode(), stdout=subprocess.PIPE, check=False)
    return set(listed.stdout.decode().split("\0")) - {""}


def ignored_by_us(line: str) -> set[str]:
    patterns = [pattern for pattern in parse(line, ignores_case=False) if pattern.ignores]
    found = set()
    for name in NAMES:
        parts = name.split("/")
        candidates = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))] + [name]
        if any(pattern.expression.fullmatch(c) for pattern in patterns for c in candidates):
            found.add(name)
    return found


@pytest.mark.skipif(shutil.which("git") is None, reason="git itself is the oracle")
@pytest.mark.parametrize("line", LINES, ids=ascii)
def test_a_line_ignores_what_it_ignores_for_git(repository: Path, line: str) -> None:
    assert ignored_by_us(line) == ignored_by_git(repository, line)


def test_the_last_line_counts_first_and_says_which_way() -> None:
    patterns = parse("a\n\n# b\n!c\r\n", ignores_case=False)
    assert [(pattern.line, pattern.ignores) for pattern in patterns] == [("!c", False), ("a", True)]


def test_letter_case_can_be_ignored() -> None:
    (pattern,) = parse("Build/", ignores_case=True)
    assert pattern.expression.fullmatch("bUILD/")


def test_a_hostile_pattern_does_not_run_for_ever() -> None:
    (pattern,) = parse("*a" * 30 + "b", ignores_case=False)
    assert pattern.expression.fullmatch("a" * 250) is None
    assert pattern.expression.fullmatch("a" * 250 + "b")


def test_a_character_is_one_character_whatever_its_bytes() -> None:
    for line in ("?", "é", "[é]", "[!a]"):
        (pattern,) = parse(line, ignores_case=False)
        assert pattern.expression.fullmatch("é")


def test_a_reversed_range_is_passed_over() -> None:
    assert parse("[b-a]", ignores_case=False) == ()
