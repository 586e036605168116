"""Recorded typing, key by key: what each change leaves, where the cursor stands, and which keys are one run.

Knows the format of the recordings; refuses to know what is done with them.
"""

import gzip
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

LONGEST_PAUSE_S = 1.5
CLOSERS = frozenset(")]}\"'`>")
MOST_CLOSERS = 4

_PAIRS = frozenset({"()", "[]", "{}", '""', "''", "``", "<>"})
_BY_HAND_MS = 40
"""A selection follows a key within a few milliseconds, and a change that a program made not at all."""
_TOGETHER_MS = 4
"""Changes as close as that are one act, and the one selection after them is that of the last."""


@dataclass(frozen=True, slots=True)
class Document:
    uri: str
    language_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """One change. `changes` count one after the other; they are without what they leave as it was."""

    index: int
    time_s: float
    recorded_ms: int
    document: int
    changes: tuple[Change, ...]
    text: Text
    """The document after it."""
    cursor: int
    is_by_hand: bool
    run: int
    """Keys in a row at one place, each where the one before left the cursor, have the same number."""


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    name: str
    documents: tuple[Document, ...]
    starts: tuple[Text, ...]
    """The documents before the first key."""
    keys: tuple[Key, ...]
    raw: dict[str, Any]

    @property
    def duration_s(self) -> float:
        return self.keys[-1].time_s - self.keys[0].time_s

    def next_key_s(self, key: Key) -> float:
        """When the screen is looked at for this key: just before the next, or after the longest pause."""
        following = key.index + 1
        return self.keys[following].time_s if following < len(self.keys) else key.time_s + LONGEST_PAUSE_S


def read_recording(path: Path) -> dict[str, Any]:
    """A recording as it was written, but for its documents: they are told by their place in the list."""
    raw: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    number_of = {document.get("id", n): n for n, document in enumerate(raw["docs"])}
    for entry in (*raw["events"], *raw.get("selections", ())):
        entry[1] = number_of[entry[1]]
    return raw


def make_session(name: str, raw: dict[str, Any], first: int = 0, n_events: int | None = None) -> Session:
    """The keys from number `first` on; those before them only make the documents what they are by then."""
    end = len(raw["events"]) if n_events is None else min(first + n_events, len(raw["events"]))
    documents = tuple(Document(f"file:///{name}/{d['path']}", d["language"]) for d in raw["docs"])
    strings = [document["start"] for document in raw["docs"]]
    for _, document, edits in raw["events"][:first]:
        for change in _in_turn(edits):
            string = strings[document]
            strings[document] = string[: change.span.start] + change.text + string[change.span.end :]
    texts = [Text.of(string) for string in strings]
    starts = tuple(texts)
    events = raw["events"][first:end]
    times_s = _times_s([event[0] for event in events], raw.get("resolution_ms", 1))
    selections = _Selections(raw.get("selections") or [])
    keys: list[Key] = []
    newest: Key | None = None
    for index, (time_s, event) in enumerate(zip(times_s, events, strict=True)):
        next_ms = events[index + 1][0] if index + 1 < len(events) else None
        key = _key(
            index=index,
            time_s=time_s,
            event=event,
            before=texts[event[1]],
            selected=selections.after(event, next_ms),
            newest=newest,
        )
        texts[key.document] = key.text
        keys.append(key)
        newest = key if key.is_by_hand else newest
    return Session(name, documents, starts, tuple(keys), raw)


def _key(
    *,
    index: int,
    time_s: float,
    event: Sequence[Any],
    before: Text,
    selected: int | bool | None,
    newest: Key | None,
) -> Key:
    recorded_ms, document, edits = event
    text = apply(before, _in_turn(edits))
    changes = tuple(change for change in (_bare(before, c) for c in _in_turn(edits)) if change is not None)
    is_at_cursor = newest is not None and newest.document == document and _is_at(newest, changes)
    cursor = _guessed_cursor(edits) if selected is None or isinstance(selected, bool) else selected
    cursor = min(cursor, len(text))
    is_by_hand = selected is not False or is_at_cursor
    run = newest.run if newest and is_at_cursor else index
    return Key(index, time_s, recorded_ms, document, changes, text, cursor, is_by_hand, run)


