"""One undecided hunk of a review: old lines, and what stands in their place; offsets count from its start."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.equal_ends import equal_ends
from pt_lsp.documents.span import Span

PieceKind = Literal["same", "old", "new", "gone", "typed"]

HunkPart = tuple[PieceKind, str]

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class LiveHunk:
    """Old lines, and the new ones in their place with what was typed into them (`new`, `gone`, `typed`)."""

    number: int
    old: str
    parts: tuple[HunkPart, ...]

    @property
    def content(self) -> str:
        """What stands in the document."""
        return "".join(text for kind, text in self.parts if kind != "gone")

    @property
    def restored(self) -> str:
        """The old lines, with what was typed where it belongs in them."""
        written = "".join(text for kind, text in self.parts if kind != "typed")
        restored, done = "", 0
        at = 0
        for kind, text in self.parts:
            if kind != "typed":
                at += len(text)
                continue
            place = max(done, _place_in(self.old, written, at, text))
            restored += self.old[done:place] + text
            done = place
        return restored + self.old[done:]

    @property
    def was_typed_into(self) -> bool:
        """Whether not all that stands in it is new text."""
        return any(kind == "typed" for kind, _ in self.parts)

    @property
    def core(self) -> Span:
        """What stands in it, without the blanks around; empty at its start where that is all."""
        content = self.content
        core = content.strip()
        start = content.index(core)
        return Span(start, start + len(core))

    def reformatted(self, text: str, span: Span) -> "LiveHunk":
        """The hunk with `text` in that span for new text."""
        content = self.content
        return replace(self, parts=(("new", content[: span.start] + text + content[span.end :]),))

    def after(self, change: Change) -> "LiveHunk":
        """The hunk after a change of its content."""
        parts: list[HunkPart] = []
        start, end = change.span.start, change.span.end
        at, is_placed = 0, not change.text
        for kind, text in self.parts:
            if kind == "gone":
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
    if parts and parts[-1][0] == kind:
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
