"""A region in which new text waits for a verdict: what it reads now, and what it reads if that is taken back.

A `Review` is an immutable value. It refuses to know documents, editors and states: offsets count from the
start of the region, and each change made to it is somebody else's.

Invariants:

1. `content` is what the region reads. `restored` is what it reads with all undecided hunks taken back: the
   old lines, and each character that was typed since, once.
2. Typing between the hunks belongs to both readings; so does a deletion there.
3. Inside a hunk, typed text is kept apart from the new text, and new text that was deleted is remembered, so
   that taking back neither loses what was typed nor forgets an old line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.equal_ends import equal_ends
from pt_lsp.documents.span import Span
from pt_lsp.edits.line_diff import hunks_of

PieceKind = Literal["same", "old", "new", "gone", "typed"]

ReviewPiece = tuple[PieceKind, str, int]
"""For storage: the kind of a stretch of text, the text, and the number of its hunk, 0 outside of hunks."""

_HunkPart = tuple[PieceKind, str]

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class ReviewHunk:
    """One undecided hunk as seen from outside: `span` counts in the document."""

    id: str
    number: int
    span: Span
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class LiveHunk:
    """Old lines, and the new ones in their place with what was typed into them (`new`, `gone`, `typed`)."""

    number: int
    old: str
    parts: tuple[_HunkPart, ...]

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

    def after(self, change: Change) -> "LiveHunk":
        """The hunk after a change of its content."""
        parts: list[_HunkPart] = []
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


@dataclass(frozen=True, slots=True)
class Review:
    """Text that is in both readings, and hunks between; the first and the last part are such text."""

    parts: tuple["str | LiveHunk", ...]

    @classmethod
    def of(cls, original: str, new: str) -> "Review":
        """The review of `new` in the place of `original`, before anything was typed into it."""
        parts: list[str | LiveHunk] = []
        at = 0
        for number, hunk in enumerate(hunks_of(original, new), 1):
            written: tuple[_HunkPart, ...] = (("new", hunk.new_text),) if hunk.new_text else ()
            parts += [new[at : hunk.new_span.start], LiveHunk(number, hunk.old_text, written)]
            at = hunk.new_span.end
        return cls((*parts, new[at:]))

    @classmethod
    def of_pieces(cls, pieces: Iterable[ReviewPiece]) -> "Review":
        """What `pieces` were made of. Raises ValueError when they cannot be a review."""
        parts: list[str | LiveHunk] = [""]
        for kind, text, number in pieces:
            last = parts[-1]
            if kind == "same" or not number:
                if kind != "same" or number:
                    raise ValueError("a piece of a hunk needs a number, and others have none")
                parts.append(text)
            elif kind == "old":
                parts.append(LiveHunk(number, text, ()))
            elif isinstance(last, LiveHunk) and last.number == number and kind in {"new", "gone", "typed"}:
                parts[-1] = replace(last, parts=(*last.parts, (kind, text)))
            else:
                raise ValueError("the parts of a hunk follow its old text")
        return cls(_joined([*parts, ""]))

    def pieces(self) -> list[ReviewPiece]:
        """Itself as plain values."""
        pieces: list[ReviewPiece] = []
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(("same", part, 0))
            else:
                pieces.append(("old", part.old, part.number))
                pieces += [(kind, text, part.number) for kind, text in part.parts]
        return pieces

    @property
    def content(self) -> str:
        """What the region reads."""
        return "".join(part if isinstance(part, str) else part.content for part in self.parts)

    @property
    def restored(self) -> str:
        """What it reads with everything undecided taken back."""
        return "".join(part if isinstance(part, str) else part.restored for part in self.parts)

    @property
    def is_original(self) -> bool:
        """Whether nothing is left to decide, because no hunk differs from its old lines."""
        return all(isinstance(part, str) or part.content == part.old for part in self.parts)

    def hunks(self, edit_id: str, start: int) -> tuple[ReviewHunk, ...]:
        """The hunks that differ from their old lines, in a region that begins at `start`."""
        hunks = []
        for part in self.parts:
            content = part if isinstance(part, str) else part.content
            if isinstance(part, LiveHunk) and content != part.old:
                span = Span(start, start + len(content))
                hunks.append(ReviewHunk(f"{edit_id}.{part.number}", part.number, span, part.old, content))
            start += len(content)
        return tuple(hunks)

    def accepted(self, number: int | None = None) -> "Review":
        """The review with that hunk, or each, as a part of the text."""
        return self._decided(number, is_accepted=True)

    def rejected(self, number: int | None = None) -> "Review":
        """The review with that hunk, or each, taken back; its `content` is what the region shall read."""
        return self._decided(number, is_accepted=False)

    def after(self, change: Change) -> "Review":
        """The review after somebody's change of its content."""
        home = self._home_of(change)
        parts: list[str | LiveHunk] = []
        at = 0
        for index, part in enumerate(self.parts):
            length = len(part if isinstance(part, str) else part.content)
            first, last = (min(max(n - at, 0), length) for n in (change.span.start, change.span.end))
            text = change.text if index == home else ""
            if isinstance(part, str):
                parts.append(part[:first] + text + part[last:])
            elif first < last or text:
                parts.append(part.after(Change(Span(first, last), text)))
            else:
                parts.append(part)
            at += length
        return Review(tuple(parts))

    def _home_of(self, change: Change) -> int:
        """Index of the part that takes the new text: around hunks where that is possible."""
        at, home = 0, 0
        for index, part in enumerate(self.parts):
            length = len(part if isinstance(part, str) else part.content)
            if change.span.is_empty:
                # A hunk takes what is typed strictly inside of it; at its edges is text of both readings.
                margin = 0 if isinstance(part, str) else 1
                is_home = at + margin <= change.span.start <= at + length - margin
            else:
                is_home = at <= change.span.start < at + length
            home = index if is_home else home
            at += length
        return home

    def _decided(self, number: int | None, *, is_accepted: bool) -> "Review":
        parts: list[str | LiveHunk] = []
        for part in self.parts:
            if isinstance(part, str) or number not in {None, part.number}:
                parts.append(part)
            else:
                parts.append(part.content if is_accepted else part.restored)
        return Review(_joined(parts))


def _joined(parts: Sequence[str | LiveHunk]) -> tuple[str | LiveHunk, ...]:
    """The parts with neighbouring texts joined."""
    joined: list[str | LiveHunk] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, str) and isinstance(last, str):
            joined[-1] = last + part
        else:
            joined.append(part)
    return tuple(joined)


def _add(parts: list[_HunkPart], kind: PieceKind, text: str) -> None:
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