class _Selections:
    def __init__(self, recorded: Iterable[Sequence[Any]]) -> None:
        self._of: dict[int, list[tuple[int, int]]] = {}
        for time_ms, document, ranges in recorded:
            self._of.setdefault(document, []).append((time_ms, ranges[-1][1]))

    def after(self, event: Sequence[Any], next_ms: int | None) -> int | bool | None:
        """The cursor that a change left; None where it has to be guessed, False after a program's change."""
        if not self._of:
            return None
        known = self._of.get(event[1], [])
        at = bisect_left(known, (event[0], -1))
        if at == len(known):
            return False
        time_ms, cursor = known[at]
        if time_ms - event[0] > _BY_HAND_MS or (next_ms is not None and time_ms > next_ms):
            return False
        is_next_ones = next_ms is not None and next_ms - event[0] <= _TOGETHER_MS
        return None if is_next_ones else cursor


def _in_turn(edits: Iterable[Sequence[Any]]) -> list[Change]:
    return [Change(Span(start, end), text) for start, end, text in sorted(map(tuple, edits), reverse=True)]


def _bare(before: Text, change: Change) -> Change | None:
    """The change without the text at both its ends that it leaves as it was; None if nothing is left of it.

    All changes of an event count in `before` where they stand, for they come last one first.
    """
    old, new, start = before.slice(change.span), change.text, change.span.start
    n_same = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    old, new, start = old[n_same:], new[n_same:], start + n_same
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return Change(Span(start, start + len(old)), new) if old or new else None


def _guessed_cursor(edits: Sequence[Sequence[Any]]) -> int:
    """After what was written last in the document, within a pair of brackets."""
    if not edits:
        return 0
    *others, (start, _, text) = sorted(map(tuple, edits))
    shift = sum(len(new) - (end - begin) for begin, end, new in others)
    return int(start + shift + (1 if text in _PAIRS else len(text)))


def _is_at(newest: Key, changes: Sequence[Change]) -> bool:
    """Whether something happens right where the cursor is, brackets that close there left aside."""
    if not changes:
        return True
    return any(
        change.span.start <= newest.cursor <= change.span.end
        or is_closers(newest.text, newest.cursor, change.span.start)
        for change in changes
    )


def is_closers(text: Text, start: int, end: int) -> bool:
    """Whether only a few closing brackets or quotes stand there."""
    return 0 < end - start <= MOST_CLOSERS and CLOSERS.issuperset(text.slice(Span(start, end)))


def _times_s(stamps_ms: Sequence[int], resolution_ms: int) -> list[float]:
    """Seconds from the first on, long pauses cut; stamps of whole seconds are spread over their second."""
    if resolution_ms > 1:
        stamps: list[float] = _spread(stamps_ms, resolution_ms)
    else:
        stamps = [float(stamp) for stamp in stamps_ms]
    times_s = [0.0]
    for earlier, later in pairwise(stamps):
        times_s.append(times_s[-1] + min(max(later - earlier, 0.0) / 1000, LONGEST_PAUSE_S))
    return times_s


def _spread(stamps_ms: Sequence[int], resolution_ms: int) -> list[float]:
    random = Random("rhythm")
    spread: list[float] = []
    at = 0
    while at < len(stamps_ms):
        end = at
        while end < len(stamps_ms) and stamps_ms[end] == stamps_ms[at]:
            end += 1
        weights = [0.5 + random.random() for _ in range(end - at)]
        gone = 0.0
        for weight in weights:
            spread.append(stamps_ms[at] + resolution_ms * gone / sum(weights))
            gone += weight
        at = end
    return spread
