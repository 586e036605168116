"""Blocks by indentation, for languages without a grammar and texts that no grammar can read.

Refuses to know any language; closing lines are known by how they start.
"""

import re
from collections import Counter
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


def whole_blocks(text: Text, first: int, last: int) -> tuple[int, int]:
    """The smallest run of lines around these that begins at its least indentation and ends what it opens."""
    indents = (columns_of(text, line) for line in range(first, last + 1))
    start = _beginning(text, first, min((indent for indent in indents if indent is not None), default=0))
    return start, _ending(text, start, last)


def _beginning(text: Text, first: int, least: int) -> int:
    """The line at or above the first one that is indented no deeper and goes on with nothing."""
    for line in range(first, -1, -1):
        indent = columns_of(text, line)
        if indent is None:
            continue
        is_inner = _is_joined(text, line) or closes(text, line) or _goes_on(text, line)
        if indent <= least and not is_inner:
            return line
    return first


def _ending(text: Text, start: int, last: int) -> int:
    """The line at or below the last one with which all ends that began since the start."""
    least = columns_of(text, start) or 0
    end, n_marks, has_body = last, Counter[str](), False
    for line in range(start, text.n_lines):
        content, indent = text.line_content(line), columns_of(text, line)
        if line > last and indent is not None:
            opener = _OPENER.get(content.lstrip()[0])
            is_end = n_marks[opener] > n_marks[content.lstrip()[0]] if opener else has_body
            is_own = indent == least and is_end and (closes(text, line) or _goes_on(text, line))
            if indent <= least and not is_own and not _is_joined(text, line):
                break
            end = line
        has_body = has_body or (indent or 0) > least
        n_marks.update(mark for mark in content if mark in _BRACKETS)
    return end


def _is_joined(text: Text, index: int) -> bool:
    return index > 0 and text.line_content(index - 1).endswith("\\")


_CLOSING = re.compile(
    r"[)\]}]|</"
    r"|end(?![\w$])(?![(\[?]|[ \t]*+(?:[-+*/%&|^.?!<>~]{0,3}=|:|<-)|(?:\+\+|--)[ \t]*+;?[ \t]*+$)"
    r"(?!(?:[ \t]*+,[ \t]*+\w++)++[ \t]*+=)"
    r"|(?:fi|done|esac)(?=[ \t]*+(?:$|[;)}`#]|(?![<>|&]{1,3}=|<-)[<>|&]|\d[<>]))"
)
"""A word that ends blocks may be a name too: what follows tells."""
_GOING_ON = re.compile(r"\{\s*$|(?:else|elif|elsif|elseif|except|finally|catch|rescue|ensure|then)\b")
_OPENER = {")": "(", "]": "[", "}": "{"}
_BRACKETS = frozenset("()[]{}")
_TAB_COLUMNS = 8


def _openers(text: Text, line: int) -> Iterator[tuple[int, int]]:
    """Lines from `line` upwards, with their indentation, that no line between is indented less than."""
    limit: int | None = None
    for index in range(line, -1, -1):
        indent = columns_of(text, index)
        if indent is None or (limit is not None and indent > limit):
            continue
        limit = indent
        yield index, indent
        if indent == 0 and not closes(text, index):
            return


def _block_end(text: Text, header: int, indent: int) -> int:
    """Last line of the block that `header` opens, its closing line included; `header` where it opens none."""
    end = header
    for index in range(header + 1, text.n_lines):
        deeper = columns_of(text, index)
        if deeper is None:
            continue
        if deeper <= indent:
            return index if deeper == indent and closes(text, index) else end
        end = index
    return end


def _with_lone_brace(text: Text, header: int, indent: int) -> int:
    """The line above when `header` is a brace that its header left to a line of its own."""
    if header and text.line_content(header).strip() == "{" and columns_of(text, header - 1) == indent:
        return header - 1
    return header


def closes(text: Text, index: int) -> bool:
    """Whether a line begins with what ends a block."""
    return _CLOSING.match(text.line_content(index).lstrip()) is not None


def _goes_on(text: Text, index: int) -> bool:
    return _GOING_ON.match(text.line_content(index).lstrip()) is not None


def columns_of(text: Text, index: int) -> int | None:
    """Columns before the first character; None for a blank line."""
    content = text.line_content(index)
    stripped = content.lstrip()
    return len(content[: len(content) - len(stripped)].expandtabs(_TAB_COLUMNS)) if stripped else None
