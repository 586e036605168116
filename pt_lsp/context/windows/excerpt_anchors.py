"""Where the excerpts around a cursor begin and end, kept from key to key.

The lines before the cursor start where they did, below the same landmarks; what is shown of the lines below
before that stays what it was while nearly the same. What comes first in a prompt must not change for a line
that was added far below.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from cachetools import LRUCache

from pt_lsp.context.windows.excerpt import excerpt_before, last_whole
from pt_lsp.context.windows.landmarks import NO_LANDMARKS, Landmarks, head_of, landmarks
from pt_lsp.context.windows.near_suffix import MARK_ROOM, mark_after, n_fitting
from pt_lsp.documents.lines import end_of_line, plain, span_of_lines
from pt_lsp.documents.snapshot import Snapshot
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

_REACH = 200
"""Brackets that an editor closes may take so much room between the cursor and what was below it."""
_ANCHOR_LINES = 3
_CLOSERS = frozenset(")]}>\"'`;,. \t\n")
_MOST_PARSED = 16_000
"""Characters: some 3 ms, once each time that the lines before the cursor start elsewhere."""


class _Later(NamedTuple):
    lines: str
    mark: str
    """What stands after them: nothing where they are all that is below."""


_NOTHING = _Later("", "")


@dataclass(slots=True)
class _Anchors:
    start: int = 0
    near_limit: int = -1
    later: _Later = _NOTHING
    landmarks: Landmarks = NO_LANDMARKS
    made_from: tuple[object, ...] = ()
    """What the landmarks were chosen by; as long as it is the same they are."""


class ExcerptAnchors:
    """Per document what the last prompt had of its file."""

    def __init__(self) -> None:
        self._anchors: LRUCache[str, _Anchors] = LRUCache(_DOCUMENTS)

    def prefix_start(self, uri: str, text: Text, offset: int, limit: int, n_above: int = 0) -> int:
        """Where the lines before the cursor start: where they did, while that fits and is not too near.

        A new start leaves some room, so that typing does not soon move it again; one that is not the text's
        leaves `n_above` characters for what is shown above.
        """
        anchors = self._of(uri)
        below = limit - n_above
        fits = below // 2 <= offset - anchors.start <= (below if anchors.start else limit)
        if offset <= limit - limit // _ROOM:
            anchors.start = 0
        elif not fits or text.line_start(text.line_at(anchors.start)) != anchors.start:
            first = excerpt_before(text, offset, below - below // _ROOM).start
            anchors.start = text.line_start(text.line_at(first))
        return max(anchors.start, offset - (below if anchors.start else limit))

    def landmarks(self, snapshot: Snapshot, excerpt: Span, limit: int) -> str:
        """What is shown above the lines before the cursor, chosen anew when these start elsewhere.

        Nothing above a line whose beginning is cut. Names that were typed since choose no other imports.
        """
        anchors, text = self._of(snapshot.uri), snapshot.text
        start = text.line_at(excerpt.start)
        if not excerpt.start or text.line_start(start) != excerpt.start:
            return ""
        known = (excerpt.start, limit, snapshot.language_id, hash(head_of(text, start)))
        if anchors.made_from != (*known, *_contents(text, anchors.landmarks, start)):
            anchors.landmarks = landmarks(
                text, snapshot.language_id, excerpt, limit, most_parsed=_MOST_PARSED
            )
            anchors.made_from = (*known, *_contents(text, anchors.landmarks, start))
        return anchors.landmarks.shown

    def near_limit(self, uri: str, n_before: int, most: int) -> int:
        """How much of the lines below may follow the cursor when so much stands before it in the prompt.

        As it was, unless it has grown or shrunk much.
        """
        anchors = self._of(uri)
        limit = min(max(int(n_before * _NEAR_SHARE), _LEAST_NEAR), _MOST_NEAR, most)
        if not _LEAST_GROWTH * anchors.near_limit <= limit <= _MOST_GROWTH * anchors.near_limit:
            anchors.near_limit = limit
        return min(anchors.near_limit, most)

    def later(self, snapshot: Snapshot, cursor_line: int, limit: int) -> str:
        """The whole lines below the cursor's, for a prompt in which they come first.

        The same as last time while that begins right below, but for closing brackets, and under a tenth of
        it has changed.
        """
        anchors, text = self._of(snapshot.uri), snapshot.text
        first = cursor_line + 1
        if first >= text.n_lines:
            return ""
        start = text.line_start(first)
        below = plain(text.slice(Span(start, min(start + _REACH + limit, len(text)))))
        if not _still_holds(anchors.later, below, limit):
            anchors.later = _lines_below(text, first, limit, snapshot.language_id)
        return anchors.later.lines + anchors.later.mark

    def forget(self, uri: str) -> None:
        """Drop a document."""
        self._anchors.pop(uri, None)

    def _of(self, uri: str) -> _Anchors:
        anchors: _Anchors = self._anchors.setdefault(uri, _Anchors())
        return anchors


def _contents(text: Text, shown: Landmarks, start: int) -> tuple[str, ...]:
    """What now stands on the lines of the landmarks, and on the first one below them."""
    return tuple(text.line_content(line) for line in (*shown.lines, start) if line < text.n_lines)


def _lines_below(text: Text, first: int, limit: int, language_id: str) -> _Later:
    """Whole lines with the mark after them."""
    n_lines = n_fitting(text, first, limit - MARK_ROOM)
    if not n_lines:
        return _NOTHING
    last = last_whole(text, first, first + n_lines - 1)
    lines = plain(text.slice(span_of_lines(text, first, last))).rstrip("\n")
    return _Later(lines, mark_after(text, end_of_line(text, last), language_id) if lines.strip() else "")


def _still_holds(later: _Later, below: str, limit: int) -> bool:
    """Whether nearly the same text still stands below the cursor, at most behind closing brackets."""
    old = later.lines
    anchor = "\n".join(old.split("\n", _ANCHOR_LINES)[:_ANCHOR_LINES])
    at = below.find(anchor) if anchor.strip() else -1
    if at < 0 or (at and below[at - 1] != "\n") or not set(below[:at]) <= _CLOSERS:
        return False
    return _is_nearly(old, below[at : at + (len(old) if later.mark else limit)])


def _is_nearly(old: str, new: str) -> bool:
    old_lines, new_lines = old.split("\n"), new.split("\n")
    counts = Counter(old_lines)
    counts.subtract(new_lines)
    n_gone = sum(n for n in counts.values() if n > 0)
    n_come = -sum(n for n in counts.values() if n < 0)
    return max(n_gone, n_come) <= _MOST_DIFFERENT * max(len(old_lines), len(new_lines)) + 1
