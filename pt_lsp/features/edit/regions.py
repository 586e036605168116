"""Which part of a document a command rewrites, and how the new text goes there. Pure."""

from typing import Literal

from pt_lsp.documents.lines import whole_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.instructions import Command
from pt_lsp.syntax.definitions import enclosing_definition

Shape = Literal["lines", "lines before", "inline"]
"""The new text replaces whole lines, is whole lines before a line, or stands inside a line."""


def region_of(snapshot: Snapshot, command: Command, span: Span) -> tuple[Span, Shape]:
    """The region of a command for what the user selected; whole lines without the last line's end.

    `generate` replaces a blank line, inserts whole lines at the start of a line with text, else inline.
    """
    if command == "generate":
        return _place_for_new_text(snapshot.text, span.start)
    if span.is_empty or command in {"fix", "document", "implement"}:
        definition = enclosing_definition(snapshot.text, snapshot.language_id, span)
        if definition is not None:
            return definition, "lines"
    return whole_lines(snapshot.text, span), "lines"


def _place_for_new_text(text: Text, offset: int) -> tuple[Span, Shape]:
    line = text.line_at(offset)
    if not text.line_content(line).strip():
        return whole_lines(text, Span(offset, offset)), "lines"
    shape: Shape = "lines before" if text.line_start(line) == offset else "inline"
    return Span(offset, offset), shape
