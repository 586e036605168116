"""Cuts a schedule that fails down to what matters, so that a person can read it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from tests.support.typing_schedules import Layout, Schedule

T = TypeVar("T")


def shrunk(schedule: Schedule, fails: Callable[[Schedule], bool]) -> Schedule:
    """A schedule as small as single cuts make it that still `fails`."""
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for smaller in _cuts(schedule):
            if smaller != schedule and fails(smaller):
                schedule, is_smaller = smaller, True
                break
    return schedule


def _cuts(schedule: Schedule) -> Iterator[Schedule]:
    for steps in _shorter(schedule.steps):
        yield replace(schedule, steps=steps)
    for n, layout in enumerate(schedule.documents):
        before, after = schedule.documents[:n], schedule.documents[n + 1 :]
        if before + after:
            yield replace(schedule, documents=before + after)
        for smaller in _layout_cuts(layout):
            yield replace(schedule, documents=(*before, smaller, *after))
    for fates in (("do",), schedule.fates[:-1]):
        if fates and fates != schedule.fates:
            yield replace(schedule, fates=fates)
    if schedule.latencies_s != (0.0,):
        yield replace(schedule, latencies_s=(0.0,))
    yield from _easier_steps(schedule)


def _easier_steps(schedule: Schedule) -> Iterator[Schedule]:
    for n, step in enumerate(schedule.steps):
        for easier in (replace(step, after_s=0.0), replace(step, where=step.where // 2)):
            if easier != step:
                yield replace(schedule, steps=(*schedule.steps[:n], easier, *schedule.steps[n + 1 :]))


def _layout_cuts(layout: Layout) -> Iterator[Layout]:
    outside, regions, targets = layout.outside, layout.regions, layout.targets
    for n in range(len(regions)):
        before, after = slice(n), slice(n + 1, None)
        if len(regions) > 1:
            yield replace(
                layout,
                outside=(*outside[:n], outside[n] + regions[n] + outside[n + 1], *outside[n + 2 :]),
                regions=regions[before] + regions[after],
                targets=targets[before] + targets[after],
            )
        for text in _fewer_lines(regions[n], layout.line_end):
            yield replace(layout, regions=(*regions[before], text, *regions[after]))
        for text in _fewer_lines(targets[n], layout.line_end):
            yield replace(layout, targets=(*targets[before], text, *targets[after]))
    for n in range(len(outside)):
        for text in _fewer_lines(outside[n], layout.line_end):
            if text.startswith(layout.line_end) and text.endswith(layout.line_end):
                yield replace(layout, outside=(*outside[:n], text, *outside[n + 1 :]))


def _fewer_lines(text: str, line_end: str) -> Iterator[str]:
    for lines in _shorter(tuple(text.split(line_end))):
        yield line_end.join(lines)


def _shorter(items: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """The items without a half of them, a quarter ... and one."""
    size = len(items) // 2
    while size:
        for at in range(0, len(items), size):
            yield items[:at] + items[at + size :]
        size //= 2
    if len(items) == 1:
        yield ()
