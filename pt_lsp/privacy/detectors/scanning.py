"""Finds the secrets of a text, and remembers which pieces of text hold none.

From key to key a prompt keeps nearly all of its lines.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from cachetools import FIFOCache, LRUCache

from pt_lsp.privacy.detectors import (
    assignments,
    calls,
    commands,
    known_values,
    logins,
    names,
    openings,
    private_keys,
    seed_phrases,
    tokens,
)
from pt_lsp.privacy.detectors.finding import Finding, Opening, merged, moved

_MOST_BYTES = 1_000_000
_BYTES_OF_PIECE = 250
"""What remembering a piece takes beside its characters; most lines are shorter than that."""
_MOST_PIECES_WITH_SECRETS = 2_000
_SHORTEST = 8
"""Shorter pieces hold no secret: neither a password in a URL nor a value with its name fits in."""

_JOINT = "\0"
"""Stands for the line end between two lines of one piece."""
_VALUES = (("value", re.compile(r"value[\"']?[ \t]{0,4}[:=]")), ("<string>", re.compile("<string>")))
_BEFORE_VALUE = " \t\"'-"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one piece holds, whatever stands around it."""

    findings: tuple[Finding, ...]
    openings: tuple[Opening, ...]


class SecretScanner:
    """Remembers one megabyte of lines without secrets, some five prompts, and what was found in others."""

    def __init__(self) -> None:
        self._clean: FIFOCache[str, int] = FIFOCache(_MOST_BYTES, getsizeof=lambda size: size)
        self._seen: LRUCache[str, _Piece] = LRUCache(_MOST_PIECES_WITH_SECRETS)
        self._known: Mapping[str, str] = {}

    def know(self, values: Mapping[str, str]) -> None:
        """`values` are secrets wherever they stand: secret -> its kind. They replace those known before."""
        if values != self._known:
            self._known = dict(values)
            self._clean.clear()
            self._seen.clear()

    def find(self, text: str) -> list[Finding]:
        """The secrets in `text`, in order and apart from each other."""
        pieces = _pieces(text)
        clean = self._clean
        blocks = list(private_keys.find_blocks(text))
        rest = [piece for piece in pieces if piece not in clean and len(piece) >= _SHORTEST]
        seen = self._look_at(rest) if rest else {}
        if not seen:
            return merged(blocks, text)
        found: list[Finding] = []
        start = 0
        for piece in pieces:
            if known := seen.get(piece):
                found += moved(known.findings, start)
                for opening in known.openings:
                    found += opening.read(text, start + opening.start)
            start += len(piece) + 1
        return private_keys.settled(merged(chain(blocks, found), text), text)

    def _look_at(self, pieces: Iterable[str]) -> dict[str, _Piece]:
        """What is in those pieces that hold secrets, or that secrets may follow."""
        seen = {piece: self._seen[piece] for piece in pieces if piece in self._seen}
        new = [piece for piece in dict.fromkeys(pieces) if piece not in seen]
        for piece, held in zip(new, self._scan(new), strict=True):
            if held:
                seen[piece] = self._seen[piece] = held
            elif (size := len(piece) + _BYTES_OF_PIECE) < _MOST_BYTES:
                self._clean[piece] = size
        return seen

    def _scan(self, pieces: Sequence[str]) -> list[_Piece | None]:
        """What each piece holds, whatever the others hold: what looks at all of them stays within lines."""
        lines = [piece.replace(_JOINT, "\n") for piece in pieces]
        text = "\n".join(lines)
        starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]
        found_in: list[list[Finding]] = [[] for _ in pieces]
        opened_in: list[list[Opening]] = [[] for _ in pieces]
        known = known_values.find(text, self._known)
        finders = (tokens, logins, commands, seed_phrases)
        for found in chain(known, private_keys.find_lines(text), *(finder.find(text) for finder in finders)):
            index = bisect_right(starts, found.start) - 1
            found_in[index] += moved([found], -starts[index])
        for opening in chain(
            calls.find(text), openings.find_inserts(text), openings.find_symmetric_keys(text)
        ):
            index = bisect_right(starts, opening.start) - 1
            opened_in[index].append(replace(opening, start=opening.start - starts[index]))
        for index in sorted({bisect_right(starts, name.start) - 1 for name in names.find(text)}):
            found_names = tuple(names.find(lines[index]))
            found_in[index] += assignments.find(lines[index], found_names)
            opened_in[index] += openings.find(lines[index], found_names)
        return [
            _Piece(tuple(merged(found, line)), tuple(opened)) if found or opened else None
            for found, opened, line in zip(found_in, opened_in, lines, strict=True)
        ]


def _pieces(text: str) -> list[str]:
    """The lines; one that promises a value, or takes one, is joined to the line that it belongs to."""
    for line_end in ("\n", "\r\n") if "\r" in text else ("\n",):
        for mark in "=:(":
            text = text.replace(mark + line_end, mark + line_end[:-1] + _JOINT)
    for word, form in _VALUES:
        text = _joined_to_values(text, word, form)
    return text.split("\n")


def _joined_to_values(text: str, word: str, form: re.Pattern[str]) -> str:
    """`text` with the line ends in front of lines that begin with `form` replaced; `word` is its start."""
    done: list[str] = []
    position = 0
    start = text.find(word)
    while start >= 0:
        line_end = text.rfind("\n", position, start)
        if line_end >= 0 and not text[line_end + 1 : start].strip(_BEFORE_VALUE) and form.match(text, start):
            done += text[position:line_end], _JOINT
            position = line_end + 1
        start = text.find(word, start + len(word))
    return "".join(done) + text[position:] if done else text
