"""Cuts a conversation into pieces that stay the same as long as its beginning does; keeps hashes, no text.

Two conversations share as many pieces as they begin alike with, for where a piece ends depends on nothing
that follows it by more than a character.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pt_lsp.llm.prompt import Message

LEAST_CHARACTERS = 160
"""Of a piece; it goes on to the end of its line."""
FIRST_CHARACTERS = 768
"""Of the first one: a shorter beginning than some 256 tokens is in no cache."""
MANY_PIECES, LARGE_CHARACTERS = 500, 2_560
"""After so many pieces they are larger: a long prompt costs time with each request."""


class Place(NamedTuple):
    """An offset in the text of a message."""

    message: int
    offset: int


class Piece(NamedTuple):
    """Some lines, and with them all that stands before."""

    beginning: int
    """The hash of everything up to its end."""
    size: int
    """Characters."""
    end: int
    """Characters from the first message on."""
    place: Place | None
    """Where it ends, if a mark may stand there: after a blank line or at a message's end."""


class CutPrompt(NamedTuple):
    """A conversation in pieces."""

    size: int
    """Characters."""
    pieces: tuple[Piece, ...]
    """All of it but a beginning that is too short to be in a cache."""


def cut(messages: Sequence[Message], *, continues_last: bool = False) -> CutPrompt:
    """The conversation in pieces.

    A last message that the model shall go on with takes no mark, nor does what a tool gave: marks are
    documented for the others.
    """
    pieces: list[Piece] = []
    beginning = end = held = 0
    for number, message in enumerate(messages):
        beginning = hash((beginning, message.role, message.calls))
        is_gone_on_with = continues_last and number == len(messages) - 1
        takes_marks = message.role != "tool" and not is_gone_on_with
        start = 0
        for stop, is_gap in _ends(message.content, held, len(pieces)):
            beginning = hash((beginning, message.content[start:stop]))
            held += stop - start
            end += stop - start
            start = stop
            if end >= FIRST_CHARACTERS:
                place = Place(number, stop) if is_gap and takes_marks else None
                pieces.append(Piece(beginning, held, end, place))
                held = 0
        beginning = hash((beginning, message.images)) if message.images else beginning
    return CutPrompt(end, tuple(pieces))


def _ends(text: str, n_held: int, n_pieces: int) -> list[tuple[int, bool]]:
    """Where pieces of a message end, and whether that is a gap: a blank line, or the message's own end."""
    ends: list[tuple[int, bool]] = []
    start = 0
    while start < len(text):
        least = LEAST_CHARACTERS if n_pieces + len(ends) < MANY_PIECES else LARGE_CHARACTERS
        if not n_pieces and not ends:
            least = max(FIRST_CHARACTERS - n_held, 1)
        line = text.find("\n", start + least - 1)
        gap = text.find("\n\n", start + least // 2, line + 2 if line >= 0 else len(text))
        start = gap + 2 if gap >= 0 else line + 1 or len(text)
        ends.append((start, gap >= 0 or start == len(text)))
    return ends
