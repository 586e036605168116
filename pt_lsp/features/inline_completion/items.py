"""From a text at the cursor to an item of the shape that editors show.

Editors show an item only if its range is on one line and holds the cursor, and if its text begins with what
the range replaces before the cursor and contains what it replaces after it. Refuses to know LSP.
"""

from dataclasses import dataclass, replace

from pt_lsp.documents.lines import span_of_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.suffix_echo import replaced_length


@dataclass(frozen=True, slots=True)
class Completion:
    r"""`text`, with `\n` line ends, replaces `span`, which lies on the cursor's line and holds the cursor.

    `document` is the text in which the span counts: a newer one than the request's if that was overtaken.
    """

    id: str
    text: str
    span: Span
    document: Text


@dataclass(frozen=True, slots=True)
class Selected:
    """What is selected in the editor's list of suggestions: `text` would replace `span`."""

    text: str
    span: Span


def with_selected(snapshot: Snapshot, selected: Selected) -> tuple[Snapshot, int]:
    """The document as if the suggestion had been taken, and the cursor behind it."""
    text = snapshot.text.replace(selected.span, selected.text)
    return replace(snapshot, text=text), selected.span.start + len(selected.text)


def beyond_selected(completion: Completion, selected: Selected, snapshot: Snapshot) -> Completion:
    """An item that was made `with_selected`, for the document as it is: the suggestion and what follows it.

    Editors show it only if it begins with what is selected, and replaces the same.
    """
    if completion.span.is_empty:
        text = selected.text + completion.text
    else:
        text = completion.text[selected.span.start - completion.span.start :]
    line = snapshot.text.line_at(selected.span.end)
    end = span_of_lines(snapshot.text, line, line).end
    delta = len(selected.text) - len(selected.span)
    span = Span(selected.span.start, min(completion.span.end - delta, end))
    return Completion(completion.id, text, span, snapshot.text)


def completion_at(snapshot: Snapshot, offset: int, text: str, completion_id: str) -> Completion:
    """The item that inserts `text` at the cursor.

    Its span is empty, because Neovim draws what replaces something over the line; but it is the whole line
    where the text contains the rest of it or closes a bracket that stands right after the cursor.
    """
    line = snapshot.text.line_at(offset)
    start = snapshot.text.line_start(line)
    content = snapshot.text.line_content(line)
    before, rest = content[: offset - start], content[offset - start :]
    n_replaced = replaced_length(text, InsertionPoint(before, rest))
    if not n_replaced:
        return Completion(completion_id, text, Span(offset, offset), snapshot.text)
    span = Span(start, start + len(content))
    return Completion(completion_id, before + text + rest[n_replaced:], span, snapshot.text)
