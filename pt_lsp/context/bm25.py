"""Chunks of text by the words that they share with a query: BM25 (Robertson and Zaragoza, 2009).

One document's weight for a term is rounded to two decimals and kept beside its number in four bytes (in eight
after some 16 million documents), for an average length that is fixed: adding and removing touch nothing else.
"""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from heapq import nlargest
from operator import itemgetter

_K1, _B = 1.2, 0.75
_AVERAGE_LENGTH = 90.0
"""Terms of a chunk, as measured on the repositories of the benchmark."""

_WEIGHT_BITS = 8
_WEIGHT_MASK = (1 << _WEIGHT_BITS) - 1
_MOST_ADDED = 2_500
"""So many chunks are considered; terms are taken the rarest first, later ones only add to what is there."""

_MOST_READ = 14_000


class Bm25:
    """An index of chunks, numbered in the order of being added; numbers are not used again."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}
        self._n_added = 0
        self._n = 0

    def add(self, chunks: Iterable[Mapping[str, int]]) -> range:
        """The numbers of new chunks, given how often each term is in them."""
        first = self._n_added
        for counts in chunks:
            scale = _K1 * (1 - _B + _B * sum(counts.values()) / _AVERAGE_LENGTH)
            shifted = self._n_added << _WEIGHT_BITS
            # A chunk has hundreds of terms and a handful of different counts.
            entries = {
                count: shifted | min(round(100 * count * (_K1 + 1) / (count + scale)), _WEIGHT_MASK)
                for count in set(counts.values())
            }
            for term, count in counts.items():
                if (posting := self._postings.get(term)) is None:
                    posting = self._postings[term] = array("I")
                try:
                    posting.append(entries[count])
                except OverflowError:
                    posting = self._postings[term] = array("Q", posting)
                    posting.append(entries[count])
            self._n_added += 1
        self._n += self._n_added - first
        return range(first, self._n_added)

    def remove(self, numbers: range, terms: Iterable[str]) -> None:
        """Forget chunks that were added together; `terms` are all that are in one of them."""
        for term in terms:
            posting = self._postings[term]
            low = bisect_left(posting, numbers.start << _WEIGHT_BITS)
            del posting[low : bisect_left(posting, numbers.stop << _WEIGHT_BITS, low)]
            if not posting:
                del self._postings[term]
        self._n -= len(numbers)

    def frequency(self, term: str) -> int:
        """How many chunks have the term."""
        return len(self._postings.get(term, ()))

    def having(self, term: str, most: int) -> list[int]:
        """The numbers of the newest chunks that have the term."""
        return [entry >> _WEIGHT_BITS for entry in self._postings.get(term, ())[-most:]]

    def rarity(self, term: str) -> float:
        """The weight of a term in a query: above 0, and the higher the fewer chunks have it."""
        n = self.frequency(term)
        return math.log(1 + (self._n - n + 0.5) / (n + 0.5))

    def best(self, query: Mapping[str, float], n: int, without: range) -> list[tuple[int, float]]:
        """The `n` best chunks for weighted terms, best first, each with its score, which is above 0."""
        terms = sorted((len(posting), term) for term in query if (posting := self._postings.get(term)))
        scores: dict[int, float] = {}
        n_read = 0
        for length, term in terms:
            n_read += length
            if n_read > _MOST_READ and scores:
                break
            factor = query[term] * self.rarity(term) / 100
            if len(scores) < _MOST_ADDED:
                for entry in self._postings[term]:
                    number = entry >> _WEIGHT_BITS
                    scores[number] = scores.get(number, 0.0) + factor * (entry & _WEIGHT_MASK)
            else:
                for entry in self._postings[term]:
                    number = entry >> _WEIGHT_BITS
                    if number in scores:
                        scores[number] += factor * (entry & _WEIGHT_MASK)
        for number in without:
            scores.pop(number, None)
        # The weight of a term in a very long chunk may be rounded to nothing.
        return nlargest(n, (each for each in scores.items() if each[1] > 0), key=itemgetter(1, 0))
