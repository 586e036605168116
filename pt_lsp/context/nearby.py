"""What stands near a cursor, as far as it tells what the next line may need.

Names with weights that fall with the distance, and a receiver (`x` of `x.`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pt_lsp.context.cursor.role import NO_ROLE, CursorRole, role_at
from pt_lsp.context.words import IDENTIFIER, terms
from pt_lsp.documents.lines import end_of_line
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

_LINES_BEFORE, _LINES_AFTER = 40, 12
_FALL_BEFORE, _FALL_AFTER = 0.12, 0.25
_WEIGHT_AFTER = 0.6
_MOST_OF_A_TERM = 3.0
_SEEN_BEFORE, _SEEN_AFTER = 20_000, 4_000
_TYPED_BEFORE, _TYPED_AFTER = 6_000, 1_000
_OF_A_LINE = 2_000
"""What stands further away on the same line, or further right on another one, is not near."""
_OF_A_REGION = 40_000
_LONGEST_NAME = 100

# Words are looked at from their beginnings and as a whole: a very long one costs its length, not the square.
_RECEIVER = re.compile(r"(?<![\w$])([\w$]++)(?:\([^()]*+\)|\[[^\[\]]*+\])?\s*+[?!]?(?:\.|->|::)\s*+[\w$]*+$")
_BEGUN_WORD = re.compile(r"(?<![\w$])[\w$]++\Z")
_LEADING_WORD = re.compile(r"\A[\w$]+")

OWN = frozenset({"self", "this", "cls", "super", "Self"})
"""Receivers that mean the class that the cursor is in."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Names near a place; equal for places that ask for the same."""

    weights: dict[str, float]
    """By name, 1 on the cursor's line."""
    receiver: str | None
    is_own_receiver: bool
    used: frozenset[str] = frozenset()
    """Names that a region uses; nothing for a cursor."""
    role: CursorRole = NO_ROLE


@dataclass(frozen=True, slots=True)
class NearbyText:
    """The text around a place; `seen` are the names that the model will see anyway."""

    seen: frozenset[str]
    typed_text: str
    """What is searched for annotations and assignments."""


def nearby(text: Text, offset: int) -> Nearby:
    """The names near a cursor; the word that the cursor is in counts for nothing."""
    row = text.line_at(offset)
    begun = text.slice(Span(max(text.line_start(row), offset - _OF_A_LINE), offset))
    own_line = _BEGUN_WORD.sub("", begun)
    rest = text.slice(Span(offset, max(offset, min(end_of_line(text, row), offset + _OF_A_LINE))))
    lines = [(own_line, 1.0), *_lines_above(text, row), *_lines_below(text, row, _LEADING_WORD.sub("", rest))]
    receiver = _RECEIVER.search(begun)
    is_own = receiver is not None and (
        receiver[1] in OWN or begun[: receiver.start()].rstrip(". ").endswith("super")
    )
    name = receiver[1] if receiver else None
    return Nearby(_weights(lines), name, is_own, role=role_at(text, offset))


def nearby_region(text: Text, region: Span) -> Nearby:
    """The names in a region, all as near as can be, and those around it."""
    inside = text.slice(Span(region.start, min(region.end, region.start + _OF_A_REGION)))
    lines = [
        (inside, 1.0),
        *_lines_above(text, text.line_at(region.start)),
        *_lines_below(text, text.line_at(region.end), ""),
    ]
    return Nearby(_weights(lines), None, is_own_receiver=False, used=frozenset(IDENTIFIER.findall(inside)))


def nearby_text(text: Text, span: Span) -> NearbyText:
    """The text around a place or a region, without the word that a place is in."""
    start, end = span.start, span.end
    before = text.slice(Span(max(0, start - _SEEN_BEFORE), start))
    after = text.slice(Span(end, min(len(text), end + _SEEN_AFTER)))
    if span.is_empty:
        before, after = _BEGUN_WORD.sub("", before), _LEADING_WORD.sub("", after)
    seen = frozenset(IDENTIFIER.findall(before)).union(IDENTIFIER.findall(after))
    inside = "" if span.is_empty else text.slice(span)[:_TYPED_BEFORE]
    return NearbyText(seen, before[-_TYPED_BEFORE:] + inside + after[:_TYPED_AFTER])


def query_of(weights: Mapping[str, float]) -> dict[str, float]:
    """What similar chunks are found with: terms and their weights."""
    query: dict[str, float] = {}
    for name, weight in weights.items():
        for term in terms(name):
            query[term] = min(query.get(term, 0.0) + weight, _MOST_OF_A_TERM)
    return query


def _lines_above(text: Text, row: int) -> Iterator[tuple[str, float]]:
    for n in range(1, min(_LINES_BEFORE, row + 1)):
        yield text.line_content(row - n)[:_OF_A_LINE], 1 / (1 + _FALL_BEFORE * n)


def _lines_below(text: Text, row: int, rest: str) -> Iterator[tuple[str, float]]:
    yield rest, _WEIGHT_AFTER
    for n in range(1, min(_LINES_AFTER, text.n_lines - row)):
        yield text.line_content(row + n)[:_OF_A_LINE], _WEIGHT_AFTER / (1 + _FALL_AFTER * n)


def _weights(lines: Iterable[tuple[str, float]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for line, weight in lines:
        for name in IDENTIFIER.findall(line):
            if weights.get(name, 0.0) < weight and len(name) <= _LONGEST_NAME:
                weights[name] = weight
    return weights
