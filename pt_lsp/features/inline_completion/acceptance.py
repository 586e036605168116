"""Counts what became of suggestions: shown, typed as foreseen, accepted, and kept.

What an editor shows cannot be seen from here. A suggestion counts as shown when it was answered, once for as
long as it goes on saying the same; accepted is one of which the editor says so, and didChange tells its text.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from pt_lsp.documents.change import Change
from pt_lsp.documents.equal_ends import equal_at_start
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.inline_completion.agreement import meets, zone_after
from pt_lsp.features.inline_completion.cache import CLOSERS
from pt_lsp.features.inline_completion.items import Completion
from pt_lsp.features.inline_completion.retention import Outcome, Retention
from pt_lsp.store.counts import Counts

_MAX_ITEMS = 8
"""For one document: editors keep an older item on screen where a newer answer was cancelled."""
_MAX_DOCUMENTS = 50
_MAX_NAMES = 200


@dataclass(slots=True)
class _Item:
    """A suggestion, and how much of it the document says already."""

    language_id: str
    text: str
    zone: Span
    """What it replaces, in the document as it is now."""
    n_said: int
    rest: str
    """What stands there after the beginning of the item, and did when it was answered."""
    is_over: bool = False

    def repeats(self, others: Iterable["_Item"]) -> bool:
        """Whether one of `others` says the same at the same place."""
        return any(
            self.zone.start == other.zone.start
            and (self.text.startswith(other.text) or other.text.startswith(self.text))
            for other in others
        )


@dataclass(frozen=True, slots=True)
class _Gain:
    """What a change has just written as an item foresaw."""

    language_id: str
    span: Span
    text: str
    is_last: bool
    """Whether nothing of the item is left to be written."""


class Acceptances(DocumentListener):
    """One per server. `clock` gives seconds that go on evenly."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept = Retention()
        self._items: LRUCache[str, deque[_Item]] = LRUCache(_MAX_DOCUMENTS)
        self._owners: LRUCache[str, tuple[str, str]] = LRUCache(_MAX_NAMES)
        self._gains: LRUCache[str, _Gain] = LRUCache(_MAX_DOCUMENTS)
        self._announced: LRUCache[str, str] = LRUCache(_MAX_DOCUMENTS)
        self._counts: dict[str, Counts] = {}

    def shown(self, snapshot: Snapshot, text_now: Text | None, completions: Sequence[Completion]) -> None:
        """These are answered for `snapshot`; of several an editor shows the first.

        Where the text is another one by now, `text_now`, editors throw the answer away.
        """
        uri, language_id = snapshot.uri, snapshot.language_id
        for completion in completions:
            self._owners[completion.id] = uri, language_id
        if text_now is not snapshot.text:
            return
        items = self._items.setdefault(uri, deque(maxlen=_MAX_ITEMS))
        for n, completion in enumerate(completions):
            # From the line's start on, so that it is known for the same when some of it has been typed.
            line_start = snapshot.text.line_start(snapshot.text.line_at(completion.span.start))
            text = snapshot.text.slice(Span(line_start, completion.span.start)) + completion.text
            zone = Span(line_start, completion.span.end)
            stands = _on_lines(snapshot.text.slice(zone))
            n_said = equal_at_start(stands, text)
            item = _Item(language_id, text, zone, n_said, stands[n_said:])
            if n == 0 and not item.repeats(items):
                self._add(language_id, Counts(shown=1))
            items.append(item)

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        """See what the changes have written of the suggestions, and what they have left of accepted ones."""
        uri, text = snapshot.uri, snapshot.text
        self._take_outcomes()
        self._kept.changed(uri, changes)
        self._settle(uri)
        announced = self._announced.pop(uri, None)
        items = self._items.get(uri, deque())
        gains = [gain for item in items if (gain := _advance(item, text, changes)) is not None]
        if any(item.is_over for item in items):
            self._items[uri] = deque((item for item in items if not item.is_over), maxlen=_MAX_ITEMS)
        if not gains:
            return
        gain = max(gains, key=lambda gain: (len(gain.span), gain.is_last))
        if announced is not None and gain.is_last:
            self._follow(uri, gain)
        else:
            self._gains[uri] = gain

    def accepted(self, completion_id: str) -> None:
        """The editor says that a whole item was accepted, right after or right before it changes the text."""
        uri, language_id = self._owners.pop(completion_id, ("", ""))
        self._add(language_id, Counts(accepted=1))
        gain = self._gains.pop(uri, None)
        if gain is not None and gain.is_last:
            self._follow(uri, gain)
        elif uri:
            self._announced[uri] = language_id

    def closed(self, uri: str) -> None:
        """Accepted text can be followed no longer."""
        self._take_outcomes()
        self._kept.forget(uri)
        self._settle(uri)
        self._items.pop(uri, None)
        self._announced.pop(uri, None)

    def take(self) -> dict[str, Counts]:
        """What was counted since the last call, by language."""
        self._take_outcomes()
        counts, self._counts = self._counts, {}
        return counts

    def _follow(self, uri: str, gain: _Gain) -> None:
        self._kept.accepted(uri, gain.span, gain.text, self._clock(), gain.language_id)

    def _settle(self, uri: str) -> None:
        """What was written last was not an accepted item, for the editor would have said so."""
        gain = self._gains.pop(uri, None)
        if gain is not None:
            self._add(gain.language_id, Counts(foreseen_characters=len(gain.span)))

    def _take_outcomes(self) -> None:
        for outcome in self._kept.due(self._clock()):
            self._add(outcome.language_id, _counts_of(outcome))

    def _add(self, language_id: str, counts: Counts) -> None:
        self._counts[language_id] = self._counts.get(language_id, Counts()) + counts


