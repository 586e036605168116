"""Positions, ranges and edits, to and from LSP; offsets inside, positions outside.

Refuses to trust a position: one outside of the text means the nearest place inside.
"""

from collections.abc import Iterable

from lsprotocol import types

from pt_lsp.documents.change import Change
from pt_lsp.documents.encoding import PositionEncoding, line_and_units, offset_at
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text


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


def change_of(
    text: Text, event: types.TextDocumentContentChangeEvent, encoding: PositionEncoding
) -> Change | None:
    """One content change against the text that the one before has left; None for a whole new text."""
    if isinstance(event, types.TextDocumentContentChangePartial):
        return Change(span_of(text, event.range, encoding), event.text)
    return None
