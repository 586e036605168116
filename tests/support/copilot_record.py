"""What GitHub Copilot showed on the keystrokes of a recorded session, from the answers that were recorded.

An answer counts as shown from its arrival on, unless it was cancelled, and lives as ghost text does in the
replay; times are the recorded ones, with the long pauses. Edits that it suggested elsewhere are left out.
What it sent to a model is not recorded: answers that came at once can hardly have been asked for.
"""

import re
import statistics
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pt_lsp.documents.span import Span
from tests.support.replay_editor import Ghost, Item, Look, ghost_of
from tests.support.replay_figures import n_saved
from tests.support.replay_keys import Key, Session
from tests.support.replay_truth import Truth

_KNOWN_MS = 25
_RANGE = re.compile(r"\[(\d+),(\d+) -> (\d+),(\d+)\]")


@dataclass(frozen=True, slots=True)
class CopilotFigures:
    n_keys: int
    n_on_screen: int
    n_right: int
    n_saved_characters: int
    n_fetches: int
    n_cancelled: int
    n_accepted: int
    n_at_once: int
    """Answers with a suggestion that came faster than any network."""
    at_once_ms: float
    later_ms: float


def copilot_figures(session: Session, truths: Sequence[Truth]) -> CopilotFigures:
    fetches = session.raw["fetches"]
    looks = _looks(session, truths)
    times_ms = [f["ms"] for f in fetches if not f["error"] and _suggestion(f) is not None]
    at_once_ms = [ms for ms in times_ms if ms <= _KNOWN_MS]
    return CopilotFigures(
        n_keys=len(looks),
        n_on_screen=sum(look.seen is not None for look in looks),
        n_right=sum(look.is_right for look in looks),
        n_saved_characters=n_saved(truths, looks),
        n_fetches=len(fetches),
        n_cancelled=sum(f["error"] == "canceled" for f in fetches),
        n_accepted=len(session.raw["accepts"]),
        n_at_once=len(at_once_ms),
        at_once_ms=statistics.median(at_once_ms),
        later_ms=statistics.median([ms for ms in times_ms if ms > _KNOWN_MS]),
    )


def _looks(session: Session, truths: Sequence[Truth]) -> list[Look]:
    keys = session.keys
    stamps_ms = [key.recorded_ms for key in keys]
    arrivals = sorted((f for f in session.raw["fetches"] if not f["error"]), key=lambda f: f["t"] + f["ms"])
    looks: list[Look] = []
    ghost: Ghost | None = None
    at = 0
    for key in keys:
        if not key.is_by_hand:
            continue
        if ghost and ghost.remainder(key) is None:
            ghost = None
        until_ms = keys[key.index + 1].recorded_ms if key.index + 1 < len(keys) else key.recorded_ms + 1500
        while at < len(arrivals) and arrivals[at]["t"] + arrivals[at]["ms"] < until_ms:
            asked = bisect_right(stamps_ms, arrivals[at]["t"]) - 1
            ghost = _ghost(arrivals[at], keys[asked], key) if asked >= 0 else None
            at += 1
        seen = ghost.remainder(key) if ghost else None
        looks.append(Look(key, seen, ghost is not None and seen is not None and ghost.is_right(key, truths)))
    return looks


def _ghost(fetch: dict[str, Any], asked: Key, newest: Key) -> Ghost | None:
    """What an answer puts on screen when it arrives after `newest`; None if nothing."""
    suggestion = _suggestion(fetch)
    if suggestion is None or fetch["doc"] != asked.document:
        return None
    match = _RANGE.fullmatch(suggestion["range"])
    assert match, suggestion["range"]
    line, column, end_line, end_column = (int(number) - 1 for number in match.groups())
    if line != end_line or line >= asked.text.n_lines:
        return None
    start = asked.text.line_start(line)
    item = Item(suggestion["text"].replace("\r\n", "\n"), Span(start + column, start + end_column))
    ghost = ghost_of(item, asked)
    return ghost if ghost and ghost.remainder(newest) is not None else None


def _suggestion(fetch: dict[str, Any]) -> dict[str, Any] | None:
    """The first suggestion at the cursor."""
    return next((result for result in fetch["results"] if not result["isInlineEdit"]), None)
