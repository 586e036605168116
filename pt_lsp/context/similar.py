"""Chunks of other files that share words with a place, and the names that stand in them.

A name that stands in chunks like this one is likely to be needed here too (relevance feedback, Lavrenko and
Croft, 2001).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pt_lsp.context.index import Index
from pt_lsp.context.nearby import OWN
from pt_lsp.context.words import IDENTIFIER

_CHUNKS = 30
_MOST_FOLLOWED = 40


def chunks_within(index: Index, path: str, start: int, end: int) -> range:
    """The numbers of a file's chunks that reach into a stretch of its text."""
    numbers = index.numbers(path)
    within = [
        number
        for number in numbers
        for chunk in [index.chunk(number)]
        if chunk.start < end and chunk.start + len(chunk.text) > start
    ]
    return range(within[0], within[-1] + 1) if within else range(0)


@dataclass(frozen=True, slots=True)
class Similar:
    """Numbers of chunks, best first, and how much each name in them counts for it."""

    numbers: tuple[int, ...]
    names: dict[str, float]


def similar_chunks(index: Index, query: Mapping[str, float], without: range) -> Similar:
    """The chunks that share most with a query of weighted terms; `without` those that are seen anyway."""
    found = index.chunks.best(query, _CHUNKS, without=without)
    names: dict[str, float] = {}
    for number, score in found:
        weight = (score / found[0][1]) ** 2
        for name in dict.fromkeys(IDENTIFIER.findall(index.chunk(number).text)):
            names[name] = names.get(name, 0.0) + weight
    return Similar(tuple(number for number, _ in found), names)


def names_after(index: Index, receiver: str | None, path: str) -> dict[str, int]:
    """How often each name follows the receiver in other files than `path`."""
    follows: dict[str, int] = {}
    if receiver is None or receiver in OWN:
        return follows
    pattern = re.compile(rf"(?<![\w$]){re.escape(receiver)}\s*[?!]?(?:\.|->|::)\s*([\w$]+)")
    for number in index.chunks.having(receiver.lower(), _MOST_FOLLOWED):
        chunk = index.chunk(number)
        if chunk.path != path:
            for name in pattern.findall(chunk.text):
                follows[name] = follows.get(name, 0) + 1
    return follows
