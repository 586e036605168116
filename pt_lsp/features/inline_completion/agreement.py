"""Whether what was typed agrees with what is shown or foreseen, told from changes. Pure.

The editor reports changes before it asks, and tells no cursor: it may be behind what was written, or before
the closing brackets that were put in with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.cache import CLOSERS, MOST_CLOSERS, Spot, typed_since


@dataclass(slots=True)
class Trail:
    """What was typed where a text was foreseen, followed through the changes of the document."""

    origin: Spot
    zone: Span
    """What was typed since, in the document as it is now: empty at first."""
    spots: Sequence[Spot] = field(default=())
    """Where the cursor may be since the last change; none before there was one."""
    is_ahead: bool = False
    """Whether it begins behind a suggestion not taken yet: only the next request tells if that stays."""

    def follow(self, snapshot: Snapshot, changes: Sequence[Change]) -> int | None:
        """Go along with changes that led to the snapshot; gives the end of what they wrote in the zone.

        Somebody who types with several cursors changes several places at once, and means the same at each:
        the origin is then what it would be had the changes elsewhere been made before.
        """
        if self.is_ahead:
            return None
        cursor: int | None = None
        is_elsewhere, is_torn = False, False
        for change in changes:
            if meets(self.zone, change):
                is_torn = is_torn or change.span.start < self.zone.start or change.span.end > self.zone.end
                cursor = change.span.start + len(change.text)
            else:
                is_elsewhere = True
                cursor = cursor + change.delta if cursor and change.span.start < cursor else cursor
            self.zone = zone_after(self.zone, change)
        end = min(self.zone.end, len(snapshot.text))
        self.zone = Span(min(self.zone.start, end), end)
        if is_elsewhere and not is_torn and cursor is not None:
            self.origin = Spot.around(snapshot, self.zone)
        written = changes[-1].span.start + len(changes[-1].text)
        # A request that came too late for its text has its zone where nothing was typed.
        ends = {end, min(written, len(snapshot.text))}
        self.spots = [spot for each in ends for spot in _spots_before_closers(snapshot, each)]
        return cursor


def _spots_before_closers(snapshot: Snapshot, end: int) -> list[Spot]:
    before = snapshot.text.slice(Span(max(0, end - MOST_CLOSERS), end))
    n_closers = len(before) - len(before.rstrip(CLOSERS))
    return [Spot.at(snapshot, end - n) for n in range(n_closers + 1)]


def left_of(origin: Spot, text: str, spot: Spot) -> str | None:
    """What is left of `text`, which was for `origin`, at a spot; None where they disagree."""
    for typed in typed_since(origin, spot):
        if text.startswith(typed):
            return text[len(typed) :]
    return None


def zone_after(zone: Span, change: Change) -> Span:
    """Where a zone is after a change, which it takes in when the two meet."""
    if meets(zone, change):
        return Span(zone.start, max(zone.start, zone.end + change.delta))
    return zone if change.span.start > zone.end else zone.shifted(change.delta)


def meets(zone: Span, change: Change) -> bool:
    """Text written exactly at the zone's start or end is part of it: the cursor may be there."""
    if change.span.start > zone.end or change.span.end < zone.start:
        return False
    return change.span.is_empty or change.span.end > zone.start
