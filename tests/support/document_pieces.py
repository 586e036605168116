"""A document in pieces, outside and inside of the regions under edit, as the one knows it who owns it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.intrusion import intrusion_of
from pt_lsp.edits.formatting.white_space import solid

_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd]")


@dataclass
class Piece:
    """Text outside of the regions, or the text of one."""

    text: str
    edit_id: str | None = None
    is_disturbed: bool = False
    is_touched: bool = False  # by the user, since it was last told
    is_blanked: bool = False  # white space alone has changed, in a way that nobody types
    told: str = ""  # how it was last told
    has_met_another: bool = False
    is_given_back: bool = False  # the user has rejected what came
    is_added_to_only: bool = True  # by the user, and with characters that are nowhere else


def typed_in(text: str) -> str:
    """Its characters that are typed by users only: those of private use."""
    return "".join(_PRIVATE_USE.findall(text))


def span_of(pieces: Sequence[Piece], region: Piece) -> Span:
    """Where that one is."""
    start = 0
    for piece in pieces:
        if piece is region:
            break
        start += len(piece.text)
    return Span(start, start + len(region.text))


def core(text: str, start: int) -> Span:
    """Where the characters of a text that begins there are no white space; where none is, at its end."""
    first = start + len(text) - len(text.lstrip())
    return Span(first, max(first, start + len(text.rstrip())))


def have_told(pieces: Sequence[Piece]) -> None:
    """The server is told how all of them read.

    What nobody types is no typing, though the user may have done it between two notifications.
    """
    for piece in pieces:
        if piece.is_touched:
            is_blank = intrusion_of(piece.told, piece.text) == "white space"
            # Blanks at the edges of a region may lie on either side.
            is_blank |= piece.is_blanked and piece.told.strip() == piece.text.strip()
            piece.is_blanked |= is_blank
            piece.is_disturbed |= not is_blank
        piece.told, piece.is_touched = piece.text, False


def take_blanks(pieces: Sequence[Piece], region: Piece, spans: Sequence[Span]) -> None:
    """Have the region begin and end where an edit does, as far as blanks and keys are between."""
    n, span = pieces.index(region), span_of(pieces, region)
    before, after = pieces[n - 1], pieces[n + 1]
    head = span.start - min(span.start, *(each.start for each in spans))
    tail = max(span.end, *(each.end for each in spans)) - span.end
    if head and solid(before.text[-head:]) == typed_in(before.text[-head:]):
        before.text, region.text = before.text[:-head], before.text[-head:] + region.text
    if tail and solid(after.text[:tail]) == typed_in(after.text[:tail]):
        after.text, region.text = after.text[tail:], region.text + after.text[:tail]
