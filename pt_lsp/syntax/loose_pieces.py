"""Code and comments told apart without a grammar, by the comment forms of the language alone.

Tolerant: what looks like a string is one, what looks like a comment outside of it is one, all else is code.
Refuses languages whose documentation is no comment, and those that hold others.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from pt_lsp.syntax.comment_forms import USUAL_FORMS

_UNTOLD = frozenset(
    {"bat", "clojure", "elixir", "julia", "latex", "svelte", "vue", "xml"}
    | {"bazel", "cython", "graphql", "starlark"}
    | {"commonlisp", "elisp", "emacs-lisp", "fennel", "lisp"}
)

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
# A path may look like the beginning of such a block, in a text that the forms do not know to be one.
_CLOSED_BLOCK = r"(?<!\S)/\*(?:[^*]|\*(?!/))*+\*/"
_HCL = rf"(?<!:)//[^\n]*+|{_CLOSED_BLOCK}"
_LISP_BLOCK = r"#\|(?:[^|]|\|(?!#))*+(?:\|#)?"
_MATLAB_BLOCK = r"%\{[ \t]*+\n.*?\n[ \t]*+%\}"
_ALSO = {
    "cmake": r"#\[(?P<level>=*+)\[.*?\](?P=level)\]",
    "coffeescript": r"###(?!#)(?:[^#]|#(?!##))*+###",
    "d": r"/\+(?:[^+]|\+(?!/))*+\+/",
    "fsharp": _COMMENTS["(*"],
    "hcl": _HCL,
    "idris": r"\|\|\|[^\n]*+",
    "lean": r"/-(?:[^-]|-(?!/))*+-/",
    "matlab": _MATLAB_BLOCK,
    "nim": r"#\[(?:[^\]]|\](?!#))*+(?:\]#)?",
    "nix": _CLOSED_BLOCK,
    "octave": _MATLAB_BLOCK,
    "perl": r"(?:\A|(?<=\n))=[a-z]\w*+.*?\n=cut\b[^\n]*+",
    "pascal": r"//[^\n]*+|\{(?!\$)[^}]*+\}",
    "php": _HASHES,
    "powershell": r"<#(?:[^#]|#(?!>))*+(?:#>)?",
    "prolog": _CLOSED_BLOCK,
    "racket": _LISP_BLOCK,
    "scheme": _LISP_BLOCK,
    "terraform": _HCL,
}
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
