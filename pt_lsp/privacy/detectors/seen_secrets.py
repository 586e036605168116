"""Secrets that were found once: what gave them away need not stand beside them the next time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pt_lsp.privacy.detectors.finding import Finding
from pt_lsp.privacy.detectors.judgement import is_plain, is_stand_in, looks_random

_SHORTEST = 8
_LONGEST = 4096
_MOST_OF_A_WORD = 20
_AROUND_LINE = " \t\r\"'`+,;\\"
_WORD = re.compile(r"[^\W_]+")
"""A name such as `backup_<secret>.sql` holds its words apart by underscores."""
_INSIDE = re.compile(r"[^\W_]{2}")


@dataclass(frozen=True, slots=True)
class _Seen:
    secret: str
    kind: str
    word_offset: int
    """Where the word that it is looked up by begins in it."""


class SeenSecrets:
    """Finds the most recent secrets again in any text, at the borders of words."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_word: dict[str, tuple[_Seen, ...]] = {}
        """By the longest word of each, so that a text is gone through once, however many there are."""
        self.n_added = 0

    def add(self, secret: str, kind: str) -> None:
        """Remember a secret, unless it may well be something else in another place; of a key each line."""
        if "\n" in secret:
            for line in secret.split("\n"):
                self.add(line.strip(_AROUND_LINE), kind)
            return
        if not _SHORTEST <= len(secret) <= _LONGEST or is_stand_in(secret):
            return
        if is_plain(secret) and not looks_random(secret):
            return
        word = max(_WORD.finditer(secret), key=lambda found: len(found[0]), default=None)
        if word is None:
            return
        same = self._by_word.pop(word[0], ())
        if all(seen.secret != secret for seen in same):
            same = (*same, _Seen(secret, kind, word.start()))[-_MOST_OF_A_WORD:]
            self.n_added += 1
        self._by_word[word[0]] = same  # last in order: the most recently seen
        if len(self._by_word) > self._limit:
            del self._by_word[next(iter(self._by_word))]

    def find(self, text: str) -> Iterator[Finding]:
        """Where they stand in `text`."""
        hits = self._by_word.keys() & set(_WORD.findall(text)) if self._by_word else ()
        if not hits:
            return
        for word in _WORD.finditer(text):
            if word[0] in hits:
                for seen in self._by_word[word[0]]:
                    start = word.start() - seen.word_offset
                    end = start + len(seen.secret)
                    if start >= 0 and text.startswith(seen.secret, start) and _is_apart(text, start, end):
                        yield Finding(start, end, seen.kind)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether no word goes on over either end."""
    return not any(_INSIDE.match(text, at - 1) for at in (start, end) if at)
