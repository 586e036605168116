"""A stretch of text as two offsets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half open: `start` is the first code point inside, `end` the first one after it."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        """Always true: an empty span is a place, not nothing."""
        return True

    @property
    def is_empty(self) -> bool:
        """Whether it is a place between two characters."""
        return self.start == self.end

    def touches(self, other: "Span") -> bool:
        """Whether they share a character or an edge."""
        return self.start <= other.end and other.start <= self.end

    def shifted(self, n: int) -> "Span":
        """The same stretch `n` code points further on (back when negative)."""
        return Span(self.start + n, self.end + n)
