"""Which problems are of one kind: same reporter and code, else a message that differs in names and numbers.

Refuses to know where a problem is.
"""

import re
from typing import NamedTuple

from pt_lsp.context.words import IDENTIFIER
from pt_lsp.documents.visibility import visible_line

_LONGEST = 200
_LONGEST_WORD = 80
_VARIABLE = re.compile(
    r"`[^`]++`|\"[^\"]++\"|(?<!\w)'[^']++'(?!\w)|\u2018[^\u2019]++\u2019|\u201c[^\u201d]++\u201d|\d++"
)
_BLANK = "\u2026"
"""Stands for what differs from one problem to the next."""


class ProblemKind(NamedTuple):
    """Equal for problems that are mended alike."""

    reporter: str
    code: str
    shape: str
    """What the message says but for names and numbers; empty where there is a code."""

    @property
    def name(self) -> str:
        """A few words for people."""
        return visible_line(f"{self.reporter} {self.code}".strip() if self.code else self.shape)


NO_KIND = ProblemKind("", "", "")
"""Of a problem that nothing is like."""


def kind_of(reporter: str, code: str, message: str, marked: str) -> ProblemKind:
    """The kind of a problem; `marked` is the code that it is reported of."""
    reporter, code = one_line(reporter, _LONGEST_WORD), one_line(code, _LONGEST_WORD)
    return ProblemKind(reporter, code, "" if code else _shape(one_line(message, _LONGEST), marked))


def one_line(text: str, most: int) -> str:
    """The beginning of a text, its white space as single blanks."""
    return " ".join(text[: 2 * most].split())[:most]


def _shape(message: str, marked: str) -> str:
    names = set(IDENTIFIER.findall(marked[:_LONGEST]))
    unnamed = IDENTIFIER.sub(lambda found: _BLANK if found[0] in names else found[0], message)
    return _VARIABLE.sub(_BLANK, unnamed)
