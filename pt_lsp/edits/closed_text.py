"""A document that was closed while edits ran in it: what their regions read in a text that is seen later.

Refuses to take for ours what only looks like it: what stands around a region has to be the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text, split_lines
from pt_lsp.edits.line_diff import minimal_change


@dataclass(frozen=True, slots=True)
class ClosedRegion:
    """Where the region of a running edit was, and what it has read, or may read by what was sent last."""

    edit_id: str
    span: Span
    original: str
    readings: frozenset[str]


@dataclass(frozen=True, slots=True)
class FoundReading:
    """What a region reads in a text that is seen later, and where that begins."""

    region: ClosedRegion
    start: int
    content: str

    @property
    def is_original(self) -> bool:
        """Whether nothing of the edit stands there."""
        return self.content == self.region.original

    def restoring(self) -> Change | None:
        """What makes it the original, in offsets of the text; None where it is."""
        change = minimal_change(self.content, self.region.original)
        return change and Change(change.span.shifted(self.start), change.text)


class ClosedText:
    """The text that was reported last, in pieces."""

    def __init__(self, text: Text, regions: Iterable[ClosedRegion]) -> None:
        """The regions are apart."""
        self._regions = sorted(regions, key=lambda region: region.span)
        starts = [0, *(region.span.end for region in self._regions)]
        ends = [*(region.span.start for region in self._regions), len(text)]
        *self._gaps, self._tail = (text.slice(Span(*edges)) for edges in zip(starts, ends, strict=True))
        self.begins_with_mark = text.slice(Span(0, min(1, len(text)))) == "\ufeff"
        """Whether the editor shows a byte order mark."""

    def found_in(self, text: str) -> tuple[FoundReading, ...] | None:
        """What each region reads in `text`, in their order there; None where all else is not the same."""
        # The ways to read the beginning of the text, by where each ends.
        ways: dict[int, tuple[FoundReading, ...]] = {0: ()}
        for gap, region in zip(self._gaps, self._regions, strict=True):
            longer: dict[int, tuple[FoundReading, ...]] = {}
            for at, way in ways.items():
                start = at + len(gap)
                for content in region.readings if text.startswith(gap, at) else ():
                    if text.startswith(content, start):
                        longer[start + len(content)] = (*way, FoundReading(region, start, content))
            ways = longer
        return ways.get(len(text) - len(self._tail)) if text.endswith(self._tail) else None

    def found_between_lines(self, text: str) -> tuple[FoundReading, ...]:
        """The regions of which something of ours stands once in `text`, between the lines around them.

        For a text in which other things differ, too.
        """
        found = []
        gaps = (*self._gaps, self._tail)
        for region, before, after in zip(self._regions, gaps, gaps[1:], strict=False):
            head, tail = "".join(split_lines(before)[-2:]), "".join(split_lines(after)[:2])
            for content in sorted(region.readings - {region.original}, key=len, reverse=True):
                at = text.find(f"{head}{content}{tail}") if head or tail else -1
                if at >= 0 and text.find(f"{head}{content}{tail}", at + 1) < 0:
                    found.append(FoundReading(region, at + len(head), content))
                    break
        return tuple(found)
