"""How comments begin and end, by LSP language identifier: the one table of it.

Refuses to know what stands in a comment, and whether a place that looks like one is in a string.
"""

from collections.abc import Mapping
from typing import NamedTuple


class CommentForm(NamedTuple):
    """How a comment begins; `closing` is empty where it ends with its line."""

    opening: str
    closing: str = ""

    @property
    def is_word(self) -> bool:
        """Whether it begins with a word, which is a comment only where white space follows."""
        return self.opening.isalpha()

    @property
    def is_at_margin(self) -> bool:
        """Whether both of its signs have lines of their own, at the margin."""
        return self.opening.startswith("=")

    @property
    def is_for_elements(self) -> bool:
        """Whether it stands among elements of JSX: its braces are part of it where nothing is before them."""
        return self.opening == "{/*"


_LINE_COMMENTS = {
    "#": "bazel cmake coffeescript crystal cython dockercompose dockerfile elixir fish gdscript graphql hcl "
    "julia just makefile meson nim nix nushell perl perl6 powershell properties python r raku ruby "
    "shellscript starlark tcl terraform toml yaml",
    "//": "c cpp csharp cuda-cpp d dart fsharp glsl go groovy hlsl jade java javascript javascriptreact "
    "jsonc kotlin less objective-c objective-cpp php proto proto3 pug rust sass scala scss solidity stylus "
    "swift systemverilog typescript typescriptreact typst verilog wgsl zig",
    "--": "ada agda elm haskell idris lean lua purescript sql vhdl",
    "%": "bibtex erlang latex matlab octave prolog tex",
    ";": "asm clojure commonlisp elisp emacs-lisp fennel ini lisp racket scheme",
    "!": "fortran fortran-modern",
    "'": "vb",
    '"': "vim viml",
    "rem": "bat",
}
_BLOCK_COMMENTS = {
    ("/*", "*/"): "css",
    ("<!--", "-->"): "astro html svelte vue xml xsl",
    ("(*", "*)"): "coq ocaml pascal sml",
}
_FURTHER = {
    ("{/*", "*/}"): "javascript javascriptreact mdx typescriptreact",
    ("/*", "*/"): "astro c cpp csharp cuda-cpp d dart glsl go groovy hcl hlsl html java javascript "
    "javascriptreact json jsonc kotlin less nix objective-c objective-cpp php prolog proto proto3 rust sass "
    "scala scss solidity sql stylus svelte swift systemverilog terraform typescript typescriptreact typst "
    "verilog vue wgsl",
    ("//", ""): "asciidoc astro hcl html json pascal svelte terraform vue",
    ("#", ""): "asm git-commit git-rebase ignore ini php sql",
    ("%%", ""): "mermaid",
    ("..", ""): "restructuredtext",
    ("::", ""): "bat",
    ("<!--", "-->"): "erb handlebars markdown mdx php razor",
    ("<!---", "--->"): "cfml",
    ("(*", "*)"): "fsharp",
    ("{-", "-}"): "agda elm haskell idris purescript",
    ("/-", "-/"): "lean",
    ("--[[", "]]"): "lua",
    ("#[[", "]]"): "cmake",
    ("#[", "]#"): "nim",
    ("#=", "=#"): "julia",
    ("#|", "|#"): "commonlisp lisp racket scheme",
    ("<#", "#>"): "powershell",
    ("=begin", "=end"): "ruby",
    ("%{", "%}"): "matlab octave",
    ("{#", "#}"): "django-html django-txt jinja jinja-html twig",
    ("{{!--", "--}}"): "handlebars",
    ("@*", "*@"): "aspnetcorerazor razor",
    ("<%#", "%>"): "ejs erb",
    ("/+", "+/"): "d",
}

USUAL_FORMS: Mapping[str, CommentForm] = {
    language_id: CommentForm(opening, closing)
    for (opening, closing), known in (
        *(((sign, ""), known) for sign, known in _LINE_COMMENTS.items()),
        *_BLOCK_COMMENTS.items(),
    )
    for language_id in known.split()
}
"""The one that a line of code gets; prose and formats without comments of their own have none."""


def _all_forms() -> dict[str, tuple[CommentForm, ...]]:
    forms: dict[str, list[CommentForm]] = {key: [form] for key, form in USUAL_FORMS.items()}
    for (opening, closing), known in _FURTHER.items():
        for language_id in known.split():
            forms.setdefault(language_id, []).append(CommentForm(opening, closing))
    return {key: tuple(sorted(each, key=_longest_first)) for key, each in forms.items()}


def _longest_first(form: CommentForm) -> int:
    return -len(form.opening)


_FORMS: Mapping[str, tuple[CommentForm, ...]] = _all_forms()


COMMON_FORMS = tuple(
    CommentForm(*signs)
    for signs in (("<!--", "-->"), ("/*", "*/"), ("(*", "*)"), ("//",), ("--",), ("#",), (";",), ("%",))
)
"""Those that a file of an unknown language may have."""


def comment_forms(language_id: str) -> tuple[CommentForm, ...]:
    """All forms of a language's comments, those with longer signs first; none where none is known."""
    return _FORMS.get(language_id, ())
