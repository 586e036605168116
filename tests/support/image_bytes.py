"""The smallest images of each kind, as far as anybody looks who wants their size."""

import struct
import zlib

GIF = "GIF89a\x02\x00\x01\x00\x00\x00\x00;"
"""2 x 1 pixels, in characters that are one byte each: a test can write it as text."""


def png(width: int = 60, height: int = 30, *, n_more: int = 0) -> bytes:
    """A whole one, in one colour; with so many bytes of a chunk that nobody reads."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    more = _chunk(b"npTL", bytes(n_more)) if n_more else b""
    chunks = _chunk(b"IHDR", header) + more + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def jpeg(width: int = 60, height: int = 30) -> bytes:
    """With an EXIF segment, filling bytes and a table before the frame that tells the size."""
    exif, table = b"\xff\xe1" + _sized(b"Exif\0\0" + b"\xff\xc0" * 9), b"\xff\xc4" + _sized(bytes(17))
    frame = b"\xff\xc2" + _sized(struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0")
    return b"\xff\xd8" + exif + b"\xff\xff" + table + frame + b"\xff\xda\0\x02" + bytes(9) + b"\xff\xd9"


def webp(width: int = 60, height: int = 30, kind: bytes = b"VP8 ") -> bytes:
    """Lossy (`VP8 `), lossless (`VP8L`) or extended (`VP8X`)."""
    if kind == b"VP8 ":
        body = b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", width | 1 << 14, height)
    elif kind == b"VP8L":
        body = b"\x2f" + struct.pack("<I", width - 1 | height - 1 << 14 | 1 << 28)
    else:
        body = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def gif(width: int = 60, height: int = 30) -> bytes:
    """Without a frame."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _sized(body: bytes) -> bytes:
    return struct.pack(">H", len(body) + 2) + body
