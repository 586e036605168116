"""Where the excerpts around a cursor begin and end, kept from key to key.

The lines before the cursor start where they did; the exact lines next to it follow it; what is further down
stays what it was while nearly the same. What comes first in a prompt must not change for a line that was
added far below, nor because the cursor went some lines up or down.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from cachetools import LRUCache

from pt_lsp.context.windows.excerpt import excerpt_before, is_beginning
from pt_lsp.documents.lines import end_of_line, plain, span_of_lines
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

_NEAR_SHARE = 0.06
_LEAST_NEAR, _MOST_NEAR = 120, 1_500
"""What follows the cursor in the prompt is sent anew with each key: it has to stay under a tenth of it."""

_ROOM = 8
_DOCUMENTS = 64
_MOST_DIFFERENT = 0.1
_LEAST_GROWTH, _MOST_GROWTH = 0.6, 1.6
"""Between these a limit stays what it was."""

_LONGEST_REST = 600
_REST_STEP = 128
_LINE_END = 2
_REACH = 1_500
"""Lines further down may begin so far below those next to the cursor: with the next definition."""

_ANCHOR_LINES = 3


@dataclass(frozen=True, slots=True)
class NearSuffix:
    """The rest of the cursor's line with the whole lines next to it, without the last one's end."""

    span: Span
    n_reserved: int
    """How much room it may take up, in steps."""
    next_line: int
    """Index of the first line below it; of a line that is too long, the line itself may be cut."""


def near_suffix(text: Text, offset: int, limit: int, longest_rest: int) -> NearSuffix:
    """Lines of together `limit` characters after the rest of the own one."""
    line = text.line_at(offset)
    rest_end = max(end_of_line(text, line), offset)  # between the two halves of a line end, too
    longest_rest = min(_LONGEST_REST, longest_rest)
    rest = min(rest_end - offset, longest_rest)
    n_reserved = limit + min(-(-rest // _REST_STEP) * _REST_STEP, longest_rest)
    n_lines = _n_fitting(text, line + 1, limit - _LINE_END) if offset + rest == rest_end else 0
    end = end_of_line(text, line + n_lines) if n_lines else offset + rest
    return NearSuffix(Span(offset, end), n_reserved, line + 1 + n_lines)


@dataclass(slots=True)
class _Anchors:
    start: int = 0
    near_limit: int = -1
    later: str = ""
    has_later: bool = False


class ExcerptAnchors:
    """Per document what the last prompt had of its suffix."""

    def __init__(self) -> None:
        self._anchors: LRUCache[str, _Anchors] = LRUCache(_DOCUMENTS)

    def prefix_start(self, uri: str, text: Text, offset: int, limit: int) -> int:
        """Where the lines before the cursor start: where they did, while that fits and is not too near.

        A new start leaves some room, so that typing does not soon move it again.
        """
        anchors = self._of(uri)
        with_room = limit - limit // _ROOM
        fits = limit // 2 <= offset - anchors.start <= limit
        if offset <= with_room:
            anchors.start = 0
        elif not fits or text.line_start(text.line_at(anchors.start)) != anchors.start:
            anchors.start = text.line_start(text.line_at(excerpt_before(text, offset, with_room).start))
        return max(anchors.start, offset - limit)

    def near_limit(self, uri: str, n_before: int, most: int) -> int:
        """How much of the lines below may follow the cursor when so much stands before it in the prompt.

        As it was, unless it has grown or shrunk much.
        """
        anchors = self._of(uri)
        limit = min(max(int(n_before * _NEAR_SHARE), _LEAST_NEAR), _MOST_NEAR, most)
        if not _LEAST_GROWTH * anchors.near_limit <= limit <= _MOST_GROWTH * anchors.near_limit:
            anchors.near_limit = limit
        return anchors.near_limit

    def wants_later(self, uri: str, n_prefix: int, most: int) -> bool:
        """Whether so little stands before the cursor that what is further down may go before it."""
        anchors = self._of(uri)
        anchors.has_later = n_prefix <= (most * _MOST_GROWTH if anchors.has_later else most)
        return anchors.has_later

    def later(self, uri: str, text: Text, cursor_line: int, near: NearSuffix, limit: int) -> str:
        """What comes below the lines next to the cursor, in whole lines.

        The same as last time while that still begins in reach and under a tenth of it has changed. It
        may then begin among the lines next to the cursor, or leave a gap after them.
        """
        anchors = self._of(uri)
        if near.next_line >= text.n_lines:
            return ""
        start = text.line_start(min(cursor_line + 1, near.next_line))
        end = min(text.line_start(near.next_line) + _REACH + limit, len(text))
        below = plain(text.slice(Span(start, end)))
        if not _still_holds(anchors.later, below, limit):
            first = _beginning(text, near.next_line)
            n_lines = _n_fitting(text, first, limit)
            lines = text.slice(span_of_lines(text, first, first + n_lines - 1)) if n_lines else ""
            anchors.later = plain(lines).rstrip("\n")
        return anchors.later

    def forget(self, uri: str) -> None:
        """Drop a document."""
        self._anchors.pop(uri, None)

    def _of(self, uri: str) -> _Anchors:
        anchors: _Anchors = self._anchors.setdefault(uri, _Anchors())
        return anchors


def _beginning(text: Text, line: int) -> int:
    """The next line at which a definition seems to begin, if that is in reach; else the line."""
    end = text.line_start(line) + _REACH
    candidate = line
    while candidate < text.n_lines and text.line_start(candidate) <= end:
        if is_beginning(text, candidate):
            return candidate
        candidate += 1
    return line


def _still_holds(old: str, below: str, limit: int) -> bool:
    """Whether nearly the same text still stands below the cursor."""
    anchor = "\n".join(old.split("\n", _ANCHOR_LINES)[:_ANCHOR_LINES])
    at = below.find(anchor) if anchor.strip() else -1
    if at < 0 or (at and below[at - 1] != "\n"):
        return False
    return below.startswith(old, at) or _is_nearly(old, below[at : at + limit])


def _is_nearly(old: str, new: str) -> bool:
    old_lines, new_lines = old.split("\n"), new.split("\n")
    counts = Counter(old_lines)
    counts.subtract(new_lines)
    n_gone = sum(n for n in counts.values() if n > 0)
    n_come = -sum(n for n in counts.values() if n < 0)
    return max(n_gone, n_come) <= _MOST_DIFFERENT * max(len(old_lines), len(new_lines)) + 1


def _n_fitting(text: Text, first: int, limit: int) -> int:
    """How many lines from `first` on fit, with their ends."""
    if first >= text.n_lines:
        return 0
    end = text.line_start(first) + limit
    return bisect_right(range(first + 1, text.n_lines + 1), end, key=text.line_start)
