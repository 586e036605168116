"""What an instruction comment is about, and answers without it.

Right above a statement or definition it is about that, behind code about the statement there; in prose about
the paragraph below. Else new text goes in its place. Refuses to know how comments look.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pt_lsp.documents.lines import lines_of, plain, span_of_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import EditRefused
from pt_lsp.features.edit.region import paragraph, selected_region
from pt_lsp.replies.sentences import PROSE_LANGUAGES
from pt_lsp.syntax.indentation import closes, columns_of
from pt_lsp.syntax.instruction_comments import InstructionComment, first_instruction_comment
from pt_lsp.syntax.parsing import parse
from pt_lsp.syntax.statements import has_statements, line_below_comments, whole_statements

_AT_MARGIN = frozenset({"agda", "elm", "erlang", "haskell", "idris", "prolog", "purescript", "sql"})
"""What belongs together goes on at the same indentation there, so that blank lines tell more than it does."""


class OwnComment(NamedTuple):
    """The comment whose instruction is carried out: new text comes without it, and with all others."""

    parts: tuple[str, ...]
    has_end: bool
    """It ends with a sign, so that code may follow it on its line."""
    n_before: int
    """How many like it stand above it in the region."""
    n_all: int

    def out_of(self, lines: Sequence[str], *, is_whole: bool = True) -> list[str]:
        """The lines without it, if it is among them.

        Where the lines are not whole, its beginning at their end is left out until more is known.
        """
        found = list(_found(self.parts, lines, has_end=self.has_end, is_whole=is_whole))
        if not found or len(found) < self.n_all:
            return list(lines)
        at = found[self.n_before]
        if at + len(self.parts) > len(lines):
            return list(lines[:at])
        head, _, tail = lines[at].rpartition(self.parts[0])
        code = head + tail.lstrip() if tail.strip() else head.rstrip()
        return [*lines[:at], *([code] if code.strip() else ()), *lines[at + len(self.parts) :]]


def instructed(snapshot: Snapshot, span: Span) -> tuple[Span, InstructionComment]:
    """The region of the first instruction comment in the lines of `span`: those that it is about, with it.

    Raises EditRefused where there is none.
    """
    text, marker = snapshot.text, snapshot.settings.edits.comment_marker
    if not marker:
        raise EditRefused("Instruction comments are turned off: `edits.commentMarker` is empty.")
    selected = lines_of(text, span)
    comment = first_instruction_comment(text, snapshot.language_id, selected, marker)
    if comment is None:
        raise EditRefused(f"There is no comment here that begins with `{marker}` and says what to do.")
    own = (comment.first, comment.last)
    if not (comment.holds(selected[0]) and comment.holds(selected[1])):
        about: tuple[int, int] | None = lines_of(text, selected_region(text, span))
    else:
        about = _about(snapshot, comment)
    first, last = own if about is None else (min(own[0], about[0]), max(own[1], about[1]))
    return span_of_lines(text, first, last), comment


def own_comment(text: Text, region: Span, comment: InstructionComment) -> OwnComment:
    """The comment among those of the region that read alike."""
    lines = plain(text.slice(region)).split("\n")
    found = list(_found(comment.parts, lines, has_end=comment.has_end))
    n_before = sum(at < comment.first - text.line_at(region.start) for at in found)
    return OwnComment(comment.parts, comment.has_end, n_before, len(found))


def _found(
    parts: Sequence[str], lines: Sequence[str], *, has_end: bool, is_whole: bool = True
) -> Iterator[int]:
    """Where the lines hold a comment; of lines that are not whole the end may hold its beginning."""
    first, *others = parts
    for at, line in enumerate(lines):
        if first not in line:
            continue
        head, _, tail = line.rpartition(first)
        # What is attached to it makes it another one: `## pt: ...`.
        is_same = head[-1:] != first[:1] and (not tail.strip() or (has_end and not others))
        below = [each.strip() for each in lines[at + 1 : at + len(parts)]]
        if is_same and below == (others if is_whole else others[: len(below)]):
            yield at


def _about(snapshot: Snapshot, comment: InstructionComment) -> tuple[int, int] | None:
    """The lines of the code or words that a comment is about, if there are any."""
    text, language_id = snapshot.text, snapshot.language_id
    is_prose = language_id in PROSE_LANGUAGES
    if not comment.is_alone:
        around = span_of_lines(text, comment.first, comment.last)
        is_paragraph = is_prose or language_id in _AT_MARGIN
        found = paragraph(text, around) if is_paragraph else whole_statements(text, language_id, around)
        return lines_of(text, found)
    below = comment.last + 1
    if is_prose:
        return _paragraph_below(text, below)
    return _code_below(text, language_id, comment, below)


def _paragraph_below(text: Text, below: int) -> tuple[int, int] | None:
    """The paragraph from there on, whatever blank lines come first."""
    while below < text.n_lines and not text.line_content(below).strip():
        below += 1
    if below == text.n_lines:
        return None
    place = text.line_start(below)
    return below, lines_of(text, paragraph(text, Span(place, place)))[1]


def _code_below(
    text: Text, language_id: str, comment: InstructionComment, below: int
) -> tuple[int, int] | None:
    """The statement right below a comment; none below the last one of a block."""
    if below >= text.n_lines:
        return None
    tree = parse(str(text), language_id) if has_statements(language_id) else None
    if tree is not None:
        below = line_below_comments(text, below, tree)
    columns, own = columns_of(text, below), columns_of(text, comment.first)
    if columns is None or columns < (own or 0):
        return None
    place = text.line_start(below)
    if language_id in _AT_MARGIN:
        return below, lines_of(text, paragraph(text, Span(place, place)))[1]
    found = lines_of(text, whole_statements(text, language_id, Span(place, place), tree))
    return None if found[0] < comment.first and closes(text, below) else found
