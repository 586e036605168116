r"""Text as a persistent sequence of chunks of lines, so that a change costs microseconds whatever the size.

Refuses to know positions in UTF-8 or UTF-16 units, versions and files. Lines end as in LSP, on `\n`, `\r\n`
and `\r` only; a form feed, U+0085 and U+2028 are ordinary characters.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise

from pt_lsp.documents.span import Span

CHUNK_LINES = 256
MIN_CHUNK_LINES = 64
MAX_CHUNK_LINES = 512

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)?+")


class Text:
    """An immutable string with fast lines, offsets and replacements; equal to a text of the same content."""

    __slots__ = ("_chunks", "_first_lines", "_starts", "_string")

    def __init__(
        self,
        chunks: tuple["_Chunk", ...],
        starts: list[int],
        first_lines: list[int],
        string: str | None = None,
    ) -> None:
        """For `of` and `replace` only.

        The first offset and first line of each chunk, followed by the total. Texts share these lists.
        """
        self._chunks = chunks
        self._starts = starts
        self._first_lines = first_lines
        self._string = string

    @classmethod
    def of(cls, string: str) -> "Text":
        """The text that holds `string`."""
        chunks = _chunked(split_lines(string))
        starts = _spliced([0], 0, 0, (chunk.size for chunk in chunks))
        return cls(chunks, starts, _spliced([0], 0, 0, (len(chunk.lines) for chunk in chunks)), string)

    def __len__(self) -> int:
        return self._starts[-1]

    def __str__(self) -> str:
        if self._string is None:
            self._string = "".join(chain.from_iterable(chunk.lines for chunk in self._chunks))
        return self._string

    def __repr__(self) -> str:
        # The user's code must not end up in a log by way of a repr.
        return f"<Text of {len(self)} characters, {self.n_lines} lines>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        if self._chunks is other._chunks:
            return True
        return len(self) == len(other) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    @property
    def n_lines(self) -> int:
        """At least one; a line end at the very end opens a last, empty line."""
        return self._first_lines[-1]

    @property
    def line_end(self) -> str:
        r"""How lines end here: the first line end found, `\n` where there is none."""
        first = self._chunks[0].lines[0]
        return first[content_length(first) :] or "\n"

    def line(self, index: int) -> str:
        """Line `index` with its line end. Raises IndexError outside of the text."""
        at, within = self._locate_line(index)
        return self._chunks[at].lines[within]

    def line_content(self, index: int) -> str:
        """Line `index` without its line end. Raises IndexError outside of the text."""
        line = self.line(index)
        return line[: content_length(line)]

    def line_start(self, index: int) -> int:
        """Offset where line `index` starts; the text's length for `n_lines`. Raises IndexError beyond."""
        if index == self.n_lines:
            return len(self)
        at, within = self._locate_line(index)
        return self._starts[at] + self._chunks[at].line_starts()[within]

    def line_at(self, offset: int) -> int:
        """Index of the line that holds `offset`; after a line end, the next. Raises IndexError outside."""
        at, within, _ = self._locate(offset)
        return self._first_lines[at] + within

    def slice(self, span: Span) -> str:
        """The characters inside `span`. Raises IndexError outside of the text."""
        if self._string is not None:
            self._check(span)
            return self._string[span.start : span.end]
        at, first, column = self._locate(span.start)
        end_at, last, _ = self._locate(span.end)
        if at == end_at:
            lines: Iterable[str] = self._chunks[at].lines[first : last + 1]
        else:
            between = chain.from_iterable(chunk.lines for chunk in self._chunks[at + 1 : end_at])
            lines = chain(self._chunks[at].lines[first:], between, self._chunks[end_at].lines[: last + 1])
        return "".join(lines)[column : column + len(span)]

    def replace(self, span: Span, new: str) -> "Text":
        """The text with `new` in the place of `span`. Raises IndexError outside of the text."""
        self._check(span)
        start_at, first, column = self._locate(span.start)
        end_at, last, end_column = self._locate(span.end)
        head = self._chunks[start_at].lines[first][:column]
        if not column and span.start:
            start_at, first, head = self._join_carriage_return(start_at, first)
        end_lines = self._chunks[end_at].lines
        middle = split_lines(head + new + end_lines[last][end_column:])
        if end_at + 1 < len(self._chunks) or last + 1 < len(end_lines):
            middle.pop()  # always "": the last line touched keeps its line end
        if start_at == end_at:
            chunk = self._chunks[start_at].with_lines(first, last + 1, middle)
            if MIN_CHUNK_LINES <= len(chunk.lines) <= MAX_CHUNK_LINES:
                return self._with_chunks(start_at, end_at + 1, (chunk,))
        lines = self._chunks[start_at].lines[:first] + tuple(middle) + end_lines[last + 1 :]
        return self._with_lines(start_at, end_at + 1, lines)

    def _check(self, span: Span) -> None:
        if not 0 <= span.start <= span.end <= len(self):
            raise IndexError(f"{span} is outside of a text of {len(self)} characters")

    def _locate_line(self, index: int) -> tuple[int, int]:
        """Chunk, and line within it."""
        if not 0 <= index < self.n_lines:
            raise IndexError(f"line {index} is outside of a text of {self.n_lines} lines")
        at = bisect_right(self._first_lines, index) - 1
        return at, index - self._first_lines[at]

    def _locate(self, offset: int) -> tuple[int, int, int]:
        """Chunk, line within it and column within that line."""
        if not 0 <= offset <= len(self):
            raise IndexError(f"offset {offset} is outside of a text of {len(self)} characters")
        # The end of the text would be past the last chunk, and past an empty last line's start twice over.
        at = bisect_right(self._starts, offset, 0, len(self._chunks)) - 1
        line_starts = self._chunks[at].line_starts()
        rest = offset - self._starts[at]
        within = bisect_right(line_starts, rest, 0, len(self._chunks[at].lines)) - 1
        return at, within, rest - line_starts[within]

    def _join_carriage_return(self, at: int, line: int) -> tuple[int, int, str]:
        r"""Where to start, and with what, so that a `\r` before the change can become half of a `\r\n`."""
        before_at, before = (at, line - 1) if line else (at - 1, len(self._chunks[at - 1].lines) - 1)
        previous = self._chunks[before_at].lines[before]
        return (before_at, before, previous) if previous.endswith("\r") else (at, line, "")

    def _with_lines(self, at: int, end: int, lines: tuple[str, ...]) -> "Text":
        """The text with `lines` in the place of the chunks from `at` to before `end`."""
        if len(lines) < MIN_CHUNK_LINES and at > 0:
            at -= 1
            lines = self._chunks[at].lines + lines
        elif len(lines) < MIN_CHUNK_LINES and end < len(self._chunks):
            lines = lines + self._chunks[end].lines
            end += 1
        return self._with_chunks(
            at, end, (_Chunk(lines),) if len(lines) <= MAX_CHUNK_LINES else _chunked(lines)
        )

    def _with_chunks(self, at: int, end: int, new: tuple["_Chunk", ...]) -> "Text":
        return Text(
            self._chunks[:at] + new + self._chunks[end:],
            _spliced(self._starts, at, end, (chunk.size for chunk in new)),
            _spliced(self._first_lines, at, end, (len(chunk.lines) for chunk in new)),
        )


