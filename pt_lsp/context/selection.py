"""What is shown of other files at one place: symbols and whole chunks, within a number of characters.

A symbol is shown first by name, then with a signature, then with a doc line. Each step is worth a share of
the chance that the symbol is needed, and costs what it adds; steps are taken by worth per character (the
greedy answer to the knapsack problem).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace

from pt_lsp.context.cursor.role import header_name
from pt_lsp.context.dependencies import Relation
from pt_lsp.context.file_facts import Symbol
from pt_lsp.context.index import CodeChunk
from pt_lsp.context.outline_text import (
    DOC,
    NAME,
    SIGNATURE,
    Level,
    header_characters,
    is_listed_below,
    name_characters,
    says_more_than_its_name,
    shown_signature,
    signature_characters,
)
from pt_lsp.context.words import IDENTIFIER

_WORTH: dict[Level, float] = {NAME: 0.5, SIGNATURE: 0.46, DOC: 0.04}
AROUND_PATH = 4
"""What stands around a path: a colon, line ends, a blank line before it."""

_OF_FILE, _OF_TOP_LEVEL = -1, -2
_ALSO_LINE = 14
_HEADS_SHARE = 0.1
"""Of what it takes to show a part at all, for those that come later to bear the rest."""

_DOC_MARK = 5

SymbolKey = tuple[str, str, str]
"""What a symbol is known by from one choice to the next: its file, its owner's signature and its own."""

_SYMBOLS_SHARE = 0.9
_SMALL_BUDGET = 2_000
_SHARE_PER_DOUBLING = 0.07
_LEAST_SYMBOLS_SHARE = 0.5
"""Symbols take 0.9 of up to 2,000 characters and 0.07 less for each doubling: the likeliest few are worth
more than any chunk of code, the thousandth is not."""

_MOST_MEMBERS = 25
_CHARACTERS_PER_MEMBER = 300
"""Of one class, or one more for so many characters: what is not among its best is hardly ever needed."""

_ALWAYS_WORTH = 1_500
"""So many characters are shown whatever they gain: in a small workspace, all that it has, from key to key."""

_LIKELY = 0.1
_USE = 0.5
"""What a chunk that uses a symbol is worth, as a share of the symbol's chance."""
_SHOWN_USE = 0.2
"""What the next one is worth of that."""

_IMPORTED: frozenset[Relation] = frozenset({"named", "module", "mentioned", "mentioned later"})
"""Of these a signature is wanted, and no chunk beside it; of others the chunk says more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A symbol, what it is a member of (itself at the top level), and the chance that it is needed."""

    path: str
    owner: Symbol
    symbol: Symbol
    relation: Relation
    chance: float
    boost: float = 1.0
    """How much more it is worth to be shown than its chance tells: the cursor is in a call of it."""

    @property
    def worth(self) -> float:
        """As a chance, for what is chosen anew; it makes nothing that stands give way."""
        return min(1.0, self.chance * self.boost)

    @property
    def key(self) -> SymbolKey:
        """What it is known by."""
        return self.path, self.owner.signature, self.symbol.signature


@dataclass(frozen=True, slots=True)
class Selection:
    """Symbols with how much of each is shown, and whole chunks, each the most useful first."""

    symbols: tuple[tuple[Candidate, Level], ...]
    chunks: tuple[CodeChunk, ...]
    note: str = ""
    """A line that is of no file."""

    def is_still_good(
        self, candidates: Mapping[SymbolKey, Candidate], best: "Selection", least_share: float
    ) -> bool:
        """Whether it can stay: it lacks nothing likely, and is worth nearly as much as the best."""
        shown = {each.key for each, _ in self.symbols}
        if any(each.chance >= _LIKELY and each.key not in shown for each, _ in best.symbols):
            return False
        now = [(candidates.get(each.key), level) for each, level in self.symbols]
        mine = sum(each.chance * _worth(level) for each, level in now if each is not None)
        return mine >= least_share * sum(each.chance * _worth(level) for each, level in best.symbols)


def choose(
    candidates: Sequence[Candidate],
    chunks: Sequence[CodeChunk],
    budget_characters: int,
    *,
    least_gain: float = 0.0,
    wanted: Sequence[CodeChunk] = (),
) -> Selection:
    """The best that fits, each file and chunk with its path on a line before it; `wanted` chunks come first.

    What gains less chance for each character than `least_gain` is left out, whatever room there is.
    """
    doublings = max(0.0, math.log2(budget_characters / _SMALL_BUDGET)) if budget_characters > 0 else 0.0
    share = max(_LEAST_SYMBOLS_SHARE, _SYMBOLS_SHARE - _SHARE_PER_DOUBLING * doublings)
    for_symbols = int(budget_characters * (share if chunks or wanted else 1))
    symbols, left = pack(candidates, for_symbols, least_gain)
    imported = [each for each, level in symbols if level >= SIGNATURE and each.relation in _IMPORTED]
    others = [chunk for chunk in chunks if not any(_defines(chunk, each) for each in imported)]
    if least_gain:
        others = list(_worth_while(others, candidates, symbols, least_gain))
    filled = tuple(fill([*wanted, *others], left + budget_characters - for_symbols))
    shown = ((each, level) for each, level in symbols if not any(_defines(chunk, each) for chunk in filled))
    return Selection(tuple(shown), filled)


