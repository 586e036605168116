import os
import sys
from pathlib import Path

import pytest

from pt_lsp.workspace.env_files import EnvFiles, Variable, parse


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def names(folder: Path, files: EnvFiles | None = None) -> list[str]:
    return [f"{variable.file}:{variable.name}" for variable in (files or EnvFiles()).variables([folder])]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=plain", "plain"),
        ("A = spaced ", "spaced"),
        ("export A=exported", "exported"),
        ("A: with-a-colon", "with-a-colon"),
        ("A=value # a comment", "value"),
        ("A=no#comment", "no#comment"),
        ("A=", ""),
        ("A= # empty", ""),
        ('A="double # quoted" # comment', "double # quoted"),
        ("A='single \\n quoted'", "single \\n quoted"),
        ('A=`back "quoted"`', 'back "quoted"'),
        ('A="with \\"quotes\\" and\\nlines"', 'with "quotes" and\nlines'),
        ('A="two\nlines"', "two\nlines"),
        ("A=value\r\n", "value"),
        ("A=postgres://u:p@h/d?x=1", "postgres://u:p@h/d?x=1"),
    ],
)
def test_a_line_gives_a_name_and_a_value(line: str, value: str) -> None:
    assert list(parse(f"# comment\n\n{line}\nB=2\n")) == [("A", value), ("B", "2")]


def test_what_is_no_assignment_is_passed_over() -> None:
    assert list(parse("just words\n=x\n  # A=1\nB=2")) == [("B", "2")]


def test_files_of_several_names_are_found_near_the_top(tmp_path: Path) -> None:
    for name in (".env", ".env.local", ".envrc", "prod.env", "apps/api/.env", "a/b/c/.env"):
        write(tmp_path / name, "A=1")
    assert names(tmp_path) == [
        ".env:A", ".env.local:A", ".envrc:A", "prod.env:A", "apps/api/.env:A", "a/b/c/.env:A"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        ".env.example",
        ".env.sample",
        ".env.template",
        "environment.ts",
        "env",
        "node_modules/x/.env",
        "a/b/c/d/.env",
    ],
)
def test_other_files_are_not_read(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "A=1")
    assert names(tmp_path) == []


def test_a_file_is_read_again_when_it_changed(tmp_path: Path) -> None:
    files = EnvFiles()
    path = tmp_path / ".env"
    write(path, "A=1")
    assert files.variables([tmp_path]) == [Variable("A", "1", ".env")]
    write(path, "A=2")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    assert files.variables([tmp_path]) == [Variable("A", "2", ".env")]
    path.unlink()
    assert files.variables([tmp_path]) == []


@pytest.mark.parametrize("content", [b"A=\xff\xfe", b"A=1\0", b"A=" + b"x" * 400_000])
def test_what_cannot_be_read_has_no_variables(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["gone", "null\0"])
def test_a_folder_that_cannot_be_has_no_variables(tmp_path: Path, name: str) -> None:
    assert names(tmp_path / name) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / ".env", "A=1")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / ".env").symlink_to(tmp_path / "outside" / ".env")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path / "outside")
    assert names(tmp_path / "inside") == []


def test_a_large_tree_is_looked_at_in_part(tmp_path: Path) -> None:
    write(tmp_path / ".env", "A=1")
    for number in range(400):
        write(tmp_path / f"f{number:03}" / ".env", "A=1")
    assert len(names(tmp_path)) == 50


def test_files_above_the_folder_count_up_to_the_top_of_its_repository(tmp_path: Path) -> None:
    for name in (".env", "repo/.env", "repo/apps/.env.local", "repo/apps/web/.env", "repo/other/.env"):
        write(tmp_path / name, "A=1")
    web = tmp_path / "repo" / "apps" / "web"
    assert names(web) == [".env:A"]
    write(tmp_path / "repo" / ".git" / "HEAD", "ref: refs/heads/main\n")
    assert names(web) == ["../.env.local:A", "../../.env:A", ".env:A"]
    for folder in ("objects", "refs"):
        (tmp_path / "repo" / ".git" / folder).mkdir()
    assert names(web) == ["../.env.local:A", "../../.env:A", ".env:A"]
    assert names(tmp_path / "repo")[0] == ".env:A"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_files_above_a_folder_count_where_it_is_opened_by_a_link(tmp_path: Path) -> None:
    write(tmp_path / "repo" / ".git" / "HEAD", "ref: refs/heads/main\n")
    write(tmp_path / "repo" / ".env", "A=1")
    (tmp_path / "repo" / "web").mkdir()
    (tmp_path / "opened").symlink_to(tmp_path / "repo" / "web")
    assert [name.rpartition("/")[2] for name in names(tmp_path / "opened")] == [".env:A"]
