"""Which remembered explanation is about a place; told from the text alone, within a millisecond or two.

Nothing is parsed: where the code reads as it was explained, its lines say so; where it does not, the heads
around the place, by their indentation, say that it is another version of what was explained.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from pt_lsp.documents.lines import plain, span_of_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.explain.remembering import digest
from pt_lsp.store.explanations import StoredExplanation
from pt_lsp.syntax.headers import enclosing_headers

_MOST_UP = 500
"""Lines above a place at which what is explained may begin, unless it begins where it was."""
_CONTROL = re.compile(
    r"\s*+(?:[}\])]|(?:if|elif|elsif|else|for|foreach|while|until|unless|switch|match|case|when|with|try|catch"
    r"|except|finally|return|do|loop|using|lock|synchronized)\b)"
)
"""The head of a block that defines nothing."""
_WORD = re.compile(r"[\w$]+[?!]?")


class Explained(NamedTuple):
    """A remembered explanation, and the code as it stands now; None where that reads otherwise."""

    record: StoredExplanation
    code: Span | None


def explained_at(snapshot: Snapshot, line: int, records: Sequence[StoredExplanation]) -> Explained | None:
    """The explanation of the smallest piece of code around a line, else an older one of a definition."""
    text = snapshot.text
    lines = _Lines(text)
    about_code = [each for each in records if each.is_about_code]
    for record in sorted(about_code, key=lambda each: each.n_lines):
        if (code := lines.around(line, record)) is not None:
            return Explained(record, code)
    named = [each for each in about_code if each.names and lines.at(each.first_line, each) is None]
    if not named:
        return None
    heads = _heads(snapshot, line)
    # The innermost is what the place is about.
    found = max(named, key=lambda each: (_depth(heads, each.names), each.saved_s))
    return Explained(found, None) if _depth(heads, found.names) >= 0 else None


class _Lines:
    """The lines of a text by their digests, each made once."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._digests: dict[int, str] = {}

    def around(self, line: int, record: StoredExplanation) -> Span | None:
        """The code that is explained, if it stands around the line."""
        above = range(line, max(line - min(record.n_lines, _MOST_UP), -1), -1)
        for first in chain([record.first_line], above):
            if first <= line < first + record.n_lines and (code := self.at(first, record)) is not None:
                return code
        return None

    def at(self, first: int, record: StoredExplanation) -> Span | None:
        """The code that is explained, if it begins at that line."""
        last = first + record.n_lines - 1
        if last >= self._text.n_lines or self._digest(first) != record.first:
            return None
        span = span_of_lines(self._text, first, last)
        return span if digest(plain(self._text.slice(span))) == record.code else None

    def _digest(self, line: int) -> str:
        if line not in self._digests:
            self._digests[line] = digest(self._text.line_content(line))
        return self._digests[line]


def _heads(snapshot: Snapshot, line: int) -> list[frozenset[str]]:
    """The words of the heads of what the line is in, and of itself if it is one; the outermost first."""
    text, language_id = snapshot.text, snapshot.language_id
    found = enclosing_headers(text, language_id, line, 0)
    if line + 1 < text.n_lines:
        found += tuple(each for each in enclosing_headers(text, language_id, line + 1, 0) if line in each)
    shown = (" ".join(map(text.line_content, rows)) for rows in found)
    return [frozenset(_WORD.findall(head)) for head in shown if not _CONTROL.match(head)]


def _depth(heads: Sequence[frozenset[str]], names: Sequence[str]) -> int:
    """In which of the heads the last name stands, the names before it in heads before that; -1 for none."""
    places = list(_places(heads, names))
    return places[-1] if len(places) == len(names) else -1


def _places(heads: Sequence[frozenset[str]], names: Sequence[str]) -> Iterator[int]:
    start = 0
    for name in names:
        found = next((n for n in range(start, len(heads)) if name in heads[n]), None)
        if found is None:
            return
        yield found
        start = found + 1
