"""Fits symbols into a number of characters: first by name, then with a signature, then with a doc line.

Each step of a symbol is worth a share of the chance that the symbol is needed, and costs what it adds; steps
are taken by worth per character (the greedy answer to the knapsack problem). Refuses to know where chances
come from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace

from pt_lsp.context.dependencies import Way
from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.outline_text import (
    DOC,
    NAME,
    SIGNATURE,
    Level,
    header_characters,
    name_characters,
    signature_characters,
)

_WORTH: dict[Level, float] = {NAME: 0.4, SIGNATURE: 0.55, DOC: 0.05}
AROUND_PATH = 4
"""What stands around a path: a colon, line ends, a blank line before it."""

_OF_FILE, _OF_TOP_LEVEL = -1, -2
_ALSO_LINE = 14
_HEADS_SHARE = 0.1
"""Of what it takes to show a part at all, for those that come later to bear the rest."""

_DOC_MARK = 5

SymbolKey = tuple[str, str, str]
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
    def key(self) -> SymbolKey:
        """What it is known by."""
        return self.path, self.owner.signature, self.symbol.signature


def pack(wanted: Sequence[Wanted], budget_characters: int) -> tuple[list[tuple[Wanted, Level]], int]:
    """What fits with how much of it is shown, the most useful first, and the characters that are left over.

    The outline's own lines and each file's path are counted.
    """
    steps = [_step(number, each, NAME) for number, each in enumerate(wanted)]
    heapify(steps)
    levels: dict[int, Level] = {}
    headed: set[tuple[str, int]] = set()
    left = budget_characters
    while steps:
        density, number, level, cost = steps[0]
        each = wanted[number]
        heads = [] if level > NAME else [head for head in _heads(each) if head[0] not in headed]
        for_heads = sum(size for _, size in heads)
        total = cost + for_heads
        with_heads = -each.chance * _WORTH[level] / (cost + _HEADS_SHARE * for_heads)
        if heads and with_heads > density:
            # Others may come first, and bring its heads.
            heapreplace(steps, (with_heads, number, level, cost))
            continue
        heappop(steps)
        if total <= left:
            left -= total
            levels[number] = level
            headed.update(head for head, _ in heads)
            if level < (DOC if each.symbol.doc else SIGNATURE):
                heappush(steps, _step(number, each, level + 1))
    return [(wanted[number], level) for number, level in levels.items()], left


def worth(level: Level) -> float:
    """The share of a symbol's chance that showing this much of it is worth."""
    return sum(share for step, share in _WORTH.items() if step <= level)


def _step(number: int, each: Wanted, level: Level) -> tuple[float, int, Level, int]:
    """(- worth per character, number, level, characters) of showing a symbol one level further."""
    cost = name_characters(each.symbol)
    if level == SIGNATURE:
        cost = signature_characters(each.symbol, is_member=each.owner is not each.symbol) - cost
    elif level == DOC:
        cost = len(each.symbol.doc) + _DOC_MARK
    cost = max(cost, 1)
    return -each.chance * _WORTH[level] / cost, number, level, cost


def _heads(each: Wanted) -> Iterator[tuple[tuple[str, int], int]]:
    """The lines that have to be there for a symbol to be shown, and their lengths."""
    yield (each.path, _OF_FILE), len(each.path) + AROUND_PATH
    if each.owner is each.symbol:
        yield (each.path, _OF_TOP_LEVEL), _ALSO_LINE
    else:
        yield (each.path, id(each.owner)), header_characters(each.owner) + _ALSO_LINE
