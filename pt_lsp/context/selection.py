"""What is shown of other files at one place: symbols and similar pieces, within a number of characters.

Refuses to know how it was ranked, and what stood there before.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pt_lsp.context.dependencies import Way
from pt_lsp.context.index import CodeChunk
from pt_lsp.context.outline_text import SIGNATURE, Level
from pt_lsp.context.packing import AROUND_PATH, SymbolKey, Wanted, pack, worth

_SYMBOLS_SHARE = 0.9
_SMALL_BUDGET = 2_000
_SHARE_PER_DOUBLING = 0.07
_LEAST_SYMBOLS_SHARE = 0.5
"""Symbols take 0.9 of up to 2,000 characters and 0.07 less for each doubling: the likeliest few are worth
more than any piece of code, the thousandth is not."""

_LIKELY = 0.1

_IMPORTED: frozenset[Way] = frozenset({"named", "module", "mentioned", "mentioned later"})
"""Of these a signature is wanted, and no piece beside it; of others the piece says more."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Symbols with how much of each is shown, and whole pieces, each the most useful first."""

    symbols: tuple[tuple[Wanted, Level], ...]
    pieces: tuple[CodeChunk, ...]

    @property
    def by_file(self) -> dict[str, list[tuple[Wanted, Level]]]:
        """The symbols of each file, the file with the likeliest symbol first."""
        files: dict[str, list[tuple[Wanted, Level]]] = {}
        for each, level in self.symbols:
            files.setdefault(each.path, []).append((each, level))
        return files

    @property
    def pieces_by_file(self) -> dict[str, list[CodeChunk]]:
        """The pieces of each file, the file with the best first."""
        files: dict[str, list[CodeChunk]] = {}
        for piece in self.pieces:
            files.setdefault(piece.path, []).append(piece)
        return files

    def is_still_good(
        self, wanted: Mapping[SymbolKey, Wanted], best: "Selection", least_share: float
    ) -> bool:
        """Whether it can stay: it lacks nothing likely, and is worth nearly as much as the best."""
        shown = {each.key for each, _ in self.symbols}
        if any(each.chance >= _LIKELY and each.key not in shown for each, _ in best.symbols):
            return False
        now = [(wanted.get(each.key), level) for each, level in self.symbols]
        mine = sum(each.chance * worth(level) for each, level in now if each is not None)
        return mine >= least_share * sum(each.chance * worth(level) for each, level in best.symbols)


def choose(wanted: Sequence[Wanted], pieces: Sequence[CodeChunk], budget_characters: int) -> Selection:
    """The best that fits, each file and piece with its path on a line before it."""
    doublings = max(0.0, math.log2(budget_characters / _SMALL_BUDGET)) if budget_characters > 0 else 0.0
    share = max(_LEAST_SYMBOLS_SHARE, _SYMBOLS_SHARE - _SHARE_PER_DOUBLING * doublings)
    for_symbols = int(budget_characters * (share if pieces else 1))
    symbols, left = pack(wanted, for_symbols)
    heads = [(each, level, _head(each, level)) for each, level in symbols]
    wanted_alone = [(each, head) for each, _, head in heads if each.way in _IMPORTED]
    others = [piece for piece in pieces if not any(_defines(piece, *shown) for shown in wanted_alone)]
    filled = tuple(fill(others, left + budget_characters - for_symbols))
    shown = [
        (each, level)
        for each, level, head in heads
        if not any(_defines(piece, each, head) for piece in filled)
    ]
    return Selection(tuple(shown), filled)


def _head(each: Wanted, level: Level) -> str:
    """How a definition begins whose signature is shown: `class Stock`; empty for what could be anything."""
    before, name, _ = each.symbol.signature.rpartition("\n")[2].partition(each.symbol.name)
    return before + name if level >= SIGNATURE and before.strip() else ""


def _defines(piece: CodeChunk, each: Wanted, head: str) -> bool:
    return bool(head) and piece.path == each.path and head in piece.text


def fill(pieces: Sequence[CodeChunk], left: int) -> Iterator[CodeChunk]:
    """Pieces that fit, a copy in another file left out."""
    texts: set[str] = set()
    for piece in pieces:
        size = len(piece.path) + len(piece.text) + AROUND_PATH
        if size <= left and piece.text not in texts:
            texts.add(piece.text)
            left -= size
            yield piece
