"""From a text at the cursor to an item of the shape that editors show.

Editors show an item only if its range is on one line and holds the cursor, and if its text begins with what
the range replaces before the cursor and contains what it replaces after it. Refuses to know LSP.
"""

from dataclasses import dataclass

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.postprocess.overlap import replaced_length
from pt_lsp.features.inline_completion.postprocess.place import Place


@dataclass(frozen=True, slots=True)
class Completion:
    r"""`text`, with `\n` line ends, replaces `span`, which lies on the cursor's line and holds the cursor."""

    id: str
    text: str
    span: Span


def completion_at(snapshot: Snapshot, offset: int, text: str, completion_id: str) -> Completion:
    """The item that inserts `text` at the cursor.

    Its span reaches from the line's start to the cursor, or to the line's end when the text contains the rest
    of the line or closes a bracket that stands right after the cursor.
    """
    line = snapshot.text.line_at(offset)
    start = snapshot.text.line_start(line)
    content = snapshot.text.line_content(line)
    before, rest = content[: offset - start], content[offset - start :]
    n_replaced = replaced_length(text, Place(before, rest))
    if not n_replaced:
        return Completion(completion_id, before + text, Span(start, offset))
    return Completion(completion_id, before + text + rest[n_replaced:], Span(start, start + len(content)))
