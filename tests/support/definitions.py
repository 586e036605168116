"""How tests ask for the definition around a mark."""

from pt_lsp.documents.text import Text
from pt_lsp.syntax.definitions import enclosing_definition
from tests.support.notation import parse


def check(language_id: str, before: str, definition: str | None) -> None:
    """`definition` is the text of the definition around the mark, `None` where there is none."""
    marked = parse(before)
    text = Text.of(marked.text)
    span = enclosing_definition(text, language_id, marked.selection)
    assert (None if span is None else text.slice(span)) == definition
