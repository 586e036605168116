"""Code and comments told apart without a grammar, by the comment forms of the language alone.

Tolerant: what looks like a string is one, what looks like a comment outside of it is one, all else is code.
Refuses languages whose documentation is no comment, and those that hold others.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from pt_lsp.syntax.comment_forms import USUAL_FORMS

_UNTOLD = frozenset({"bat", "clojure", "elixir", "julia", "latex", "lisp", "svelte", "vue", "xml"})

_SLASHES = r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
_HASHES = r"(?<!\S)#[^\n]*+"
_COMMENTS = {
    "//": _SLASHES,
    "#": _HASHES,
    "--": r"--[^\n]*+|\{-(?:[^-]|-(?!\}))*+(?:-\})?|/\*(?:[^*]|\*(?!/))*+(?:\*/)?",
    "%": r"(?<!\\)%[^\n]*+",
    ";": r";[^\n]*+",
    "'": r"'[^\n]*+",
    "(*": r"\(\*(?:[^*]|\*(?!\)))*+(?:\*\))?",
}
"""By the sign that begins a comment."""
_ALSO = {"powershell": r"<#(?:[^#]|#(?!>))*+(?:#>)?", "fsharp": _COMMENTS["(*"], "php": _HASHES}
_STRINGS = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?',
    r"'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?",
    r'"(?:[^"\\\n]|\\.)*+"?',
    r"'(?:[^'\\\n]|\\.)*+'",
    r"`[^`]*+`",
)


@cache
def _forms(language_id: str) -> re.Pattern[str] | None:
    form = USUAL_FORMS.get(language_id)
    comment = _COMMENTS.get(form.opening) if form is not None else None
    if comment is None or language_id in _UNTOLD:
        return None
    comment = "|".join(filter(None, (_ALSO.get(language_id), comment)))
    code = "|".join((*_STRINGS, r"\w++", r"\S"))
    return re.compile(rf"(?P<comment>{comment})|(?P<blank>\s++)|{code}", re.DOTALL)


def loose_pieces(
    text: str, language_id: str
) -> Iterator[tuple[str, Literal["code", "comment", "blank"]]] | None:
    """The pieces of `text` in order, none lost; None where the language's forms are not known."""
    forms = _forms(language_id)
    return None if forms is None else _found(forms, text)


def _found(forms: re.Pattern[str], text: str) -> Iterator[tuple[str, Literal["code", "comment", "blank"]]]:
    for match in forms.finditer(text):
        kind = match.lastgroup
        yield match.group(), "comment" if kind == "comment" else "blank" if kind == "blank" else "code"
