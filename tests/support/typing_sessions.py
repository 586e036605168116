"""Recorded typing of real people, in stretches of one document each; knows neither editors nor edits."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

from pt_lsp.documents.change import Change, moved
from pt_lsp.documents.span import Span
from tests.support.shared_data import shared_data
from tests.support.typing_schedules import Layout

MAX_PAUSE_S = 0.5
"""Longer ones are cut: what happens in them is over soon."""

N_EVENTS = 60
N_REGIONS = 2
MAX_REGION_LINES = 8
N_TRIES = 40


@dataclass(frozen=True)
class Event:
    """Changes made at once, each counted in the text that the one before has left."""

    after_s: float
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Stretch:
    """Some typing in a row in one document: `text` is what the document reads before."""

    text: str
    events: tuple[Event, ...]


def stretches(name: str, n_at_most: int) -> Iterator[Stretch]:
    """All stretches of a session, or a sample of them that is always the same."""
    path = shared_data() / "typing_sessions" / f"{name}.json.gz"
    session = json.loads(gzip.decompress(path.read_bytes()))
    for doc in session["docs"]:
        recorded = [event for event in session["events"] if event[1] == doc["id"]]
        starts = range(0, len(recorded), N_EVENTS)
        chosen = set(Random(name).sample(starts, min(n_at_most, len(starts))))
        text = doc["start"]
        for start in starts:
            events = _events(recorded[start : start + N_EVENTS])
            if start in chosen:
                yield Stretch(text, events)
            text = after(text, [change for event in events for change in event.changes])


def after(text: str, changes: list[Change]) -> str:
    """The text after changes made one after the other."""
    for change in changes:
        text = text[: change.span.start] + change.text + text[change.span.end :]
    return text


def layout_beside(stretch: Stretch, random: Random) -> Layout | None:
    """The document with regions that nobody touches in the stretch; None where there are none."""
    spans: list[Span] = []
    line_starts = [0, *(n + 1 for n, character in enumerate(stretch.text) if character == "\n")]
    for _ in range(N_TRIES):
        first = random.randrange(len(line_starts))
        last = min(first + random.randint(1, MAX_REGION_LINES), len(line_starts)) - 1
        end = line_starts[last + 1] if last + 1 < len(line_starts) else len(stretch.text)
        content = stretch.text[line_starts[first] : end].rstrip("\r\n")
        span = Span(line_starts[first], line_starts[first] + len(content))
        is_apart = all(span.end + 2 < each.start or each.end + 2 < span.start for each in spans)
        if content and is_apart and _is_untouched(span, stretch):
            spans.append(span)
        if len(spans) == N_REGIONS:
            break
    return _layout(stretch.text, sorted(spans), random) if spans else None


def _events(recorded: list[Any]) -> tuple[Event, ...]:
    times_s = [event[0] / 1000 for event in recorded]
    pauses_s = [0.0, *(min(now - before, MAX_PAUSE_S) for before, now in pairwise(times_s))]
    return tuple(
        Event(pause_s, tuple(Change(Span(start, end), text) for start, end, text in reversed(event[2])))
        for pause_s, event in zip(pauses_s, recorded, strict=True)
    )


def _is_untouched(span: Span, stretch: Stretch) -> bool:
    for event in stretch.events:
        for change in event.changes:
            place = moved(span, change)
            if place is None:
                return False
            span = place
    return True


def _layout(text: str, spans: list[Span], random: Random) -> Layout:
    cuts = [0, *(offset for span in spans for offset in (span.start, span.end)), len(text)]
    parts = [text[start:end] for start, end in pairwise(cuts)]
    line_end = "\r\n" if "\r\n" in text else "\n"
    return Layout(
        outside=tuple(parts[::2]),
        regions=tuple(parts[1::2]),
        targets=tuple(_rewritten(region, line_end, random) for region in parts[1::2]),
        line_end=line_end,
    )


def _rewritten(region: str, line_end: str, random: Random) -> str:
    """The region with some lines changed, some added and some gone."""
    lines: list[str] = []
    for line in region.split(line_end):
        lines += random.choice(([line], [line], [f"{line} // same"], [f"// {line}", line], []))
    return line_end.join([*lines, f"// {len(lines)}"])
