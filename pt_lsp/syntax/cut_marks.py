"""The one line that stands in a prompt for lines of a file that it leaves out, and how to know it again.

Refuses to say where something is left out: what cuts a file says that.
"""

import re

from pt_lsp.syntax.comment_forms import USUAL_FORMS, CommentForm

_WORDS = "... lines left out ..."

_SIGN = r"\s*+(?:(?:[#;%']++|//++|--|/\*++|<!--|\(\*|\{/\*|rem\b)\s*+)?"
_MARK = re.compile(rf"{_SIGN}(?:\.\.\.|\u2026)\s*+lines\s++left\s++out\b[^\n]{{0,40}}\Z", re.IGNORECASE)
_BEGINNING = re.compile(rf"{_SIGN}(?=[.\u2026])")
_LONGEST = 120


def cut_mark(language_id: str, indentation: str = "") -> str:
    """The line, without its end: a comment where the language has them."""
    form = USUAL_FORMS.get(language_id, CommentForm(""))
    return indentation + " ".join(filter(None, (form.opening, _WORDS, form.closing)))


def has_comments(language_id: str) -> bool:
    """Whether it is a language in which the line is a comment."""
    return language_id in USUAL_FORMS


def is_cut_mark(line: str) -> bool:
    """Whether a line says, in any language's form, that lines are left out."""
    return len(line) <= _LONGEST + len(line) - len(line.lstrip()) and _MARK.match(line) is not None


def may_become_cut_mark(line: str) -> bool:
    """Whether the beginning of a line may go on as the mark."""
    begun = _BEGINNING.match(line)
    return begun is not None and _WORDS.startswith(line[begun.end() :].replace("\u2026", "..."))
