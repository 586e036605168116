"""What tests are asked for; refuses to know where they go."""

import re
from dataclasses import dataclass

from pt_lsp.context.background import Snippet
from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.syntax.definitions import enclosing_definition
from pt_lsp.syntax.headers import enclosing_headers
from pt_lsp.syntax.parsing import MAX_CHARS

_NAMED = re.compile(
    r"\b(?:class|def|function|func|fun|fn|struct|interface|trait|enum|impl|module|object|record|type)\s++"
    r"(?:\([^)\n]{0,200}\)\s*+)?(?:self\.)?([A-Za-z_$][\w$]*+)"
)
_ASSIGNED = re.compile(r"\b(?:const|let|var|local)\s++([A-Za-z_$][\w$]*+)\s*+[:=]")
_CALLABLE = re.compile(r"([A-Za-z_$][\w$]*+)\s*+\(")
_LONGEST_HEAD = 500


@dataclass(frozen=True, slots=True)
class CodeToTest:
    """Code of a document, and how this project tests such code, as far as that is known."""

    source: Snapshot
    span: Span
    """A definition, or the whole document."""
    names: tuple[str, ...] = ()
    """Of the definition and of what it is in, the innermost first."""
    path: str = ""
    """What prompts call the source file."""
    framework: str = ""
    import_hint: str = ""
    """How a test imports the code in this layout, where that is beyond doubt."""
    example: Snippet | None = None
    """Another test file of the project, or its beginning."""

    @property
    def title(self) -> str:
        """What people call the code: `Cart.total`; empty for a whole file."""
        return ".".join(reversed(self.names))


def code_to_test(source: Snapshot, span: Span) -> CodeToTest:
    """What a place in a document asks tests for: the definition around it, else the whole document.

    Parses the document: best asked in a thread.
    """
    text, language_id = source.text, source.language_id
    definition = enclosing_definition(text, language_id, span) if _holds_code(source, span) else None
    if definition is None:
        return CodeToTest(source, Span(0, len(text)))
    first, last = lines_of(text, definition)
    heads = enclosing_headers(text, language_id, min(first + 1, text.n_lines - 1), MAX_CHARS)
    heads = tuple(rows for rows in heads if rows.start <= last)
    said = ["\n".join(map(text.line_content, rows)) for rows in reversed(heads)]
    if not said or not any(first in rows for rows in heads):
        said.insert(0, text.slice(definition)[:_LONGEST_HEAD])
    names = tuple(name for head in said if (name := _name_in(head)))
    return CodeToTest(source, definition, tuple(dict.fromkeys(names)))


def _holds_code(source: Snapshot, span: Span) -> bool:
    """Whether a place is on something else than blank lines."""
    first, last = lines_of(source.text, span)
    return any(source.text.line_content(line).strip() for line in range(first, last + 1))


def _name_in(head: str) -> str:
    head = head[:_LONGEST_HEAD]
    for pattern in (_NAMED, _ASSIGNED, _CALLABLE):
        if found := pattern.search(head):
            return found[1]
    return ""
