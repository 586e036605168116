"""Where a finding is: at the text that it quotes, if that stands there exactly once.

Refuses to guess. White space at the ends of a quote's lines may differ from the file's, nothing else; and
what a model may have put around or before them: marks of code, those of a diff, line breaks as escapes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from pt_lsp.documents.lines import lines_of, plain
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.review.finding import PlacedFinding, QuotedFinding
from pt_lsp.features.review.following import spans_after

_LONGEST = 4_000
_MOST_TRIES = 10_000
"""Places that are within longer words; a text that holds more is none of these words."""
_WORD = re.compile(r"\w")
_MARKED = re.compile(r"(`{1,3})(?:\w+\n)?(.*?)\n?\1", re.DOTALL)


class PlacedFindings(NamedTuple):
    """The findings that could be placed in a text as it is now, and where what was reviewed is there."""

    findings: list[PlacedFinding]
    spans: Sequence[Span]
    n_refused: int


def place(findings: Iterable[QuotedFinding], text: Text, spans: Sequence[Span], now: Text) -> PlacedFindings:
    """Those whose quote stands once in the spans of the text, and once in what they are now; each once."""
    spans_now = spans if now is text else spans_after(spans, text, now)
    found: dict[tuple[Span, str], PlacedFinding] = {}
    n_refused = 0
    for each in findings:
        span = place_of(text, each.quote, spans)
        if span is not None and now is not text:
            span = place_of(now, each.quote, spans_now)
        if span is None:
            n_refused += 1
        else:
            placed = PlacedFinding(span, each.severity, each.message, each.quote)
            found.setdefault((span, each.message), placed)
    return PlacedFindings(list(found.values()), spans_now, n_refused)


def place_of(text: Text, quote: str, spans: Sequence[Span]) -> Span | None:
    """Where the quote stands in the lines of the spans; None where it does not, or more than once."""
    if not quote.strip() or len(quote) > _LONGEST:
        return None
    stretches = [_Stretch(text, *lines_of(text, span)) for span in spans]
    for reading in _readings(plain(quote)):
        found = [place for stretch in stretches for place in stretch.places_of(reading)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _readings(quote: str) -> Iterator[list[str]]:
    """The quote's lines as they may be meant, the most likely first."""
    lines = _stripped(quote)
    yield lines
    if marked := _MARKED.fullmatch(quote.strip()):
        yield _stripped(marked[2])
    if all(line[:1] in {"+", ""} for line in lines):
        yield _stripped("\n".join(line[1:] for line in lines))
    if "\n" in quote or "\t" in quote:
        yield [quote.strip().replace("\n", "\\n").replace("\t", "\\t")]


def _stripped(quote: str) -> list[str]:
    return [line.strip() for line in quote.strip().split("\n")]


class _Stretch:
    """Some lines of a text, each without the white space at its ends."""

    def __init__(self, text: Text, first: int, last: int) -> None:
        self._text = text
        self._first = first
        contents = [text.line_content(row) for row in range(first, last + 1)]
        lines = [content.strip() for content in contents]
        self._indents = [len(content) - len(content.lstrip()) for content in contents]
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._joined = "\n".join(lines)

    def places_of(self, lines: Sequence[str]) -> list[Span]:
        """The first two places at which these lines stand, not within longer words."""
        quote, found, places = "\n".join(lines), -1, list[Span]()
        if not quote:
            return places
        for _ in range(_MOST_TRIES):
            found = self._joined.find(quote, found + 1)
            if found < 0 or len(places) == 2:  # noqa: PLR2004 - twice is too often
                return places
            if not self._is_within_word(found, found + len(quote)):
                places.append(Span(self._offset(found), self._offset(found + len(quote) - 1) + 1))
        return []

    def _is_within_word(self, start: int, end: int) -> bool:
        return any(
            at and all(_WORD.match(each) for each in self._joined[at - 1 : at + 1]) and at < len(self._joined)
            for at in (start, end)
        )

    def _offset(self, at: int) -> int:
        row = bisect_right(self._starts, at) - 1
        return self._text.line_start(self._first + row) + self._indents[row] + at - self._starts[row]
