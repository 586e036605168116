r"""What changed between two texts, as replacements of whole lines; refuses to know documents and time.

A region of an edit is whole lines without the line end of its last one. So both texts count as lines of which
the last has an end that is not written. Lines added after the last one come with the line end before them
(`"\nline"`), and lines removed at the end take the line end before them along.

Lines end on `\n`, `\r\n` and `\r`, and two lines are equal only when their ends are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, takewhile

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import content_length


@dataclass(frozen=True, slots=True)
class Hunk:
    """One stretch of whole lines that differs; the spans count in the old and in the new text."""

    old_span: Span
    new_span: Span
    old_text: str
    new_text: str

    def joined(self, following: "Hunk") -> "Hunk":
        """Both as one; `following` starts where this one ends."""
        return Hunk(
            Span(self.old_span.start, following.old_span.end),
            Span(self.new_span.start, following.new_span.end),
            self.old_text + following.old_text,
            self.new_text + following.new_text,
        )


def minimal_change(old: str, new: str) -> Change | None:
    """The one replacement of whole lines that makes `new` of `old`; None when they are equal."""
    sides = _Sides.of(old, new)
    hunks = [sides.hunk(*block) for block in sides.trimmed()]
    return _change_of(hunks[0]) if hunks else None


def best_changes(old: str, new: str) -> tuple[Change, ...]:
    """The replacements of whole lines that make `new` of `old`, and leave equal lines alone.

    All count their offsets in `old`; they are in order and do not overlap.
    """
    return tuple(_change_of(hunk) for hunk in hunks_of(old, new))


def hunks_of(old: str, new: str) -> tuple[Hunk, ...]:
    """Where `old` and `new` differ, in order, with text that both share between one hunk and the next."""
    sides = _Sides.of(old, new)
    hunks: list[Hunk] = []
    for trimmed in sides.trimmed():
        for block in _differences(sides, trimmed):
            hunk = sides.hunk(*block)
            # All that two hunks share can be an empty line, whose only character is the end not written.
            if hunks and hunks[-1].old_span.end == hunk.old_span.start:
                hunk = hunks.pop().joined(hunk)
            hunks.append(hunk)
    return tuple(hunks)


def split_lines(text: str) -> list[str]:
    """Lines with their line ends, and last the one without, which may be empty."""
    lines = _LINE.findall(text)
    return [*lines, text[sum(map(len, lines)) :]]


_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)")

# Lines of the old text from, to; lines of the new text from, to.
_Block = tuple[int, int, int, int]


class _Sides:
    """Both texts as lines; the last lines get an end to compare by, which no offset counts."""

    def __init__(self, old: str, new: str, old_lines: list[str], new_lines: list[str]) -> None:
        self.old, self.new = old, new
        self.old_lines, self.new_lines = old_lines, new_lines
        # The last offsets are beyond the texts by the end that is not written; `hunk` does not use them.
        self.old_starts = [*accumulate(map(len, old_lines[:-1]), initial=0), len(old)]
        self.new_starts = [*accumulate(map(len, new_lines[:-1]), initial=0), len(new)]

    @classmethod
    def of(cls, old: str, new: str) -> "_Sides":
        old_lines, new_lines = split_lines(old), split_lines(new)
        ended = old_lines[0] if len(old_lines) > 1 else new_lines[0]
        line_end = ended[content_length(ended) :] or "\n"
        old_lines[-1] += line_end
        new_lines[-1] += line_end
        return cls(old, new, old_lines, new_lines)

    def trimmed(self) -> list[_Block]:
        """What is left between the equal lines at the beginning and at the end: one block, or none."""
        limit = min(len(self.old_lines), len(self.new_lines))
        pairs = zip(self.old_lines, self.new_lines, strict=False)
        head = sum(1 for _ in takewhile(_is_pair_equal, pairs))
        pairs = zip(reversed(self.old_lines), reversed(self.new_lines), strict=False)
        tail = sum(1 for _ in takewhile(_is_pair_equal, pairs))
        tail = min(tail, limit - head)
        block = head, len(self.old_lines) - tail, head, len(self.new_lines) - tail
        return [] if self.old == self.new else [block]

    def hunk(self, old_from: int, old_to: int, new_from: int, new_to: int) -> Hunk:
        """The block in offsets; only at the texts' end does it matter that the last end is not written."""
        old_start, new_start = self.old_starts[old_from], self.new_starts[new_from]
        if old_from == len(self.old_lines):
            new_start -= _end_length(self.new_lines[new_from - 1])
        elif new_from == len(self.new_lines):
            old_start -= _end_length(self.old_lines[old_from - 1])
        old_span = Span(old_start, self.old_starts[old_to])
        new_span = Span(new_start, self.new_starts[new_to])
        return Hunk(
            old_span,
            new_span,
            self.old[old_span.start : old_span.end],
            self.new[new_span.start : new_span.end],
        )


def _is_pair_equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _end_length(line: str) -> int:
    return len(line) - content_length(line)


def _change_of(hunk: Hunk) -> Change:
    return Change(hunk.old_span, hunk.new_text)


def _differences(sides: _Sides, block: _Block) -> Iterator[_Block]:
    old_from, old_to, new_from, new_to = block
    # On long inputs difflib leaves out lines that are everywhere, which keeps its cost near linear.
    matcher = SequenceMatcher(None, sides.old_lines[old_from:old_to], sides.new_lines[new_from:new_to])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield old_from + i1, old_from + i2, new_from + j1, new_from + j2
