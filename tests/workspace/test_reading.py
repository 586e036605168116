import os
import sys
import threading
from pathlib import Path

import pytest

from pt_lsp.workspace.reading import MOST_BYTES, SourceFile, read_quietly


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ""),
        ("\ufeffgrün = 1\r\n".encode(), "grün = 1\r\n"),
        (b"x = 1\n" * 50_000, "x = 1\n" * 50_000),
        (b"x" * (MOST_BYTES + 1), "too large"),
        (b"a\0b", "binary"),
        ("x = 1\n".encode("utf-16"), "binary"),
        ("gr\u00fcn = 1\n".encode("latin-1"), "not UTF-8"),
        (b"var a=1;" * 700, "long lines"),
        ((b"var a=1;" * 60 + b"\n") * 100, "long lines"),
        (b"data = '" + b"x" * 4_000 + b"'\n", "data = '" + "x" * 4_000 + "'\n"),
    ],
)
def test_a_file_is_text_or_has_a_reason_not_to_be(tmp_path: Path, raw: bytes, expected: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(raw)
    read = read_quietly(str(path))
    if isinstance(read, SourceFile):
        status = path.stat()
        assert read == SourceFile(expected, status.st_mtime_ns, status.st_size)
    else:
        assert read == expected


def test_what_is_gone_or_no_file_has_a_reason_too(tmp_path: Path) -> None:
    assert read_quietly(str(tmp_path / "gone")) == "changing"
    assert read_quietly(str(tmp_path / "half\0name")) == "unreadable"
    assert read_quietly(str(tmp_path)) in {"special file", "unreadable"}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_a_pipe_is_not_waited_for_and_a_link_not_followed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(__file__)
    assert read_quietly(str(tmp_path / "pipe")) == "special file"
    assert read_quietly(str(tmp_path / "link")) == "unreadable"


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="needs a file that stat likes and read does not"
)
def test_a_file_that_fails_while_it_is_read_is_unreadable() -> None:
    assert read_quietly("/proc/self/mem") == "unreadable"


def test_a_file_that_is_always_being_written_never_comes_in_halves(tmp_path: Path) -> None:
    path = tmp_path / "busy.py"
    whole = {b"a = 1\n" * 30_000, b"b = 2\n" * 40_000}
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            for content in whole:
                new = path.with_suffix(".new")
                new.write_bytes(content)
                os.utime(new)
                new.replace(path)

    path.write_bytes(b"a = 1\n" * 30_000)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(50):
            read = read_quietly(str(path))
            assert read == "changing" or (isinstance(read, SourceFile) and read.text.encode() in whole)
    finally:
        is_over.set()
        writer.join()
