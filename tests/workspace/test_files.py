import os
import stat
import sys
from pathlib import Path

import pytest

from pt_lsp.errors import PtLspError
from pt_lsp.workspace.files import read_source, write_atomically


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\r\nb\n", "a\r\nb\n"),
        (b"\xef\xbb\xbfx = 1\r", "x = 1\r"),
        ("größer\f\u2028".encode(), "größer\f\u2028"),
        (b"", ""),
    ],
)
def test_text_is_read_with_its_line_ends_and_without_its_mark(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "a b.py"
    path.write_bytes(raw)
    assert read_source(path) == text


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\x89PNG\0", "is a binary file."),
        (b"caf\xe9", "is not encoded in UTF-8; convert it first."),
        (b"x" * 11, "is larger than 1e-05 MB, which is too large for this."),
    ],
)
def test_what_is_no_source_is_told_in_a_sentence(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(raw)
    with pytest.raises(PtLspError) as raised:
        read_source(path, most_bytes=10)
    assert str(raised.value) == f"{path} {sentence}"


def test_a_missing_file_and_a_folder_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PtLspError, match=r"cannot be read: No such file or directory\."):
        read_source(tmp_path / "none.py")
    with pytest.raises(PtLspError, match=r"is not a regular file\."):
        read_source(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_named_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(PtLspError, match="not a regular file"):
        read_source(tmp_path / "pipe.py")


def test_written_text_keeps_line_ends_mode_and_mark(tmp_path: Path) -> None:
    path = tmp_path / "run.sh"
    path.write_bytes(b"\xef\xbb\xbfold")
    path.chmod(0o750)
    write_atomically(path, "a\r\nb\n")
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\nb\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o750
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_gets_the_mode_that_any_new_file_gets(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_atomically(tmp_path / "new.py", "x\n")
    assert (tmp_path / "new.py").read_bytes() == b"x\n"
    assert (tmp_path / "new.py").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_symbolic_link_stays_one_and_its_target_is_written(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "target.py"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    link = tmp_path / "link.py"
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_failure_leaves_the_old_text_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_text("old", encoding="utf-8")

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(PtLspError, match=r"a\.py cannot be written: No space left on device\."):
        write_atomically(path, "new")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_folder_that_is_missing_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PtLspError, match="cannot be written: No such file or directory"):
        write_atomically(tmp_path / "none" / "a.py", "x")


def test_text_with_half_a_character_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(PtLspError, match="holds half a character"):
        write_atomically(path, "\ud83d")
    assert path.read_text(encoding="utf-8") == "old"
