import re
import shutil
import subprocess
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from pt_lsp.globs import PatternList, excess

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
    [
        "a",
        "b",
        "main",
        "test_",
        ".py",
        "*",
        "**",
        "?",
        "/",
        "/",
        "**/",
        "/**",
        "[ab]",
        "[!a]",
        "\\a",
        "\\A",
        "\\",
        "[",
        "]",
    ]
)
GLOBS = st.lists(PIECES | st.sampled_from("aAbB-!^ [:].#"), min_size=1, max_size=9).map("".join)
RULES = st.lists(st.tuples(st.sampled_from(["", "", "!"]), GLOBS).map("".join), min_size=1, max_size=5)
PATHS = st.lists(
    st.lists(
        st.sampled_from(
            ["a", "b", "ab", "ba", "a b", "aab", "B", "a-", "]", ".a", "main", "Main.py", "test_a.py"]
        ),
        min_size=1,
        max_size=4,
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


@given(rules=RULES, paths=PATHS, case=st.booleans())
def test_among_many_patterns_each_matches_what_it_matches_alone(
    rules: list[str], paths: list[str], *, case: bool
) -> None:
    patterns = PatternList(rules, ignores_case=case)
    alone = [PatternList([rule], ignores_case=case) for rule in reversed(rules)]
    for path in paths:
        for is_folder in (False, True):
            decided = (each.deciding(path, is_folder=is_folder) for each in alone)
            assert patterns.deciding(path, is_folder=is_folder) == next(filter(None, decided), None)


LETTERS = [*"aAiIsSkK", *map(chr, (0xB5, 0xC9, 0xDF, 0xE9, 0x130, 0x131, 0x17F, 0x3A3, 0x3BC, 0x3C2, 0x1E9E))]
"""Those whose case is more than one letter, or one letter of several."""


@given(letters=st.lists(st.sampled_from(LETTERS), min_size=1, max_size=4).map("".join))
def test_where_case_is_ignored_a_name_is_found_however_it_is_written(letters: str) -> None:
    for line in (letters, f"*{letters}", f"{letters}?xyz"):
        patterns = PatternList([line], ignores_case=True)
        name = line.replace("*", "").replace("?", "-")
        for written in (name, name.lower(), name.upper()):
            if len(written) == len(name):
                assert patterns.deciding(written), (line, written)


def test_twelve_thousand_patterns_are_read_and_asked_without_looking_at_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[str] = []
    compile_expression = re.compile

    def counting(expression: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(expression)
        return compile_expression(expression, flags)

    kinds = ("*.{}", "{}/", "/{}", "**/{}/*.o", "{}*", "!{}", "lib_[ab]_{}")
    lines = [kinds[n % 7].format(f"{n * 7919 % 99_991:05}x") for n in range(12_000)]
    monkeypatch.setattr(re, "compile", counting)
    patterns = PatternList(lines, ignores_case=False)
    assert compiled == []
    for name, line in (
        ("a.55433x", 7),
        ("lib_a_47514x", 6),
        ("lib_c_47514x", None),
        ("23757x/a.o", 3),
        ("a.py", None),
    ):
        decided = patterns.deciding(f"src/{name}")
        assert (decided and decided.line) == (None if line is None else lines[line]), name
    assert len(compiled) < 20


HOSTILE = (
    (["*a" * 30 + "Z"], "a" * 200),
    (["*a" * 499 + "Z"], "a" * 250),
    (["*[a-z]" * 160 + "?[0-9]"], "a" * 250),
    (["**/" + "*/" * 490 + "[0-9]"], "/".join("a" * 200)),
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
    assert time.process_time() - started_s < 0.2  # without its protection it takes years
    assert PatternList(["*a" * 30 + "Z"], ignores_case=True).deciding("a" * 200 + "z")


BEYOND = (
    (["a"] * 20_001, "more than 20,000 patterns"),
    (["a", "b" * 1_001], "a pattern of more than 1,000 characters"),
    (["[a]" * 300] * 101, "more than 30,000 wildcards"),
    (["a"] * 20_000 + ["# " + "c" * 2_000, "", " "], None),
)


@pytest.mark.parametrize(("lines", "expected"), BEYOND, ids=range(len(BEYOND)))
def test_what_exceeds_the_bounds_is_named(lines: list[str], expected: str | None) -> None:
    assert excess(lines) == expected


@pytest.mark.parametrize("line", ["?", "é", "[é]", "[!a]", "É"])
def test_a_character_is_one_character_whatever_its_bytes(line: str) -> None:
    assert PatternList([line], ignores_case=True).deciding("é")
