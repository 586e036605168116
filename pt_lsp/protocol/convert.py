"""Positions, ranges and edits, to and from LSP; offsets inside, positions outside.

Refuses to trust a position: one outside of the text means the nearest place inside.
"""

import re
from collections.abc import Iterable

from lsprotocol import types

from pt_lsp.documents.change import Change
from pt_lsp.documents.encoding import PositionEncoding, is_inside_pair, line_and_units, offset_at
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.protocol.wire.document_changes import ContentChange


def offset_of(text: Text, position: types.Position, encoding: PositionEncoding) -> int:
    """Offset of an LSP position."""
    return offset_at(text, position.line, position.character, encoding)


def span_of(text: Text, range_: types.Range, encoding: PositionEncoding) -> Span:
    """Span of an LSP range; a reversed one counts as meant the other way round."""
    start = offset_of(text, range_.start, encoding)
    end = offset_of(text, range_.end, encoding)
    return Span(min(start, end), max(start, end))


def position_of(text: Text, offset: int, encoding: PositionEncoding) -> types.Position:
    """LSP position of an offset."""
    line, units = line_and_units(text, offset, encoding)
    return types.Position(line=line, character=units)


def range_of(text: Text, span: Span, encoding: PositionEncoding) -> types.Range:
    """LSP range of a span."""
    return types.Range(
        start=position_of(text, span.start, encoding), end=position_of(text, span.end, encoding)
    )


def text_edits_of(text: Text, changes: Iterable[Change], encoding: PositionEncoding) -> list[types.TextEdit]:
    """Changes that all count in `text`, as LSP text edits."""
    return [
        types.TextEdit(range=range_of(text, change.span, encoding), new_text=change.text)
        for change in changes
    ]


def change_of(text: Text, change: ContentChange, encoding: PositionEncoding) -> Change | None:
    """One content change against the text that the one before has left; None for a whole new text.

    An editor that counts in UTF-16 may replace half a character, as where one emoji becomes another.
    """
    if change.range is None:
        return None
    span, new = span_of(text, change.range, encoding), change.text
    if encoding == "utf-16":
        places = sorted((each.line, each.character) for each in (change.range.start, change.range.end))
        starts_inside, ends_inside = (is_inside_pair(text, *place) for place in places)
        if starts_inside:
            new = _halves(text, span.start)[0] + new
        if ends_inside:
            new += _halves(text, span.end)[1]
            span = Span(span.start, span.end + 1)
        if _SURROGATE.search(new):
            return _with_pairs_joined(text, Change(span, new))
    return Change(span, new)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _halves(text: Text, offset: int) -> str:
    """The character there as an editor that counts in UTF-16 has it."""
    encoded = text.slice(Span(offset, offset + 1)).encode("utf-16-le", "surrogatepass")
    return "".join(encoded[at : at + 2].decode("utf-16-le", "surrogatepass") for at in (0, 2))


def _with_pairs_joined(text: Text, change: Change) -> Change:
    """The same where halves that meet, also one that stood beside it, are one character."""
    start, end = max(change.span.start - 1, 0), min(change.span.end + 1, len(text))
    before, after = text.slice(Span(start, change.span.start)), text.slice(Span(change.span.end, end))
    joined = f"{before}{change.text}{after}".encode("utf-16-le", "surrogatepass")
    return Change(Span(start, end), joined.decode("utf-16-le", "surrogatepass")).trimmed(
        text.slice(Span(start, end))
    )
