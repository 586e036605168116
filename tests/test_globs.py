import shutil
import subprocess
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from pt_lsp.globs import PatternList

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git itself is the oracle")
NAMES = (
    *("a", "b", "ab", "a.c", "abc", "a b", "a ", "#a", "!a", "a]", "a[b", "a-b", "a^b", "[a]", "a*", "a?"),
    *("\\a", "A", "7", "aXbXc", "aab", "x/a", "x/y/a", "a/x", "a/b/x", "x/a/b/y", "-", "]", "^", "x y/z"),
    *("a\tb", ".a", "axx/y/b", "x/ab/c", "a\\", "x/a/y/a/b"),
)
LINES = (
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
    ),
    *("[]-]", "[a-]", "[--b]", "[b-a]", "[!b-a]", "[b-ac]", "[a-c-]", "[[:alpha:]]", "[[:digit:]]", "[[:a]"),
    *(
        "[![:alnum:]]",
        "[[:space:]]",
        "[[:punct:]]",
        "[[:print:]]b",
        "[[:nonsense:]]",
        "[[::]]",
        "[[:]",
        "[\\]]",
    ),
    *(
        "[",
        "[a",
        "a[",
        "\\a",
        "\\#a",
        "#a",
        "\\!a",
        "!a",
        "a\\ ",
        "a ",
        "a\\  ",
        "a\\\\ ",
        " a",
        "a\\",
        "\\\\a",
    ),
    *(
        "a\\*",
        "a\\?",
        "\\[a]",
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
        "a\r",
    ),
    *("x/**/a", "a/**/y", "**/b/*", "x**a", "a**b/x", "a**/b", "/a**", "x/a**", "x/**a", "x/***", "***/a"),
    *("**/", "/**", "/**/", "**/**", "**/**/a", "x/**/a/**/b", "a\\/**", "x/**\\/a", "**\\/a", "a/b", "x/"),
    *("x y/", "a\tb", ".*", "*.c", "x[/]a", "a[x/]c", "x?a", "x/[!b]", "a\0b", "A", "[A-B]"),
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(path)], check=True)
    return path


def ignored_by_git(repository: Path, lines: Sequence[str], names: Collection[str], *, case: bool) -> set[str]:
    (repository / ".gitignore").write_bytes("".join(f"{line}\n" for line in lines).encode())
    listed = subprocess.run(
        [
            *("git", "-C", str(repository), "-c", f"core.ignorecase={str(not case).lower()}"),
            *("check-ignore", "--no-index", "-z", "--stdin"),
        ],
        input="\0".join(names).encode(),
        stdout=subprocess.PIPE,
        check=False,
    )
    return set(listed.stdout.decode().split("\0")) - {""}


def ignored_by_us(lines: Sequence[str], names: Collection[str], *, case: bool) -> set[str]:
    patterns = PatternList(lines, ignores_case=not case)
    return {name for name in names if patterns.ignoring(name)}


@needs_git
@pytest.mark.parametrize("line", LINES, ids=ascii)
def test_a_line_ignores_what_it_ignores_for_git(repository: Path, line: str) -> None:
    assert ignored_by_us([line], NAMES, case=True) == ignored_by_git(repository, [line], NAMES, case=True)


PIECES = st.sampled_from(
    ["a", "b", "*", "**", "?", "/", "/", "**/", "/**", "[ab]", "[!a]", "\\a", "\\A", "\\", "[", "]"]
)
GLOBS = st.lists(PIECES | st.sampled_from("aAbB-!^ [:].#"), min_size=1, max_size=9).map("".join)
RULES = st.lists(st.tuples(st.sampled_from(["", "", "!"]), GLOBS).map("".join), min_size=1, max_size=5)
PATHS = st.lists(
    st.lists(
        st.sampled_from(["a", "b", "ab", "ba", "a b", "aab", "B", "a-", "]", ".a"]), min_size=1, max_size=4
    ).map("/".join),
    min_size=20,
    max_size=60,
    unique=True,
)


@needs_git
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules=RULES, paths=PATHS, case=st.booleans())
def test_any_lines_ignore_what_they_ignore_for_git(
    repository: Path, rules: list[str], paths: list[str], *, case: bool
) -> None:
    assert ignored_by_us(rules, paths, case=case) == ignored_by_git(repository, rules, paths, case=case)


def test_the_last_line_counts_and_says_which_way() -> None:
    patterns = PatternList(["a*", "", "# b", "!ac\r"], ignores_case=False)
    decided = [patterns.deciding(name) for name in ("ab", "x/ac", "b")]
    assert [it and (it.line, it.ignores) for it in decided] == [("a*", True), ("!ac", False), None]
    assert not PatternList(["# b", "", "["], ignores_case=False)


HOSTILE = (
    (["*a" * 30 + "Z"], "a" * 200),
    (["*a" * 2_000 + "Z"], "a" * 250),
    (["?*" * 30 + "Z"], "a" * 200),
    (["[a-z]*" * 30 + "Z"], "a" * 200),
    (["**/a/" * 30 + "Z"], "/".join("a" * 200)),
    (["**/*a*/" * 30 + "Z"], "/".join(["aaaa"] * 200)),
    (["a**/" + "**/a*a/" * 30 + "Z"], "/".join(["aaaa"] * 200)),
    (["a/**/" * 30 + "**"], "/".join("a" * 29)),
    (["*a" * 30 + f"{n}Z" for n in range(30)], "a" * 200),
)


@pytest.mark.parametrize(("lines", "path"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_pattern_answers_in_milliseconds(lines: list[str], path: str) -> None:
    patterns = PatternList(lines, ignores_case=True)
    started_s = time.process_time()
    assert patterns.deciding(path) is None
    assert time.process_time() - started_s < 0.02
    assert PatternList(["*a" * 30 + "Z"], ignores_case=True).deciding("a" * 200 + "z")


@pytest.mark.parametrize("line", ["?", "é", "[é]", "[!a]", "É"])
def test_a_character_is_one_character_whatever_its_bytes(line: str) -> None:
    assert PatternList([line], ignores_case=True).deciding("é")
