"""What an explanation is asked for: a part of a document, all of it, or a problem that an editor shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from pt_lsp.documents.lines import lines_of, plain, whole_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.explain.part import name_of_part
from pt_lsp.llm.gateway import Image
from pt_lsp.syntax.definitions import enclosing_definition
from pt_lsp.syntax.outline import outline

_MOST_AROUND_PROBLEM = 8_000
"""Characters of the definition around a problem; of a longer one its lines are explained."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem that an editor shows: where it is, and what was said about it."""

    span: Span
    message: str
    source: str = ""
    """Who reports it, by which code, and how grave it is."""
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeQuestion:
    """Whole lines of a snapshot, without the last one's end, and what is asked about them."""

    snapshot: Snapshot
    part: Span
    names: tuple[str, ...] = ()
    """Of the definition that the part is, the outermost first; none where it is no definition."""
    is_file: bool = False
    """The part is all of the document, and it is asked what that is for."""
    problem: Problem | None = None
    asked: str = ""
    """What a person wants to know of it, in words of their own."""
    images: tuple[Image, ...] = ()
    """Those that these words name."""
    n_again: int = 0
    """How often another answer than the one before was wanted."""

    @property
    def code(self) -> str:
        r"""The part, with `\n` line ends."""
        return plain(self.snapshot.text.slice(self.part))

    @property
    def first_line(self) -> int:
        """Where it begins, from 0."""
        return self.snapshot.text.line_at(self.part.start)

    @property
    def title(self) -> str:
        """What a person would call it; empty where nothing is named."""
        return "" if self.is_file else name_of_part(self.snapshot, self.part)


def question_about(snapshot: Snapshot, span: Span) -> CodeQuestion:
    """About the selected lines; of a cursor about the smallest definition around it, else its line.

    Parses the document: for a thread.
    """
    text, language_id = snapshot.text, snapshot.language_id
    part = whole_lines(text, span)
    place = span if span.is_empty else Span(part.start, part.start)
    definition = enclosing_definition(text, language_id, place)
    if definition is not None and (span.is_empty or definition == part):
        return CodeQuestion(snapshot, definition, _names(snapshot, definition))
    is_file = not span.is_empty and text.line_at(part.end) > text.line_at(part.start) and _is_all(text, part)
    return CodeQuestion(snapshot, part, is_file=is_file)


def question_about_problem(snapshot: Snapshot, problem: Problem) -> CodeQuestion:
    """About a problem and the definition around it, else its lines. Parses the document: for a thread."""
    text = snapshot.text
    lines = whole_lines(text, problem.span)
    definition = enclosing_definition(text, snapshot.language_id, problem.span)
    if definition is None or len(definition) > _MOST_AROUND_PROBLEM:
        return CodeQuestion(snapshot, lines, problem=problem)
    return CodeQuestion(snapshot, definition, _names(snapshot, definition), problem=problem)


def _is_all(text: Text, part: Span) -> bool:
    """Whether nothing but blank lines is outside."""
    before = text.slice(Span(0, part.start))
    return not before.strip("\ufeff \t\r\n") and not text.slice(Span(part.end, len(text))).strip()


def _names(snapshot: Snapshot, definition: Span) -> tuple[str, ...]:
    """What the definitions around it are called, and it itself."""
    first, last = lines_of(snapshot.text, definition)
    names = tuple(_names_down_to(snapshot, first, last))
    if own := name_of_part(snapshot, definition):
        return names if names[-1:] == (own,) else (*names, own)
    return names


def _names_down_to(snapshot: Snapshot, first: int, last: int) -> Iterator[str]:
    definitions = outline(str(snapshot.text), snapshot.language_id).definitions
    while True:
        around = (each for each in definitions if each.line <= first and last <= each.last_line)
        if (found := next(around, None)) is None:
            return
        if found.owner:
            yield found.owner
        yield found.name
        definitions = found.members
