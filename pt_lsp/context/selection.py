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
    MORE_NAMES,
    NAME,
    SIGNATURE,
    Level,
    header_characters,
    is_listed_below,
    listed_as,
    name_characters,
    says_more_than_its_name,
    shown_signature,
    signature_characters,
)
from pt_lsp.context.words import IDENTIFIER

_WORTH: dict[Level, float] = {NAME: 0.6, SIGNATURE: 0.36, DOC: 0.04}
AROUND_PATH = 4
"""What stands around a path: a colon, line ends, a blank line before it."""

_Head = tuple[str, int]
_OF_FILE, _LISTED = -1, -2
_ALSO_LINE = 14
_AROUND_LISTED = 4
_HEADS_SHARE = 0.3
"""Of what it takes to show a part at all, for those that come later to bear the rest."""

_DOC_MARK = 5
_TELLING_LINE = 16
"""Shorter ones, as `}`, stand in many chunks."""

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

_ALWAYS_WORTH = 600
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
    def is_touched(self) -> bool:
        """Whether the cursor is in a call of it, or a region uses it."""
        return self.boost > 1

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
    others = [chunk for chunk in chunks if not any(defines(chunk, each) for each in imported)]
    if least_gain:
        others = list(_worth_while(others, candidates, symbols, least_gain))
    filled = tuple(fill([*wanted, *others], left + budget_characters - for_symbols))
    return Selection(tuple(symbols), filled)


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
        names = [name for name in dict.fromkeys(IDENTIFIER.findall(chunk.text)) if name in gains]
        if sum(gains[name] for name in names) >= least_gain * (len(chunk.text) + len(chunk.path)):
            yield chunk
            for name in names:
                gains[name] *= _SHOWN_USE


def fill(chunks: Sequence[CodeChunk], left: int) -> Iterator[CodeChunk]:
    """Chunks that fit; what overlaps another, or of which others have said more than half, is left out."""
    chosen: list[CodeChunk] = []
    shown: set[str] = set()
    for chunk in chunks:
        size = len(chunk.path) + len(chunk.text) + AROUND_PATH
        lines = {line for line in map(str.strip, chunk.text.split("\n")) if len(line) >= _TELLING_LINE}
        lines = lines or {chunk.text}
        is_new = len(lines & shown) * 2 <= len(lines) and not any(_overlap(chunk, other) for other in chosen)
        if size <= left and is_new:
            chosen.append(chunk)
            shown |= lines
            left -= size
            yield chunk


def _overlap(one: CodeChunk, other: CodeChunk) -> bool:
    starts_before = one.start < other.start + len(other.text)
    return one.path == other.path and starts_before and other.start < one.start + len(one.text)


def pack(
    candidates: Sequence[Candidate], budget_characters: int, least_gain: float = 0.0
) -> tuple[list[tuple[Candidate, Level]], int]:
    """What fits with how much of it is shown, the most useful first, and the characters that are left over.

    The outline's own lines and each file's path are counted.
    """
    steps = [_step(number, each, NAME) for number, each in enumerate(candidates)]
    heapify(steps)
    levels: dict[int, Level] = {}
    heads = _Heads()
    n_of_owner: Counter[int] = Counter()
    left = budget_characters
    most_members = max(_MOST_MEMBERS, budget_characters // _CHARACTERS_PER_MEMBER)
    while steps:
        density, number, level, cost = steps[0]
        if -density < least_gain and budget_characters - left >= _ALWAYS_WORTH:
            break
        each = candidates[number]
        for_heads = heads.cost(each, level)
        total = cost + for_heads
        with_heads = -each.worth * _WORTH[level] / max(1.0, cost + _HEADS_SHARE * for_heads)
        if with_heads > density:
            # Others may come first, and bring its heads.
            heapreplace(steps, (with_heads, number, level, cost))
            continue
        heappop(steps)
        is_one_more = level == NAME and n_of_owner[id(each.owner)] >= most_members
        if total <= left and not is_one_more:
            left -= total
            n_of_owner[id(each.owner)] += level == NAME
            levels[number] = level
            heads.put(each, level)
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


class _Heads:
    """The lines that stand above what is shown: each is paid once, and paid back when nothing needs it."""

    def __init__(self) -> None:
        self._bears: Counter[_Head] = Counter()
        self._listed: dict[int, list[tuple[_Head, int]]] = {}

    def cost(self, each: Candidate, level: Level) -> int:
        """What comes to be above one that is shown one level further, less what goes."""
        comes = sum(size for head, size in self._above(each, level) if not self._bears[head])
        listed = self._listed.get(id(each.symbol), []) if level == SIGNATURE else []
        return comes - sum(size for head, size in listed if self._bears[head] == 1)

    def put(self, each: Candidate, level: Level) -> None:
        """It is shown."""
        above = list(self._above(each, level))
        if level == NAME:
            self._listed[id(each.symbol)] = above
        elif level == SIGNATURE:
            self._bears.subtract(head for head, _ in self._listed.pop(id(each.symbol)))
        self._bears.update(head for head, _ in above)

    def _above(self, each: Candidate, level: Level) -> Iterator[tuple[_Head, int]]:
        is_below = is_listed_below(each.owner, each.symbol)
        part = each.path, id(each.owner if is_below else each.symbol)
        if level == SIGNATURE:
            yield (each.path, _OF_FILE), len(each.path) + AROUND_PATH
            yield part, _ALSO_LINE + (header_characters(each.owner) if is_below else 0)
        elif level == NAME and not (is_below and self._bears[part]):
            yield ("", _LISTED), len(MORE_NAMES) + AROUND_PATH
            yield (each.path, _LISTED), len(listed_as(each.path)) + _AROUND_LISTED
            if is_below:
                yield (each.path, -id(each.owner)), len(each.owner.name) + _AROUND_LISTED


def defines(chunk: CodeChunk, each: Candidate) -> bool:
    """Whether a chunk shows the definition itself: `class Stock`, or the head of a method."""
    symbol = each.symbol
    if chunk.path != each.path or symbol.name not in chunk.text:
        return False
    before, name, _ = shown_signature(symbol).rpartition("\n")[2].partition(symbol.name)
    if before.strip():
        return before + name in chunk.text
    lines = (line for line in chunk.text.split("\n") if name in line)
    return symbol.is_callable and any(header_name(line) == name for line in lines)
