"""Reads the image files that models take, told by their first bytes and never by their names.

Refuses to know whether the file may be read; `ignoring` says that.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path

from pt_lsp.workspace.reading import read_beginning

MOST_BYTES = 4_000_000
FORMATS = "PNG, JPEG, WebP or GIF"

_MOST_SEGMENTS = 1_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG's markers that tell how large the image is."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""JPEG's markers that nothing follows."""
_SCAN, _END, _FILLING = 0xDA, 0xD9, 0xFF
_LOSSLESS = 0x2F
"""WebP's mark of that format."""


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image as it was at one moment."""

    media_type: str
    width: int
    height: int
    """Pixels."""
    data: bytes = field(repr=False)


def read_image(path: Path) -> ImageFile | None:
    """The image; None where the file is none that models take, or has lost its beginning.

    `path` has no links in it. ValueError for a file that is too large, OSError for what cannot be read or is
    no regular file.
    """
    data = read_beginning(str(path), MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"{path} has more than {MOST_BYTES} bytes")
    told = told_by(data)
    return None if told is None else ImageFile(*told, data)


def told_by(data: bytes) -> tuple[str, int, int] | None:
    """Media type, width and height; None where the bytes do not tell all of it."""
    for media_type, find in (
        ("image/png", _png),
        ("image/jpeg", _jpeg),
        ("image/webp", _webp),
        ("image/gif", _gif),
    ):
        try:
            size = find(data)
        except (struct.error, IndexError):  # it ends too soon
            return None
        if size is not None:
            width, height = size
            return (media_type, width, height) if width and height else None
    return None


def _png(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int] | None:
    if not data.startswith((b"GIF87a", b"GIF89a")):
        return None
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpeg(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    for _ in range(_MOST_SEGMENTS):
        mark = data[at + 1]
        if data[at] != _FILLING or mark in {_SCAN, _END}:
            return None
        if mark in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if mark == _FILLING:
            at += 1
        elif mark in _ALONE:
            at += 2
        else:
            at += 2 + max(struct.unpack_from(">H", data, at + 2)[0], 2)
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"RIFF") or data[8:12] != b"WEBP":
        return None
    kind = data[12:16]
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and data[20] == _LOSSLESS:
        bits = struct.unpack_from("<I", data, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        low, middle, high = struct.unpack_from("<HHH", data, 24)
        return (low | (middle & 0xFF) << 16) + 1, (middle >> 8 | high << 8) + 1
    return None
