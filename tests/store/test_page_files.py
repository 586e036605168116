"""Folders of servers that were killed are taken away, and nothing else is."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pt_lsp.store.page_files import PageFiles, sweep_page_files

KILLED = (
    "import os; from pt_lsp.store.page_files import PageFiles; files = PageFiles();"
    "print(files.write('a.md', 'x')); sys.stdout.flush(); os.kill(os.getpid(), 9)"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def leave_one_behind() -> Path:
    done = subprocess.run([sys.executable, "-c", f"import sys; {KILLED}"], capture_output=True, check=False)
    return Path(done.stdout.decode().strip()).parent


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_the_folder_of_a_killed_server_is_swept_and_that_of_a_living_one_stays(folder: Path) -> None:
    living, left = PageFiles(), leave_one_behind()
    path = living.write("b.md", "y")
    assert path is not None
    assert left.is_relative_to(folder)
    assert left.is_dir()
    sweep_page_files()
    assert not left.exists()
    assert path.read_text() == "y"
    living.close()
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_what_is_not_our_folder_stays(folder: Path) -> None:
    kept = folder / "kept"
    kept.mkdir()
    (kept / "a.md").touch()
    (folder / "pt-lsp-pages-link").symlink_to(kept)
    (folder / "pt-lsp-pages-file").touch()
    (folder / "pt-lsp-demo-x").mkdir()
    young = folder / "pt-lsp-pages-young"
    young.mkdir()
    inside = folder / "pt-lsp-pages-old"
    inside.mkdir()
    (inside / "link").symlink_to(kept)
    sweep_page_files()
    assert sorted(path.name for path in folder.iterdir()) == [
        "kept",
        "pt-lsp-demo-x",
        "pt-lsp-pages-file",
        "pt-lsp-pages-link",
        "pt-lsp-pages-young",
    ]
    assert (kept / "a.md").exists()
    os.utime(young, (time.time() - 7200, time.time() - 7200))
    sweep_page_files()
    assert not young.exists()


def test_a_folder_that_the_system_has_cleaned_away_is_made_again(folder: Path) -> None:
    files = PageFiles()
    path = files.write("a.md", "x")
    assert path is not None
    shutil.rmtree(path.parent)
    again = files.write("b.md", "y")
    assert again is not None
    assert again.read_text() == "y"
    files.close()
    assert list(folder.iterdir()) == []


def test_a_temporary_folder_that_is_not_there_is_no_error(folder: Path) -> None:
    folder.rmdir()
    sweep_page_files()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_the_folder_of_another_user_stays(folder: Path) -> None:
    theirs = folder / "pt-lsp-pages-theirs"
    theirs.mkdir()
    (theirs / "a.md").touch()
    os.chown(theirs, 12345, 12345)
    sweep_page_files()
    assert theirs.exists()