def _advance(item: _Item, text: Text, changes: Sequence[Change]) -> _Gain | None:
    """What the changes have written of the item; it is over when it is used up or contradicted."""
    is_met = False
    for change in changes:
        before = item.zone
        item.zone = zone_after(before, change)
        is_met = is_met or meets(before, change)
    if not is_met:
        return None
    zone = Span(item.zone.start, min(item.zone.end, len(text)))
    raw = text.slice(zone) if zone.start <= zone.end else ""
    said = _on_lines(raw)
    n_said = equal_at_start(said, item.text)
    item.is_over = n_said == len(item.text) or not _is_open(said[n_said:], item.rest)
    n_before, item.n_said = item.n_said, n_said
    if n_said <= n_before or (item.is_over and said != item.text):
        return None
    span = Span(zone.start + _raw_offset(raw, n_before), zone.start + _raw_offset(raw, n_said))
    return _Gain(item.language_id, span, text.slice(span), item.is_over)


def _is_open(left: str, rest: str) -> bool:
    """Whether nothing stands after the cursor but what stood there, and brackets that an editor closed."""
    return left.endswith(rest) and not left[: len(left) - len(rest)].strip(CLOSERS)


def _on_lines(raw: str) -> str:
    """As items are written."""
    return raw.replace("\r\n", "\n")


def _raw_offset(raw: str, n: int) -> int:
    r"""Where the first `n` characters end if `\r\n` counts as one."""
    at = 0
    for _ in range(n):
        at += 2 if raw.startswith("\r\n", at) else 1
    return at


def _counts_of(outcome: Outcome) -> Counts:
    if outcome.after_s == 30:  # noqa: PLR2004 - the first horizon
        return Counts(
            kept=int(outcome.is_kept),
            characters_30s=outcome.n_accepted,
            kept_characters_30s=outcome.n_kept,
        )
    return Counts(
        kept_5min=int(outcome.is_kept),
        characters_5min=outcome.n_accepted,
        kept_characters_5min=outcome.n_kept,
    )
