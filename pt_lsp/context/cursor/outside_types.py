"""Members of types outside of the workspace, as other files use them behind a name like the receiver."""

from collections.abc import Mapping
from heapq import nlargest

_MOST_NAMES = 12
_FEWEST_NAMES = 2


def members_used(receiver: str, follows: Mapping[str, int]) -> str:
    """A line that names them, the most used first; empty where too few are known."""
    if len(follows) < _FEWEST_NAMES:
        return ""
    names = nlargest(_MOST_NAMES, follows, key=lambda name: (follows[name], name))
    return f"Used elsewhere behind `{receiver}`: {', '.join(names)}"