def content_length(line: str) -> int:
    """Code points of `line` before its line end."""
    return len(line) - (2 if line.endswith("\r\n") else line.endswith(("\n", "\r")))


def split_lines(string: str) -> list[str]:
    """Lines with their ends, and last the one without, which may be empty."""
    if "\r" not in string:
        lines = string.split("\n")
        last = lines.pop()
        return [*[line + "\n" for line in lines], last]
    # The last one found is empty, and superfluous after a line that has no end.
    lines = _LINE.findall(string)
    return lines if string.endswith(("\r", "\n")) else lines[:-1]


class _Chunk:
    """Some whole lines; where each starts is counted when first asked for."""

    __slots__ = ("_line_starts", "lines", "size")

    def __init__(self, lines: tuple[str, ...], line_starts: list[int] | None = None) -> None:
        self.lines = lines
        self.size = sum(map(len, lines)) if line_starts is None else line_starts[-1]
        self._line_starts = line_starts

    def line_starts(self) -> list[int]:
        """Offset of each line from the chunk's start, followed by the chunk's size."""
        if self._line_starts is None:
            self._line_starts = list(accumulate(map(len, self.lines), initial=0))
        return self._line_starts

    def with_lines(self, at: int, end: int, new: list[str]) -> "_Chunk":
        """The chunk with `new` in the place of the lines from `at` to before `end`."""
        lines = self.lines[:at] + tuple(new) + self.lines[end:]
        return _Chunk(lines, _spliced(self.line_starts(), at, end, map(len, new)))


def _chunked(lines: Sequence[str]) -> tuple[_Chunk, ...]:
    """Chunks of nearly equal size, so that none starts out tiny."""
    n_chunks = max(1, round(len(lines) / CHUNK_LINES))
    cuts = [len(lines) * i // n_chunks for i in range(n_chunks + 1)]
    return tuple(_Chunk(tuple(lines[a:b])) for a, b in pairwise(cuts))


def _spliced(sums: list[int], at: int, end: int, sizes: Iterable[int]) -> list[int]:
    """Running sums after the parts from `at` to before `end` gave way to parts of `sizes`."""
    head = [*sums[:at], *accumulate(sizes, initial=sums[at])]
    shift = head[-1] - sums[end]
    if shift == 0:
        return head + sums[end + 1 :]
    return head + [total + shift for total in sums[end + 1 :]]
