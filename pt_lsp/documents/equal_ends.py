"""How much two texts have in common at their ends, in few comparisons: they may be long and differ little."""

from typing import AnyStr


def equal_ends(one: AnyStr, other: AnyStr) -> tuple[int, int]:
    """With how many characters (bytes) both begin, and end after that."""
    head = equal_at_start(one, other)
    return head, equal_at_end(one, other, min(len(one), len(other)) - head)


def equal_at_start(one: AnyStr, other: AnyStr) -> int:
    """With how many characters (bytes) both begin."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def equal_at_end(one: AnyStr, other: AnyStr, most: int) -> int:
    """With how many characters (bytes) both end, at most `most`."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
