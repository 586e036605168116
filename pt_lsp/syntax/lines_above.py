"""What belongs to a definition and stands right above it, told by lines, where there is no grammar.

Comments, attributes and annotations, a signature on lines of its own. Refuses to look across blank lines.
"""

import re

from pt_lsp.documents.text import Text
from pt_lsp.syntax.comment_forms import comment_forms
from pt_lsp.syntax.indentation import columns_of

_MOST_LINES = 200
_ATTRIBUTE = re.compile(r"@[\w!]|\[<|#\[")
_SIGNED = frozenset({"agda", "elm", "haskell", "idris", "purescript"})
"""Languages whose definitions repeat their name on each line that begins at their margin."""
_NAME = re.compile(r"[\w']++|\([^()\s]++\)")
_ENDS = ('"""', ")", "]", "}")
_SHEBANG = "#!"


def first_line_with_remarks(text: Text, language_id: str, first: int) -> int:
    """The first line of what belongs to the definition that begins on line `first`."""
    columns, name = columns_of(text, first), _NAME.match(text.line_content(first).lstrip())
    least = max(first - _MOST_LINES, 0)
    while first > least:
        above = _start_of_remark(text, language_id, first - 1, least, columns)
        content = text.line_content(first - 1).lstrip()
        if above is None and language_id in _SIGNED and columns_of(text, first - 1) == columns:
            is_same = name is not None and (said := _NAME.match(content)) and said[0] == name[0]
            above = first - 1 if is_same else None
        if above is None or (above == 0 and text.line_content(0).startswith(_SHEBANG)):
            break
        first = above
    return first


def _start_of_remark(text: Text, language_id: str, line: int, least: int, columns: int | None) -> int | None:
    """The line that a comment or an attribute begins on which ends on this one; None where it is neither."""
    content = text.line_content(line).strip()
    if not content:
        return None
    is_level = columns_of(text, line) == columns
    forms = comment_forms(language_id)
    if is_level and (_ATTRIBUTE.match(content) or any(content.startswith(form.opening) for form in forms)):
        return line
    openings = [form.opening for form in forms if form.closing and content.endswith(form.closing)]
    is_end = is_level and content.startswith(_ENDS)
    if not openings and not is_end:
        return None
    for row in range(line - 1, least - 1, -1):
        begun = text.line_content(row).strip()
        if columns_of(text, row) == columns and (
            (is_end and _ATTRIBUTE.match(begun)) or any(map(begun.startswith, openings))
        ):
            return row
        if is_end and not openings and content[0] != '"' and (columns_of(text, row) or 0) <= (columns or 0):
            return None
    return None