def _worth_while(
    chunks: Sequence[CodeChunk],
    candidates: Sequence[Candidate],
    symbols: Sequence[tuple[Candidate, Level]],
    least_gain: float,
) -> Iterator[CodeChunk]:
    """Those that gain enough by the names in them: each counts once, and less where it is shown already."""
    gains: dict[str, float] = {}
    for each in candidates:
        gains[each.symbol.name] = gains.get(each.symbol.name, 0.0) + each.chance * _USE
    for each, level in symbols:
        gains[each.symbol.name] -= each.chance * _USE * _worth(level)
    for chunk in chunks:
        names = gains.keys() & set(IDENTIFIER.findall(chunk.text))
        if sum(gains[name] for name in names) >= least_gain * (len(chunk.text) + len(chunk.path)):
            yield chunk
            for name in names:
                gains[name] *= _SHOWN_USE


def fill(chunks: Sequence[CodeChunk], left: int) -> Iterator[CodeChunk]:
    """Chunks that fit, a copy in another file left out."""
    texts: set[str] = set()
    for chunk in chunks:
        size = len(chunk.path) + len(chunk.text) + AROUND_PATH
        if size <= left and chunk.text not in texts:
            texts.add(chunk.text)
            left -= size
            yield chunk


def pack(
    candidates: Sequence[Candidate], budget_characters: int, least_gain: float = 0.0
) -> tuple[list[tuple[Candidate, Level]], int]:
    """What fits with how much of it is shown, the most useful first, and the characters that are left over.

    The outline's own lines and each file's path are counted.
    """
    steps = [_step(number, each, NAME) for number, each in enumerate(candidates)]
    heapify(steps)
    levels: dict[int, Level] = {}
    headed: set[tuple[str, int]] = set()
    n_of_owner: Counter[int] = Counter()
    left = budget_characters
    most_members = max(_MOST_MEMBERS, budget_characters // _CHARACTERS_PER_MEMBER)
    while steps:
        density, number, level, cost = steps[0]
        if -density < least_gain and budget_characters - left >= _ALWAYS_WORTH:
            break
        each = candidates[number]
        heads = [] if level > NAME else [head for head in _heads(each) if head[0] not in headed]
        for_heads = sum(size for _, size in heads)
        total = cost + for_heads
        with_heads = -each.worth * _WORTH[level] / (cost + _HEADS_SHARE * for_heads)
        if heads and with_heads > density:
            # Others may come first, and bring its heads.
            heapreplace(steps, (with_heads, number, level, cost))
            continue
        heappop(steps)
        is_one_more = level == NAME and n_of_owner[id(each.owner)] >= most_members
        if total <= left and not is_one_more:
            left -= total
            n_of_owner[id(each.owner)] += level == NAME
            levels[number] = level
            headed.update(head for head, _ in heads)
            if level < _most_detail(each.symbol):
                heappush(steps, _step(number, each, level + 1))
    return [(candidates[number], level) for number, level in levels.items()], left


def _worth(level: Level) -> float:
    """The share of a symbol's chance that showing this much of it is worth."""
    return sum(share for step, share in _WORTH.items() if step <= level)


def _most_detail(symbol: Symbol) -> Level:
    if not says_more_than_its_name(symbol):
        return NAME
    return DOC if symbol.doc else SIGNATURE


def _step(number: int, each: Candidate, level: Level) -> tuple[float, int, Level, int]:
    """(- worth per character, number, level, characters) of showing a symbol one level further."""
    cost = name_characters(each.symbol)
    if level == SIGNATURE:
        cost = signature_characters(each.owner, each.symbol) - cost
    elif level == DOC:
        cost = len(each.symbol.doc) + _DOC_MARK
    cost = max(cost, 1)
    return -each.worth * _WORTH[level] / cost, number, level, cost


def _heads(each: Candidate) -> Iterator[tuple[tuple[str, int], int]]:
    """The lines that have to be there for a symbol to be shown, and their lengths."""
    yield (each.path, _OF_FILE), len(each.path) + AROUND_PATH
    if not is_listed_below(each.owner, each.symbol):
        yield (each.path, _OF_TOP_LEVEL), _ALSO_LINE
    else:
        yield (each.path, id(each.owner)), header_characters(each.owner) + _ALSO_LINE


def _defines(chunk: CodeChunk, each: Candidate) -> bool:
    """Whether a chunk shows the definition itself: `class Stock`, or the head of a method."""
    symbol = each.symbol
    if chunk.path != each.path or symbol.name not in chunk.text:
        return False
    before, name, _ = shown_signature(symbol).rpartition("\n")[2].partition(symbol.name)
    if before.strip():
        return before + name in chunk.text
    lines = (line for line in chunk.text.split("\n") if name in line)
    return symbol.is_callable and any(header_name(line) == name for line in lines)
