"""Fits symbols into a number of characters: first by name, then with a signature, then with a doc line.

Each step of a symbol is worth a share of the chance that the symbol is needed, and costs what it adds; steps
are taken by worth per character (the greedy answer to the knapsack problem). Refuses to know where chances
come from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pt_lsp.context.facts import Symbol
from pt_lsp.context.outline_text import (
    DOC,
    NAME,
    SIGNATURE,
    Level,
    header_characters,
    name_characters,
    signature_characters,
)
from pt_lsp.context.reach import Way

_WORTH: dict[Level, float] = {NAME: 0.4, SIGNATURE: 0.55, DOC: 0.05}
AROUND_PATH = 4
"""What stands around a path: a colon, line ends, a blank line before it."""

_ALSO_LINE = 14
_DOC_MARK = 5

Key = tuple[str, str, str]
"""What a symbol is known by from one choice to the next: its file, its owner's signature and its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A symbol, what it is a member of (itself at the top level), and the chance that it is needed."""

    path: str
    owner: Symbol
    symbol: Symbol
    way: Way
    chance: float

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.path, self.owner.signature, self.symbol.signature


def pack(wanted: Sequence[Wanted], budget_characters: int) -> tuple[list[tuple[Wanted, Level]], int]:
    """What fits with how much of it is shown, the most useful first, and the characters that are left over.

    The outline's own lines and each file's path are counted.
    """
    steps = [step for number, each in enumerate(wanted) for step in _steps(number, each)]
    steps.sort(reverse=True)
    levels: dict[int, Level] = {}
    headed: set[tuple[str, str | None]] = set()
    left = budget_characters
    for _, descending, number, cost in steps:
        level = -descending
        if level != levels.get(number, 0) + 1:
            continue
        heads = [] if level > NAME else [head for head in _heads(wanted[number]) if head[0] not in headed]
        total = cost + sum(size for _, size in heads)
        if total <= left:
            left -= total
            levels[number] = level
            headed.update(head for head, _ in heads)
    return [(wanted[number], level) for number, level in levels.items()], left


def worth(level: Level) -> float:
    """The share of a symbol's chance that showing this much of it is worth."""
    return sum(share for step, share in _WORTH.items() if step <= level)


def _steps(number: int, each: Wanted) -> Iterator[tuple[float, int, int, int]]:
    """(worth per character, - level, number, characters); the steps of one symbol never grow in worth."""
    by_name = name_characters(each.symbol)
    by_signature = max(
        1, signature_characters(each.symbol, is_member=each.owner is not each.symbol) - by_name
    )
    density = each.chance * _WORTH[NAME] / by_name
    yield density, -NAME, number, by_name
    density = min(density, each.chance * _WORTH[SIGNATURE] / by_signature)
    yield density, -SIGNATURE, number, by_signature
    if each.symbol.doc:
        by_doc = len(each.symbol.doc) + _DOC_MARK
        yield min(density, each.chance * _WORTH[DOC] / by_doc), -DOC, number, by_doc


def _heads(each: Wanted) -> Iterator[tuple[tuple[str, str | None], int]]:
    """The lines that have to be there for a symbol to be shown, and their lengths."""
    yield (each.path, None), len(each.path) + AROUND_PATH
    if each.owner is each.symbol:
        yield (each.path, ""), _ALSO_LINE
    else:
        yield (each.path, each.owner.name), header_characters(each.owner) + _ALSO_LINE
