"""Blocks by indentation, for languages without a grammar and texts that no grammar can read.

Refuses to know any language; closing lines are known by how they start.
"""

import re
from collections.abc import Iterator

from pt_lsp.documents.lines import lines_of, span_of_lines
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text


def enclosing_block(text: Text, span: Span) -> Span | None:
    """The innermost block around `span`, from the line that opens it to the one that closes it; None without.

    Whole lines without the last line's end, as for a definition. The opening and the closing line are inside.
    """
    first, last = lines_of(text, span)
    for header, indent in _openers(text, first):
        end = _block_end(text, header, indent)
        if end > header and end >= last:
            return span_of_lines(text, _with_lone_brace(text, header, indent), end)
    return None


_CLOSING = re.compile(r"[)\]}]|</|(?:end|fi|done|esac)\b")
_TAB_COLUMNS = 8


def _openers(text: Text, line: int) -> Iterator[tuple[int, int]]:
    """Lines from `line` upwards, with their indentation, that no line between is indented less than."""
    limit: int | None = None
    for index in range(line, -1, -1):
        indent = _indent(text, index)
        if indent is None or (limit is not None and indent > limit):
            continue
        limit = indent
        yield index, indent
        if indent == 0 and not _closes(text, index):
            return


def _block_end(text: Text, header: int, indent: int) -> int:
    """Last line of the block that `header` opens, its closing line included; `header` where it opens none."""
    end = header
    for index in range(header + 1, text.n_lines):
        deeper = _indent(text, index)
        if deeper is None:
            continue
        if deeper <= indent:
            return index if deeper == indent and _closes(text, index) else end
        end = index
    return end


def _with_lone_brace(text: Text, header: int, indent: int) -> int:
    """The line above when `header` is a brace that its header left to a line of its own."""
    if header and text.line_content(header).strip() == "{" and _indent(text, header - 1) == indent:
        return header - 1
    return header


def _closes(text: Text, index: int) -> bool:
    return _CLOSING.match(text.line_content(index).lstrip()) is not None


def _indent(text: Text, index: int) -> int | None:
    """Columns before the first character; None for a blank line."""
    content = text.line_content(index)
    stripped = content.lstrip()
    return len(content[: len(content) - len(stripped)].expandtabs(_TAB_COLUMNS)) if stripped else None
