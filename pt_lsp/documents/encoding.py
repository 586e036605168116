"""Columns in the units that an editor counts in; refuses to know LSP's types.

An editor counts a line's characters in UTF-8 bytes, UTF-16 code units or code points, as negotiated. Lone
surrogates, which a JSON string can carry, count as one UTF-16 unit or three UTF-8 bytes.
"""

from collections.abc import Callable
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
    count = _utf8_units if encoding == "utf-8" else _utf16_units
    return min(_column_of(line, units, count), limit)


def column_to_units(line: str, column: int, encoding: PositionEncoding) -> int:
    """Units before code point `column`; a column outside of the line's content counts as its nearest edge."""
    column = min(max(column, 0), content_length(line))
    if encoding == "utf-32" or line.isascii():
        return column
    return _utf8_units(line[:column]) if encoding == "utf-8" else _utf16_units(line[:column])


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


def _utf8_units(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _column_of(line: str, units: int, count: Callable[[str], int]) -> int:
    """The most code points that take up no more than `units`, found by halving: a line may be long."""
    low, high = 0, min(units, len(line))
    while low < high:
        middle = (low + high + 1) // 2
        n_units = count(line[low:middle])
        if n_units <= units:
            low, units = middle, units - n_units
        else:
            high = middle - 1
    return low
