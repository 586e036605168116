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
_HCL = r"(?<!:)//[^\n]*+"
_LISP_BLOCK = r"#\|(?:[^|]|\|(?!#))*+(?:\|#)?"
_MATLAB_BLOCK = r"%\{[ \t]*+\n.*?(?:\n[ \t]*+%\}|\Z)"
_ALSO = {
    "cmake": r"#\[(?P<level>=*+)\[.*?(?:\](?P=level)\]|\Z)",
    "coffeescript": r"###(?!#)(?:[^#]|#(?!##))*+(?:###)?",
    "d": r"/\+(?:[^+]|\+(?!/))*+(?:\+/)?",
    "fsharp": _COMMENTS["(*"],
    "hcl": _HCL,
    "idris": r"\|\|\|[^\n]*+",
    "lean": r"/-(?:[^-]|-(?!/))*+(?:-/)?",
    "matlab": _MATLAB_BLOCK,
    "nim": r"#\[(?:[^\]]|\](?!#))*+(?:\]#)?",
    "octave": _MATLAB_BLOCK,
    "perl": r"(?:\A|(?<=\n))=[a-z]\w*+.*?(?:\n=cut\b[^\n]*+|\Z)",
    "pascal": r"//[^\n]*+|\{(?!\$)[^}]*+\}?",
    "php": _HASHES,
    "powershell": r"<#(?:[^#]|#(?!>))*+(?:#>)?",
    "racket": _LISP_BLOCK,
    "scheme": _LISP_BLOCK,
    "terraform": _HCL,
}
# A path may look like the beginning of such a block, in a text that the forms do not know to be one.
_CLOSED_BLOCK, _BLOCK_END = r"(?<!\S)/\*(?:[^*]|\*(?!/))*+\*/", "*/"
_WITH_CLOSED_BLOCKS = frozenset({"hcl", "nix", "prolog", "terraform"})
_STRINGS = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?',
    r"'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?",
    r'"(?:[^"\\\n]|\\.)*+"?',
    r"'(?:[^'\\\n]|\\.)*+'",
    r"`[^`]*+`",
)


@cache
def _forms(language_id: str, *, has_closed_blocks: bool = False) -> re.Pattern[str] | None:
    form = USUAL_FORMS.get(language_id)
    usual = _COMMENTS.get(form.opening) if form is not None else None
    if usual is None or language_id in _UNTOLD:
        return None
    also = (_CLOSED_BLOCK if has_closed_blocks else None, _ALSO.get(language_id))
    comment = "|".join(filter(None, (*also, usual)))
    code = "|".join((*_STRINGS, r"\w++", r"\S"))
    return re.compile(rf"(?P<comment>{comment})|(?P<blank>\s++)|{code}", re.DOTALL)


def loose_pieces(
    text: str, language_id: str
) -> Iterator[tuple[str, Literal["code", "comment", "blank"]]] | None:
    """The pieces of `text` in order, none lost; None where the language's forms are not known."""
    forms = _forms(language_id)
    if forms is None:
        return None
    with_blocks = _forms(language_id, has_closed_blocks=True) if language_id in _WITH_CLOSED_BLOCKS else None
    return _found(forms, with_blocks or forms, text)


def _found(
    forms: re.Pattern[str], with_blocks: re.Pattern[str], text: str
) -> Iterator[tuple[str, Literal["code", "comment", "blank"]]]:
    # Behind the last end no block is closed: to look for one from each beginning would take ages.
    last, at = text.rfind(_BLOCK_END), 0
    while match := (with_blocks if at <= last else forms).match(text, at):
        at = match.end()
        kind = match.lastgroup
        yield match.group(), "comment" if kind == "comment" else "blank" if kind == "blank" else "code"
