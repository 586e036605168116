"""Columns in the units that an editor counts in; refuses to know LSP's types.

An editor counts a line's characters in UTF-8 bytes, UTF-16 code units or code points, as negotiated. Lone
surrogates, which a JSON string can carry, count as one UTF-16 unit or three UTF-8 bytes.
"""

import re
from typing import Literal

from pt_lsp.documents.text import Text, content_length

PositionEncoding = Literal["utf-8", "utf-16", "utf-32"]


def units_to_column(line: str, units: int, encoding: PositionEncoding) -> int:
    """Code points before `units`, at most the line's content; inside a character, those before it."""
    limit = content_length(line)
    if units <= 0:
        return 0
    if encoding == "utf-32" or line.isascii():
        return min(units, limit)
    count = _column_in_utf8 if encoding == "utf-8" else _column_in_utf16
    return min(count(line, units), limit)


def column_to_units(line: str, column: int, encoding: PositionEncoding) -> int:
    """Units before code point `column`; a column outside of the line's content counts as its nearest edge."""
    column = min(max(column, 0), content_length(line))
    if encoding == "utf-32" or line.isascii():
        return column
    if encoding == "utf-8":
        return len(line[:column].encode("utf-8", "surrogatepass"))
    return len(line[:column].encode("utf-16-le", "surrogatepass")) // 2


def offset_at(text: Text, line: int, units: int, encoding: PositionEncoding) -> int:
    """Offset that an editor means by a line and units into it; the text's end for a line beyond the last."""
    if line < 0:
        return 0
    if line >= text.n_lines:
        return len(text)
    return text.line_start(line) + units_to_column(text.line(line), units, encoding)


def is_inside_pair(text: Text, line: int, units: int) -> bool:
    """Whether an editor that counts in UTF-16 means the place between the two halves of a character."""
    if not 0 <= line < text.n_lines or (content := text.line(line)).isascii():
        return False
    column = units_to_column(content, units, "utf-16")
    return column < content_length(content) and column_to_units(content, column, "utf-16") < units


def line_and_units(text: Text, offset: int, encoding: PositionEncoding) -> tuple[int, int]:
    r"""Line and units of `offset`; the place inside a `\r\n` counts as the one before. Raises IndexError."""
    line = text.line_at(offset)
    return line, column_to_units(text.line(line), offset - text.line_start(line), encoding)


_CONTINUATION = range(0x80, 0xC0)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def _column_in_utf8(line: str, units: int) -> int:
    encoded = line[:units].encode("utf-8", "surrogatepass")
    units = min(units, len(encoded))
    while units < len(encoded) and encoded[units] in _CONTINUATION:
        units -= 1
    return len(encoded[:units].decode("utf-8", "surrogatepass"))


def _column_in_utf16(line: str, units: int) -> int:
    n_pairs = 0
    for pair in _ASTRAL.finditer(line):
        units_before = pair.start() + n_pairs
        if units_before >= units:
            break
        if units_before + 1 == units:
            return pair.start()
        n_pairs += 1
    return units - n_pairs
