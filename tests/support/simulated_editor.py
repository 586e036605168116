"""Editors on a virtual clock, with a user who types; each behaves as a real one was seen to.

The editor knows the truth: its text is kept in pieces, outside and inside of the regions under edit. The
user's keystrokes go to the piece where the rules of the edges put them, edits go to their region and nowhere
else; an edit that reaches beyond its region, or into one where the user has typed, is an AssertionError.
Nothing here looks at the server's own idea of where the regions are.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field
from difflib import SequenceMatcher
from itertools import cycle

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.edits.flight import apply_together
from pt_lsp.edits.pending import Operation
from tests.support.document_pieces import Piece, core, have_told, span_of, take_blanks, typed_in
from tests.support.editor_habits import LATE_S, Fate, Habits
from tests.support.virtual_time import Clock


@dataclass
class Undo:
    """How to take one step back: what is reported then, and each piece's text before."""

    changes: list[Change]
    texts: list[str]
    region: Piece | None


@dataclass
class SimulatedEditor:
    """`on_changes(changes, version)` and `on_text(text, version)` are what it tells the server, undelayed.

    `fates` are what it does with one edit after the other, again and again, and `pauses_s` how late.
    """

    habits: Habits
    clock: Clock
    pieces: list[Piece]
    on_changes: Callable[[list[Change], int], None]
    on_text: Callable[[str, int], None]
    fates: Sequence[Fate] = ("do",)
    pauses_s: Sequence[float] = (LATE_S,)
    version: int = field(init=False)
    # Its text after each step of the user's, with the version then; and its text before and after each edit
    # that was meant for it, with that edit's version.
    user_texts: dict[str, int] = field(default_factory=dict)
    edit_texts: dict[str, int] = field(default_factory=dict)
    longest_silence_s: float = 0.0  # how long it has kept a change for itself
    _unreported: list[Change] = field(default_factory=list)
    _silent_since_s: float = 0.0
    _has_told_otherwise: bool = False
    _report_s: float | None = None
    _undos: list[Undo] = field(default_factory=list)
    _redos: list[Undo] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.version = self.habits.first_version
        have_told(self.pieces)
        self._next_fates = cycle(self.fates)
        self._next_pauses_s = cycle(self.pauses_s)
        self._n_openings = 0
        self._typed_before = ""

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])

    def typed_in(self, text: str) -> str:
        """The characters in it that only the user has typed, and since the document was opened."""
        return "".join(c for c in typed_in(text) if c not in self._typed_before)

    @property
    def is_ambiguous(self) -> bool:
        """Whether nobody can tell what was what.

        The user has done, or undone, what an edit did that was meant for an earlier text; or of two equal
        lines the editor has told that the one beyond the region was added or removed by the edit, or the user
        has added or removed one, and it may have been the one on the other side of an edge.
        """
        return self._has_told_otherwise or any(
            self.edit_texts.get(text, version) < version for text, version in self.user_texts.items()
        )

    def expect(self, operation: Operation) -> None:
        """That edit is on its way."""
        for text in (str(operation.text), str(apply_together(operation.text, operation.changes))):
            self.edit_texts.setdefault(text, operation.version)

    def span_of(self, region: Piece) -> Span:
        return span_of(self.pieces, region)

    def apply_edit(self, operation: Operation, answer: Callable[[bool], None]) -> None:
        """The server's request; calls `answer` at once, later, or never."""
        fate: Fate = next(self._next_fates)
        if fate == "do late":
            n = self._n_openings

            def act() -> None:
                if n == self._n_openings:
                    self._apply(operation, answer, "do")

            self.clock.at(self.clock.now_s + next(self._next_pauses_s), act)
        else:
            self._apply(operation, answer, fate)

    def _apply(self, operation: Operation, answer: Callable[[bool], None], fate: Fate) -> None:
        if self._is_stale(operation.version):
            if self.habits.when_stale != "say nothing":
                answer(self.habits.when_stale == "say yes")
        elif fate in {"refuse", "lie"}:
            answer(fate == "lie")
        else:
            self._do(operation)
            if self.habits.reports_before_answer:
                self._report()
            if fate == "answer late":
                self.clock.at(self.clock.now_s + next(self._next_pauses_s) / 10, lambda: answer(True))
            elif self.habits.answers and fate == "do":
                answer(True)

    def _do(self, operation: Operation) -> None:
        before = self.text
        region = next(piece for piece in self.pieces if piece.edit_id == operation.edit_id)
        is_disturbed = region.is_disturbed or region.is_touched
        may_write = not is_disturbed or region.is_given_back or self.is_ambiguous
        assert may_write, "an edit where the user has typed inside"
        if region.is_blanked:
            take_blanks(self.pieces, region, [change.span for change in operation.changes])
        span, texts = self.span_of(region), [piece.text for piece in self.pieces]
        reported: list[Change] = []
        for change in reversed(operation.changes):
            if not span.start <= change.span.start <= change.span.end <= span.end:
                assert self.is_ambiguous, "an edit beyond its region"
                reported.append(change)
                self._user_change(change)
                continue
            seen = self._seen_as(self.text, change)
            reach = self.span_of(region)
            self._has_told_otherwise |= any(_is_beyond(each.span, reach, self.text) for each in seen)
            reported += seen
            at = change.span.shifted(-span.start)
            region.text = region.text[: at.start] + change.text + region.text[at.end :]
        kept, left = self.typed_in("".join(texts)), self.typed_in(self.text)
        assert kept == left, "an edit that takes keystrokes away, or makes them twice"
        if self.text != before:
            self._undos.append(Undo(inverted(before, reported), texts, region))
            self._redos.clear()
            have_told(self.pieces)
            self._note(reported)

    def replace(self, *changes: Change) -> None:
        """The user types, deletes, pastes or has it formatted: changes made one after the other."""
        texts = [piece.text for piece in self.pieces]
        self._undos.append(Undo(inverted(self.text, list(changes)), texts, None))
        self._redos.clear()
        steps = []
        for change in changes:
            self._user_change(change)
            steps.append(self.text)
        self._note(list(changes))
        self._remember(steps)

    def format(self, blank_changes: Sequence[Change], told: Sequence[Change] | None) -> None:
        """A program changes white space, and the editor tells that as `told`, or as its whole text."""
        text, texts = self.text, [piece.text for piece in self.pieces]
        for region in self.pieces[1::2]:
            region.is_blanked = True
        if told is None:
            self._report()
        typed = [(piece.is_touched, piece.is_added_to_only) for piece in self.pieces]
        for change in blank_changes:
            self._user_change(change)
        for piece, (is_touched, is_added_to_only) in zip(self.pieces, typed, strict=True):
            piece.is_touched, piece.is_added_to_only = is_touched, is_added_to_only
        if told is None:
            self._tell_text()
        else:
            self._redos.clear()
            self._undos.append(Undo(inverted(text, list(told)), texts, None))
            self._note(list(told))
            self._remember([self.text])

    def undo(self) -> None:
        """The user takes the last step back, whosever it was."""
        if not self._undos or self._is_beside_empty_region(self._undos[-1]):
            return
        self._redos.append(self._go_to(self._undos.pop()))

    def redo(self) -> None:
        """The user takes the last step back that was an undo."""
        if self._redos and not self._is_beside_empty_region(self._redos[-1]):
            self._undos.append(self._go_to(self._redos.pop()))

    def _go_to(self, undo: Undo) -> Undo:
        """Take a step back or forth; gives the way from there."""
        back = Undo(inverted(self.text, undo.changes), [piece.text for piece in self.pieces], undo.region)
        for piece, text in zip(self.pieces, undo.texts, strict=True):
            is_touched = piece is undo.region or (piece.edit_id is not None and piece.text != text)
            piece.is_touched |= is_touched
            piece.is_added_to_only &= not is_touched
            piece.text = text
        self._note(undo.changes)
        self._remember([self.text])
        return back

    def reload(self, span: Span, new: str) -> None:
        """Something else rewrites the file, and the editor sends the whole text."""
        self._report()
        self._user_change(Change(span, new))
        self._tell_text()

    def _tell_text(self) -> None:
        self._undos.clear()
        self._redos.clear()
        self._step()
        self._remember([self.text])
        have_told(self.pieces)
        self.on_text(self.text, self.version)

    def reopen(self) -> None:
        """The user closes the document and opens it again; tells what was left to tell, and nothing else."""
        self._report()
        self._undos.clear()
        self._redos.clear()
        have_told(self.pieces)
        self._n_openings += 1
        self._typed_before = typed_in(self.text)
        self.user_texts.clear()
        self.edit_texts.clear()
        self.version = self.habits.first_version

    def forget(self) -> None:
        """Lose what was before: no undo, and no telling what was ambiguous."""
        self._undos.clear()
        self.user_texts.clear()

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
        reach = _reach(self.text, change)
        edges = [edge for each in self.pieces[1::2] for edge in astuple(self.span_of(each))]
        self._has_told_otherwise |= any(
            reach.start <= edge <= reach.end for edge in edges if not reach.is_empty
        )
        piece, offset = self._piece_at(change.span.start)
        start = 0
        for each in self.pieces:
            end = start + len(each.text)
            own = core(each.text, start) if each.is_blanked else Span(start, end)
            each.is_touched |= change.span.start < own.end and own.start < change.span.end
            if change.span.start < end and start < change.span.end:
                each.is_added_to_only = False
                first, last = max(start, change.span.start), min(end, change.span.end)
                each.text = each.text[: first - start] + each.text[last - start :]
            start = end
        piece.is_added_to_only &= len(change.text) == len(typed_in(change.text))
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

    def _remember(self, texts: list[str]) -> None:
        self.user_texts |= dict.fromkeys(texts, self.version)

    def _step(self) -> None:
        self.version = max(self.version + 1, self.habits.next_version)

    def _note(self, changes: list[Change]) -> None:
        if self.habits.reports_one_by_one:
            have_told(self.pieces)
            for change in changes:
                self._step()
                self.on_changes([change], self.version)
            return
        self._step()
        if not self._unreported:
            self._silent_since_s = self.clock.now_s
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
            have_told(self.pieces)
            self.longest_silence_s = max(self.longest_silence_s, self.clock.now_s - self._silent_since_s)
            self.on_changes(changes, self.version)


def _reach(text: str, change: Change) -> Span:
    """Where else the same text could have been added or removed with the same result; empty if nowhere."""
    at, added = change.span.start, change.text or text[change.span.start : change.span.end]
    if not added or (change.text and not change.span.is_empty):
        return Span(at, at)
    longer = text[:at] + added + text[at:] if change.text else text
    first, last = at, at + len(added)
    while first and longer[first - 1] == longer[first - 1 + len(added)]:
        first -= 1
    while last < len(longer) and longer[last] == longer[last - len(added)]:
        last += 1
    return Span(at, at) if last - first < 2 * len(added) else Span(first, last)


def _is_beyond(span: Span, region: Span, text: str) -> bool:
    """Whether what an editor tells of an edit of the region lies further away than a line end."""
    if span.is_empty:
        return not region.start - 2 <= span.start <= region.end + 2
    return span.start < region.start or text[region.end : span.end] not in {"", "\n", "\r\n"}


def inverted(text: str, changes: list[Change]) -> list[Change]:
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
    return re.findall(r"[^\n]*\n|[^\n]+", text)
