"""One operation on its way to the editor: what it should lead to, and what came back so far.

Knows no document and no clock; the times it is given are seconds of one clock that never goes back.

What became of an operation is told by two things. The **echo**: at some moment since sending, the document as
the editor reports it read exactly as the operation should have made it, or, in an editor that puts edits into
whatever it has, as it would make a text that the editor has reported since. The **answer** to the request: a
refusal is always true; a yes is a claim, for some editors skip an edit for an older version and say yes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.text import Text
from pt_lsp.edits.blind.debt import Debt
from pt_lsp.edits.blind.landing import is_echo_like, is_telling, landed_in
from pt_lsp.edits.line_diff import best_changes
from pt_lsp.edits.region import TrackedRegion

# After a yes and a newer version, an operation that was applied would have been reported by now.
QUIET_S = 0.3

# An editor that says nothing for so long will not say it any more, but for one that waits for a pause in the
# typing: that one is given longer.
TIMEOUT_S = 3.0
LATE_TIMEOUT_S = 30.0

# Nobody types so much between the parts of one edit: of an operation that comes late, so many of the newest
# changes are held to be its echo.
MAX_ECHO_CHANGES = 64


@dataclass(frozen=True, slots=True)
class Operation:
    """What to send: `changes`, in order and apart, count in `text`, the newest that the editor has reported.

    `version` is what to send as the document's version. `id` grows from operation to operation.
    """

    id: int
    edit_id: str
    version: int
    text: Text
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """A debt, and the edit whose landing has made it; an undo of that leads to one of `undone`."""

    debt: Debt
    edit_id: str
    undone: tuple["Moment", ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """The document as reported once, what is owed to it, and the places in the text as it should be."""

    text: Text
    places: dict[str, TrackedRegion]
    owed: Owed | None = None

    @property
    def due(self) -> Text:
        """The text as it should be."""
        return self.owed.debt.owed if self.owed else self.text


@dataclass(slots=True, eq=False)
class Flight:
    """An operation between sending and certainty.

    `asked` is what its edit's region shall read, but for white space that others change; None while it only
    pays what is owed. It `is_taking_back` what had come, where that was rejected or late. `since` collects
    what the editor has reported meanwhile, so that it can be counted as the user's after all. `moments` are
    those before each of these changes, of an editor that may put the operation there, else the first alone.
    `is_astray` tells that it has landed at a later one. It `is_overdue` when nobody waits for it.
    `is_ambiguous` tells of an echo that may have been the user's doing elsewhere, `is_certain` of one that
    nobody would have typed.
    """

    operation: Operation
    asked: str | None
    sent_at: Moment
    sent_s: float
    checks_versions: bool | None
    timeout_s: float = TIMEOUT_S
    is_taking_back: bool = False
    since: list[Change] = field(default_factory=list)
    moments: list[Moment] = field(init=False)
    has_landed: bool = False
    is_astray: bool = False
    is_ambiguous: bool = False
    is_overdue: bool = False
    is_certain: bool = False
    answered_s: float | None = None
    notified_s: float | None = None
    # When the editor may have come to it: sent, and what was asked before it has come.
    _due_from_s: float = field(init=False)
    # The moment at which an editor does it that does one after the other.
    _turn: Moment = field(init=False)
    _readings: list[Text] = field(init=False)
    # How many changes the notifications before the newest have brought.
    _n_before: int = 0
    # Where in `since` each notification begins, and whether it told of whole lines.
    _beginnings: list[tuple[int, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.moments = [self.sent_at]
        self._due_from_s, self._turn = self.sent_s, self.sent_at
        self._readings = [apply_together(self.base, self.operation.changes)]

    @property
    def content(self) -> str | None:
        """What the region should read then; None where it only pays."""
        edit_id = self.operation.edit_id
        return None if self.asked is None else self.sent_at.places[edit_id].refitted(self.asked)

    @property
    def base(self) -> Text:
        """The document when it was sent."""
        return self.operation.text

    @property
    def expected(self) -> Text:
        """The document as it should become."""
        return self._readings[0]

    @property
    def newest(self) -> Moment:
        """The last of the moments at which it may have been done."""
        return self.moments[-1]

    @property
    def newest_reading(self) -> Text:
        """The document as it becomes if it is done right then."""
        return self._readings[-1]

    @property
    def due_s(self) -> float:
        """When waiting ends, unless something comes before."""
        if self.is_doubtful:
            return max(self.answered_s or 0.0, self.notified_s or 0.0) + QUIET_S
        timeout_s = TIMEOUT_S if self.has_landed else self.timeout_s
        return max(self._due_from_s, self.answered_s or self.sent_s) + timeout_s

    @property
    def is_doubtful(self) -> bool:
        """Whether a yes came, and a newer version, but no echo: it was skipped if no more comes."""
        is_told = self.answered_s is not None and self.notified_s is not None
        return is_told and not self.has_landed and self.may_be_skipped

    @property
    def may_be_skipped(self) -> bool:
        """Whether a yes may be a lie."""
        return self.checks_versions is not False

    def begin_report(self, *, is_by_lines: bool) -> None:
        """A notification has come; `is_by_lines`: it tells of whole lines."""
        self._n_before = len(self.since)
        if not self.is_overdue:
            self._beginnings.append((self._n_before, is_by_lines))

    def notifications(self) -> Iterator[tuple[list[Change], bool]]:
        """What was reported since it was sent, and whether that told of whole lines."""
        ends = [start for start, _ in self._beginnings[1:]]
        for (start, is_by_lines), end in zip(self._beginnings, [*ends, len(self.since)], strict=True):
            yield self.since[start:end], is_by_lines

    def notified(self, now_s: float, *, is_next: bool) -> None:
        """A notification was read; `is_next`: what was asked for before has come, late."""
        self.notified_s = now_s
        if is_next:
            self._due_from_s = now_s

    def note(self, moment: Moment, *, is_next: bool) -> None:
        """It has not landed by the changes so far, and may land now; `is_next`: it is its turn."""
        if not self.checks_versions:
            self._turn = moment if is_next else self._turn
            self.moments.append(moment)
            self._readings.append(apply_together(moment.text, self.changes_at(moment)))

    def changes_at(self, moment: Moment) -> tuple[Change, ...]:
        """What the editor does that puts the operation into the text of that moment."""
        if moment is self.sent_at:
            return self.operation.changes
        return landed_in(moment.text, self.operation.changes, self.base)

    def landing_in(self, text: Text) -> Moment | None:
        """The moment at which it must have been done, if `text`, the newest, reads so.

        Several are left where it has written over what the user has just typed or deleted. It is the first
        that leaves all later changes to the editor: a deletion may come back, but nothing typed is lost.
        """
        found = [n for n, reading in enumerate(self._readings) if reading == text]
        if self.checks_versions is None:
            likely = self.sent_at, self._turn
            found = [
                n
                for n in found
                if any(self.moments[n] is each for each in likely) or is_telling(self.since[n:])
            ]
        return self._likeliest(found)

    def late_landing_in(self, text: Text) -> Moment | None:
        """The same long after it was sent. A text that was reported before is an undo's or a redo's.

        What may have been typed by chance is taken for it only where nothing would have to be put right.
        """
        if any(each.owed is not None or each.text == text for each in self.moments):
            return None
        found = [n for n, reading in enumerate(self._readings) if reading == text]
        return self._likeliest(
            [n for n in found if self._is_beyond_chance(n) or self.done_at(self.moments[n]).owed is None]
        )

    def confirmed_landing_in(self, text: Text) -> Moment | None:
        """The same when the editor says that it was done, and has reported nothing since it was."""
        if any(each.owed is not None for each in self.moments):
            return None
        return self._likeliest([n for n, reading in enumerate(self._readings[:-1]) if reading == text])

    def land(self, moment: Moment) -> None:
        """It was done at that moment."""
        self.has_landed, self.is_astray = True, moment is not self.sent_at
        n = next(n for n, each in enumerate(self.moments) if each is moment)
        self.is_certain = self.answered_s is not None or self._is_beyond_chance(n)

    def forget_older(self) -> None:
        """Only what was reported last can be its echo yet."""
        n_old = len(self.moments) - MAX_ECHO_CHANGES
        if n_old > 0:
            del self.moments[:n_old], self._readings[:n_old], self.since[:n_old]
            self._n_before = max(0, self._n_before - n_old)

    @property
    def is_impossible(self) -> bool:
        """Whether the editor, which has told of so much since, has left it out or will."""
        return self.checks_versions is True and len(self.since) > MAX_ECHO_CHANGES

    def done_at(self, moment: Moment) -> Moment:
        """What the document should be, and what is owed to it, if the operation was done at that moment."""
        places, due = self._due_at(moment)
        debt = Debt.left_by(moment.text, self.changes_at(moment), due)
        if debt is not None and self.is_overdue:
            # It is not wanted any more, so that nothing has to be where it should be.
            places, debt = moment.places, Debt.left_by(moment.text, self.changes_at(moment), ())
        text = apply_together(moment.text, self.changes_at(moment))
        if debt is None:
            return Moment(text, places)
        undone = (*takewhile(lambda each: each is not moment, self.moments), moment)
        return Moment(text, places, Owed(debt, self.operation.edit_id, undone))

    def _due_at(self, moment: Moment) -> tuple[dict[str, TrackedRegion], tuple[Change, ...]]:
        """The places after what should have been done at that moment, and that."""
        edit_id = self.operation.edit_id
        if self.asked is None or moment.owed is not None:
            return moment.places, moment.owed.debt.changes if moment.owed else ()
        own = moment.places[edit_id]
        if own.is_disturbed and moment is not self.sent_at:
            return moment.places, ()
        was, content = self.sent_at.places[edit_id], own.refitted(self.asked)
        shift = own.span.start - was.span.start
        due = tuple(Change(each.span.shifted(shift), each.text) for each in self.operation.changes)
        if own.content != was.content:
            # Another operation of the edit has come in between.
            due = own.in_document(best_changes(own.content, content))
        text, written = apply_together(moment.text, due), Change(own.span, content)
        # What we write stays in its region, also where another one begins right behind it.
        places = {
            each_id: place if place.span.end <= own.span.start else place.after(written, moment.text, text)
            for each_id, place in moment.places.items()
        }
        return places | {edit_id: own.holding(self.asked)}, due

    def _likeliest(self, found: Sequence[int]) -> Moment | None:
        return self.moments[min(found, key=self._unlikeliness)] if found else None

    def _is_beyond_chance(self, n: int) -> bool:
        """Whether nobody but the editor has made the changes since that moment."""
        if self.moments[n] is self._turn and self._turn is not self.sent_at:
            return True
        echo = tuple(self.since[n:])
        is_as_sent = echo == tuple(reversed(self.changes_at(self.moments[n])))
        return is_as_sent or is_telling(echo, max(self._n_before - n, 0))

    def _unlikeliness(self, n: int) -> tuple[bool, int]:
        # Where a line has become short, even the parts of one edit can touch.
        parts = self.changes_at(self.moments[n])
        is_apart = all(each.span.end < following.span.start for each, following in pairwise(parts))
        is_echo = is_echo_like(self.since[n:], max(self._n_before - n, 0) if is_apart else 0)
        return not is_echo, n


def apply_together(text: Text, changes: Sequence[Change]) -> Text:
    """The text after changes that are in order, apart, and all count in `text`."""
    return apply(text, reversed(changes))
