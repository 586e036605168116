"""Which folder comes next: those nearest to given places first.

Pure: refuses to look at the disk. How far two folders are from each other is the number of steps up and down
the tree.
"""

import heapq
import itertools
from collections.abc import Sequence
from pathlib import PurePath
from typing import Generic, TypeVar

T = TypeVar("T")


class Frontier(Generic[T]):
    """What is still to be visited, each with the path of a folder that says when its turn is."""

    def __init__(self, places: Sequence[PurePath]) -> None:
        """`places` are folders."""
        self._places = [place.parts for place in places]
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, int, T]] = []

    def push(self, path: str, item: T) -> None:
        """Have `item` wait for its turn; of equally near ones, what is higher up comes first."""
        parts = PurePath(path).parts
        distance = min((n_steps_between(parts, place) for place in self._places), default=0)
        heapq.heappush(self._waiting, (distance, len(parts), next(self._order), item))

    def pop(self) -> T | None:
        """The nearest item; None when nothing waits."""
        return heapq.heappop(self._waiting)[-1] if self._waiting else None


def n_steps_between(one: Sequence[str], other: Sequence[str]) -> int:
    """Up and down the tree, from one folder to another, by their parts."""
    n_common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        n_common += 1
    return len(one) + len(other) - 2 * n_common
