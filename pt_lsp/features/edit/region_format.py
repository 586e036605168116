"""What a document wants of new text in a region: indentation, line ends, nothing twice."""

from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from pt_lsp.documents.lines import plain
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text, split_lines
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.edges import Edges, without_blank_edges
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.steady_lines import steady_lines
from pt_lsp.replies.code_extraction import NoCode
from pt_lsp.replies.indentation import LineShift, indentation_of, line_shift
from pt_lsp.replies.reader import ParsedReply
from pt_lsp.replies.region_echo import RegionEcho

_NEAR_CHARACTERS = 4000
_ECHO_CHARACTERS = 200_000
"""So much on each side is looked for in an answer."""
_LIKE_LINES = 500
_HEAD_LINES = 100
"""So many lines tell how the rest of a text that still comes is indented."""

_HOLDS_MORE = "The model's answer holds more than the selected code; look at it before you accept it."


@dataclass(slots=True)
class _Growing:
    """Lines that are fitted already: the first ones as they came, and all as they shall read."""

    head: list[str] = field(default_factory=list)
    n_dropped: int = 0
    shift: LineShift = field(default_factory=LineShift)
    fitted: list[str] = field(default_factory=list)


class RegionFormat:
    """The region of one edit. Best made in a thread, as its document may be parsed."""

    def __init__(self, request: EditRequest) -> None:
        text, region = request.snapshot.text, request.region
        self.written = text.slice(region)
        """The region's text as it is."""
        self.original = plain(self.written)
        self.language_id = request.snapshot.language_id
        self._own_comment = request.own_comment
        kept = self.original
        if self._own_comment is not None:
            kept = "\n".join(self._own_comment.out_of(kept.split("\n")))
        self._line_end = text.line_end
        self._shape = request.shape
        before, after = _around(text, region, _NEAR_CHARACTERS)
        self.before = before
        """What stands before the region."""
        self.after = after
        self.near = before + self.original + after
        """The region and what stands around it."""
        further_before, further_after = _around(text, region, _ECHO_CHARACTERS)
        self._echo = RegionEcho(further_before, kept, further_after)
        # Inside a line there is no indentation to set, and an empty line says nothing about it.
        self._edges = Edges.of(self.original)
        inner = Edges.of(kept).inner if kept.strip() else self._edges.inner
        model = inner if self._shape == "lines" else after.split("\n")[:1]
        self._sets_indentation = self._shape != "inline" and any(model)
        self._indentation = indentation_of(model)
        self._steady: frozenset[str] = frozenset()
        if self._sets_indentation and self.original.strip():
            self._steady = steady_lines(text, region, self.language_id, self._indentation)
        around = [*before.split("\n")[1:], *after.split("\n")[:-1]]
        self._like = (model if any(map(str.strip, model)) else around)[:_LIKE_LINES]
        self._growing = _Growing()

    def without_own_comment(self, reading: ParsedReply, *, is_whole: bool = True) -> ParsedReply:
        """The reading without the comment that holds the instruction, if there is one and it was kept."""
        if self._own_comment is None:
            return reading
        return replace(reading, lines=self._own_comment.out_of(reading.lines, is_whole=is_whole))

    def beginning(self, lines: list[str]) -> Draft:
        """The first lines of the new text; takes the time for those only that are new since the last call."""
        lines = _without_byte_order_mark(lines)
        n_top = self._echo.n_top(lines) if self._shape != "inline" else 0
        lines = [] if n_top is None else without_blank_edges(lines[n_top:])
        growing = self._growing
        if lines[: len(growing.head)] != growing.head or len(growing.head) < _HEAD_LINES:
            growing = self._growing = self._grown(lines[:_HEAD_LINES])
        del growing.fitted[max(len(lines) - growing.n_dropped, 0) :]
        growing.fitted += map(growing.shift.line, lines[growing.n_dropped + len(growing.fitted) :])
        n_after = self._echo.n_after(lines) if self._shape != "inline" else 0
        shown = without_blank_edges(growing.fitted[: len(growing.fitted) - n_after])
        if not shown:
            return Draft("", is_beginning=True)
        return Draft(self._line_end.join([*self._edges.top, *shown, ""]), is_beginning=True)

    def whole(self, reading: ParsedReply) -> Draft:
        """All of the region, with the blank lines at its edges and the last line's end as they were.

        Raises UnusableReply where the lines are nothing but what stands around it.
        """
        lines = _without_byte_order_mark(reading.lines)
        if reading.is_patched:
            return Draft(self.text_of(lines))
        lines = self._without_echo(lines)
        # What stands around may show only at the place where it would stand.
        own = self._without_echo(self._shift_of(lines).lines(lines))
        if any(map(str.strip, reading.lines)) and not any(map(str.strip, own)):
            raise NoCode
        fitted = self._edges.around(own)
        if self._shape == "lines before":
            fitted.append("")
        holds_more = self._shape != "inline" and any(map(self._echo.holds_more, (lines, fitted)))
        return Draft(self._ended(fitted), warning=_HOLDS_MORE if holds_more else None)

    def text_of(self, lines: list[str]) -> str:
        """The region's text for lines that are indented as they shall be."""
        return self._ended(self._edges.around(lines))

    def _without_echo(self, lines: list[str]) -> list[str]:
        if self._shape == "inline":
            return lines
        return self._echo.without(lines)

    def _shift_of(self, lines: list[str]) -> LineShift:
        if not self._sets_indentation:
            return LineShift()
        lines = [line for line in lines if line not in self._steady]
        return replace(line_shift(lines, self._like, self._indentation), steady=self._steady)

    def _grown(self, head: list[str]) -> _Growing:
        n_dropped = self._echo.n_before(head) if self._shape != "inline" else 0
        plan = self._shift_of(head[n_dropped:])
        return _Growing(head, n_dropped, plan, plan.lines(head[n_dropped:]))

    def _ended(self, lines: list[str]) -> str:
        """The lines as text; where the region mixes line ends, lines that stay keep theirs."""
        other_ends = self.written.replace(self._line_end, "")
        if "\n" not in other_ends and "\r" not in other_ends:
            return self._line_end.join(lines)
        old = split_lines(self.written)[:-1]
        new = [line + self._line_end for line in lines[:-1]]
        matcher = SequenceMatcher(None, self.original.split("\n")[:-1], lines[:-1], autojunk=False)
        for old_at, new_at, size in matcher.get_matching_blocks():
            new[new_at : new_at + size] = old[old_at : old_at + size]
        return "".join([*new, lines[-1]])


def _without_byte_order_mark(lines: list[str]) -> list[str]:
    """The lines without the mark that a model writes where it sees one: it stands before the region."""
    return [lines[0].removeprefix("\ufeff"), *lines[1:]] if lines and lines[0][:1] == "\ufeff" else lines


def _around(text: Text, region: Span, n_characters: int) -> tuple[str, str]:
    """So much of what stands before and after the region, with plain line ends."""
    before = text.slice(Span(max(0, region.start - n_characters), region.start))
    after = text.slice(Span(region.end, min(len(text), region.end + n_characters)))
    return plain(before).removeprefix("\ufeff"), plain(after)
