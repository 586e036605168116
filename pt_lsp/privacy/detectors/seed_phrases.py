"""Seed phrases of wallets: twelve words or more, one behind the other, of the list that they are from."""

import re
from collections.abc import Iterator

from pt_lsp.privacy.detectors.finding import Finding

_FEWEST_WORDS = 12
_SHORTEST = 4 * _FEWEST_WORDS - 1
_BETWEEN = r"(?:[ \t]{1,4}|[\"'],[ \t]{0,4}[\"']|,[ \t]{0,4})"
# It begins where no word stands before, so that each run of words is gone through once.
_RUN = re.compile(
    rf"(?<![a-z])(?<![a-z][ ,])(?<![a-z], )[a-z]{{1,12}}+"
    rf"(?:{_BETWEEN}[a-z]{{1,12}}+){{{_FEWEST_WORDS - 1},}}+"
)
_WORD = re.compile("[a-z]+")


def find(text: str) -> Iterator[Finding]:
    """Seed phrases within lines of `text`."""
    start = 0
    for line in text.split("\n"):
        if len(line) >= _SHORTEST and line.strip().count(" ") >= _FEWEST_WORDS - 1:
            for run in _RUN.finditer(text, start, start + len(line)):
                yield from _phrases(text, run.start(), run.end())
        start += len(line) + 1


def _phrases(text: str, start: int, end: int) -> Iterator[Finding]:
    # Few texts have a run of words without any mark.
    from pt_lsp.privacy.detectors.seed_words import SEED_WORDS

    words: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text, start, end), None]:
        if word is not None and word[0] in SEED_WORDS:
            words.append(word)
            continue
        if len(words) >= _FEWEST_WORDS:
            yield Finding(words[0].start(), words[-1].end(), "seed phrase")
        words.clear()
