"""Texts that were foreseen at a place, and what is left of them further on.

A text fits a later place when what was typed since agrees with it, and what surrounds it is still the same;
where in the document that is makes no difference, so edits far away do not count.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from cachetools import TTLCache

from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span

_BEFORE = 2000
_AFTER = 300
_ANCHOR = 80
_DOCUMENTS = 64
_PER_DOCUMENT = 32
_KEPT_S = 900

CLOSERS = ")]}\"'`>"
MOST_CLOSERS = 4
"""What editors put behind the cursor by themselves, and how many in a row."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cursor as texts are compared by: its document, and the nearest text before and after it."""

    uri: str
    before: str
    after: str

    @classmethod
    def at(cls, snapshot: Snapshot, offset: int) -> "Spot":
        """The spot of a cursor."""
        return cls.around(snapshot, Span(offset, offset))

    @classmethod
    def around(cls, snapshot: Snapshot, span: Span) -> "Spot":
        """The spot where a cursor would be if `span` were not there."""
        before = Span(max(0, span.start - _BEFORE), span.start)
        after = Span(span.end, min(len(snapshot.text), span.end + _AFTER))
        return cls(snapshot.uri, snapshot.text.slice(before), snapshot.text.slice(after))


def typed_since(origin: Spot, spot: Spot) -> Iterator[str]:
    r"""What may have been typed from `origin` to `spot`, with `\n` line ends, shortest first.

    Nothing if they are not related like that; more than one where the text repeats itself. Closing brackets
    and quotes that the editor put after the cursor by itself do not count.
    """
    if spot.uri != origin.uri or not _is_same_after(origin.after, spot.after):
        return
    for at in _ends_of(origin.before[-_ANCHOR:], spot.before):
        typed = spot.before[at:]
        is_same = _is_same_before(origin.before, spot.before[:at], is_cut=len(spot.before) == _BEFORE)
        if is_same and (typed or origin.after == spot.after):
            yield plain(typed)


class CompletionCache:
    """Texts per document, the newest first; bounded in number and age."""

    def __init__(self) -> None:
        self._texts: TTLCache[str, deque[tuple[Spot, str]]] = TTLCache(_DOCUMENTS, _KEPT_S)

    def add(self, origin: Spot, text: str) -> None:
        """Keep a text; an empty one says that there was nothing to say."""
        texts = self._texts.get(origin.uri, deque(maxlen=_PER_DOCUMENT))
        if (origin, text) in texts:
            texts.remove((origin, text))
        texts.appendleft((origin, text))
        self._texts[origin.uri] = texts

    def find(self, spot: Spot) -> str | None:
        """What is left of a text that foresaw all that was typed so far; empty if nothing was to be said."""
        for origin, text in self._texts.get(spot.uri, ()):
            for typed in typed_since(origin, spot):
                if text.startswith(typed) and (len(text) > len(typed) or not typed):
                    return text[len(typed) :]
        return None

    def forget(self, uri: str) -> None:
        """Drop a document's texts."""
        self._texts.pop(uri, None)


def _ends_of(anchor: str, text: str) -> Iterator[int]:
    """Where the anchor ends in the text, the last place first; without one, at the text's beginning."""
    end = len(text) if anchor else 0
    while (start := text.rfind(anchor, 0, end)) >= 0:
        yield start + len(anchor)
        if not start:
            return
        end = start + len(anchor) - 1


def _is_same_before(old: str, new: str, *, is_cut: bool) -> bool:
    """Whether both end alike, as far as they reach; `is_cut`: more may stand before `new`.

    A short text has to be the document's beginning.
    """
    if len(old) < _ANCHOR or not (is_cut or len(old) <= len(new)):
        return old == new
    length = min(len(old), len(new))
    return old[len(old) - length :] == new[len(new) - length :]


def _is_same_after(old: str, new: str) -> bool:
    """Whether the text after the cursor is the same, closers left out that came in front of it."""
    for n_added in range(MOST_CLOSERS + 1):
        if n_added and new[n_added - 1 : n_added] not in set(CLOSERS):
            return False
        if new[n_added:].startswith(old[: _AFTER - MOST_CLOSERS]) and (
            len(old) > _AFTER - MOST_CLOSERS or len(new) - n_added == len(old)
        ):
            return True
    return False
