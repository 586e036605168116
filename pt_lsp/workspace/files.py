"""Reads and writes the user's source files.

Refuses to know whether a file may be used; `ignoring` says that.
"""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from pt_lsp.errors import PtLspError

MOST_BYTES = 2_000_000
"""Larger files are no sources that a model could be shown."""


def read_source(path: Path, most_bytes: int = MOST_BYTES) -> str:
    """The file's text with its line ends as they are and without a byte order mark.

    PtLspError when it is missing, no regular file, too large, binary or not UTF-8.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for its other end
            raise PtLspError(f"{path} is not a regular file.")
        with path.open("rb") as file:
            raw = file.read(most_bytes + 1)
    except OSError as error:
        raise PtLspError(f"{path} cannot be read: {error.strerror}.") from None
    if len(raw) > most_bytes:
        raise PtLspError(f"{path} is larger than {most_bytes / 1_000_000:g} MB, which is too large for this.")
    if b"\0" in raw:
        raise PtLspError(f"{path} is a binary file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PtLspError(f"{path} is not encoded in UTF-8; convert it first.") from None


def write_atomically(path: Path, text: str) -> None:
    """Replaces the file's content, or creates it: after a crash it holds the old text or the new one.

    Keeps mode, byte order mark and symbolic links. PtLspError when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        raw = (_BYTE_ORDER_MARK if _has_byte_order_mark(target) else b"") + text.encode()
        new = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            with new.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                new.chmod(stat.S_IMODE(target.stat().st_mode))
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    except UnicodeEncodeError:
        raise PtLspError(f"{path} was not written: the text holds half a character.") from None
    except OSError as error:
        raise PtLspError(f"{path} cannot be written: {error.strerror}.") from None


_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def _has_byte_order_mark(target: Path) -> bool:
    with suppress(FileNotFoundError), target.open("rb") as file:
        return file.read(3) == _BYTE_ORDER_MARK
    return False
