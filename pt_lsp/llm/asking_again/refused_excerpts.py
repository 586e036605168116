"""Which excerpts of other files content filters have refused, as long as the process runs.

An excerpt is known by its file: another part of it is as likely to be refused, and what is shown of it
changes with the place. A change of the file's text gives it another chance.
"""

from collections.abc import Collection, Iterable

from cachetools import LRUCache

_MOST = 256


class RefusedExcerpts:
    """One per gateway, by the keys of excerpts.

    Some are *found*: halving has told that they are what was refused. Others are *suspected*: they were in a
    refused prompt of a completion; completions leave all of them out from then on.
    """

    def __init__(self) -> None:
        self._is_found: LRUCache[str, bool] = LRUCache(_MOST)

    def among(self, keys: Iterable[str], *, with_suspected: bool) -> tuple[str, ...]:
        """Those that are to be left out from the start."""
        known = self._is_found
        return tuple(key for key in keys if key in known and (known[key] or with_suspected))

    def find(self, keys: Collection[str]) -> None:
        """These are what was refused."""
        self._is_found.update(dict.fromkeys(keys, True))

    def suspect(self, keys: Collection[str]) -> None:
        """One of these is, and it is not known which."""
        self._is_found.update({key: self._is_found.get(key, False) for key in keys})

    def clear(self, *keys: str) -> None:
        """These have passed, or read otherwise than before."""
        if self._is_found:
            for key in keys:
                self._is_found.pop(key, None)
