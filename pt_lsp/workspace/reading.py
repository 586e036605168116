"""Reads files that nobody has asked for, without waiting; what is no readable source is a reason, no failure.

Refuses to know whether the file may be read; `scanning` says that.
"""

import os
import stat
from dataclasses import dataclass

from pt_lsp.workspace.skip_reasons import SkipReason

MOST_BYTES = 300_000
"""Larger files are data, or generated."""
_LONGEST_LINE = 5_000
_MOST_BYTES_A_LINE = 300
"""On average; nobody writes code like that, but tools that make it small do."""
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # A link or a pipe may have come into the file's place since it was looked at.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
"""For paths without links: never waits, never follows."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was at one moment."""

    text: str
    mtime_ns: int
    size: int


def read_quietly(path: str) -> SourceFile | SkipReason:
    """The file without a byte order mark, or why it is left out."""
    for _ in range(2):
        try:
            before, raw, after = _read(path)
        except FileNotFoundError:
            return "changing"
        except (OSError, ValueError):
            return "unreadable"
        if not stat.S_ISREG(before.st_mode):
            return "special file"
        if len(raw) > MOST_BYTES:
            return "too large"
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            return _source(raw, after)
    return "changing"


def read_beginning(path: str, most_bytes: int) -> bytes:
    """The first bytes of a file whose path has no links. OSError for what is no regular file."""
    fd = os.open(path, _OPEN_FLAGS)
    with open(fd, "rb", closefd=True) as file:  # noqa: PTH123 - a Path cannot be opened with these flags
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(f"{path} is not a regular file")
        return file.read(most_bytes)


def why_no_source(raw: bytes) -> SkipReason | None:
    """Why such a content is nothing that somebody has written; None if it may be, in UTF-8."""
    if b"\0" in raw:
        return "binary"
    lines = raw.split(b"\n")
    if len(raw) > _MOST_BYTES_A_LINE * len(lines) + _LONGEST_LINE or max(map(len, lines)) > _LONGEST_LINE:
        return "long lines"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "not UTF-8"
    return None


def _read(path: str) -> tuple[os.stat_result, bytes, os.stat_result]:
    fd = os.open(path, _OPEN_FLAGS)
    try:
        before = os.fstat(fd)
        raw = b""
        if stat.S_ISREG(before.st_mode):
            while len(raw) <= MOST_BYTES and (piece := os.read(fd, MOST_BYTES + 1 - len(raw))):
                raw += piece
        return before, raw, os.fstat(fd)
    finally:
        os.close(fd)


def _source(raw: bytes, status: os.stat_result) -> SourceFile | SkipReason:
    reason = why_no_source(raw)
    return reason or SourceFile(raw.decode("utf-8-sig"), status.st_mtime_ns, status.st_size)
