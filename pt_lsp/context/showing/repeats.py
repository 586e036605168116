"""What stands once already is not shown again: the one rule for outlines, chunks of code and lists of names.

Refuses to choose: what is left out here was worth its place, but says nothing more.
"""

from dataclasses import replace

from pt_lsp.context.outline_text import NAME, SIGNATURE, shown_signature
from pt_lsp.context.selection import Candidate, Selection, defines

SHORTEST_REPEATED = 16
"""Lines below that, `}` and `return x`, may stand as often as they come."""


def without_repeats(selection: Selection) -> Selection:
    """The best of the symbols with one signature, none that a chunk defines, no name of one that is shown."""
    symbols = [
        (each, level)
        for each, level in selection.symbols
        if not any(defines(chunk, each) for chunk in selection.chunks)
    ]
    first: dict[str, int] = {}
    for each, level in symbols:
        if level >= SIGNATURE:
            first.setdefault(_line(each), id(each.symbol))
    lines = {line.strip() for chunk in selection.chunks for line in chunk.text.split("\n")}
    shown = [(each, level) for each, level in symbols if _is_first(each, level, first, lines)]
    return replace(selection, symbols=tuple(shown))


def _is_first(each: Candidate, level: int, first: dict[str, int], lines: set[str]) -> bool:
    line = _line(each)
    if len(line) < SHORTEST_REPEATED:
        return True
    return line not in lines and first.get(line, id(each.symbol) if level == NAME else 0) == id(each.symbol)


def _line(each: Candidate) -> str:
    return shown_signature(each.symbol).rpartition("\n")[2].strip()
