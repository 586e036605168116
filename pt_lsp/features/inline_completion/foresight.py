"""Texts that were foreseen at a place, and what is left of them further on.

A text fits a later place when what was typed since agrees with it, and what surrounds it is still the same.
"""

from collections import deque
from dataclasses import dataclass

from cachetools import TTLCache

from pt_lsp.context.excerpt import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span

_BEFORE = 2000
_AFTER = 300
_DOCUMENTS = 64
_PER_DOCUMENT = 16
_KEPT_S = 900
_MOST_CLOSERS = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A cursor as texts are compared by: its document, and the nearest text before and after it."""

    uri: str
    offset: int
    before: str
    after: str

    @classmethod
    def at(cls, snapshot: Snapshot, offset: int) -> "Spot":
        """The spot of a cursor."""
        before = Span(max(0, offset - _BEFORE), offset)
        after = Span(offset, min(len(snapshot.text), offset + _AFTER))
        return cls(snapshot.uri, offset, snapshot.text.slice(before), snapshot.text.slice(after))


def typed_since(origin: Spot, spot: Spot) -> str | None:
    r"""What was typed from `origin` to `spot`, with `\n` line ends; None if they are not related like that.

    Closing brackets and quotes that the editor put after the cursor by itself do not count.
    """
    n_typed = spot.offset - origin.offset
    if spot.uri != origin.uri or not 0 <= n_typed <= len(spot.before):
        return None
    unchanged = spot.before[: len(spot.before) - n_typed]
    if not origin.before.endswith(unchanged) or not _is_same_after(origin.after, spot.after):
        return None
    if n_typed == 0 and origin.after != spot.after:
        return None
    return plain(spot.before[len(unchanged) :])


class Foresights:
    """Finished texts per document, the newest first; bounded in number and age."""

    def __init__(self) -> None:
        self._texts: TTLCache[str, deque[tuple[Spot, str]]] = TTLCache(_DOCUMENTS, _KEPT_S)

    def add(self, origin: Spot, text: str) -> None:
        """Keep a finished text; an empty one says that there was nothing to say."""
        texts = self._texts.get(origin.uri, deque(maxlen=_PER_DOCUMENT))
        texts.appendleft((origin, text))
        self._texts[origin.uri] = texts

    def find(self, spot: Spot) -> str | None:
        """What is left of a text that foresaw all that was typed so far; empty if nothing was to be said."""
        for origin, text in self._texts.get(spot.uri, ()):
            typed = typed_since(origin, spot)
            if typed is not None and text.startswith(typed) and (len(text) > len(typed) or not typed):
                return text[len(typed) :]
        return None

    def forget(self, uri: str) -> None:
        """Drop a document's texts."""
        self._texts.pop(uri, None)


def _is_same_after(old: str, new: str) -> bool:
    """Whether the text after the cursor is the same, closers left out that came in front of it."""
    for n_added in range(_MOST_CLOSERS + 1):
        if n_added and new[n_added - 1 : n_added] not in set(")]}\"'`>"):
            return False
        if new[n_added:].startswith(old[: _AFTER - _MOST_CLOSERS]) and (
            len(old) > _AFTER - _MOST_CLOSERS or len(new) - n_added == len(old)
        ):
            return True
    return False
