"""Lines of a region that stand where they stand: an answer that is indented otherwise has them as they are.

The insides of long strings and block comments that go out to the left of the code; preprocessor lines;
labels. Best asked in a thread, as it may parse the document.
"""

from pt_lsp.documents.lines import plain
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.code_pieces import pieces_of
from pt_lsp.syntax.parsing import MAX_CHARS


def steady_lines(text: Text, region: Span, language_id: str, indentation: str) -> frozenset[str]:
    """Those that lack the `indentation` of the region, and what is in one string or comment with them."""
    lines = plain(text.slice(region)).split("\n")
    low = {row for row, line in enumerate(lines) if line.strip() and not line.startswith(indentation)}
    if not low:
        return frozenset()
    steady = [lines[row] for row in low | _joined(text, region, language_id, low)]
    # What stands in the region both ways tells nothing.
    both = set(lines)
    return frozenset(line for line in steady if line.strip() and indentation + line not in both)


def _joined(text: Text, region: Span, language_id: str, low: set[int]) -> set[int]:
    """The rows of all strings and comments that begin above such a row and reach it."""
    before, inner = plain(text.slice(Span(0, region.start))), plain(text.slice(region))
    after = plain(text.slice(Span(region.end, len(text))))
    if len(before) + len(inner) + len(after) > MAX_CHARS:
        return set()
    span = Span(len(before), len(before) + len(inner))
    row, found = 0, set[int]()
    for piece in pieces_of(f"{before}{inner}{after}", language_id, span) or ():
        inside = set(range(row + 1, row + 1 + piece.text.count("\n")))
        if piece.kind != "blank" and inside & low:
            found |= inside
        row += len(inside)
    return found
