"""Follows accepted text through the user's changes and tells how much of it still stands some time later.

Only visible characters count: to indent anew is not to reject. Pure: the clock is the caller's. Refuses to
know how text came to be accepted.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.span import Span

Horizon = Literal[30, 300]
HORIZONS_S: tuple[Horizon, ...] = (30, 300)

MAX_FOLLOWED = 200
MAX_CHARACTERS = 20_000
_MAX_PIECES = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many visible characters of one accepted text still stood `after_s` seconds later."""

    uri: str
    language_id: str
    after_s: Horizon
    n_accepted: int
    n_kept: int

    @property
    def is_kept(self) -> bool:
        """Whether most of it was kept."""
        return 2 * self.n_kept >= self.n_accepted


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of accepted text that nobody has touched."""

    span: Span
    text: str


@dataclass(slots=True)
class _Followed:
    uri: str
    language_id: str
    accepted_s: float
    n_accepted: int
    pieces: tuple[_Piece, ...]
    horizons_s: list[Horizon] = field(default_factory=lambda: list(HORIZONS_S))

    def due(self, now_s: float) -> Iterable[Outcome]:
        while self.horizons_s and now_s - self.accepted_s >= self.horizons_s[0]:
            n_kept = sum(_n_visible(piece.text) for piece in self.pieces)
            yield Outcome(self.uri, self.language_id, self.horizons_s.pop(0), self.n_accepted, n_kept)


class Retention:
    """The texts accepted in the last five minutes, 200 at most: older ones give way untold."""

    def __init__(self) -> None:
        self._followed: deque[_Followed] = deque(maxlen=MAX_FOLLOWED)

    def accepted(self, uri: str, span: Span, text: str, now_s: float, language_id: str = "") -> None:
        """Follow `text`, which stands at `span` of the document as it is now."""
        n_accepted = _n_visible(text)
        if n_accepted and len(text) <= MAX_CHARACTERS:
            piece = _Piece(span, text)
            self._followed.append(_Followed(uri, language_id, now_s, n_accepted, (piece,)))

    def changed(self, uri: str, changes: Sequence[Change]) -> None:
        """The document changed; each change counts in the text that the one before has left.

        To be told of every change, and to be asked `due` right before: what stands is what stood then.
        """
        for followed in self._followed:
            if followed.uri == uri:
                for change in changes:
                    followed.pieces = _after(followed.pieces, change)

    def due(self, now_s: float) -> list[Outcome]:
        """What has come due since the last call, as it stands now; each accepted text twice in all."""
        outcomes = [outcome for followed in self._followed for outcome in followed.due(now_s)]
        if outcomes:
            going_on = (followed for followed in self._followed if followed.horizons_s)
            self._followed = deque(going_on, maxlen=MAX_FOLLOWED)
        return outcomes

    def forget(self, uri: str) -> None:
        """The document was closed: what is not due yet is not known."""
        going_on = (followed for followed in self._followed if followed.uri != uri)
        self._followed = deque(going_on, maxlen=MAX_FOLLOWED)


def _after(pieces: tuple[_Piece, ...], change: Change) -> tuple[_Piece, ...]:
    left = [rest for piece in pieces for rest in _rest_of(piece, change)]
    return tuple(left[:_MAX_PIECES])


def _rest_of(piece: _Piece, change: Change) -> Iterable[_Piece]:
    """What is left of `piece`, at most two pieces; those written anew as they were are left too."""
    untouched = moved(piece.span, change)
    if untouched is not None:
        return (_Piece(untouched, piece.text),)
    start, end = piece.span.start, piece.span.end
    n_before = max(0, change.span.start - start)
    n_after = max(0, end - change.span.end)
    inside = piece.text[n_before : len(piece.text) - n_after]
    before = _Piece(Span(start, start + n_before), piece.text[:n_before])
    written_at = change.span.start
    after_start = written_at + len(change.text)
    after = _Piece(Span(after_start, after_start + n_after), piece.text[len(piece.text) - n_after :])
    expected = max(start, change.span.start) - written_at
    again = _found_again(inside, change.text, expected, written_at)
    return [part for part in (before, *again, after) if part.text]


def _found_again(text: str, written: str, expected: int, written_at: int) -> Iterable[_Piece]:
    """The lines of `text` that `written` holds too, in order and as near to `expected` as they are.

    Editors that send whole documents or lines, and formatters, replace much that stays the same.
    """
    least = 0
    for line in text.splitlines(keepends=True):
        wanted = line.strip()
        if not wanted:
            continue
        at = _nearest(written, wanted, max(expected, least), least)
        if at is None:
            continue
        yield _Piece(Span(written_at + at, written_at + at + len(wanted)), wanted)
        least = at + len(wanted)
        expected = least


def _nearest(written: str, wanted: str, expected: int, least: int) -> int | None:
    """Where `wanted` begins in `written`, from `least` on and as near to `expected` as it is."""
    later = written.find(wanted, expected)
    earlier = written.rfind(wanted, least, min(expected + len(wanted), len(written)))
    found = [at for at in (earlier, later) if at >= 0]
    return min(found, key=lambda at: abs(at - expected), default=None)


def _n_visible(text: str) -> int:
    return sum(not character.isspace() for character in text)
