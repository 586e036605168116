r"""What changed between two texts, as replacements of whole lines.

A region of an edit is whole lines without the line end of its last one. So both texts count as lines of which
the last has an end that is not written. Lines added after the last one come with the line end before them
(`"\nline"`), and lines removed at the end take the line end before them along.

Lines end on `\n`, `\r\n` and `\r`, and two lines are equal only when their ends are.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from pt_lsp.documents.change import Change
from pt_lsp.documents.equal_ends import equal_at_end, equal_at_start
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import content_length, split_lines

Block = tuple[int, int, int, int]
"""Lines of the old text from, to; lines of the new text from, to."""


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
    sides = _Sides(old, new)
    whole = _trimmed(sides.old_lines, sides.new_lines, sides.whole)
    return None if old == new else _change_of(sides.hunk(*whole))


def best_changes(old: str, new: str) -> tuple[Change, ...]:
    """The replacements of whole lines that make `new` of `old`, and leave equal lines alone.

    All count their offsets in `old`; they are in order and do not overlap.
    """
    return tuple(_change_of(hunk) for hunk in hunks_of(old, new))


def hunks_of(old: str, new: str) -> tuple[Hunk, ...]:
    """Where `old` and `new` differ, in order, with text that both share between one hunk and the next."""
    sides = _Sides(old, new)
    hunks: list[Hunk] = []
    for block in differing_blocks(sides.old_lines, sides.new_lines):
        hunk = sides.hunk(*block)
        # All that two hunks share can be an empty line, whose only character is the end not written.
        if hunks and hunks[-1].old_span.end == hunk.old_span.start:
            hunk = hunks.pop().joined(hunk)
        hunks.append(hunk)
    return tuple(hunks)


def differing_blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """The blocks of lines that differ, in order, with a line that is equal between one and the next.

    Lines found once in each text hold it together. That keeps the cost near linear, and the hunks of a
    function that moved in one piece readable.
    """
    block = _trimmed(old, new, (0, len(old), 0, len(new)))
    old_from, old_to, new_from, new_to = block
    anchors = _anchors(old[old_from:old_to], new[new_from:new_to])
    for old_at, new_at in (*anchors, (old_to - old_from, new_to - new_from)):
        between = old_from, block[0] + old_at, new_from, block[2] + new_at
        yield from _plain_differences(old, new, between)
        # The anchor itself belongs to what follows, which may begin with more that is equal.
        old_from, new_from = between[1], between[3]


def near_blocks(blocks: Iterable[Block], n_lines: int) -> Iterator[list[Block]]:
    """Blocks in their order, with those in one group that share some of the `n_lines` shown around each."""
    near: list[Block] = []
    for block in blocks:
        if near and block[0] - near[-1][1] > 2 * n_lines:
            yield near
            near = []
        near.append(block)
    if near:
        yield near


_LINE_END = re.compile(r"\r\n?|\n")


class _Sides:
    """Both texts as the lines that lie around their difference; offsets count in the texts.

    Equal characters are left out at the speed of memory: a small difference of long texts costs little.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        head = _line_start(old, new, equal_at_start(old, new))
        tail = equal_at_end(old, new, min(len(old), len(new)) - head)
        # The tail begins with a whole line in both.
        cut = _LINE_END.search(old, len(old) - tail)
        tail = len(old) - cut.end() if tail and cut else 0
        ended = _LINE_END.search(old) or _LINE_END.search(new)
        line_end = ended[0] if ended else "\n"
        self.old_lines, self.old_starts = _lines_of(old, head, len(old) - tail, line_end)
        self.new_lines, self.new_starts = _lines_of(new, head, len(new) - tail, line_end)
        self.whole: Block = 0, len(self.old_lines), 0, len(self.new_lines)

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


def _lines_of(text: str, start: int, end: int, line_end: str) -> tuple[list[str], list[int]]:
    """The lines of that stretch, and where they begin and the last one ends.

    The last one gets an end to compare by, which no offset counts.
    """
    lines = split_lines(text[start:end])
    starts = list(accumulate(map(len, lines), initial=start))
    lines[-1] += line_end
    return lines, starts


def _line_start(old: str, new: str, at: int) -> int:
    """The last line start up to `at`, before which both texts are equal."""
    while at:
        last = old.rfind("\n", 0, at)
        last = max(last, old.rfind("\r", last + 1, at))
        # A carriage return may be half of a line end.
        if last < 0 or old[last] == "\n" or "\n" not in (old[last + 1 : last + 2], new[last + 1 : last + 2]):
            return last + 1
        at = last
    return 0


def _end_length(line: str) -> int:
    return len(line) - content_length(line)


def _change_of(hunk: Hunk) -> Change:
    return Change(hunk.old_span, hunk.new_text)


def _trimmed(old: Sequence[str], new: Sequence[str], block: Block) -> Block:
    """What is left of the block between the equal lines at its beginning and at its end."""
    old_from, old_to, new_from, new_to = block
    while old_from < old_to and new_from < new_to and old[old_from] == new[new_from]:
        old_from, new_from = old_from + 1, new_from + 1
    while old_from < old_to and new_from < new_to and old[old_to - 1] == new[new_to - 1]:
        old_to, new_to = old_to - 1, new_to - 1
    return old_from, old_to, new_from, new_to


def _plain_differences(old: Sequence[str], new: Sequence[str], block: Block) -> Iterator[Block]:
    old_from, old_to, new_from, new_to = _trimmed(old, new, block)
    if old_from == old_to or new_from == new_to:
        if old_from < old_to or new_from < new_to:
            yield old_from, old_to, new_from, new_to
        return
    # On long inputs difflib leaves out lines that are everywhere, which keeps its cost near linear.
    matcher = SequenceMatcher(None, old[old_from:old_to], new[new_from:new_to])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield old_from + i1, old_from + i2, new_from + j1, new_from + j2


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest row of lines, as places in both, that stand once in each and in the same order."""
    counts, places = Counter(old), {line: n for n, line in enumerate(new)}
    unique = {line for line, count in Counter(new).items() if count == 1}
    pairs = [(n, places[line]) for n, line in enumerate(old) if counts[line] == 1 and line in unique]
    # Of all rows of one length, the one that ends lowest; and for each pair, the one before it in its row.
    ends: list[int] = []
    rows: list[int] = []
    before: list[int] = []
    for n, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        rows[length : length + 1] = [n]
        before.append(rows[length - 1] if length else -1)
    row: list[tuple[int, int]] = []
    n = rows[-1] if rows else -1
    while n >= 0:
        row.append(pairs[n])
        n = before[n]
    return row[::-1]
