"""What the user edited and looked at last, as snippets for a prompt.

What is being typed in now is left out, so that the snippets stay the same from key to key. Whether a document
may be used is not asked here: told are those only that may.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from pt_lsp.context.background import Snippet, SnippetSource
from pt_lsp.context.edited import NEIGHBOURING_LINES, EditedSpan, EditedSpans, can_lead_to, narrowed
from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.lines import plain, span_of_lines
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

MOST_EDITS = 8
MOST_VISITS = 6
NEAR_LINES = 60
"""What is so near to the cursor is in the prompt anyway."""
ANOTHER_PLACE_LINES = 30
AROUND_LINES = 3
MOST_LINES = 20

_MOST_CHARACTERS = 4_000
_VISITS_KEPT = 10
"""More than are shown, so that the place where the user is now does not push out what is shown."""
_EMPTY_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")


@dataclass(slots=True)
class _Visit:
    uri: str
    offset: int
    number: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something that can be shown; `lines` are its place in an open document."""

    uri: str
    language_id: str
    source: SnippetSource
    number: int
    text: str
    lines: range


class RecentActivity(DocumentListener):
    """One per server."""

    def __init__(self, label: Callable[[str], str | None], holds: Callable[[str, str], bool]) -> None:
        """`label` makes a document's uri what a prompt calls it; None for one that must not be shown now.

        `holds` tells whether a text stands in a file that is closed.
        """
        self._holds = holds
        self._label = label
        self._documents: dict[str, Snapshot] = {}
        self._edited = EditedSpans()
        self._visits: list[_Visit] = []
        self._closed: list[_Candidate] = []
        self._number = 0

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """A document is as in `snapshot` after the changes, each counting in what the one before left."""
        uri, before = snapshot.uri, self._documents.get(snapshot.uri)
        text_before = None if before is None else before.text
        self._see(snapshot)
        if not can_lead_to(text_before, snapshot.text, changes):
            self._drop(uri)
            return
        changes = narrowed(text_before, snapshot.text, changes)
        self._number += 1
        self._edited.changed(uri, snapshot.text, changes, self._number)
        for visit in self._visits:
            if visit.uri == uri:
                visit.offset = _moved_place(visit.offset, changes)

    def visited(self, snapshot: Snapshot, offset: int) -> None:
        """The user is there now; a new place only if far from the last ones, which move along otherwise."""
        known = self._documents.get(snapshot.uri)
        if known is not None and known.text != snapshot.text:
            if snapshot.version <= known.version:
                return  # of a request that is overtaken
            self._drop(snapshot.uri)
        self._see(snapshot)
        text, line = snapshot.text, _line_at(snapshot.text, offset)
        self._number += 1
        others = [
            visit
            for visit in self._visits
            if visit.uri != snapshot.uri or abs(text.line_at(visit.offset) - line) > ANOTHER_PLACE_LINES
        ]
        here = _Visit(snapshot.uri, max(0, min(offset, len(text))), self._number)
        self._visits = [*others, here][-_VISITS_KEPT:]

    def closed(self, uri: str) -> None:
        """The document is closed: of its edited spans the text is kept as it is now."""
        candidates = [self._edited_candidate(each) for each in self._edited.of(uri) if uri in self._documents]
        closed = [*self._closed, *(each for each in candidates if each.text)]
        self._closed = sorted(closed, key=lambda candidate: candidate.number)[-MOST_EDITS:]
        self._drop(uri)
        self._documents.pop(uri, None)

    def for_cursor(self, snapshot: Snapshot, offset: int, budget_characters: int) -> tuple[Snippet, ...]:
        """Other places than the one around the cursor, the latest last.

        At most so many characters, a line with the path before each included; edits are preferred.
        """
        near = self._near(snapshot, offset)
        chosen: list[tuple[_Candidate, str]] = []
        for candidate in chain(
            islice(self._edits(snapshot.uri, near), MOST_EDITS),
            islice(self._visits_away(snapshot.uri, near), MOST_VISITS),
        ):
            path = self._label(candidate.uri)
            if not candidate.text or path is None or any(_overlap(candidate, each) for each, _ in chosen):
                continue
            cost = len(path) + len(candidate.text) + 2
            if cost <= budget_characters:
                budget_characters -= cost
                chosen.append((candidate, path))
        chosen.sort(key=lambda each: each[0].number)
        return tuple(Snippet(path, each.language_id, each.source, each.text) for each, path in chosen)

    def _see(self, snapshot: Snapshot) -> None:
        if snapshot.uri not in self._documents:
            # It may be open again, and be other than it was.
            self._closed = [each for each in self._closed if each.uri != snapshot.uri]
        self._documents[snapshot.uri] = snapshot

    def _drop(self, uri: str) -> None:
        self._edited.drop(uri)
        self._visits = [visit for visit in self._visits if visit.uri != uri]

    def _near(self, snapshot: Snapshot, offset: int) -> range:
        """The lines that are shown anyway.

        They start from the whole span that is being typed in: the cursor goes down as one types, and what is
        above must not come into the prompt for it.
        """
        first = last = line = _line_at(snapshot.text, offset)
        for each in self._edited.of(snapshot.uri):
            start, end = each.lines(self._documents[snapshot.uri].text)
            if start - NEIGHBOURING_LINES <= line <= end + NEIGHBOURING_LINES:
                first, last = min(first, start), max(last, end)
        return range(first - NEAR_LINES, last + NEAR_LINES + 1)

    def _edits(self, uri: str, near: range) -> Iterator[_Candidate]:
        """Edited spans away from the lines `near` of the document `uri`, the latest first."""
        opened: list[EditedSpan | _Candidate] = [
            each
            for each in self._edited
            if each.uri != uri or not _meet(near, *each.lines(self._documents[uri].text))
        ]
        closed = [each for each in self._closed if each.uri != uri and self._holds(each.uri, each.text)]
        for each in sorted([*opened, *closed], key=lambda each: -each.number):
            yield self._edited_candidate(each) if isinstance(each, EditedSpan) else each

    def _visits_away(self, uri: str, near: range) -> Iterator[_Candidate]:
        for visit in reversed(self._visits):
            text = self._documents[visit.uri].text
            line = text.line_at(visit.offset)
            if visit.uri != uri or line not in near:
                lines = range(max(0, line - AROUND_LINES), min(text.n_lines, line + AROUND_LINES + 1))
                yield self._candidate(visit.uri, "recently visited", visit.number, lines)

    def _edited_candidate(self, edited: EditedSpan) -> _Candidate:
        text = self._documents[edited.uri].text
        first, last = edited.lines(text)
        low, high = max(0, first - AROUND_LINES), min(text.n_lines, last + AROUND_LINES + 1)
        if high - low > MOST_LINES:
            low = max(low, min(text.line_at(edited.place) - MOST_LINES // 2, high - MOST_LINES))
            high = low + MOST_LINES
        return self._candidate(edited.uri, "recent edits", edited.number, range(low, high))

    def _candidate(self, uri: str, source: SnippetSource, number: int, lines: range) -> _Candidate:
        snapshot = self._documents[uri]
        span = span_of_lines(snapshot.text, lines[0], lines[-1])
        shown = plain(snapshot.text.slice(span)) if len(span) <= _MOST_CHARACTERS else ""
        shown = _EMPTY_LINES.sub("", shown).rstrip()
        return _Candidate(uri, snapshot.language_id, source, number, shown, lines)


def _line_at(text: Text, offset: int) -> int:
    return text.line_at(max(0, min(offset, len(text))))


def _moved_place(offset: int, changes: Sequence[Change]) -> int:
    """Where a place is after the changes; where a change took its surroundings, at that change's start."""
    for change in changes:
        place = moved(Span(offset, offset), change)
        offset = change.span.start if place is None else place.start
    return offset


def _meet(near: range, first: int, last: int) -> bool:
    return first < near.stop and last >= near.start


def _overlap(one: _Candidate, other: _Candidate) -> bool:
    return one.uri == other.uri and one.lines.start < other.lines.stop and other.lines.start < one.lines.stop
