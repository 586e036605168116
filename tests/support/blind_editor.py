"""An editor on a virtual clock that puts each edit where its lines and columns are, whatever is there by now.

It knows nothing of regions. What its user typed is known by the characters alone, each of which is new.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import split_lines
from pt_lsp.edits.pending import Operation
from tests.support.simulated_editor import inverted
from tests.support.virtual_time import Clock

_FIRST_TYPED = 0xE000


@dataclass(frozen=True)
class BlindHabits:
    """How it tells of changes; the delay begins anew with each change when `is_idle_delay`."""

    name: str
    reports: Literal["characters", "lines", "as made"] = "characters"
    is_one_by_one: bool = False
    delay_s: float = 0.0
    is_idle_delay: bool = False
    compares: bool = False
    """It compares its text with what it has told, and tells one change."""


@dataclass
class BlindEditor:
    """`on_changes(changes, version)` is what it tells the server."""

    habits: BlindHabits
    clock: Clock
    text: str
    on_changes: Callable[[list[Change], int], None]
    version: int = 1
    typed: list[str] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    n_astray: int = 0
    _undos: list[list[Change]] = field(default_factory=list)
    _unreported: list[Change] = field(default_factory=list)
    _report_s: float | None = None
    _told: str = field(init=False)

    def __post_init__(self) -> None:
        self._told = self.text

    def apply_edit(self, operation: Operation) -> None:
        """The server's request; it is always carried out."""
        base = str(operation.text)
        self.n_astray += base != self.text
        changes: list[Change] = []
        for change in reversed(operation.changes):
            span = Span(self._there(base, change.span.start), self._there(base, change.span.end))
            changes += self._seen_as(Change(span, change.text))
        self._make(changes)

    def type(self, at: int, *, with_line_end: bool = False) -> None:
        """The user types a character that is nowhere else."""
        character = chr(_FIRST_TYPED + len(self.typed))
        self.typed.append(character)
        self._make([Change(Span(at, at), character + "\n" * with_line_end)])

    def delete(self, at: int) -> None:
        """The user deletes the character there."""
        self.deleted.add(self.text[at])
        self._make([Change(Span(at, at + 1), "")])

    def undo(self) -> None:
        """The user takes the last step back, whosever it was."""
        if self._undos:
            self._make(self._undos.pop())
            self._undos.pop()

    def _make(self, changes: list[Change]) -> None:
        if not changes:
            return
        self._undos.append(inverted(self.text, changes))
        for change in changes:
            self.text = self.text[: change.span.start] + change.text + self.text[change.span.end :]
        self.version += 1
        if self.habits.is_one_by_one:
            for change in changes:
                self.on_changes([change], self.version)
            return
        self._unreported += changes
        if not self.habits.delay_s:
            self._report()
        elif self._report_s is None or self.habits.is_idle_delay:
            self._report_s = self.clock.now_s + self.habits.delay_s
            self.clock.at(self._report_s, self._report_if_due)

    def _report_if_due(self) -> None:
        if self._report_s is not None and self.clock.now_s >= self._report_s:
            self._report()

    def _report(self) -> None:
        self._report_s = None
        changes, self._unreported = self._unreported, []
        if self.habits.compares:
            changes = [Change(Span(0, len(self._told)), self.text).trimmed(self._told)]
        self._told = self.text
        self.on_changes(changes, self.version)

    def _there(self, base: str, offset: int) -> int:
        line, column = base.count("\n", 0, offset), offset - (base.rfind("\n", 0, offset) + 1)
        lines = self.text.split("\n")
        if line >= len(lines):
            return len(self.text)
        return sum(len(each) + 1 for each in lines[:line]) + min(column, len(lines[line]))

    def _seen_as(self, change: Change) -> list[Change]:
        """How it tells of one part of an edit, the last part first."""
        if self.habits.reports == "as made":
            return [change]
        split: Callable[[str], list[str]] = list if self.habits.reports == "characters" else split_lines
        old, new = split(self.text[change.span.start : change.span.end]), split(change.text)
        starts = [change.span.start]
        for unit in old:
            starts.append(starts[-1] + len(unit))
        opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [
            Change(Span(starts[i1], starts[i2]), "".join(new[j1:j2]))
            for tag, i1, i2, j1, j2 in reversed(opcodes)
            if tag != "equal"
        ]
