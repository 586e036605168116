"""What others have done inside of a region, told by what it read before and reads after; pure.

Who formats on save, organises imports or trims blanks tells it as any typing is told. It differs by what it
does: typing writes or deletes in one place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.formatting.white_space import n_gaps_changed, solid

Intrusion = Literal["white space", "typing", "other"]
"""White space in several places or told by whole lines; one insertion or deletion; anything else."""


@dataclass(frozen=True, slots=True)
class Formatting(Change):
    """A change of white space alone that nobody has typed."""


def intrusion_of(before: str, after: str, *, is_by_lines: bool = False) -> Intrusion:
    """What one notification has done to a region.

    `is_by_lines`: it was told as whole lines replaced, which is not how typing is told.
    """
    if solid(before) == solid(after) and (is_by_lines or n_gaps_changed(before, after) > 1):
        return "white space"
    change = Change(Span(0, len(before)), after).trimmed(before)
    return "typing" if change.span.is_empty or not change.text else "other"


def with_formatting(text: str, changes: Sequence[Change]) -> Iterator[Change]:
    """The changes, made one after the other, with those of white space alone told apart.

    Who formats code may write something with it, such as a comma where a line was wrapped.
    """
    for change in changes:
        start, end = change.span.start, change.span.end
        is_blank = solid(text[start:end]) == solid(change.text)
        yield Formatting(change.span, change.text) if is_blank else change
        text = text[:start] + change.text + text[end:]


def are_by_lines(changes: Sequence[Change], text: Text) -> bool:
    """Whether each of the changes, made one after the other, replaces whole lines, but not all of the text.

    An editor that tells nothing but its whole text tells typing so, too.
    """
    for change in changes:
        span, is_all = change.span, len(change.span) == len(text)
        if is_all or not (change.text.strip() and text.slice(span).strip()):
            return False
        after = apply(text, [change])
        end = span.start + len(change.text)
        if not (
            _is_line_start(text, span.start) and _is_line_end(text, span.end) and _is_line_end(after, end)
        ):
            return False
        text = after
    return bool(changes)


def _is_line_start(text: Text, offset: int) -> bool:
    return text.line_start(text.line_at(offset)) == offset


def _is_line_end(text: Text, offset: int) -> bool:
    """Whether a line ends there, with its line end or without."""
    line = text.line_at(offset)
    return offset in {text.line_start(line), text.line_start(line) + len(text.line_content(line))}
