"""Editors on a virtual clock, with a user who types; each behaves as a real one was seen to.

The editor knows the truth: its text is kept in pieces, outside and inside of the regions under edit. The
user's keystrokes go to the piece where the rules of the edges put them, edits go to their region and nowhere
else; an edit that reaches beyond its region, or into one where the user has typed, is an AssertionError.
Nothing here looks at the server's own idea of where the regions are.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import count
from typing import Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.pending import Operation


class Clock:
    """Virtual seconds; what is due runs in order of time, then of asking."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def at(self, when_s: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (max(when_s, self.now_s), next(self._order), act))

    def run(self, limit_s: float) -> None:
        while self._queue:
            self.now_s, _, act = heapq.heappop(self._queue)
            assert self.now_s <= limit_s, "it never comes to rest"
            act()


class Wire:
    """One direction of a connection: what goes in first comes out first."""

    def __init__(self, clock: Clock, latencies_s: list[float]) -> None:
        self._clock = clock
        self._latencies_s = latencies_s
        self._n_sent = 0
        self._free_s = 0.0

    def send(self, deliver: Callable[[], None]) -> None:
        latency_s = self._latencies_s[self._n_sent % len(self._latencies_s)]
        self._n_sent += 1
        self._free_s = max(self._free_s, self._clock.now_s + latency_s)
        self._clock.at(self._free_s, deliver)


@dataclass(frozen=True)
class Habits:
    """What tells one editor from another."""

    name: str
    first_version: int
    next_version: int  # of the first change; later ones step by one
    checks: Literal["equal", "newer"]  # "newer": 0 is never checked, an older version is stale
    when_stale: Literal["refuse", "say yes", "say nothing"]
    answers: bool
    report_delay_s: float
    reports_when_idle: bool  # the delay begins anew with each change
    reports: Literal["characters", "lines"]
    latency_factor: float = 1.0
    reports_one_by_one: bool = False  # each change of an edit in a notification and version of its own


VSCODE = Habits("VS Code", 1, 2, "equal", "refuse", True, 0.0, False, "characters")
NEOVIM = Habits("Neovim", 0, 3, "newer", "say yes", True, 0.15, False, "lines")
EAGER_NEOVIM = replace(NEOVIM, name="Neovim without delay", report_delay_s=0.0, reports_one_by_one=True)
EMACS = Habits("Emacs", 0, 1, "equal", "refuse", True, 0.5, True, "characters")
SLOW = Habits("slow", 1, 2, "equal", "refuse", True, 0.0, False, "lines", latency_factor=12.0)
SILENT = Habits("silent", 1, 2, "equal", "say nothing", False, 0.0, False, "characters")


@dataclass
class Piece:
    """Text outside of the regions, or the text of one."""

    text: str
    edit_id: str | None = None
    is_disturbed: bool = False
    has_met_another: bool = False


@dataclass
class Undo:
    """How to take one step back: what is reported then, and each piece's text before."""

    changes: list[Change]
    texts: list[str]
    region: Piece | None


