"""A region in which new text waits for a verdict: what it reads now, and what it reads if that is taken back.

A `Review` is an immutable value. It refuses to know documents, editors and states: offsets count from the
start of the region, and each change made to it is somebody else's.

Invariants:

1. `content` is what the region reads. `restored` is what it reads with all undecided hunks taken back: the
   old lines, and each character that was typed since, once.
2. Typing between the hunks belongs to both readings; so does a deletion there.
3. A hunk whose new text was replaced, or deleted together with text around it, is lost: what stands there is
   the user's, and nothing of it is decided any more.
4. Inside a hunk, typed text is kept apart from the new text, and new text that was deleted is remembered, so
   that taking back neither loses what was typed nor forgets an old line.
5. A formatter's doing inside a hunk changes nothing of what is restored in its place; where it joins or parts
   lines at an edge of a hunk, what was there belongs to the hunk. Between hunks it belongs to both readings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.formatting.intrusion import Formatting
from pt_lsp.edits.formatting.sharing import shared_out
from pt_lsp.edits.formatting.white_space import blank_changes, changed
from pt_lsp.edits.line_diff import hunks_of
from pt_lsp.edits.live_hunk import HUNK_KINDS, HunkPart, LiveHunk, PieceKind

ReviewPiece = tuple[PieceKind, str, int]
"""For storage: the kind of a stretch of text, the text, and the number of its hunk, 0 outside of hunks."""


@dataclass(frozen=True, slots=True)
class ReviewHunk:
    """One undecided hunk as seen from outside: `span` counts in the document."""

    id: str
    number: int
    span: Span
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class Review:
    """Text that is in both readings, and hunks between; the first and the last part are such text."""

    parts: tuple["str | LiveHunk", ...]
    has_lost: bool = False
    """Whether a hunk is lost."""

    @classmethod
    def of(cls, original: str, new: str) -> "Review":
        """The review of `new` in the place of `original`, before anything was typed into it."""
        parts: list[str | LiveHunk] = []
        at = 0
        for number, hunk in enumerate(hunks_of(original, new), 1):
            written: tuple[HunkPart, ...] = (("new", hunk.new_text),) if hunk.new_text else ()
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
                # Text of both readings is between any two.
                parts += ([""] if isinstance(last, LiveHunk) else []) + [LiveHunk(number, text, ())]
            elif isinstance(last, LiveHunk) and last.number == number and kind in HUNK_KINDS:
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
        return "".join(map(_content_of, self.parts))

    @property
    def restored(self) -> str:
        """What it reads with everything undecided taken back."""
        return "".join(part if isinstance(part, str) else part.restored for part in self.parts)

    @property
    def is_original(self) -> bool:
        """Whether nothing is left to decide, because no hunk differs from its old lines."""
        return all(isinstance(part, str) or part.content == part.old for part in self.parts)

    @property
    def is_lost(self) -> bool:
        """Whether no hunk is left to decide, and not because somebody has decided it."""
        return self.has_lost and all(isinstance(part, str) for part in self.parts)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those of the undecided hunks."""
        return tuple(part.number for part in self.parts if isinstance(part, LiveHunk))

    def hunks(self, edit_id: str, start: int) -> tuple[ReviewHunk, ...]:
        """The hunks that differ from their old lines, in a region that begins at `start`."""
        hunks = []
        for part in self.parts:
            content = _content_of(part)
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
        content = self.content
        if isinstance(change, Formatting):
            return self._formatted(change)
        change = _told_closer(change, content[change.span.start : change.span.end])
        home = self._home_of(change)
        parts: list[str | LiveHunk] = []
        at, has_lost = 0, False
        for index, part in enumerate(self.parts):
            length = len(_content_of(part))
            first, last = (min(max(n - at, 0), length) for n in (change.span.start, change.span.end))
            text = change.text if index == home else ""
            if isinstance(part, str):
                parts.append(part[:first] + text + part[last:])
            elif _is_lost_by(change, part.core.shifted(at), content):
                parts.append(part.content[:first] + text + part.content[last:])
                has_lost = True
            elif first < last or text:
                parts.append(part.after(Change(Span(first, last), text)))
            else:
                parts.append(part)
            at += length
        review = Review(_joined(parts), has_lost or self.has_lost)
        is_wiped = content.strip() and not review.content.strip() and review.restored.strip()
        return Review((review.content,), has_lost=True) if is_wiped else review

    def _formatted(self, change: Change) -> "Review":
        """The review after a formatter's change."""
        content, lengths = self.content, [len(_content_of(part)) for part in self.parts]
        spans = [Span(end - length, end) for length, end in zip(lengths, accumulate(lengths), strict=True)]
        start = change.span.start
        changes = [
            Change(each.span.shifted(start), each.text)
            for each in blank_changes(content[start : change.span.end], change.text)
        ]
        parts: list[str | LiveHunk] = []
        for part, span, (reach, share) in zip(
            self.parts, spans, shared_out(content, spans, changes), strict=True
        ):
            own = [Change(each.span.shifted(-reach.start), each.text) for each in share]
            if isinstance(part, str):
                parts.append(changed(content[reach.start : reach.end], own))
            elif own:
                around = content[reach.start : span.start], content[span.end : reach.end]
                parts.append(part.widened(*around).formatted(own))
            else:
                parts.append(part)
        return replace(self, parts=tuple(parts))

    def _home_of(self, change: Change) -> int:
        """Index of the part that takes the new text: around hunks where that is possible."""
        at, home = 0, 0
        for index, part in enumerate(self.parts):
            length = len(_content_of(part))
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
        return Review(_joined(parts), self.has_lost)


def _content_of(part: str | LiveHunk) -> str:
    return part if isinstance(part, str) else part.content


def _told_closer(change: Change, old: str) -> Change:
    """The change without what it leaves as it is, where that shows it to be a small insertion or deletion.

    Where all else differs, a few characters that are the same by chance tell nothing.
    """
    closer = change.trimmed(old)
    is_small = closer.span.is_empty or (not closer.text and 2 * len(closer.span) <= len(old))
    return closer if is_small else change


def _is_lost_by(change: Change, hunk: Span, content: str) -> bool:
    """Whether a change leaves nothing of that hunk but what is the user's."""
    start, end = change.span.start, change.span.end
    is_inside = start < hunk.start < end or (start == 0 and end == len(content))
    if not start <= hunk.start <= hunk.end <= end or (hunk.is_empty and not is_inside):
        return False
    if change.text.strip():
        return True
    return bool((content[start : hunk.start] + content[hunk.end : end]).strip())


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
