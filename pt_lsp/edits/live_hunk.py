"""One undecided hunk of a review: old lines, and what stands in their place; offsets count from its start."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.equal_ends import equal_ends
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.white_space import changed

PieceKind = Literal["same", "old", "new", "gone", "typed", "blank", "kept"]
"""Outside of hunks `same`, inside first `old`. New text that stands there is `new`, that was deleted `gone`.
What was typed into it is `typed`. A formatter writes what is `blank`, and what it takes away of what was
typed is `kept` for the old lines.
"""

HUNK_KINDS: frozenset[PieceKind] = frozenset({"new", "gone", "typed", "blank", "kept"})

_HIDDEN_KINDS: frozenset[PieceKind] = frozenset({"gone", "kept"})
_TAKEN_AWAY: dict[PieceKind, PieceKind] = {"new": "gone", "typed": "kept"}

HunkPart = tuple[PieceKind, str]

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class LiveHunk:
    """Old lines, and the new ones in their place with what others have done to them."""

    number: int
    old: str
    parts: tuple[HunkPart, ...]

    @property
    def content(self) -> str:
        """What stands in the document."""
        return "".join(text for kind, text in self.parts if kind not in _HIDDEN_KINDS)

    @property
    def restored(self) -> str:
        """The old lines, with what was typed where it belongs in them."""
        written = "".join(text for kind, text in self.parts if kind in {"new", "gone"})
        restored, done = "", 0
        for at, typed in self._typed():
            place = max(done, _place_in(self.old, written, at, typed))
            restored += self.old[done:place] + typed
            done = place
        return restored + self.old[done:]

    def _typed(self) -> Iterator[tuple[int, str]]:
        """What was typed in one place, and where that is in what was written."""
        at, typed = 0, ""
        for kind, text in self.parts:
            if kind in {"typed", "kept"}:
                typed += text
            elif kind in {"new", "gone"}:
                if typed:
                    yield at, typed
                at, typed = at + len(text), ""
        if typed:
            yield at, typed

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has changed the new lines."""
        return all(kind == "new" for kind, _ in self.parts)

    @property
    def core(self) -> Span:
        """What stands in it, without the blanks around; empty at its start where that is all."""
        content = self.content
        core = content.strip()
        start = content.index(core)
        return Span(start, start + len(core))

    def widened(self, before: str, after: str) -> "LiveHunk":
        """The hunk with text around it that it leaves as it is."""
        parts: list[HunkPart] = []
        for kind, text in (("new", before), *self.parts, ("new", after)):
            _add(parts, kind, text)
        return replace(self, old=before + self.old + after, parts=tuple(parts))

    def formatted(self, changes: Sequence[Change]) -> "LiveHunk":
        """The hunk after a formatter's changes of its content, in order and apart."""
        if self.content == self.old:
            # Nothing differs, and nothing shall.
            text = changed(self.old, changes)
            return replace(self, old=text, parts=(("new", text),))
        parts: list[HunkPart] = []
        left, at = deque(changes), 0
        for kind, text in self.parts:
            end = at + (0 if kind in _HIDDEN_KINDS else len(text))
            done = at
            while left and left[0].span.start <= end and kind not in _HIDDEN_KINDS:
                change = left.popleft()
                first, last = change.span.start, min(change.span.end, end)
                _add(parts, kind, text[done - at : first - at])
                _add(parts, "blank", change.text)
                if kind in _TAKEN_AWAY:
                    _add(parts, _TAKEN_AWAY[kind], text[first - at : last - at])
                done = last
                if last < change.span.end:
                    left.appendleft(Change(Span(last, change.span.end), ""))
                    break
            _add(parts, kind, text[done - at :])
            at = end
        for change in left:
            _add(parts, "blank", change.text)
        return replace(self, parts=tuple(parts))

    def after(self, change: Change) -> "LiveHunk":
        """The hunk after a change of its content by somebody who types."""
        parts: list[HunkPart] = []
        start, end = change.span.start, change.span.end
        at, is_placed = 0, not change.text
        for kind, text in self.parts:
            if kind in _HIDDEN_KINDS:
                _add(parts, kind, text)
                continue
            first, last = (min(max(offset - at, 0), len(text)) for offset in (start, end))
            _add(parts, kind, text[:first])
            if not is_placed and start <= at + len(text):
                _add(parts, "typed", change.text)
                is_placed = True
            if kind == "new":
                _add(parts, "gone", text[first:last])
            _add(parts, kind, text[last:])
            at += len(text)
        return replace(self, parts=tuple(parts))


def _add(parts: list[HunkPart], kind: PieceKind, text: str) -> None:
    if text and parts and parts[-1][0] == kind:
        parts[-1] = (kind, parts[-1][1] + text)
    elif text:
        parts.append((kind, text))


def _place_in(old: str, written: str, at: int, typed: str) -> int:
    """The offset in `old` at which `typed`, typed at `at` in the text `written`, is at home."""
    head, tail = equal_ends(old, written)
    if at <= head:
        return at
    if at > len(written) - tail:
        return at - len(written) + len(old)
    place = len(old) - tail
    if typed.endswith(("\n", "\r")) and written[:at].endswith(("\n", "\r")):
        # Whole lines stay whole lines.
        line_end = None if not place or old[:place].endswith(("\n", "\r")) else _LINE_END.search(old, place)
        return line_end.end() if line_end else place
    return place
