"""Trying again and again until something is as it should be that comes in the background, at its own pace.

Time is what bounds it: a number of tries is over the sooner the faster they are.
"""

import itertools
import time
from collections.abc import Iterator

_LONGEST_S = 45.0  # of a busy machine, and less than what a whole test has


def attempts() -> Iterator[int]:
    """The numbers of the tries, for as long as it is worth while."""
    ends_s = time.monotonic() + _LONGEST_S
    return itertools.takewhile(lambda _: time.monotonic() < ends_s, itertools.count())
