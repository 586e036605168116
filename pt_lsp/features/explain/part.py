"""What a person would call lines of a document."""

import re
from textwrap import dedent

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.visibility import visible_line
from pt_lsp.syntax.outline import outline

_MOST_NAME = 40
_MOST_NAMED = 20_000
"""Characters that are parsed for a name; the first definition is among them."""
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_KEYWORDS = frozenset(
    [
        "abstract",
        "async",
        "await",
        "case",
        "catch",
        "class",
        "const",
        "constexpr",
        "def",
        "default",
        "do",
        "elif",
        "else",
        "end",
        "enum",
        "export",
        "extern",
        "final",
        "fn",
        "for",
        "foreach",
        "from",
        "func",
        "function",
        "fun",
        "if",
        "impl",
        "import",
        "in",
        "inline",
        "interface",
        "internal",
        "is",
        "let",
        "local",
        "match",
        "mod",
        "module",
        "namespace",
        "new",
        "not",
        "override",
        "private",
        "protected",
        "pub",
        "public",
        "raise",
        "readonly",
        "return",
        "sealed",
        "static",
        "struct",
        "sub",
        "switch",
        "template",
        "throw",
        "trait",
        "try",
        "type",
        "typedef",
        "unsafe",
        "use",
        "using",
        "val",
        "var",
        "virtual",
        "void",
        "when",
        "where",
        "while",
        "with",
        "yield",
    ]
)


def name_of_part(snapshot: Snapshot, part: Span) -> str:
    """The first name that it defines, else the first that it mentions; empty without one, and bounded."""
    code = dedent(snapshot.text.slice(Span(part.start, min(part.end, part.start + _MOST_NAMED))))
    definitions = outline(code, snapshot.language_id).definitions
    if definitions:
        name = definitions[0].name
    else:
        names = (found[0] for found in _IDENTIFIER.finditer(code))
        name = next((name for name in names if name.lower() not in _KEYWORDS), "")
    return visible_line(name)[:_MOST_NAME]
