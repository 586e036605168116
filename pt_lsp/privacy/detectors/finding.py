"""Where a text holds a secret, and of what kind it is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One secret in a text."""

    start: int
    end: int
    kind: str
    """For a person: "AWS access key", "value of db_password"; never a part of the secret."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A place behind which secrets may follow, for more lines than one."""

    start: int
    read: Callable[[str, int], Iterator[Finding]]
    """Takes a text, and where in it the place is; looks a bounded number of characters ahead."""


def moved(findings: Iterable[Finding], by: int) -> list[Finding]:
    """The same findings in a text that has `by` more characters in front."""
    return [Finding(found.start + by, found.end + by, found.kind) for found in findings]


def merged(findings: Iterable[Finding], text: str) -> list[Finding]:
    """In order and apart from each other; where some overlap, the one given first names the kind.

    None ends in front of a digit, so that a placeholder put in its place can be told from what follows.
    """
    result: list[Finding] = []
    ranked = [(found.start, rank, found) for rank, found in enumerate(findings)]
    ranks: list[int] = []
    for start, rank, found in sorted(ranked):
        end = _after_digits(text, found.end)
        if result and start < result[-1].end:
            last = result.pop()
            kind = last.kind if ranks[-1] <= rank else found.kind
            result.append(Finding(last.start, max(last.end, end), kind))
            ranks[-1] = min(ranks[-1], rank)
        else:
            result.append(Finding(start, end, found.kind))
            ranks.append(rank)
    return result


def _after_digits(text: str, end: int) -> int:
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end