@dataclass
class SimulatedEditor:
    """`on_changes(changes, version)` and `on_text(text, version)` are what it tells the server, undelayed."""

    habits: Habits
    clock: Clock
    pieces: list[Piece]
    on_changes: Callable[[list[Change], int], None]
    on_text: Callable[[str, int], None]
    version: int = field(init=False)
    user_texts: set[str] = field(default_factory=set)  # its text after each step of the user's
    _unreported: list[Change] = field(default_factory=list)
    _report_s: float | None = None
    _undos: list[Undo] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.version = self.habits.first_version

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def span_of(self, region: Piece) -> Span:
        start = 0
        for piece in self.pieces:
            if piece is region:
                break
            start += len(piece.text)
        return Span(start, start + len(region.text))

    def apply_edit(self, operation: Operation, answer: Callable[[bool], None]) -> None:
        """The server's request; calls `answer` at once, or never."""
        if self._is_stale(operation.version):
            if self.habits.when_stale != "say nothing":
                answer(self.habits.when_stale == "say yes")
            return
        before = self.text
        region = next(piece for piece in self.pieces if piece.edit_id == operation.edit_id)
        assert not region.is_disturbed, "an edit where the user has typed inside"
        span, texts = self.span_of(region), [piece.text for piece in self.pieces]
        reported: list[Change] = []
        for change in reversed(operation.changes):
            assert span.start <= change.span.start <= change.span.end <= span.end, "an edit beyond its region"
            reported += self._seen_as(self.text, change)
            at = change.span.shifted(-span.start)
            region.text = region.text[: at.start] + change.text + region.text[at.end :]
        if self.text != before:
            self._undos.append(Undo(_inverted(before, reported), texts, region))
            self._note(reported)
        if self.habits.answers:
            answer(True)

    def replace(self, span: Span, new: str) -> None:
        """The user types, deletes or pastes."""
        texts = [piece.text for piece in self.pieces]
        self._undos.append(Undo(_inverted(self.text, [Change(span, new)]), texts, None))
        self._user_change(Change(span, new))
        self.user_texts.add(self.text)
        self._note([Change(span, new)])

    def undo(self) -> None:
        """The user takes the last step back, whosever it was."""
        if not self._undos or self._is_beside_empty_region(self._undos[-1]):
            return
        undo = self._undos.pop()
        for piece, text in zip(self.pieces, undo.texts, strict=True):
            piece.is_disturbed |= piece is undo.region or (piece.edit_id is not None and piece.text != text)
            piece.text = text
        self.user_texts.add(self.text)
        self._note(undo.changes)

    def reload(self, span: Span, new: str) -> None:
        """Something else rewrites the file, and the editor sends the whole text."""
        self._report()
        self._undos.clear()
        self._user_change(Change(span, new))
        self.user_texts.add(self.text)
        self._step()
        self.on_text(self.text, self.version)

    def _is_stale(self, version: int) -> bool:
        if self.habits.checks == "equal":
            return version != self.version
        return 0 < version < self.version

    def _is_beside_empty_region(self, undo: Undo) -> bool:
        """Whether text would come back of which nobody can tell on which side of an empty region it was."""
        empty = [self.span_of(piece) for piece in self.pieces if piece.edit_id is not None and not piece.text]
        return undo.region is None and any(
            change.span.start <= span.start <= change.span.end for change in undo.changes for span in empty
        )

    def _user_change(self, change: Change) -> None:
        """Give a change of the user's to the pieces it belongs to."""
        piece, offset = self._piece_at(change.span.start)
        start = 0
        for each in self.pieces:
            end = start + len(each.text)
            each.is_disturbed |= change.span.start < end and start < change.span.end
            if change.span.start < end and start < change.span.end:
                first, last = max(start, change.span.start), min(end, change.span.end)
                each.text = each.text[: first - start] + each.text[last - start :]
            start = end
        piece.text = piece.text[:offset] + change.text + piece.text[offset:]
        for before, between, after in zip(
            self.pieces[1::2], self.pieces[2::2], self.pieces[3::2], strict=False
        ):
            # Nobody can tell which of two empty regions comes first once they have met.
            if not before.text and not between.text and not after.text:
                before.has_met_another = after.has_met_another = True

    def _piece_at(self, offset: int) -> tuple[Piece, int]:
        """The piece that typed text goes to: outside at both ends of a region, after an empty one."""
        start = found_at = 0
        found = self.pieces[0]
        for piece in self.pieces:
            end = start + len(piece.text)
            if piece.edit_id is None and start <= offset:
                found, found_at = piece, start
            elif piece.edit_id is not None and offset < end:
                is_inside = start < offset
                return (piece, offset - start) if is_inside else (found, offset - found_at)
            start = end
        return found, offset - found_at

    def _seen_as(self, text: str, change: Change) -> list[Change]:
        """How the editor reports one change of an edit: its own diff of what it replaces, last part first."""
        start, end, new = change.span.start, change.span.end, change.text
        if self.habits.reports == "lines":
            first = text.rfind("\n", 0, start) + 1
            last = text.find("\n", end) + 1 or len(text)
            start, end, new = first, last, text[first:start] + new + text[end:last]
        split = list if self.habits.reports == "characters" else _lines
        old_units, new_units = split(text[start:end]), split(new)
        starts = [start]
        for unit in old_units:
            starts.append(starts[-1] + len(unit))
        opcodes = SequenceMatcher(None, old_units, new_units, autojunk=False).get_opcodes()
        return [
            Change(Span(starts[i1], starts[i2]), "".join(new_units[j1:j2]))
            for tag, i1, i2, j1, j2 in reversed(opcodes)
            if tag != "equal"
        ]

    def _step(self) -> None:
        self.version = max(self.version + 1, self.habits.next_version)

    def _note(self, changes: list[Change]) -> None:
        if self.habits.reports_one_by_one:
            for change in changes:
                self._step()
                self.on_changes([change], self.version)
            return
        self._step()
        self._unreported += changes
        if not self.habits.report_delay_s:
            self._report()
        elif self._report_s is None or self.habits.reports_when_idle:
            self._report_s = self.clock.now_s + self.habits.report_delay_s
            self.clock.at(self._report_s, self._report_if_due)

    def _report_if_due(self) -> None:
        if self._report_s is not None and self.clock.now_s >= self._report_s:
            self._report()

    def _report(self) -> None:
        self._report_s = None
        if self._unreported:
            changes, self._unreported = self._unreported, []
            self.on_changes(changes, self.version)


def _inverted(text: str, changes: list[Change]) -> list[Change]:
    """What takes `changes`, made one after the other in `text`, back one after the other."""
    inverses: list[Change] = []
    for change in changes:
        span = change.span
        inverses.insert(
            0, Change(Span(span.start, span.start + len(change.text)), text[span.start : span.end])
        )
        text = text[: span.start] + change.text + text[span.end :]
    return inverses


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
