import subprocess
from pathlib import Path

import pytest

from pt_lsp.cli.diff_view import coloured_diff, name_in_diff, unified_diff


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb", "a\nc"),
        ("a\nb", "a\nb\n"),
        ("a\r\nb\r\n", "a\r\nc\r\n"),
        ("a\x0cb\n\x85\n", "a\x0cc\n\x85\n"),
        ("a", ""),
    ],
)
def test_git_applies_the_diff_to_exactly_the_new_text(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(old.encode())
    diff = unified_diff("file.txt", old, new)
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, input=diff.encode(), cwd=tmp_path, check=True, timeout=60)
    assert file.read_bytes() == new.encode()


def test_no_change_is_an_empty_diff() -> None:
    assert unified_diff("file.txt", "a\n", "a\n") == ""


def test_the_diff_on_screen_has_colours_and_no_file_names() -> None:
    shown = coloured_diff("a\nb\n", "a\nc\n")
    assert shown.plain == "@@ -1,2 +1,2 @@\n a\n-b\n+c"
    assert {str(span.style) for span in shown.spans} >= {"red", "green"}


def test_a_diff_that_has_not_begun_says_so() -> None:
    assert coloured_diff("a\n", "a\n").plain == "(no change yet)"


def test_a_file_is_named_from_the_working_directory_or_without_its_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "folder"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert name_in_diff(inside / "deep" / ".." / "a.py") == "a.py"
    assert name_in_diff(Path("../b.py")) == (tmp_path / "b.py").relative_to(tmp_path.anchor).as_posix()
